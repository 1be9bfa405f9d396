/// <reference lib="webworker" />
/** Recomputes a draw beside the page: the list may have millions of lines, and the page goes on answering. */
import { type DrawPublication, type Verification, verifyDraw } from "@citizen-cloud/draw-verifier";

declare const self: DedicatedWorkerGlobalScope;

export interface VerifyTask {
  publication: DrawPublication;
  /** Where the lists are. */
  participants: string;
  winners: string;
  find: readonly string[];
}

export type VerifyWord = { kind: "progress"; share: number } | { kind: "done"; verification: Verification } | { kind: "failed" };

self.addEventListener("message", ({ data }: MessageEvent<VerifyTask>) => {
  const say = (word: VerifyWord) => self.postMessage(word);
  verifyDraw(data.publication, piecesOf(data.participants), piecesOf(data.winners), { find: data.find, onProgress: (share) => say({ kind: "progress", share }) }).then(
    (verification) => say({ kind: "done", verification }),
    () => say({ kind: "failed" }),
  );
});

/** Asked for when it is read, and read as it comes. The oldest browsers we serve cannot walk through a stream by themselves. */
async function* piecesOf(address: string): AsyncGenerator<Uint8Array> {
  const reply = await fetch(address);
  if (!reply.ok || !reply.body) throw new Error(`${address} answers ${reply.status}`);
  const reader = reply.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
