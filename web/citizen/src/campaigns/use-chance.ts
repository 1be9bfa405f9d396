import { useState } from "react";
import type { Chance } from "./patience.ts";

/**
 * A page's own share of chance, the same for as long as it is open. An interval that came out longer or shorter at every
 * drawing would begin anew each time: what a page that redraws each minute asks once a minute it would never ask.
 */
export function useChance(): Chance {
  const [chance] = useState(() => {
    const share = Math.random();
    return () => share;
  });
  return chance;
}
