/** How fast a campaign goes, from the seconds of its wall. */
export interface Second {
  second: string;
  accepted: number;
  repeated: number;
  refused: number;
  p99Ms?: number;
}

const SECOND_MS = 1_000;

export interface Pace {
  accepted: number;
  repeated: number;
  refused: number;
  /** The slowest hundredth in any of the seconds; undefined when nothing was stored. */
  p99Ms?: number;
}

/**
 * How fast it goes, over the last full seconds: a second in which nobody came has no row and counts as nothing, and the
 * one that is under way is not counted at all.
 */
export function paceOf(rates: readonly Second[], now: number, over: number): Pace {
  const current = Math.floor(now / SECOND_MS);
  const counted = rates.filter(({ second }) => {
    const at = Math.floor(Date.parse(second) / SECOND_MS);
    return at < current && at >= current - over;
  });
  const perSecond = (of: (each: Second) => number) => Math.round(counted.reduce((sum, each) => sum + of(each), 0) / over);
  const slowest = counted.flatMap(({ p99Ms }) => (p99Ms === undefined ? [] : [p99Ms]));
  return { accepted: perSecond((each) => each.accepted), repeated: perSecond((each) => each.repeated), refused: perSecond((each) => each.refused), ...(slowest.length > 0 ? { p99Ms: Math.max(...slowest) } : {}) };
}
