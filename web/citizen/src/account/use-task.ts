import { useRef, useState } from "react";
import { Withdrawn } from "./account-page.tsx";
import { problemText } from "./problem-words.ts";

/** One act at a time, with what stopped it, in the words of the screen where it has its own. */
export function useTask(words: (error: unknown) => string = problemText) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const running = useRef(false);
  const run = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Withdrawn)) setFailure(words(error));
      return undefined;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, failure, run };
}
