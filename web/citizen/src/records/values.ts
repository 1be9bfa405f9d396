/** How a record's values are said to people. */
import { say, spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { type PlainField, textOf } from "./kinds.ts";
import { maskText } from "./mask.ts";

const CHINA = "Asia/Shanghai";

/** 2026-11-22, as records write days. */
export function todayInChina(now = new Date()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: CHINA }).format(now);
}

function language(): string {
  return spokenLocale() === "en" ? "en-GB" : spokenLocale();
}

/** ¥ 1,234.56, with a true minus and a space that no line ends at. */
export function moneyText(fen: number): string {
  const yuan = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Math.abs(fen) / 100);
  return `${fen < 0 ? "−" : ""}¥\u00a0${yuan}`;
}

/** At the side of a chart there is room for 1.2 万, not for ¥ 12,000.00. */
export function shortNumber(value: number): string {
  return new Intl.NumberFormat(spokenLocale() === "en" ? "en" : spokenLocale(), { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** 2026年11月20日; a date of the record has no hour and belongs to no zone. */
export function recordDateText(date: string, options: Intl.DateTimeFormatOptions = { year: "numeric", month: "long", day: "numeric" }): string {
  const moment = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) ? date : new Intl.DateTimeFormat(language(), { timeZone: "UTC", ...options }).format(moment);
}

function monthText(month: string): string {
  return recordDateText(`${month}-01`, { year: "numeric", month: "long" });
}

/** 今天 09:30, 11月20日 09:30, with the year when it is not this one. */
export function timeOf(iso: string, now = new Date()): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const day = (date: Date) => new Intl.DateTimeFormat("en-CA", { timeZone: CHINA }).format(date);
  const time = new Intl.DateTimeFormat(language(), { timeZone: CHINA, hour: "2-digit", minute: "2-digit", hour12: false }).format(moment);
  if (day(now) === day(moment)) return m.record_today_at({ time });
  const sameYear = day(now).slice(0, 4) === day(moment).slice(0, 4);
  const date = new Intl.DateTimeFormat(language(), { timeZone: CHINA, month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) }).format(moment);
  return `${date} ${time}`;
}

export function dayOf(iso: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return new Intl.DateTimeFormat(language(), { timeZone: CHINA, year: "numeric", month: "long", day: "numeric" }).format(moment);
}

function numberText(field: Pick<PlainField, "name">, value: number): string {
  // A year is a name, not an amount: no comma in it.
  if (/year$/i.test(field.name) && Number.isInteger(value) && value > 1000) return textOf(value);
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 }).format(value);
}

export type DescribedField = Pick<PlainField, "name" | "type"> & Partial<Pick<PlainField, "unit" | "codes" | "mask">>;

/** A value as text; undefined when the record does not have it. */
export function valueText(field: DescribedField, value: unknown, { masked = false }: { masked?: boolean } = {}): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const unit = field.unit ? ` ${say(field.unit)}` : "";
  switch (field.type) {
    case "money":
      return typeof value === "number" ? moneyText(value) : textOf(value);
    case "number":
      return (typeof value === "number" ? numberText(field, value) : textOf(value)) + unit;
    case "percent":
      return `${textOf(value)}%`;
    case "truth":
      return value === true ? m.record_yes() : m.record_no();
    case "date":
      return recordDateText(textOf(value));
    case "month":
      return monthText(textOf(value));
    case "time":
      return timeOf(textOf(value));
    case "code": {
      const code = field.codes?.find((each) => each.value === value);
      return code ? say(code.names) : textOf(value);
    }
    default:
      return (masked && field.mask ? maskText(textOf(value), field.mask) : textOf(value)) + unit;
  }
}
