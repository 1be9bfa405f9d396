import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const run = promisify(execFile);

/** Compiles the console's words before anything imports them. */
export function messages(root: string): Plugin {
  return {
    name: "console-messages",
    async buildStart() {
      await run(process.execPath, [join(root, "build/compile-messages.ts")]);
    },
  };
}
