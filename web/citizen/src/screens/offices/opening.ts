/** Whether an office is open, in the city's own time: a traveller's phone may live in another zone. */
import { type OpeningHours, type Weekday, WEEKDAYS, type WorkCalendar } from "../../api/catalogue.ts";

export interface CityTime {
  date: string;
  weekday: Weekday;
  minutes: number;
}

/** Making a formatter takes a weak phone milliseconds, and a list of offices asks forty times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-CA", {
    timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  clocks.set(timeZone, clock);
  return clock;
}

export function cityTime(now: Date, timeZone: string): CityTime {
  const parts = clockOf(timeZone).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  const sundayFirst = new Date(`${date}T12:00:00Z`).getUTCDay();
  const weekday = WEEKDAYS[(sundayFirst + 6) % 7] ?? "monday";
  return { date, weekday, minutes: Number(part("hour")) * 60 + Number(part("minute")) };
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

export type OpenState =
  | { state: "open"; until: string }
  | { state: "opens"; at: string }
  | { state: "closed" }
  | { state: "day-off" }
  /** A public holiday: the weekly hours do not tell. */
  | { state: "holiday"; name: { zh: string; en: string } };

export function openState(hours: OpeningHours, time: CityTime, calendar?: WorkCalendar): OpenState {
  const special = calendar?.days.find((day) => day.date === time.date);
  if (special?.isOffDay) return { state: "holiday", name: special.name };
  const spans = hours.weekly[time.weekday];
  if (spans.length === 0) return { state: "day-off" };
  for (const span of spans) {
    const [from = "", to = ""] = span.split("-");
    if (time.minutes < minutesOf(from)) return { state: "opens", at: from };
    if (time.minutes < minutesOf(to)) return { state: "open", until: to };
  }
  return { state: "closed" };
}

export interface HoursRow {
  first: Weekday;
  last: Weekday;
  spans: string[];
}

/** Days in a row with the same hours become one line. */
export function hoursRows(hours: OpeningHours): HoursRow[] {
  const rows: HoursRow[] = [];
  for (const weekday of WEEKDAYS) {
    const spans = hours.weekly[weekday];
    const previous = rows.at(-1);
    if (previous && previous.spans.join() === spans.join()) previous.last = weekday;
    else rows.push({ first: weekday, last: weekday, spans });
  }
  return rows;
}
