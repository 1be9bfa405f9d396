/** Holding a place while the form is filled, booking it, booking at once. */
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { BookBody, Chosen, Details } from "../contract.ts";
import { alreadyBooked, bookingLimit, noSuchHold, notYetOpen, slotTaken } from "../errors.ts";
import type { BookingParts } from "../parts.ts";
import type { Booker } from "./booker.ts";
import { newsOf } from "./confirmations.ts";
import { chooseTime, type Choice, noShowRule } from "./choose.ts";
import { newCheckInCode } from "./code.ts";
import { isEmpty, personKey, placeOf, readDetails, sealDetails } from "./details.ts";
import { getCalendar } from "../calendar/find-places.ts";
import { firstReminder } from "./reminders.ts";
import { type AppointmentRow, findHeld } from "./store.ts";
import { type Answer, type PlaceRequest, takeNow, takePlaces } from "./take-places.ts";

const MINUTE_MS = 60_000;
/** Nobody fills forms so fast; a program that holds places for sale does. */
const HOLDS_BY_HOUR = 60;
/** Whoever takes a place anew each time it ran out keeps it from everybody. */
const HOLDS_BY_CALENDAR_AND_DAY = 20;
const DAY_SECONDS = 86_400;
/** A parent books for several children; nobody fills more forms at once. */
const HELD_AT_ONCE = 3;

/**
 * Keeps a place for as long as the calendar says. Whoever chooses another time, or the same item elsewhere, gives the first one
 * back by that.
 * @throws as chooseTime; slot-taken, already-booked, booking-limit, too-many-requests
 */
export async function holdPlace(parts: BookingParts, booker: Booker, chosen: Chosen) {
  await countAttempt(parts.database, [
    { bucket: `hold:${booker.by}`, limit: HOLDS_BY_HOUR, windowSeconds: 3_600 },
    { bucket: `hold:${booker.by}:${chosen.city}/${chosen.calendar}`, limit: HOLDS_BY_CALENDAR_AND_DAY, windowSeconds: DAY_SECONDS },
  ]);
  const choice = await chooseTime(parts, chosen);
  // Nobody books what has begun.
  const heldUntil = new Date(Math.min(parts.clock().getTime() + choice.calendar.holdMinutes * MINUTE_MS, choice.startsAt.getTime()));
  const request: PlaceRequest = {
    ...requestFor(parts, booker, chosen.city, choice), mode: "take", id: newId(), state: "held", needs: [], details: undefined, code: undefined, codeHash: undefined, heldUntil, remindAt: undefined,
    // Who comes is said later, when named: until then it counts for whoever holds it.
    keys: [personKey(booker.owner)],
    limits: choice.calendar.party.named ? undefined : limitsOf(choice),
    heldLimit: HELD_AT_ONCE,
  };
  const { id } = await take(parts, request);
  const { calendar, kind, services, party, startsAt, endsAt } = choice;
  return { id, city: chosen.city, calendar: calendar.id, kind: kind.id, services, party, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), heldUntil: heldUntil.toISOString() };
}

/**
 * Books what is held, or at once. The same asked again gives the same appointment.
 * @throws as chooseTime and readDetails; slot-taken, already-booked, booking-limit, no-such-hold
 */
export async function book(parts: BookingParts, booker: Booker, body: BookBody): Promise<AppointmentRow> {
  return "hold" in body ? getRow(parts, await bookHeld(parts, booker, body.hold, body)) : bookAtOnce(parts, booker, body);
}

async function bookAtOnce(parts: BookingParts, booker: Booker, body: Chosen & Details): Promise<AppointmentRow> {
  const choice = await chooseTime(parts, body);
  const id = newId();
  const details = await readDetails(parts, booker, choice.calendar, choice.party, body);
  const request: PlaceRequest = {
    ...requestFor(parts, booker, body.city, choice), mode: "take", id, state: "booked", needs: details.needs, keys: details.keys, limits: limitsOf(choice), heldUntil: undefined,
    details: await sealDetails(parts, booker.person, placeOf.details(id), details.kept, isEmpty(details.kept)),
    ...sealCode(parts, id), remindAt: firstReminder(choice.startsAt, parts.clock()),
  };
  request.news = await newsOf(parts, rowOf(request, booker, parts.clock()), booker.by, { what: "booked" });
  const { outcome, id: booked } = await take(parts, request);
  // What was just written need not be read.
  return outcome === "ok" ? rowOf(request, booker, parts.clock()) : getRow(parts, booked);
}

async function getRow({ database }: Pick<BookingParts, "database">, id: string): Promise<AppointmentRow> {
  const row = await findHeld(database, id);
  if (!row) throw noSuchHold("The place is no longer held for you.");
  return row;
}

function rowOf(request: PlaceRequest, { owner }: Booker, now: Date): AppointmentRow {
  const { id, city, calendar, person, madeBy, enterprise, state, kind, services, party, startsAt, endsAt, slots, needs, details, code, codeHash, remindAt } = request;
  return {
    id, city, calendar, person, made_by: madeBy, enterprise: enterprise ?? null, owner, state, kind, services, party, starts_at: startsAt, ends_at: endsAt, slots: slots.map((slot) => slot.startsAt),
    of_kind: slots.some(({ kindCapacity }) => kindCapacity !== undefined), needs, details: details ?? null, code: code ?? null, code_hash: codeHash ?? null, held_until: null, created_at: now, remind_at: remindAt ?? null,
    coming_at: null, arrived_at: null, sequence: 0, cancelled_at: null, cancelled_by: null, reason: null,
  };
}

async function bookHeld(parts: BookingParts, booker: Booker, id: string, given: Details): Promise<string> {
  const row = await findHeld(parts.database, id);
  if (!row || row.owner !== booker.owner || !booker.covers(row.services, row.city) || row.state === "cancelled") throw noSuchHold("The place is no longer held for you.");
  if (row.state !== "held") return row.id;
  const request = await confirmation(parts, booker, row, given);
  return (await take(parts, { ...request, news: await newsOf(parts, row, booker.by, { what: "booked" }) })).id;
}

/** What makes a held place an appointment. @throws details-needed, no-such-calendar */
export async function confirmation(parts: BookingParts, booker: Booker, row: AppointmentRow, given: Details): Promise<PlaceRequest> {
  const { calendar } = getCalendar(parts, row.city, row.calendar);
  const details = await readDetails(parts, booker, calendar, row.party, given);
  return {
    mode: "confirm", id: row.id, city: row.city, calendar: row.calendar, kind: row.kind, person: row.person, madeBy: row.made_by, enterprise: row.enterprise ?? undefined, state: "booked",
    services: row.services, party: row.party, startsAt: row.starts_at, endsAt: row.ends_at, slots: [], needs: details.needs, keys: details.keys, kept: false,
    limits: { open: calendar.limits.open, within: calendar.limits.within }, noShow: undefined, heldUntil: undefined,
    details: await sealDetails(parts, row.person, placeOf.details(row.id), details.kept, isEmpty(details.kept)),
    ...sealCode(parts, row.id), remindAt: firstReminder(row.starts_at, parts.clock()),
  };
}

export function requestFor({ clock }: Pick<BookingParts, "clock">, { person, by, enterprise }: Booker, city: string, { calendar, kind, services, party, startsAt, endsAt, slots }: Choice) {
  return { city, calendar: calendar.id, kind: kind.id, person, madeBy: by, enterprise, services, party, startsAt, endsAt, slots, kept: false, noShow: noShowRule(calendar, clock()) };
}

export function limitsOf({ calendar: { limits } }: Pick<Choice, "calendar">): PlaceRequest["limits"] {
  return { open: limits.open, within: limits.within };
}

/** The code opens nothing by itself: the service's key will do. */
export function sealCode({ vault, lookupHash }: Pick<BookingParts, "vault" | "lookupHash">, id: string): { code: Buffer; codeHash: Buffer } {
  const code = newCheckInCode();
  return { code: vault.service.seal(placeOf.code(id), code), codeHash: lookupHash.hash("check-in-code", code) };
}

const UNIQUE_VIOLATION = "23505";

/** @throws slot-taken, already-booked, booking-limit, not-yet-open, no-such-hold */
export async function take(parts: BookingParts, request: PlaceRequest): Promise<Answer> {
  const now = parts.clock();
  const ask = () => takePlaces(parts.database, { request, now });
  // One code in a few hundred million bookings was given before: it is drawn anew.
  const answer = await ask().catch((error: { code?: string }) => {
    if (error.code !== UNIQUE_VIOLATION || !request.code) throw error;
    Object.assign(request, sealCode(parts, request.id));
    return ask();
  });
  if (answer.freed) await tellOfFreed(parts);
  return settle(answer, request);
}

/** Within a transaction of the caller's. @throws as take */
export async function takeWithin(tx: Parameters<typeof takeNow>[0], request: PlaceRequest, now: Date): Promise<Answer> {
  const [answer] = await takeNow(tx, [{ request, now }]);
  return settle(answer as Answer, request);
}

function settle(answer: Answer, { noShow }: PlaceRequest): Answer {
  const { outcome, id } = answer;
  if (outcome === "ok" || outcome === "done") return answer;
  if (outcome === "full") throw slotTaken("This time has just been taken.");
  if (outcome === "already") throw alreadyBooked("You have an appointment at this time already.", { extensions: { appointment: id } });
  if (outcome === "limit-open") throw bookingLimit("There are no more appointments for one person here at a time.", { extensions: { limit: "open" } });
  if (outcome === "limit-within") throw bookingLimit("There are no more appointments for one person here in so few days.", { extensions: { limit: "within" } });
  if (outcome === "limit-held") throw bookingLimit("You hold as many places as one may at a time.", { extensions: { limit: "held" } });
  if (outcome === "struck") throw notYetOpen("After appointments that nobody kept, this calendar opens later for you.", { extensions: { because: "missed", ...(noShow ? { until: noShow.until.toISOString() } : {}) } });
  throw noSuchHold("The place is no longer held for you.");
}

/** Somebody waits for what was given back: the worker offers it. Should the word be lost, the job of the minute finds it. */
export async function tellOfFreed({ events, database }: Pick<BookingParts, "events" | "database">): Promise<void> {
  await events.publish(database, { name: "booking.places-freed", version: 1, payload: {} });
}
