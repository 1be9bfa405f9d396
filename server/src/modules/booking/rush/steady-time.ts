import type { Clock } from "../../../kernel/clock.ts";

/** A difference that is made up for at once, either way. */
const SMALL_MS = 5;
/** Larger ones are made up for by so much each time, so that time goes on and never back. */
const STEP_MS = 20;
/** So often in a row far behind: the machine slept, or was set up with a wrong clock. */
const FAR_MS = 2_000;
const SURE_AFTER = 5;

/**
 * The time that all processes agree on: the database's, kept between two looks at it by a clock that nobody can set. An
 * operator or a time server that sets this machine's clock opens or closes nothing.
 */
export interface SteadyTime {
  /** Milliseconds since 1970. It never goes back. */
  now(): number;
  /** @param askedAt `performance.now()` before the database was asked */
  hear(databaseTime: number, askedAt: number): void;
}

/** @param clock the time until the database was heard; with `fixed` it is the time, as in a test */
export function createSteadyTime(clock: Clock, options: { fixed?: boolean; monotonic?: () => number } = {}): SteadyTime {
  const monotonic = options.monotonic ?? (() => performance.now());
  if (options.fixed === true) return { now: () => clock().getTime(), hear: () => undefined };
  let offset = clock().getTime() - monotonic();
  let heard = false;
  let farBehind = 0;
  let last = 0;
  return {
    now: () => (last = Math.max(last, monotonic() + offset)),
    hear(databaseTime, askedAt) {
      const answeredAt = monotonic();
      // It was that time somewhere between question and answer.
      const difference = databaseTime - ((askedAt + answeredAt) / 2 + offset);
      farBehind = difference > FAR_MS ? farBehind + 1 : 0;
      if (!heard || Math.abs(difference) <= SMALL_MS || farBehind >= SURE_AFTER) offset += difference;
      else offset += Math.sign(difference) * Math.min(Math.abs(difference), STEP_MS);
      heard = true;
    },
  };
}
