/**
 * Tells the server's bundle which client files exist: `virtual:client-manifest` in the SSR environment holds, per source
 * module, its script, what to preload with it and its style sheets, and the text and hash of the style sheet every page needs.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest, Plugin } from "vite";
import type { ClientFiles, ClientManifest } from "../src/entry/client-manifest.ts";

const ID = "virtual:client-manifest";
const ENTRY = "src/entry/client.tsx";

function filesOf(manifest: Manifest, source: string): ClientFiles {
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
  const entry = filesOf(manifest, ENTRY);
  const sheets = await Promise.all(entry.styles.map((file) => readFile(join(output, file), "utf8")));
  const inlineCss = sheets.join("").trim();
  const modules = Object.fromEntries(
    Object.entries(manifest).filter(([, chunk]) => chunk.isDynamicEntry).map(([key]) => {
      const files = filesOf(manifest, key);
      return [key, {
        scripts: files.scripts.filter((file) => !entry.scripts.includes(file)),
        styles: files.styles.filter((file) => !entry.styles.includes(file)),
      }];
    }),
  );
  return { entry, modules, inlineCss, inlineCssHash: `sha256-${createHash("sha256").update(inlineCss).digest("base64")}` };
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
