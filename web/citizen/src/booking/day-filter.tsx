import { SelectField } from "../account/select-field.tsx";
import { m } from "../paraglide/messages.js";
import { useNow } from "../routing/clock.tsx";
import { useNavigator } from "../routing/navigator.tsx";
import { useHref, usePlace } from "../routing/place.tsx";
import { readDay } from "./choice.ts";
import { addDays, chinaDate, longDate } from "./times.ts";
import "./day-filter.css";

/** Few calendars are open for longer. */
const DAYS_OFFERED = 30;
const DAY = "day";

/** The same address with this day, or with none. */
export function useDayPath(): (day: string | undefined) => string {
  const { path, search } = usePlace();
  return (day) => {
    const next = new URLSearchParams(search);
    if (day === undefined) next.delete(DAY);
    else next.set(DAY, day);
    return next.size === 0 ? path : `${path}?${next.toString()}`;
  };
}

/** For whoever knows when they have time before they know where to go. What was chosen stands in the address. */
export function DayFilter() {
  const day = readDay(usePlace().search);
  const today = chinaDate(useNow());
  const navigator = useNavigator();
  const href = useHref();
  const path = useDayPath();
  const dates = Array.from({ length: DAYS_OFFERED }, (_unused, index) => addDays(today, index));
  // One that came with the address and is further off is offered too.
  if (day !== undefined && !dates.includes(day)) dates.push(day);
  const options = [{ value: "", label: m.book_day_any() }, ...dates.map((date) => ({ value: date, label: longDate(date, today) }))];
  return (
    <div className="day-filter">
      <SelectField id="book-day" label={m.book_day_when()} value={day ?? ""} options={options} onChange={(chosen) => void navigator.visit(href(path(chosen === "" ? undefined : chosen)), { replace: true })} />
    </div>
  );
}
