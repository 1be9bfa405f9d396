/** How the account's codes and moments are said to people. */
import { m } from "../paraglide/messages.js";
import { spokenLocale } from "../i18n/locale.ts";

const CHINA = "Asia/Shanghai";
const MINUTE_MS = 60_000;

const MEANS: Record<string, () => string> = {
  sms: m.account_means_sms,
  password: m.account_means_password,
  totp: m.account_means_totp,
  passkey: m.account_means_passkey,
  scan: m.account_means_scan,
  recovery: m.account_means_recovery,
};

export function meansText(means: readonly string[]): string {
  return means.map((each) => MEANS[each]?.() ?? each).join(m.account_and());
}

/** 刚刚, 今天 09:30, or the day and the hour. */
export function momentText(iso: string, now = new Date()): string {
  const moment = new Date(iso);
  if (Math.abs(now.getTime() - moment.getTime()) < 2 * MINUTE_MS) return m.account_just_now();
  const locale = spokenLocale() === "en" ? "en-GB" : spokenLocale();
  const day = (date: Date) => new Intl.DateTimeFormat("en-CA", { timeZone: CHINA }).format(date);
  const time = new Intl.DateTimeFormat(locale, { timeZone: CHINA, hour: "2-digit", minute: "2-digit", hour12: false }).format(moment);
  if (day(now) === day(moment)) return m.account_today_at({ time });
  const sameYear = day(now).slice(0, 4) === day(moment).slice(0, 4);
  const date = new Intl.DateTimeFormat(locale, { timeZone: CHINA, month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) }).format(moment);
  return `${date} ${time}`;
}

/** 11月21日, or with the year when it is not this one. */
export function dayText(iso: string, now = new Date()): string {
  const locale = spokenLocale() === "en" ? "en-GB" : spokenLocale();
  const moment = new Date(iso);
  const year = (date: Date) => new Intl.DateTimeFormat("en-CA", { timeZone: CHINA, year: "numeric" }).format(date);
  return new Intl.DateTimeFormat(locale, { timeZone: CHINA, month: "long", day: "numeric", ...(year(now) === year(moment) ? {} : { year: "numeric" }) }).format(moment);
}

export function timeText(iso: string): string {
  const locale = spokenLocale() === "en" ? "en-GB" : spokenLocale();
  return new Intl.DateTimeFormat(locale, { timeZone: CHINA, hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(iso));
}
