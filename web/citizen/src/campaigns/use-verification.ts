import { useCallback, useEffect, useRef, useState } from "react";
import type { Verification } from "@citizen-cloud/draw-verifier";
import type { Publication } from "./campaigns.ts";
import type { VerifyTask, VerifyWord } from "./draw-worker.ts";

export type VerificationView = { at: "idle" } | { at: "running"; share: number } | { at: "done"; verification: Verification } | { at: "failed" };

/** Where the lists of a draw are. */
export function drawAddress(city: string, slug: string): string {
  return `/api/v1/cities/${encodeURIComponent(city)}/campaigns/${encodeURIComponent(slug)}/draw`;
}

/** Recomputes the draw on this device. */
export function useVerification(city: string, slug: string) {
  const [view, setView] = useState<VerificationView>({ at: "idle" });
  const worker = useRef<Worker>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);
  const verify = useCallback(
    (publication: Publication, find: readonly string[]) => {
      worker.current?.terminate();
      setView({ at: "running", share: 0 });
      const address = new URL(drawAddress(city, slug), location.href).href;
      const task: VerifyTask = { publication, participants: `${address}/participants`, winners: `${address}/winners`, find };
      try {
        const started = new Worker(new URL("./draw-worker.ts", import.meta.url));
        worker.current = started;
        started.addEventListener("message", ({ data: word }: MessageEvent<VerifyWord>) => {
          setView(word.kind === "progress" ? { at: "running", share: word.share } : word.kind === "done" ? { at: "done", verification: word.verification } : { at: "failed" });
        });
        started.addEventListener("error", () => setView({ at: "failed" }));
        started.postMessage(task);
      } catch {
        setView({ at: "failed" });
      }
    },
    [city, slug],
  );
  return { view, verify };
}
