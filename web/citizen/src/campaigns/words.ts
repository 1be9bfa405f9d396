/** How campaigns, their moments and amounts are said to people. */
import { spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { roughly, type RoughUnit } from "./countdown.ts";

const CHINA = "Asia/Shanghai";

function language(): string {
  return spokenLocale() === "en" ? "en-GB" : spokenLocale();
}

function yearOf(moment: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: CHINA, year: "numeric" }).format(moment);
}

/** 1月18日周一 08:00, with the year when it is not this one. */
export function whenText(moment: string | number, now: number): string {
  const date = new Date(moment);
  const sameYear = yearOf(date) === yearOf(new Date(now));
  const day = new Intl.DateTimeFormat(language(), { timeZone: CHINA, month: "long", day: "numeric", weekday: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(date);
  return `${day} ${clockText(moment)}`;
}

/** 08:00 */
export function clockText(moment: string | number): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: CHINA, hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(moment));
}

const SECOND_TOO: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false };

/** 08:00:03: of an entry the second is known, and it shows how little it matters. */
export function exactText(moment: string | number): string {
  const day = new Intl.DateTimeFormat(language(), { timeZone: CHINA, year: "numeric", month: "long", day: "numeric" }).format(new Date(moment));
  return `${day} ${new Intl.DateTimeFormat("en-GB", { timeZone: CHINA, ...SECOND_TOO }).format(new Date(moment))}`;
}

export function countText(count: number): string {
  return new Intl.NumberFormat("en-US").format(count);
}

/** 188 元; fen are shown only where there are some. */
export function yuanText(fen: number): string {
  const whole = fen % 100 === 0;
  return m.campaign_yuan({ yuan: new Intl.NumberFormat("en-US", { minimumFractionDigits: whole ? 0 : 2, maximumFractionDigits: 2 }).format(fen / 100) });
}

const ROUGH: Record<RoughUnit, (inputs: { count: number }) => string> = {
  days: m.campaign_days,
  hours: m.campaign_hours,
  minutes: m.campaign_minutes,
  seconds: m.campaign_seconds,
};

/** 3 天, 20 分钟 */
export function roughText(milliseconds: number): string {
  const { count, unit } = roughly(milliseconds);
  return ROUGH[unit]({ count });
}

/** Four digits at a time, for reading a long code to somebody. */
export function groupedCode(code: string): string {
  return code.replace(/(.{8})(?=.)/g, "$1 ");
}
