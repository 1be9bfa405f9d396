import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const run = promisify(execFile);

/** Compiles the words before the first environment is built. */
export function messages(root: string): Plugin {
  let compiled: Promise<unknown> | undefined;
  return {
    name: "citizen-messages",
    async buildStart() {
      compiled ??= run(process.execPath, [join(root, "build/compile-messages.ts")]);
      await compiled;
    },
  };
}
