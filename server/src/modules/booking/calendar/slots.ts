/** Which slots a calendar has on a day, and which of them may be booked at a moment. Pure. */
import { addDays, atChina, chinaDate, chinaMinutes, DAY_MS, minutesOf, weekdayOf } from "../../../kernel/china-time.ts";
import type { BookingCalendar, BookingWindow, CalendarYear, Text } from "../../catalogue/index.ts";

const MINUTE_MS = 60_000;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const CLOSED: Text = { zh: "不开放", en: "Closed" };

export interface Slot {
  startsAt: Date;
  endsAt: Date;
  capacity: number;
  /** Which of the day's windows it lies in: a visit of several slots never reaches over a break. */
  window: number;
  /** Which of its window's slots it is, also when others of them are shut. */
  number: number;
  /** The whole window is one slot, which holds any visit. */
  whole: boolean;
}

export interface Day {
  date: string;
  holiday?: Text;
  /** Why there is no slot. */
  closed?: Text;
  slots: Slot[];
}

/** Part of a day that the staff shut at short notice; without hours, all of it. */
export interface Closing {
  date: string;
  hours?: string | undefined;
  reason: Text;
}

/** What the city's calendar-years say of a date; undefined: nothing. */
export function findHoliday(years: readonly CalendarYear[], date: string): CalendarYear["days"][number] | undefined {
  return years.find(({ id }) => id === date.slice(0, 4))?.days.find((day) => day.date === date);
}

/** Of each window no more than so many slots, the first that begins then or later. */
interface Part {
  from: Date;
  count: number;
}

/** The slots of one day, whether or not they may be booked now. */
export function slotsOn(calendar: BookingCalendar, years: readonly CalendarYear[], closings: readonly Closing[], date: string): Day {
  const holiday = findHoliday(years, date);
  const named = holiday ? { holiday: holiday.name } : {};
  const slots = openSlots(calendar, holiday, closings, date);
  if (slots.length > 0) return { date, ...named, slots };
  const exception = calendar.exceptions.find((each) => each.date === date);
  const shut = closings.find((each) => each.date === date);
  return { date, ...named, closed: exception?.reason ?? shut?.reason ?? (holiday?.isOffDay === true && calendar.holidays !== "as-usual" ? holiday.name : CLOSED), slots };
}

/** As {@link runFrom} of the day, without cutting all of it. */
export function findRun(calendar: BookingCalendar, years: readonly CalendarYear[], closings: readonly Closing[], startsAt: Date, count: number): Slot[] | undefined {
  const date = chinaDate(startsAt);
  return runFrom({ slots: openSlots(calendar, findHoliday(years, date), closings, date, { from: startsAt, count }) }, startsAt, count);
}

function openSlots(calendar: BookingCalendar, holiday: CalendarYear["days"][number] | undefined, closings: readonly Closing[], date: string, part?: Part): Slot[] {
  const windows = calendar.exceptions.find((each) => each.date === date)?.windows ?? windowsOn(calendar, holiday, date);
  const shut = closings.filter((each) => each.date === date);
  return windows.flatMap((window, index) => cut(window, calendar.bufferMinutes, date, index, part)).filter((slot) => !shut.some(({ hours }) => overlaps(slot, date, hours)));
}

/** A make-up day keeps the hours of the working day beside it: Saturday Friday's, Sunday Monday's. */
function windowsOn({ weekly, holidays }: BookingCalendar, holiday: CalendarYear["days"][number] | undefined, date: string): BookingWindow[] {
  const weekday = weekdayOf(date);
  const usual = weekly[WEEKDAYS[weekday - 1] ?? "sunday"];
  if (!holiday || holidays === "as-usual") return usual;
  if (holiday.isOffDay) return holidays === "closed" ? [] : weekly.sunday;
  if (weekday < 6) return usual;
  return weekday === 6 ? weekly.friday : weekly.monday;
}

function cut({ hours, slotMinutes, capacity }: BookingWindow, bufferMinutes: number, date: string, window: number, part: Part | undefined): Slot[] {
  const [from = "", to = ""] = hours.split("-");
  const [start, end] = [atChina(date, from).getTime(), atChina(date, to).getTime()];
  if (slotMinutes === undefined) return [{ startsAt: new Date(start), endsAt: new Date(end), capacity, window, number: 0, whole: true }];
  const slots: Slot[] = [];
  const step = (slotMinutes + bufferMinutes) * MINUTE_MS;
  const first = part ? Math.max(0, Math.ceil((part.from.getTime() - start) / step)) : 0;
  const beyond = part ? first + part.count : Infinity;
  for (let number = first; number < beyond; number += 1) {
    const at = start + number * step;
    if (at + step > end) break;
    slots.push({ startsAt: new Date(at), endsAt: new Date(at + slotMinutes * MINUTE_MS), capacity, window, number, whole: false });
  }
  return slots;
}

function overlaps({ startsAt, endsAt }: Slot, date: string, hours: string | undefined): boolean {
  if (hours === undefined) return true;
  const [from = "", to = ""] = hours.split("-");
  return startsAt < atChina(date, to) && endsAt > atChina(date, from);
}

/** The slots that a visit takes from this one on; undefined when the window ends before. */
export function runFrom({ slots }: Pick<Day, "slots">, startsAt: Date, count: number): Slot[] | undefined {
  const index = slots.findIndex((slot) => slot.startsAt.getTime() === startsAt.getTime());
  const first = slots[index];
  if (!first) return undefined;
  if (first.whole) return [first];
  const run = slots.slice(index, index + count);
  // A closed hour may have taken slots out of the middle.
  const follows = (slot: Slot, place: number) => place === 0 || slot.number === (run[place - 1]?.number ?? 0) + 1;
  return run.length === count && run.every((slot, place) => slot.window === first.window && follows(slot, place)) ? run : undefined;
}

/** The last day that may be booked at a moment. @param laterDays by which somebody's horizon is shorter */
export function lastBookableDay(calendar: Pick<BookingCalendar, "horizonDays" | "releaseAt" | "leadMinutes">, now: Date, laterDays = 0): string {
  const released = calendar.releaseAt === undefined || chinaMinutes(now) >= minutesOf(calendar.releaseAt);
  const days = horizonFor(calendar, laterDays) - (released ? 1 : 2);
  return addDays(chinaDate(now), days);
}

/** When a day opens for booking. */
export function opensAt(calendar: Pick<BookingCalendar, "horizonDays" | "releaseAt" | "leadMinutes">, date: string, laterDays = 0): Date {
  return atChina(addDays(date, 1 - horizonFor(calendar, laterDays)), calendar.releaseAt ?? "00:00");
}

/** Whoever stayed away books later than others, and never not at all: a day and a half beyond the lead stays open to everybody. */
function horizonFor({ horizonDays, leadMinutes }: Pick<BookingCalendar, "horizonDays" | "leadMinutes">, laterDays: number): number {
  const least = Math.min(horizonDays, Math.ceil((leadMinutes * MINUTE_MS) / DAY_MS) + 2);
  return Math.max(least, horizonDays - laterDays);
}

/** Whether the slot may still be booked: the lead time has not begun. */
export function isBookable({ leadMinutes }: Pick<BookingCalendar, "leadMinutes">, { startsAt }: Pick<Slot, "startsAt">, now: Date): boolean {
  return startsAt.getTime() - leadMinutes * MINUTE_MS > now.getTime();
}

/** Slots that a visit takes, one after the other. */
export function slotCount(kind: BookingCalendar["kinds"][number], services: number): number {
  return kind.slots * services;
}
