/** Run as a process of its own: the compiler's storage keeps a timer alive for half a minute after the work is done. */
import { compileMessages } from "./messages.ts";

await compileMessages(new URL("..", import.meta.url).pathname);
process.exit(0);
