/** Days as "2026-11-22" and months as "2026-11": they compare as text, and nothing depends on a time zone. */

export type Day = string;
export type Month = string;

const DAY_MS = 86_400_000;
const SHORTEST_MONTH = 28;
/** Both cities. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

export function dayIn(now: Date): Day {
  return new Date(now.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** ISO 8601 with the offset of China, to the second. */
export function timeIn(now: Date): string {
  return `${new Date(now.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: Day, until: Day): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS);
}

/** The last day of the month where it has no such day, as 31 January and a month is 28 February. */
export function addMonths(day: Day, months: number): Day {
  return dayOfMonth(addToMonth(day.slice(0, 7), months), Number(day.slice(8)));
}

export function addToMonth(month: Month, months: number): Month {
  return monthAt(monthNumber(month) + months);
}

export function monthsBetween(from: Month, until: Month): number {
  return monthNumber(until) - monthNumber(from);
}

/** Counts months without a break, so that they can be added. */
export function monthNumber(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

export function monthAt(number: number): Month {
  return `${Math.floor(number / 12)}-${twoDigits((number % 12) + 1)}`;
}

export function dayOfMonth(month: Month, day: number): Day {
  return `${month}-${twoDigits(day <= SHORTEST_MONTH ? day : Math.min(day, lengthOfMonth(month)))}`;
}

export function lastDayOf(month: Month): Day {
  return dayOfMonth(month, 31);
}

export function lengthOfMonth(month: Month): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

/** Full years. */
export function ageOn(birthDate: Day, today: Day): number {
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (today.slice(5) < birthDate.slice(5) ? 1 : 0);
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
