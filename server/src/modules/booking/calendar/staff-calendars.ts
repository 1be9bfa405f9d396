/** What the staff see of their calendars: today's load, days, and what is booked; and how they shut a day. */
import { addDays, atChina, chinaDate, minutesOf } from "../../../kernel/china-time.ts";
import { invalidRequest } from "../../../kernel/http/problem.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskName } from "../../../kernel/mask.ts";
import { record, recordAll } from "../../audit/index.ts";
import type { BookingCalendar } from "../../catalogue/index.ts";
import type { Staff } from "../../identity/index.ts";
import { hoursOf } from "../appointment/clear-closed.ts";
import { placeOfVisit } from "../appointment/describe.ts";
import { countBookedIn, countByState, countLine, countStanding, listOfDay } from "../appointment/store.ts";
import type { Closure, Preview, StaffCalendar } from "../contract.ts";
import { noSuchClosure, noSuchTime } from "../errors.ts";
import type { BookingParts, CityCatalogue } from "../parts.ts";
import { findOffice } from "./find-places.ts";
import { previewChange } from "./preview.ts";
import { lastBookableDay, slotsOn } from "./slots.ts";
import { forgetClosures } from "./standing-closures.ts";
import { insertClosure, liftClosure, listCityClosures, listClosures, listTaken } from "./store.ts";

const OF_A_DAY = 1_000;

export const actorOf = ({ id, city, department }: Staff) => ({ kind: "staff" as const, id, city, ...(department === undefined ? {} : { department }) });

export async function listStaffCalendars(parts: BookingParts, catalogue: CityCatalogue, calendars: readonly BookingCalendar[]): Promise<StaffCalendar[]> {
  const city = catalogue.documents.city.id;
  const today = chinaDate(parts.clock());
  const [from, until] = [atChina(today, "00:00"), atChina(today, "24:00")];
  const [counts, line, closures] = await Promise.all([countByState(parts.database, city, from, until), countLine(parts.database, city), listCityClosures(parts.database, city, today, today)]);
  return calendars.map((calendar) => {
    const { id, names, department, kinds, counters, services } = calendar;
    const day = slotsOn(calendar, catalogue.documents.calendar, closures.filter((each) => each.calendar === id), today);
    const people = (...states: string[]) => counts.filter((each) => each.calendar === id && states.includes(each.state)).reduce((sum, each) => sum + each.people, 0);
    return {
      id, names, department, office: { id: calendar.office, names: findOffice(catalogue, calendar.office)?.names ?? names }, counters, services: services.length,
      kinds: kinds.map((kind) => ({ id: kind.id, names: kind.names, slots: kind.slots, ...(kind.note ? { note: kind.note } : {}) })),
      today: {
        capacity: day.slots.reduce((sum, slot) => sum + slot.capacity, 0), booked: people("booked", "arrived", "served", "missed"), arrived: people("arrived", "served"), served: people("served"), missed: people("missed"),
        ...(day.closed ? { closed: day.closed } : {}),
      },
      waiting: line.find((each) => each.calendar === id)?.waiting ?? 0,
    };
  });
}

export async function listStaffDays(parts: BookingParts, catalogue: CityCatalogue, calendar: BookingCalendar, { from, days = 28 }: { from?: string; days?: number }) {
  const city = catalogue.documents.city.id;
  const first = from ?? chinaDate(parts.clock());
  const last = addDays(first, days - 1);
  const [taken, closures] = await Promise.all([listTaken(parts.database, city, [calendar.id], atChina(first, "00:00"), atChina(last, "24:00")), listClosures(parts.database, city, [calendar.id], first, last)]);
  const whole = new Map(taken.filter(({ kind }) => kind === "").map((row) => [row.startsAt.getTime(), row.taken]));
  return Array.from({ length: days }, (_, index) => {
    const date = addDays(first, index);
    const { slots, ...day } = slotsOn(calendar, catalogue.documents.calendar, closures, date);
    const shown = slots.map(({ startsAt, endsAt, capacity }) => ({ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), capacity, taken: whole.get(startsAt.getTime()) ?? 0 }));
    return {
      ...day, slots: shown, capacity: shown.reduce((sum, slot) => sum + slot.capacity, 0), taken: shown.reduce((sum, slot) => sum + slot.taken, 0),
      closures: closures.filter((each) => each.date === date).map(({ id, hours, reason }) => ({ id, reason, ...(hours === undefined ? {} : { hours }) })),
    };
  });
}

/** What a changed document would do to what is booked. */
export async function previewCalendar(parts: BookingParts, catalogue: CityCatalogue, before: BookingCalendar, after: BookingCalendar): Promise<Preview> {
  const now = parts.clock();
  const city = catalogue.documents.city.id;
  const today = chinaDate(now);
  const standing = await countStanding(parts.database, city, before.id, now);
  const last = [lastBookableDay(before, now), lastBookableDay(after, now), ...standing.slice(-1).map(({ starts_at: startsAt }) => chinaDate(startsAt))].sort((a, b) => (a < b ? -1 : 1)).at(-1) ?? today;
  const dates: string[] = [];
  for (let date = today; date <= last; date = addDays(date, 1)) dates.push(date);
  return previewChange(before, after, catalogue.documents.calendar, await listClosures(parts.database, city, [before.id], today, last), standing, dates);
}

/** Shuts a day or hours of it; whoever booked is told by the worker. What is shut already stays the same closure, with its reason. @throws no-such-time for the past; invalid-request for hours that end before they begin, since no calendar's do */
export async function closeDay(parts: BookingParts, staff: Staff, city: string, calendar: string, { date, hours, reason, preview = false }: { date: string; hours?: string; reason: Closure["reason"]; preview?: boolean }): Promise<Closure> {
  const now = parts.clock();
  if (date < chinaDate(now)) throw noSuchTime("This day is over.");
  const [from = 0, until = 0] = hours?.split("-").map(minutesOf) ?? [0, 24 * 60];
  if (until <= from) throw invalidRequest("These hours shut nothing.", { fields: [{ pointer: "/hours", detail: "end before they begin" }] });
  const affected = await countBookedIn(parts.database, hoursOf(city, { calendar, date, hours }), now);
  const appointments = affected.reduce((sum, each) => sum + each.appointments, 0);
  const id = newId();
  const shown = {
    date, ...(hours === undefined ? {} : { hours }), reason, affected: affected.map(({ starts_at: startsAt, ...group }) => ({ startsAt: startsAt.toISOString(), ...group })),
    appointments, people: affected.reduce((sum, each) => sum + each.people, 0),
  };
  if (preview) return shown;
  const standing = await parts.database.transaction(async (tx) => {
    const closure = await insertClosure(tx, { id, city, calendar, date, hours: hours ?? null, reason, closed_by: staff.id, closed_at: now });
    if (closure.id !== id) return closure;
    await record(tx, { actor: actorOf(staff), act: "calendar.closed", city, about: { kind: "calendar", id: calendar }, detail: { date, appointments, ...(hours === undefined ? {} : { hours }) } });
    await parts.events.publish(tx, { name: "booking.calendar-closed", version: 1, payload: { city, calendar, closure: id } });
    return closure;
  });
  forgetClosures(parts.database);
  return { ...shown, id: standing.id, reason: standing.reason };
}

/** Opens it again; what was called off stays so. @throws no-such-closure */
export async function reopenDay(parts: BookingParts, staff: Staff, city: string, calendar: string, id: string): Promise<void> {
  await parts.database.transaction(async (tx) => {
    if (!(await liftClosure(tx, { city, calendar, id }, parts.clock()))) throw noSuchClosure("There is no such closure of this calendar.");
    await record(tx, { actor: actorOf(staff), act: "calendar.opened", city, about: { kind: "calendar", id: calendar }, detail: { closure: id } });
  });
  forgetClosures(parts.database);
}

/** Who comes on a day, masked; each look is in the record of whoever is shown. */
export async function listStaffAppointments(parts: BookingParts, staff: Staff, city: string, calendar: string, date: string) {
  const rows = await listOfDay(parts.database, city, calendar, atChina(date, "00:00"), atChina(date, "24:00"), OF_A_DAY);
  const people = new Map(await Promise.all([...new Set(rows.map(({ person }) => person))].map(async (person) => [person, await parts.identity.people.find(person)] as const)));
  if (people.size > 0) {
    await parts.database.transaction((tx) =>
      recordAll(tx, [...people.keys()].map((person) => ({ actor: actorOf(staff), act: "appointment.read", subject: person, city, purpose: "counter-service", ground: "PIPL 13(1)3", fields: ["name", "services", "needs"], about: { kind: "calendar", id: calendar }, detail: { date } }))),
    );
  }
  return rows.flatMap((row) => {
    const { kind, services } = placeOfVisit(parts, row);
    const name = people.get(row.person)?.name;
    return row.state === "held" ? [] : [{
      id: row.id, state: row.state, startsAt: row.starts_at.toISOString(), endsAt: row.ends_at.toISOString(), kind, services, party: row.party, needs: row.needs as never[],
      ...(name === undefined ? {} : { name: maskName(name) }), ...(row.coming_at ? { comingAt: row.coming_at.toISOString() } : {}), ...(row.arrived_at ? { arrivedAt: row.arrived_at.toISOString() } : {}),
    }];
  });
}
