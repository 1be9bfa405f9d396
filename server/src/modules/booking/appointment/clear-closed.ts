/** Who booked for a time that the staff shut: they are told, and where there is another time it is kept for them first. */
import { addDays, atChina, chinaDate, DAY_MS } from "../../../kernel/china-time.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { newId } from "../../../kernel/ids.ts";
import { record } from "../../audit/index.ts";
import type { BookingCalendar, Text } from "../../catalogue/index.ts";
import type { BookingParts, CityCatalogue } from "../parts.ts";
import { capacityFor, freeSlots, takenPlaces } from "../calendar/free-places.ts";
import { lastBookableDay, runFrom, slotCount, slotsOn } from "../calendar/slots.ts";
import { type ClosureRow, listCityClosures, listTaken } from "../calendar/store.ts";
import { takeWithin } from "./book.ts";
import { placeOfVisit } from "./describe.ts";
import { personKey, placeOf } from "./details.ts";
import { type AppointmentRow, expireOffers, findHeld, type Hours, insertOffer, listStandingIn, updateAppointment } from "./store.ts";
import { endAppointments } from "./take-places.ts";
import { isChildOf, whomToTell } from "./whom-to-tell.ts";
import { calledOff, offerActions } from "./words.ts";

/** Somebody whose time was taken from them has a day to see what they were given in its place. */
const KEPT_MS = DAY_MS;
const AT_ONCE = 200;
const FAR_DAYS = 366;
const TRIES = 5;

/** Upon a closure, and each minute for whoever booked at that very moment. */
export function clearClosedJob(parts: BookingParts): Job {
  return {
    name: "booking:clear-closed",
    schedule: "* * * * *",
    async run() {
      const today = chinaDate(parts.clock());
      for (const catalogue of parts.cities.list()) {
        const closures = await listCityClosures(parts.database, catalogue.documents.city.id, today, addDays(today, FAR_DAYS));
        for (const closure of closures) await clear(parts, catalogue, closure);
      }
    },
  };
}

async function clear(parts: BookingParts, catalogue: CityCatalogue, closure: ClosureRow): Promise<void> {
  const calendar = catalogue.bookingCalendars.get(closure.calendar);
  const hours = hoursOf(catalogue.documents.city.id, closure);
  const pageAfter = (last?: { id: string; starts_at: Date }) => listStandingIn(parts.database, hours, parts.clock(), AT_ONCE, last);
  for (let page = await pageAfter(); page.length > 0; page = await pageAfter(page.at(-1))) {
    for (const { id } of page) {
      try {
        await callOff(parts, catalogue, calendar, id, closure.reason);
      } catch (error) {
        // Everybody else is told all the same; the next minute tries this one again.
        parts.log.error({ err: error, appointment: id, closure: closure.id }, "an appointment that was shut could not be called off");
      }
    }
  }
}

/** When it is that a closure shuts. */
export function hoursOf(city: string, { calendar, date, hours = "00:00-24:00" }: Pick<ClosureRow, "calendar" | "date" | "hours">): Hours {
  const [from = "", until = ""] = hours.split("-");
  return { city, calendar, dayStartsAt: atChina(date, "00:00"), from: atChina(date, from), until: atChina(date, until) };
}

/** Ends the appointment, keeps the next time that suits for its owner, and tells them. */
async function callOff(parts: BookingParts, catalogue: CityCatalogue, calendar: BookingCalendar | undefined, id: string, reason: Text): Promise<void> {
  const now = parts.clock();
  const row = await findHeld(parts.database, id);
  if (!row) return;
  const other = row.state === "booked" && calendar ? await keepAnother(parts, catalogue, calendar, row) : undefined;
  try {
    await tellOfClosure(parts, row, reason, other);
  } catch (error) {
    // Tried each minute, it would keep another place each time.
    if (other) await endAppointments(parts.database, [other.appointment], { by: undefined, now, state: "held" });
    throw error;
  }
}

async function tellOfClosure(parts: BookingParts, row: AppointmentRow, reason: Text, other: Kept | undefined): Promise<void> {
  const [{ id }, now] = [row, parts.clock()];
  const cipher = await parts.identity.people.cipherOf(row.person);
  await parts.database.transaction(async (tx) => {
    const { ended } = await endAppointments(tx, [id], { by: "office", now, reopen: false });
    for (const offer of await expireOffers(tx, ended)) await parts.messages.settle(tx, await whomToTell(parts, tx, row), { kind: "offer", id: offer.id });
    if (ended.length === 0 || row.state === "held") {
      if (other) await endAppointments(tx, [other.appointment], { by: undefined, now, state: "held" });
      return;
    }
    if (cipher) await updateAppointment(tx, id, { reason: cipher.seal(placeOf.reason(id), JSON.stringify(reason)) });
    const offer = newId();
    if (other) await insertOffer(tx, { id: offer, wish: null, instead_of: id, appointment: other.appointment, starts_at: other.startsAt, until: other.until, state: "open" });
    const { names, office } = placeOfVisit(parts, row);
    const person = await whomToTell(parts, tx, row);
    const mayTap = person === row.owner || (row.enterprise === null && (await isChildOf(parts, row.person, person)));
    await parts.messages.settle(tx, person, { kind: "appointment", id });
    await parts.messages.send(tx, {
      person, city: row.city, class: "appointment", ...calledOff({ id, startsAt: row.starts_at, names, office: office?.names }, reason, other), link: `/me/appointments/${id}`,
      ...(other ? { ...(mayTap ? { actions: offerActions(offer) } : {}), smsUntil: other.until } : {}), about: other ? { kind: "offer", id: offer } : { kind: "appointment", id },
    });
    await record(tx, { actor: { kind: "system", id: "booking" }, act: "appointment.cancelled", subject: row.person, city: row.city, about: { kind: "appointment", id }, detail: { offered: other !== undefined } });
  });
}

interface Kept {
  appointment: string;
  startsAt: Date;
  until: Date;
}

/** The first free time like the old one; undefined when there is none. */
async function keepAnother(parts: BookingParts, catalogue: CityCatalogue, calendar: BookingCalendar, row: AppointmentRow): Promise<Kept | undefined> {
  const now = parts.clock();
  const kind = calendar.kinds.find(({ id }) => id === row.kind);
  if (!kind || row.services.some((service) => !calendar.services.includes(service))) return undefined;
  const [today, last] = [chinaDate(now), lastBookableDay(calendar, now)];
  const [taken, closures] = await Promise.all([
    listTaken(parts.database, row.city, [calendar.id], now, atChina(addDays(last, 1), "00:00")),
    listCityClosures(parts.database, row.city, today, last),
  ]);
  const free = takenPlaces(taken);
  const closings = closures.filter((each) => each.calendar === calendar.id);
  let tries = 0;
  for (let date = today; date <= last; date = addDays(date, 1)) {
    const day = slotsOn(calendar, catalogue.documents.calendar, closings, date);
    // Nobody who has to get there is offered the next hour.
    const times = freeSlots(calendar, day, { kind, services: row.services.length }, free, new Date(now.getTime() + KEPT_MS / 12)).filter((slot) => slot.free >= row.party);
    for (const { startsAt, endsAt } of times) {
      const run = runFrom(day, startsAt, slotCount(kind, row.services.length));
      if (!run || (tries += 1) > TRIES) return undefined;
      const until = new Date(Math.min(now.getTime() + KEPT_MS, startsAt.getTime() - calendar.leadMinutes * 60_000 - 1));
      const appointment = newId();
      const kept = await takeWithin(parts.database, {
        mode: "take", id: appointment, city: row.city, calendar: calendar.id, kind: kind.id, person: row.person, madeBy: row.made_by, enterprise: row.enterprise ?? undefined, state: "held", services: row.services, party: row.party,
        startsAt, endsAt, slots: run.map((slot) => ({ startsAt: slot.startsAt, capacity: slot.capacity, kindCapacity: kind.capacity === undefined ? undefined : capacityFor(slot, kind) })),
        needs: [], details: undefined, code: undefined, codeHash: undefined, heldUntil: until, remindAt: undefined, keys: [personKey(row.owner)], kept: true, limits: undefined, noShow: undefined,
      }, now).catch((error: { code?: string }) => {
        if (error.code === "slot-taken") return undefined;
        throw error;
      });
      if (kept) return { appointment, startsAt, until };
    }
  }
  return undefined;
}
