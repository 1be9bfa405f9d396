import { spokenLocale } from "./locale.ts";

/** Clerks compare times with colleagues and paper, so they stand in the city's time, wherever the screen is. */
const TIME_ZONE = "Asia/Shanghai";
const DAY = { year: "numeric", month: "2-digit", day: "2-digit" } as const;

/** 11/12 is two days to two readers of English, so English takes the order of Chinese: 2026/11/12. */
function dateLocale(): string {
  return spokenLocale() === "en" ? "en-ZA" : spokenLocale();
}

export function showMoment(iso: string): string {
  return new Intl.DateTimeFormat(dateLocale(), { timeZone: TIME_ZONE, ...DAY, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

export function showDay(iso: string): string {
  return new Intl.DateTimeFormat(dateLocale(), { timeZone: TIME_ZONE, ...DAY }).format(new Date(iso));
}

export function showTime(date: Date): string {
  return new Intl.DateTimeFormat(spokenLocale(), { timeZone: TIME_ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
}

export function showSecond(date: Date): string {
  return new Intl.DateTimeFormat(spokenLocale(), { timeZone: TIME_ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(date);
}

export function showNumber(value: number): string {
  return new Intl.NumberFormat(spokenLocale()).format(value);
}
