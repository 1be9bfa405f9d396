/** Emits /sw.js: our own worker with the list of this build's files and a version that changes when any of them does. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Plugin, transformWithOxc } from "vite";

export function serviceWorker(root: string): Plugin {
  return {
    name: "citizen-service-worker",
    applyToEnvironment: (environment) => environment.name === "client",
    generateBundle: {
      // After Vite has dropped the scripts that were nothing but a style sheet.
      order: "post",
      async handler(_options, bundle) {
        const files = Object.keys(bundle).filter((file) => file.startsWith("assets/")).map((file) => `/${file}`).sort();
        const version = createHash("sha256").update(files.join("\n")).digest("hex").slice(0, 12);
        const source = join(root, "src/service-worker.ts");
        const { code } = await transformWithOxc(await readFile(source, "utf8"), source, { target: "chrome90" });
        const filled = code.replace("__VERSION__", JSON.stringify(version)).replace("__FILES__", JSON.stringify(files));
        this.emitFile({ type: "asset", fileName: "sw.js", source: filled });
      },
    },
  };
}
