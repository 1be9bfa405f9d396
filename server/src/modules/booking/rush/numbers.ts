/** Numbers of the waiting line for those who come after the opening, handed out without asking the database for each. */
import { setTimeout as sleep } from "node:timers/promises";

/** Numbers of an earlier second would go before everybody who came to other processes since. */
const GOOD_FOR_MS = 1_000;
/** So much of what came lately is taken at a time: what is taken and never given to anybody makes those behind it wait for nobody. */
const AHEAD_MS = 500;
const GROWTH = 4;

export interface Numbers {
  /** The next number; undefined: there is none at hand, and `wait` tells of the next ones. */
  take(now: number): number | undefined;
  wait(then: () => void): void;
}

/**
 * @param fetch takes so many numbers for this process alone, and returns the first
 * @param retryMs after a failure
 */
export function createNumbers(fetch: (size: number) => Promise<number>, retryMs = 100): Numbers {
  let next = 0;
  let end = 0;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let size = 1;
  let taken = 0;
  let fetching = false;
  /** The block after this one. */
  let following: { first: number; size: number; at: number } | undefined;
  let waiting: (() => void)[] = [];

  const refill = (now: number) => {
    if (fetching) return;
    fetching = true;
    // After everybody who came at the same moment has said so.
    setImmediate(() => void fill(now));
  };
  const fill = async (now: number) => {
    const asked = Math.max(size, waiting.length);
    try {
      following = { first: await fetch(asked), size: asked, at: now };
    } catch {
      await sleep(retryMs, undefined, { ref: false });
      fetching = false;
      if (waiting.length > 0) refill(now);
      return;
    }
    fetching = false;
    const told = waiting;
    waiting = [];
    for (const then of told) then();
  };
  return {
    take(now) {
      const age = now - fetchedAt;
      if (following && (next >= end || age > GOOD_FOR_MS)) {
        size = Math.max(1, Math.min(Math.ceil((taken * AHEAD_MS) / Math.max(1, age)), following.size * GROWTH));
        [next, end, fetchedAt, taken] = [following.first, following.first + following.size, Math.max(following.at, fetchedAt), 0];
        following = undefined;
      }
      if (next >= end || now - fetchedAt > GOOD_FOR_MS) {
        refill(now);
        return undefined;
      }
      taken += 1;
      if (!following && (end - next) * 2 < size) refill(now);
      return next++;
    },
    wait: (then) => void waiting.push(then),
  };
}
