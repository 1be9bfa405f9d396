import { spokenLocale } from "../i18n/locale.ts";
import { chinaDate, weekdayText } from "./times.ts";
import "./date-block.css";

/** The day as it stands on a wall calendar. The words beside it say the same to whoever hears them. */
export function DateBlock({ at }: { at: string }) {
  const date = chinaDate(at);
  const month = new Intl.DateTimeFormat(spokenLocale() === "en" ? "en-GB" : spokenLocale(), { timeZone: "UTC", month: "short" }).format(new Date(`${date}T00:00:00Z`));
  return (
    <span className="date-block" aria-hidden="true">
      <span>{month}</span>
      <span className="date-block-day">{Number(date.slice(8))}</span>
      <span>{weekdayText(date)}</span>
    </span>
  );
}
