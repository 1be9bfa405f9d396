/** Days and hours of appointments as people say them. All of them are China's, wherever the telephone is. */
import { spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";

const CHINA = "Asia/Shanghai";
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

function language(): string {
  return spokenLocale() === "en" ? "en-GB" : spokenLocale();
}

/** 2026-11-22 */
export function chinaDate(at: Date | string): string {
  return new Date(new Date(at).getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 09:30 */
export function clockText(at: string): string {
  return new Date(Date.parse(at) + OFFSET_MS).toISOString().slice(11, 16);
}

/** 09:30–10:00, which no line ends in; the end of a day is 24:00 to everybody. */
export function spanText(startsAt: string, endsAt: string): string {
  const end = clockText(endsAt);
  return `${clockText(startsAt)}–\u2060${end === "00:00" ? "24:00" : end}`;
}

export type DayPart = "morning" | "afternoon" | "evening";

export function dayPart(at: string): DayPart {
  const hour = Number(clockText(at).slice(0, 2));
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
}

function format(date: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language(), { timeZone: "UTC", ...options }).format(new Date(`${date}T00:00:00Z`));
}

/** 今天, 明天; otherwise nothing. */
export function nearName(date: string, today: string): string | undefined {
  return [m.book_today, m.book_tomorrow][daysBetween(today, date)]?.();
}

/** 周三 */
export function weekdayText(date: string): string {
  return format(date, { weekday: "short" });
}

/** 11/25 or 25 Nov: what fits on a day's button. 11/12 would be two days to two readers of English. */
export function shortDate(date: string): string {
  return spokenLocale() === "en" ? format(date, { day: "numeric", month: "short" }) : `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`;
}

/** 明天（11月23日 周一）, with the year when it is not this one. */
export function longDate(date: string, today: string): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  const full = format(date, { ...year, month: "long", day: "numeric", weekday: "short" });
  const near = nearName(date, today);
  return near === undefined ? full : m.book_near_date({ near, date: full });
}

/** 明天（11月23日 周一）09:30 */
export function whenText(at: string, now: Date): string {
  return m.book_when({ date: longDate(chinaDate(at), chinaDate(now)), time: clockText(at) });
}

/** 明天 09:30, 11月25日 09:30: what fits into a line beside other things. */
export function shortWhen(at: string, now: Date): string {
  const [date, today] = [chinaDate(at), chinaDate(now)];
  return `${nearName(date, today) ?? format(date, { month: "short", day: "numeric", weekday: "short" })} ${clockText(at)}`;
}

/** 3 小时, 30 分钟, 2 天: how long before it something must be done. */
export function minutesText(minutes: number): string {
  if (minutes % 1_440 === 0 && minutes > 0) return m.book_days({ count: minutes / 1_440 });
  if (minutes % 60 === 0 && minutes > 0) return m.book_hours({ count: minutes / 60 });
  return m.book_minutes({ count: minutes });
}

/** Of a moment, as it stands at the bottom of things. */
export function momentText(at: string, now: Date): string {
  const date = chinaDate(at);
  const time = new Intl.DateTimeFormat(language(), { timeZone: CHINA, hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at));
  return `${nearName(date, chinaDate(now)) ?? format(date, { month: "long", day: "numeric" })} ${time}`;
}
