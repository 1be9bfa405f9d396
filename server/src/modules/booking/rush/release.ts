/** How fast a crowd is let in, and when whose turn comes: pure rules. Times in milliseconds since 1970. */

/** Numbers below `base + perSecond × seconds since then` are let in. A new pace begins where the last one ended. */
export interface Pace {
  base: number;
  perSecond: number;
  since: number;
}

/** How many numbers, counted from 0, are let in at `now`. */
export function releasedAt({ base, perSecond, since }: Pace, now: number): number {
  return Math.floor(base + (perSecond * Math.max(0, now - since)) / 1000);
}

/** Somebody who was told a time a little too late is pleased, and a slower minute need not be told to anybody. */
const RESERVE = 1.1;

/**
 * When the turn of a position comes; undefined while nobody is let in.
 * @param promised what the person was told before: they are never told a later time
 */
export function turnOf(position: number, pace: Pace, now: number, promised?: number): number | undefined {
  const waitMs = pace.perSecond > 0 ? Math.max(0, pace.since + ((position + 1 - pace.base) * 1000) / pace.perSecond - now) : undefined;
  const turnAt = waitMs === undefined ? undefined : Math.ceil(now + waitMs * RESERVE);
  if (promised === undefined) return turnAt;
  return turnAt === undefined ? promised : Math.min(promised, turnAt);
}
