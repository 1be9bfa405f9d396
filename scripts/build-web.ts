/** Builds one web app and writes a brotli copy beside each text file, so that the server never compresses them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { createBuilder } from "vite";

const [app] = process.argv.slice(2);
if (app === undefined) throw new Error("Usage: node scripts/build-web.ts citizen|console");
const folder = join(import.meta.dirname, "../web", app);

if (existsSync(join(folder, "vite.config.ts"))) {
  const builder = await createBuilder({ root: folder, configFile: join(folder, "vite.config.ts"), logLevel: "warn" });
  await builder.buildApp();
  compress(join(folder, "dist"));
}

function compress(dist: string): void {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|json|webmanifest)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    if (content.length > 512) writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}
