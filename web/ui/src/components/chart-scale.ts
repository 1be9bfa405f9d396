/** Where a chart's lines of orientation lie, and which of its labels have room. */

const ROUND_STEPS = [1, 2, 2.5, 5, 10];
const WANTED_STEPS = 3;
/** Above this share of the highest, a line begins at its own lowest rather than at nothing: its shape would be flat. */
const FLAT = 0.6;

export interface Scale {
  from: number;
  to: number;
  ticks: number[];
}

export function scaleFor(lowest: number, highest: number): Scale {
  const bottom = lowest > 0 && lowest < highest * FLAT ? 0 : lowest;
  const span = highest - bottom || Math.abs(highest) || 1;
  const rough = span / WANTED_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (ROUND_STEPS.find((each) => each * power >= rough) ?? 10);
  const from = Math.floor(bottom / step) * step;
  const to = Math.max(from + step, Math.ceil(highest / step) * step);
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_unused, index) => from + index * step);
  return { from, to, ticks };
}

/** As many as there is room for, evenly, the last always: the newest is what one looks for. */
export function shownLabels(count: number, room: number): number[] {
  if (count === 0) return [];
  const every = Math.max(1, Math.ceil(count / Math.max(1, room)));
  const shown: number[] = [];
  for (let index = count - 1; index >= 0; index -= every) shown.unshift(index);
  return shown;
}

/** Broken where nothing is known: a line drawn through would say that something is. */
export function linePath(values: readonly (number | undefined)[], x: (index: number) => number, y: (value: number) => number): string {
  let path = "";
  let drawing = false;
  for (const [index, value] of values.entries()) {
    if (value !== undefined) path += `${drawing ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    drawing = value !== undefined;
  }
  return path;
}
