/** What a benchmark found, beside what it is compared with in the same run. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  comparison: number;
  /** value ÷ comparison; of what was measured in turns, the median of the rounds' own */
  ratio: number;
  goal: string;
  holds: boolean;
}

export function figure(name: string, value: number, unit: string, comparison: number, goal: string, holds: (value: number, ratio: number) => boolean): Figure {
  const ratio = comparison === 0 ? 0 : value / comparison;
  return { name, value: round(value), unit, comparison: round(comparison), ratio: round(ratio), goal, holds: holds(value, ratio) };
}

/** One round of what is measured in turns with its comparison, so that both met the same moods of the machine. */
export interface Round {
  ours: number;
  other: number;
}

/** Medians of the rounds, judged by the median of the rounds' own ratios. */
export function figureInTurns(name: string, rounds: readonly Round[], unit: string, goal: string, holds: (ratio: number) => boolean): Figure {
  const ratio = median(rounds.map(({ ours, other }) => ours / other));
  return { ...figure(name, median(rounds.map(({ ours }) => ours)), unit, median(rounds.map(({ other }) => other)), goal, () => holds(ratio)), ratio: round(ratio) };
}

/** Prints the figures as a table, or with `--json` as one object. Ends with 1 when a goal is missed. */
export function report(figures: Figure[]): void {
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify({ figures })}\n`);
  } else {
    const width = Math.max(...figures.map((each) => each.name.length));
    for (const { name, value, unit, comparison, ratio, goal, holds } of figures) {
      process.stdout.write(`${holds ? "✔" : "✖"} ${name.padEnd(width)}  ${`${value} ${unit}`.padStart(14)}  against ${`${comparison} ${unit}`.padStart(14)}  × ${ratio}   goal: ${goal}\n`);
    }
  }
  if (figures.some((each) => !each.holds)) process.exitCode = 1;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Progress goes to standard error, so that standard output holds only the figures. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
