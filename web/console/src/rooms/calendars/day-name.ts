import { spokenLocale } from "../../i18n/locale.ts";
import { addDays } from "./week.ts";

function language(): string {
  return spokenLocale() === "en" ? "en-GB" : spokenLocale();
}

/** 11月23日周一 */
export function dayName(date: string): string {
  return new Intl.DateTimeFormat(language(), { timeZone: "UTC", month: "long", day: "numeric", weekday: "short" }).format(new Date(`${date}T00:00:00Z`));
}

/** From Monday to Sunday. */
export function weekName(monday: string): string {
  const format = new Intl.DateTimeFormat(language(), { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
  return format.formatRange(new Date(`${monday}T00:00:00Z`), new Date(`${addDays(monday, 6)}T00:00:00Z`));
}
