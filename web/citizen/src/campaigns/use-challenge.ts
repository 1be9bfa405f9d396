import { useCallback, useMemo, useRef, useState } from "react";
import type { Task } from "./proof-of-work-worker.ts";

/** More would take a telephone minutes: then the code is the only way. */
const MOST_BITS = 24;

/** What is shown of a challenge: the device works on it, or a code was asked for instead. */
export type ChallengeView = "none" | "working" | "code";

/** A challenge is solved by the device, or answered with a code from a message by whoever cannot or will not wait for it. */
export function useChallenge() {
  const [view, setView] = useState<ChallengeView>("none");
  const answer = useRef<(solution: unknown) => void>(() => undefined);

  const solve = useCallback(async (members: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> => {
    const { text, bits, minute } = (members.challenge ?? {}) as Record<string, unknown>;
    const byCode = new Promise<unknown>((resolve) => (answer.current = resolve));
    const solvable = typeof text === "string" && typeof bits === "number" && bits <= MOST_BITS;
    setView("working");
    try {
      return await Promise.race([byCode, ended(signal), ...(solvable ? [solveInWorker({ text, bits }, signal).then((nonce) => ({ minute, nonce }))] : [])]);
    } finally {
      setView("none");
    }
  }, []);

  return useMemo(
    () => ({
      view,
      solve,
      /** The other way: a code was sent by message. The device goes on trying meanwhile. */
      showCode: () => setView("code"),
      giveCode: (code: string) => answer.current({ code }),
    }),
    [view, solve],
  );
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new DOMException("Ended", "AbortError")), { once: true }));
}

/** A device that has no workers waits for the code: nobody is left before a page that stands still. */
function solveInWorker(task: Task, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL("./proof-of-work-worker.ts", import.meta.url));
    } catch {
      return;
    }
    const end = () => worker.terminate();
    signal.addEventListener("abort", end, { once: true });
    worker.addEventListener("message", ({ data }: MessageEvent<string>) => {
      end();
      resolve(data);
    });
    worker.postMessage(task);
  });
}
