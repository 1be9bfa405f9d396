/**
 * Tells the server's bundle which client files exist: `virtual:client-manifest` in the SSR environment holds, per source
 * module, its script, what to preload with it, and the names, text and digest of its style sheets.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest, Plugin } from "vite";
import type { ClientFiles, ClientManifest } from "../src/entry/client-manifest.ts";

const ID = "virtual:client-manifest";
const ENTRY = "src/entry/client.tsx";

function filesOf(manifest: Manifest, source: string): Pick<ClientFiles, "scripts" | "styles"> {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (!chunk || scripts.has(`/${chunk.file}`)) return;
    scripts.add(`/${chunk.file}`);
    for (const file of chunk.css ?? []) styles.add(`/${file}`);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  visit(source);
  return { scripts: [...scripts], styles: [...styles] };
}

async function readManifest(root: string): Promise<ClientManifest> {
  const output = join(root, "dist/client");
  const manifest = JSON.parse(await readFile(join(output, ".vite/manifest.json"), "utf8")) as Manifest;
  const withSheet = async ({ scripts, styles }: Pick<ClientFiles, "scripts" | "styles">): Promise<ClientFiles> => {
    const sheets = await Promise.all(styles.map((file) => readFile(join(output, file), "utf8")));
    const css = sheets.join("").trim();
    return { scripts, styles, css, cssHash: `sha256-${createHash("sha256").update(css).digest("base64")}` };
  };
  const entry = filesOf(manifest, ENTRY);
  const screens = Object.entries(manifest).filter(([, chunk]) => chunk.isDynamicEntry);
  const modules = await Promise.all(
    screens.map(async ([key]) => {
      const files = filesOf(manifest, key);
      const beyondEntry = {
        scripts: files.scripts.filter((file) => !entry.scripts.includes(file)),
        styles: files.styles.filter((file) => !entry.styles.includes(file)),
      };
      return [key, await withSheet(beyondEntry)] as const;
    }),
  );
  return { entry: await withSheet(entry), modules: Object.fromEntries(modules) };
}

export function clientManifest(root: string): Plugin {
  return {
    name: "citizen-client-manifest",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return undefined;
      return `export default ${JSON.stringify(await readManifest(root))}`;
    },
  };
}
