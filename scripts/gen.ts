/**
 * Writes what is generated from the code and committed: the OpenAPI document, the city documents' schemas, and the web
 * apps' types. With `--check` it writes nothing and fails when a file is not what it would write.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { DOCUMENT_SCHEMAS } from "../server/src/modules/catalogue/index.ts";
import { startTestApp } from "../server/src/testing/app.ts";

const ROOT = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const stale: string[] = [];

const app = await startTestApp();
const openapi = `${JSON.stringify(app.server.swagger(), undefined, 2)}\n`;
await app.stop();
put("server/openapi.json", openapi);

for (const [name, schema] of Object.entries(DOCUMENT_SCHEMAS)) {
  put(`cities/schemas/${name}.schema.json`, `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", title: name, ...schema }, undefined, 2)}\n`);
}
put("web/api-client/schema.d.ts", generateTypes(openapi));

if (stale.length > 0) {
  process.stderr.write(`These generated files are out of date: ${stale.join(", ")}. Run npm run gen and commit them.\n`);
  process.exitCode = 1;
}

function generateTypes(document: string): string {
  const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-gen-"));
  try {
    const [input, output] = [join(folder, "openapi.json"), join(folder, "schema.d.ts")];
    writeFileSync(input, document);
    const tool = join(ROOT, "tools/openapi/node_modules/openapi-typescript/bin/cli.js");
    const hoisted = join(ROOT, "node_modules/openapi-typescript/bin/cli.js");
    const { status, stderr } = spawnSync(process.execPath, [existsSync(tool) ? tool : hoisted, input, "-o", output], { encoding: "utf8", cwd: join(ROOT, "tools/openapi") });
    if (status !== 0) throw new Error(`openapi-typescript failed: ${stderr}`);
    return readFileSync(output, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function put(file: string, content: string): void {
  const path = join(ROOT, file);
  if (existsSync(path) && readFileSync(path, "utf8") === content) return;
  if (check) {
    stale.push(relative(ROOT, path));
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  process.stdout.write(`wrote ${file}\n`);
}
