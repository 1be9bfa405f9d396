/** The calendar and the clocks people go by: all of China keeps one time, eight hours ahead of UTC, all year. */
import { LRUCache } from "lru-cache";

const OFFSET_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Everybody's dates are the same few, and writing one takes longer than the sums it stands in. */
const DATES_KEPT = 2_000;
/** By days since 1970. */
const dates = new LRUCache<number, string>({ max: DATES_KEPT, memoMethod: (day) => new Date(day * DAY_MS).toISOString().slice(0, 10) });
const days = new LRUCache<string, number>({ max: DATES_KEPT, memoMethod: (date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS });

/** YYYY-MM-DD. */
export function chinaDate(at: Date): string {
  return dates.memo(Math.floor((at.getTime() + OFFSET_MS) / DAY_MS));
}

/** Minutes since midnight. */
export function chinaMinutes(at: Date): number {
  return Math.floor(((at.getTime() + OFFSET_MS) % DAY_MS) / MINUTE_MS);
}

/** @param time HH:MM; 24:00 is the next day's midnight */
export function atChina(date: string, time: string): Date {
  return new Date(days.memo(date) * DAY_MS - OFFSET_MS + minutesOf(time) * MINUTE_MS);
}

/** Minutes since midnight. @param time HH:MM */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The date so many days later, or earlier. */
export function addDays(date: string, count: number): string {
  return dates.memo(days.memo(date) + count);
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
