/** What happened in each minute or second, as a chart of the last of them shows it. */

export type Placed<Each> = Each & {
  /** From the left edge, in slots. */
  at: number;
};

/** Where each stands between the beginning and now; those outside are left out. */
export function placeInTime<Each>(each: readonly Each[], beganAt: (one: Each) => string, { now, slotMs, shown }: { now: number; slotMs: number; shown: number }): Placed<Each>[] {
  const first = Math.floor(now / slotMs) - shown + 1;
  return each.map((one) => ({ ...one, at: Math.floor(Date.parse(beganAt(one)) / slotMs) - first })).filter(({ at }) => at >= 0 && at < shown);
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

/** A line through the slots that have a figure, broken where one has none: nothing is made up between. */
export function linePath<Each>(slots: readonly Placed<Each>[], figureOf: (slot: Each) => number | undefined, scale: number, height: number): string {
  let path = "";
  let before: number | undefined;
  for (const slot of slots) {
    const figure = figureOf(slot);
    if (figure === undefined) continue;
    const y = (height - (figure / scale) * height).toFixed(2);
    // A point alone is drawn too, as a line of no length with round ends.
    path += before === slot.at - 1 ? `L${slot.at + 0.5} ${y}` : `M${slot.at + 0.5} ${y}h0`;
    before = slot.at;
  }
  return path;
}
