/** How fast a crowd is let in, and when whose turn comes: pure rules. Times in milliseconds since 1970. */

/** Numbers below `base + perSecond × seconds since then` are let in. A new pace begins where the last one ended. */
export interface Pace {
  base: number;
  perSecond: number;
  since: number;
  /** No others are let in before those below it had time to take their places. */
  ceiling?: number;
}

/** How many numbers, counted from 0, are let in at `now`. */
export function releasedAt({ base, perSecond, since, ceiling = Number.POSITIVE_INFINITY }: Pace, now: number): number {
  return Math.min(ceiling, Math.floor(base + (perSecond * Math.max(0, now - since)) / 1000));
}

/** When everybody below the ceiling is let in; undefined without a ceiling, and while nobody is let in. */
export function ceilingReachedAt({ base, perSecond, since, ceiling }: Pace): number | undefined {
  return ceiling === undefined || perSecond === 0 ? undefined : since + (Math.max(0, ceiling - base) * 1000) / perSecond;
}

/** Somebody who was told a time a little too late is pleased, and a slower minute need not be told to anybody. */
const RESERVE = 1.1;

/**
 * When the turn of a position comes; undefined while nobody is let in, and for whoever gets only what others leave.
 * @param promised what the person was told before: they are never told a later time
 */
export function turnOf(position: number, pace: Pace, now: number, promised?: number): number | undefined {
  const promisedPlace = pace.ceiling === undefined || position < pace.ceiling;
  const waitMs = pace.perSecond > 0 && promisedPlace ? Math.max(0, pace.since + ((position + 1 - pace.base) * 1000) / pace.perSecond - now) : undefined;
  const turnAt = waitMs === undefined ? undefined : Math.ceil(now + waitMs * RESERVE);
  if (promised === undefined) return turnAt;
  return turnAt === undefined ? promised : Math.min(promised, turnAt);
}
