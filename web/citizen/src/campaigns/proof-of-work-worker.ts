/// <reference lib="webworker" />
/** Solves a challenge beside the page, which goes on answering meanwhile. */
import { tryNumbers } from "./proof-of-work.ts";

declare const self: DedicatedWorkerGlobalScope;

export interface Task {
  /** What the number stands behind. */
  text: string;
  bits: number;
}

const AT_ONCE = 20_000;

self.addEventListener("message", ({ data }: MessageEvent<Task>) => {
  for (let from = 0; ; from += AT_ONCE) {
    const nonce = tryNumbers(data.text, data.bits, from, AT_ONCE);
    if (nonce !== undefined) return self.postMessage(nonce);
  }
});
