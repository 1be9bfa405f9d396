/** When to ask again: never all at once, slower when the server is in trouble, and never sooner than it asked for. */

/** Equal chances come from the draw of numbers, so that nobody gains by asking more often than this. */
const SOONEST_MS = 2_000;
const LATEST_MS = 30_000;
const LONGEST_BACKOFF_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;

/** Between 0 and 1; outside of tests Math.random, or a page's own share (use-chance.ts). */
export type Chance = () => number;

/** Spread by a quarter to both sides: a million pages that opened at eight must not ask at eight and five. */
function spread(milliseconds: number, chance: Chance): number {
  return Math.round(milliseconds * (0.75 + chance() / 2));
}

/** In the waiting room: the nearer the turn, the oftener; a fifth of the wait, between two seconds and half a minute. */
export function untilNextLook(untilTurnMs: number | undefined, chance: Chance): number {
  const wanted = untilTurnMs === undefined ? LATEST_MS / 3 : untilTurnMs / 5;
  return spread(Math.min(LATEST_MS, Math.max(SOONEST_MS, wanted)), chance);
}

/** After the n-th failure in a row, n from 1: twice as long each time, with full spread downwards to a half. */
export function untilRetry(failures: number, retryAfterSeconds: number | undefined, chance: Chance): number {
  const doubled = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(16, Math.max(0, failures - 1)));
  const own = Math.round(doubled * (0.5 + chance() / 2));
  if (retryAfterSeconds === undefined || !Number.isFinite(retryAfterSeconds) || retryAfterSeconds < 0) return own;
  // What the server asks for is the least; those who were told the same second still come back one by one.
  const asked = Math.min(600, retryAfterSeconds) * 1_000;
  return Math.max(own, Math.round(asked * (1 + chance() / 4)));
}

/** At the opening everybody's page knows the moment: they look over the next seconds, since the order is drawn anyway. */
const OPENING_SPREAD_MS = 3_000;

export function afterOpening(chance: Chance): number {
  return Math.round(chance() * OPENING_SPREAD_MS);
}

/** The header's two forms: seconds, or a date. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds : undefined;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? undefined : Math.max(0, Math.ceil((moment - now) / 1_000));
}
