/** Days of a year without 29 February, so that every day exists in every year. */
export const DAYS = 365;

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export interface MonthAndDay {
  month: number;
  day: number;
}

/** @param ordinal the day of the year, from 0 to 364 */
export function monthAndDay(ordinal: number): MonthAndDay {
  let rest = ordinal;
  for (const [index, length] of MONTH_LENGTHS.entries()) {
    if (rest < length) return { month: index + 1, day: rest + 1 };
    rest -= length;
  }
  throw new RangeError(`A year has no day ${ordinal}.`);
}

/** The day from 0 to 364, or undefined for a day that does not exist in every year. */
export function dayOfYear({ month, day }: MonthAndDay): number | undefined {
  const length = MONTH_LENGTHS[month - 1];
  if (length === undefined || day < 1 || day > length) return undefined;
  return MONTH_LENGTHS.slice(0, month - 1).reduce((sum, each) => sum + each, 0) + day - 1;
}

export function writeDate(year: number, { month, day }: MonthAndDay): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
