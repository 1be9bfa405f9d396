const DAY_MS = 86_400_000;

/** How many days from today a typed date is away; undefined when it is no date. The last day still counts. */
export function daysUntil({ year, month, day }: { year: string; month: string; day: string }, now: Date): number | undefined {
  const [y, mo, d] = [year, month, day].map((part) => Number(part.normalize("NFKC").trim()));
  if (y === undefined || mo === undefined || d === undefined || !Number.isInteger(y) || y < 2000) return undefined;
  const date = new Date(Date.UTC(y, mo - 1, d));
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return undefined;
  // Days are counted in China, whatever the telephone's own clock says.
  const today = new Date(now.getTime() + 8 * 3_600_000);
  return Math.round((date.getTime() - Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate())) / DAY_MS);
}
