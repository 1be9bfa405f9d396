/**
 * By when something promised today will be done. Legal periods are working days (Administrative Licensing Law, art. 82);
 * the day of application does not count. Dates are plain YYYY-MM-DD strings: no clock, no time zone.
 */
import type { Duration, WorkCalendar } from "../../api/catalogue.ts";

const DAY_MS = 86_400_000;

function atNoon(date: string): number {
  return Date.parse(`${date}T12:00:00Z`);
}

function toDate(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

function isWorkingDay(date: string, calendar: WorkCalendar): boolean {
  const listed = calendar.days.find((day) => day.date === date);
  if (listed) return !listed.isOffDay;
  const weekday = new Date(atNoon(date)).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

export function addWorkingDays(from: string, count: number, calendar: WorkCalendar): string {
  let moment = atNoon(from);
  let left = count;
  while (left > 0) {
    moment += DAY_MS;
    if (isWorkingDay(toDate(moment), calendar)) left -= 1;
  }
  return toDate(moment);
}

function addMonths(from: string, count: number): string {
  const [year = 0, month = 1, day = 1] = from.split("-").map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate();
  return toDate(Date.UTC(year, month - 1 + count, Math.min(day, lastDay), 12));
}

/** The last day of a period that starts today; undefined for hours, which need no date. */
export function promisedBy(today: string, { amount, unit }: Duration, calendar: WorkCalendar): string | undefined {
  if (unit === "working-day") return addWorkingDays(today, amount, calendar);
  if (unit === "calendar-day") return toDate(atNoon(today) + amount * DAY_MS);
  if (unit === "month") return addMonths(today, amount);
  return undefined;
}

const WORKING_DAYS: Record<Duration["unit"], number> = { "working-day": 1, "calendar-day": 5 / 7, hour: 1 / 8, month: 21 };

/** A period's rough length, only to draw one beside another. */
export function roughWorkingDays({ amount, unit }: Duration): number {
  return amount * WORKING_DAYS[unit];
}
