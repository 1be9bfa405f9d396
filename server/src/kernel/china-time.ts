/** The calendar and the clocks people go by: all of China keeps one time, eight hours ahead of UTC, all year. */

const OFFSET_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** YYYY-MM-DD. */
export function chinaDate(at: Date): string {
  return new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

/** Minutes since midnight. */
export function chinaMinutes(at: Date): number {
  return Math.floor(((at.getTime() + OFFSET_MS) % DAY_MS) / MINUTE_MS);
}

/** @param time HH:MM; 24:00 is the next day's midnight */
export function atChina(date: string, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return new Date(Date.parse(`${date}T00:00:00Z`) - OFFSET_MS + (hours * 60 + minutes) * MINUTE_MS);
}

/** The date so many days later, or earlier. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
