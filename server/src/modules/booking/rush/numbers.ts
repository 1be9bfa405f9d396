/** Numbers of the waiting line for those who come after the opening, handed out without asking the database for each. */

/** Numbers of an earlier second would go before everybody who came to other processes since. */
const GOOD_FOR_MS = 1_000;
const FEWEST = 64;
const MOST = 200_000;

export interface Numbers {
  /** The next number; undefined: there is none at hand, and `wait` tells of the next ones. */
  take(now: number): number | undefined;
  wait(then: () => void): void;
}

/**
 * @param fetch takes so many numbers for this process alone, and returns the first
 * @param onFailure the database did not answer; it is asked again when somebody next comes or waits
 */
export function createNumbers(fetch: (size: number) => Promise<number>, retryMs = 100): Numbers {
  let next = 0;
  let end = 0;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let size = FEWEST;
  let taken = 0;
  let fetching = false;
  /** The block after this one. */
  let following: { first: number; size: number; at: number } | undefined;
  let waiting: (() => void)[] = [];

  const refill = (now: number) => {
    if (fetching) return;
    fetching = true;
    const asked = size;
    fetch(asked).then(
      (first) => {
        fetching = false;
        following = { first, size: asked, at: now };
        const told = waiting;
        waiting = [];
        for (const then of told) then();
      },
      () => {
        setTimeout(() => {
          fetching = false;
          if (waiting.length > 0) refill(now);
        }, retryMs).unref();
      },
    );
  };
  return {
    take(now) {
      const age = now - fetchedAt;
      if (following && (next >= end || age > GOOD_FOR_MS)) {
        // As many as went in the last second, and half as many again.
        if (age > 0) size = Math.min(MOST, Math.max(FEWEST, Math.ceil((taken / Math.max(50, age)) * GOOD_FOR_MS * 1.5)));
        [next, end, fetchedAt, taken] = [following.first, following.first + following.size, following.at, 0];
        following = undefined;
      }
      if (next >= end || now - fetchedAt > GOOD_FOR_MS) {
        refill(now);
        return undefined;
      }
      taken += 1;
      if (!following && (end - next < size / 2 || now - fetchedAt > GOOD_FOR_MS / 2)) refill(now);
      return next++;
    },
    wait: (then) => void waiting.push(then),
  };
}
