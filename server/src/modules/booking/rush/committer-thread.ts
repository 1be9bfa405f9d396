/** For tests: a committer in a thread of its own, which a test ends in the middle of its work like a process that is killed. */
import { parentPort, workerData } from "node:worker_threads";
import { createLog } from "../../../kernel/log.ts";
import { createCommitter, type Wish } from "./committer.ts";
import { createRecent, type Stored } from "./recent.ts";

const committer = createCommitter({ databaseUrl: (workerData as { databaseUrl: string }).databaseUrl, log: createLog("silent"), recent: createRecent<Stored>() });
parentPort?.on("message", ({ id, wish }: { id: number; wish: Wish }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  committer.submit(wish, (outcome) => parentPort?.postMessage({ id, outcome }));
});
