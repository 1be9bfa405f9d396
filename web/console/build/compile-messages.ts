/** Run as a process of its own: the compiler's storage keeps a timer alive for half a minute after the work is done. */
import { join } from "node:path";
import { compileMessages } from "../../citizen/build/messages.ts";

const root = join(import.meta.dirname, "..");
await compileMessages(root);
for (const words of ["document-words", "room-words"]) await compileMessages(join(root, words));
process.exit(0);
