/** How the account's codes and moments are said to people. */
import { useQuery } from "@tanstack/react-query";
import { topicsQuery } from "../api/queries.ts";
import { say, spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { useAsker } from "../routing/place.tsx";
import type { Body } from "./api.ts";

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

/** 每笔最多 500 元; fen are never shown to people. */
export function ceilingText(fen: number): string {
  return fen === 0 ? m.account_ceiling_none() : m.account_ceiling_upto({ yuan: new Intl.NumberFormat("zh-CN").format(fen / 100) });
}

type Scope = Body<"post", "/api/v1/me/mandates">["scope"];

/** What somebody may do for another, in the names of this city's topics. */
export function useScopeText(): (scope: Scope) => string {
  const { data: topics } = useQuery(topicsQuery(useAsker()));
  return (scope) => {
    if (scope.kind === "everything") return m.account_scope_everything();
    if (scope.kind === "services") return m.account_scope_services({ count: scope.services.length });
    const nameOf = (id: string) => {
      const topic = topics?.items.find((each) => each.id === id);
      return topic ? say(topic.names) : id;
    };
    return scope.topics.map(nameOf).join(m.list_separator());
  };
}
