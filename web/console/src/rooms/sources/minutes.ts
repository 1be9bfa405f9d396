/** The minutes of a source as a chart shows them. */
export interface Minute {
  minute: string;
  answered: number;
  failed: number;
  p95Ms?: number;
}

export interface Slot extends Minute {
  /** From the left edge, in minutes. */
  at: number;
}

const MINUTE_MS = 60_000;

/** Where each minute stands between the beginning and now; those outside are left out. */
export function placeMinutes(minutes: readonly Minute[], now: number, shown: number): Slot[] {
  const first = Math.floor(now / MINUTE_MS) - shown + 1;
  return minutes.map((each) => ({ ...each, at: Math.floor(Date.parse(each.minute) / MINUTE_MS) - first })).filter(({ at }) => at >= 0 && at < shown);
}

/** The least round number that nothing stands above: 1, 2 or 5 with zeros. */
export function roundScale(largest: number): number {
  let scale = 1;
  while (scale < largest) {
    for (const step of [2, 5, 10]) {
      if (scale * step >= largest) return scale * step;
    }
    scale *= 10;
  }
  return scale;
}

/** A line through the minutes that have a figure, broken where one has none: nothing is made up between. */
export function linePath(slots: readonly Slot[], scale: number, height: number): string {
  let path = "";
  let before: number | undefined;
  for (const { at, p95Ms } of slots) {
    if (p95Ms === undefined) continue;
    const y = (height - (p95Ms / scale) * height).toFixed(2);
    // A point alone is drawn too, as a line of no length with round ends.
    path += before === at - 1 ? `L${at + 0.5} ${y}` : `M${at + 0.5} ${y}h0`;
    before = at;
  }
  return path;
}
