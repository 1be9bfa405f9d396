/** Times sorted into classes, so that minutes of many processes add up and still tell their percentiles. Pure. */

/** Upper bounds in milliseconds; the last class has none. */
export const LATENCY_BOUNDS_MS = [5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 2_000, 5_000] as const;
export const LATENCY_CLASSES = LATENCY_BOUNDS_MS.length + 1;

export function latencyClass(ms: number): number {
  const index = LATENCY_BOUNDS_MS.findIndex((bound) => ms <= bound);
  return index === -1 ? LATENCY_BOUNDS_MS.length : index;
}

/**
 * The bound of the class in which the share lies.
 * @param share between 0 and 1
 * @returns milliseconds; undefined when nothing was counted, and for the class without a bound its lower one
 */
export function percentile(counts: readonly number[], share: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (seen >= share * total) return LATENCY_BOUNDS_MS[index] ?? LATENCY_BOUNDS_MS.at(-1);
  }
  return LATENCY_BOUNDS_MS.at(-1);
}
