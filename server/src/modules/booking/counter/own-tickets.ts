/** The person's side: checking in at the office, a number without an appointment, where they stand, and giving it up. */
import { record } from "../../audit/index.ts";
import { distanceMetres } from "../../catalogue/index.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import type { Handles } from "../../../kernel/database.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { actsFor, type Booker } from "../appointment/booker.ts";
import { noSuchAppointment } from "../errors.ts";
import { type CountedAppointment, findAppointment, lockAppointment, markArrived } from "./appointments.ts";
import type { Priority, Ticket } from "./contract.ts";
import { describeTicket } from "./describe-ticket.ts";
import { appointmentOver, noSuchTicket, notAtTheOffice, notHandledHere, notToday, ticketHeld, ticketOver } from "./errors.ts";
import { lineForService } from "./lines.ts";
import { type CountedOffice, getLine, getOffice } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import { NEAR_METRES, readPlaceCode } from "./place-code.ts";
import { findOpenWalkIn, findTicket, findTicketOfAppointment, listOwnTickets, lockOffice, notifyQueueChanged, type TicketRow, updateTicket } from "./store.ts";
import { takeTicket } from "./take-ticket.ts";

const CODES_BY_TEN_MINUTES = 20;
const ELDER_AGE = 65;

interface Proof {
  /** As shown at the office. */
  code: string;
  at?: { latitude: number; longitude: number } | undefined;
}

/** In whose name, who does it, and for which items they may. */
export type Holder = Pick<Booker, "by" | "person" | "owner" | "city" | "actingFor" | "covers">;

/** Whoever acts for another reaches that other's tickets about what they may do; without the header their own, and those they took for somebody as long as they may act for them. */
async function isOwn(parts: Pick<CounterParts, "identity" | "cities">, row: TicketRow, { person, by, actingFor, covers }: Holder): Promise<boolean> {
  const services = row.service === null ? [] : [row.service];
  if (actingFor) return row.person === person && covers(services, row.city);
  return row.person === person || (row.holder === by && row.person !== null && actsFor(parts, by, row.person, { services, city: row.city }));
}

/**
 * They are there: from now on they wait at their time. Asked again it is the same number; one that was missed waits anew.
 * @throws no-such-appointment, not-at-the-office, not-today, appointment-over, not-handled-here, too-many-requests
 */
export async function checkIn(parts: CounterParts, holder: Holder, appointment: string, proof: Proof): Promise<Ticket> {
  const { database, cities, clock } = parts;
  await countCode(parts, holder);
  const found = await findAppointment(database, appointment);
  // Who booked it for somebody may check it in as long as they may act for them.
  const isTheirs = found && (found.owner === holder.owner || (!holder.actingFor && found.made_by === holder.by && (await actsFor(parts, holder.by, found.owner, found))));
  if (!isTheirs) throw noSuchAppointment("There is no such appointment of yours.");
  const office = officeOf(cities, found);
  requireAtOffice(parts, office, proof);
  const now = clock();
  const priority = await priorityOf(parts, found.person, found.needs);
  const row = await database.transaction(async (tx) => {
    await lockOffice(tx, office);
    const ticket = await arrive(tx, office, { appointment, by: holder.by, priority }, now);
    await record(tx, { actor: { kind: "person", id: holder.by, city: holder.city }, act: "appointment.checked-in", subject: found.person, ...(holder.by === holder.owner ? {} : { actingFor: holder.owner }), city: office.city, about: { kind: "queue-ticket", id: ticket.id } });
    return ticket;
  });
  return describeAnew(parts, office, row);
}

/** @throws not-handled-here for what happens at people's homes */
export function officeOf(cities: CounterParts["cities"], { city, calendar: id }: Pick<CountedAppointment, "city" | "calendar">): CountedOffice {
  const calendar = cities.get(city).bookingCalendars.get(id);
  if (calendar?.where !== "office") throw notHandledHere("Nobody waits for this appointment at an office.");
  return getOffice(cities, { city, office: calendar.office });
}

/**
 * The number of an appointment that stands today. Under the office's lock.
 * @throws not-today, appointment-over
 */
export async function arrive(tx: Handles, office: CountedOffice, { appointment: id, by, priority }: { appointment: string; by?: string; priority: Priority | undefined }, now: Date): Promise<TicketRow> {
  const appointment = await lockAppointment(tx, id);
  if (!appointment) throw noSuchAppointment("There is no such appointment.");
  if (chinaDate(appointment.starts_at) !== chinaDate(now)) throw notToday("The appointment is on another day.", { extensions: { startsAt: appointment.starts_at.toISOString() } });
  const known = await findTicketOfAppointment(tx, id);
  if (known) return known.state === "missed" ? waitAnew(tx, known, now) : known;
  if (appointment.state === "cancelled" || appointment.state === "served") throw appointmentOver("This appointment no longer stands.", { extensions: { state: appointment.state } });
  await markArrived(tx, id, now);
  const { person, services, party, starts_at: startsAt, calendar } = appointment;
  return takeTicket(tx, office, { line: getLine(office, calendar), person, appointment: { id, startsAt }, service: services[0], party, priority, ...(by === undefined || by === person ? {} : { holder: by }) }, now);
}

/** Called, and not there: they wait with those who have no time. */
async function waitAnew(tx: Handles, row: TicketRow, now: Date): Promise<TicketRow> {
  const waiting = await updateTicket(tx, row.id, { state: "waiting", arrived_at: now, counter: null, ended_at: null });
  await notifyQueueChanged(tx, row);
  return waiting;
}

/** @throws not-at-the-office, not-handled-here, ticket-held, no-such-office, too-many-requests */
export async function takeOwnTicket(parts: CounterParts, holder: Holder, asked: Proof & { city: string; office: string; service: string; party?: number | undefined }): Promise<Ticket> {
  const { database, cities, clock } = parts;
  const office = getOffice(cities, asked);
  await countCode(parts, holder);
  const line = lineForService(office.documents, office.office, asked.service);
  if (!line) throw notHandledHere("This office does not do that.");
  requireAtOffice(parts, office, asked);
  const now = clock();
  const priority = await priorityOf(parts, holder.person, []);
  const row = await database.transaction(async (tx) => {
    await lockOffice(tx, office);
    const held = await findOpenWalkIn(tx, holder.person, chinaDate(now));
    if (held) throw ticketHeld("You have a ticket already.", { extensions: { ticket: held.number, id: held.id } });
    const ticket = await takeTicket(tx, office, { line, person: holder.person, service: asked.service, party: asked.party, priority, ...(holder.by === holder.person ? {} : { holder: holder.by }) }, now);
    await record(tx, { actor: { kind: "person", id: holder.by, city: holder.city }, act: "queue-ticket.taken", subject: holder.person, ...(holder.by === holder.person ? {} : { actingFor: holder.person }), city: office.city, about: { kind: "queue-ticket", id: ticket.id } });
    return ticket;
  });
  return describeAnew(parts, office, row);
}

export async function listTickets(parts: CounterParts, holder: Holder): Promise<Ticket[]> {
  const rows = await listOwnTickets(parts.database, holder.person, chinaDate(parts.clock()));
  const own = await Promise.all(rows.map(async (row) => isOwn(parts, row, holder)));
  const tickets = await Promise.all(rows.filter((_row, index) => own[index]).map(async (row) => describe(parts, getOffice(parts.cities, row), row)));
  const urgency = ({ state, ahead = 0 }: Ticket) => (state === "called" ? -2 : state === "serving" ? -1 : state === "missed" ? Number.POSITIVE_INFINITY : ahead);
  return tickets.sort((a, b) => urgency(a) - urgency(b));
}

/** @throws no-such-ticket */
export async function readTicket(parts: CounterParts, holder: Holder, id: string): Promise<Ticket> {
  const row = await getOwn(parts, holder, id);
  return describe(parts, getOffice(parts.cities, row), row);
}

/** @throws no-such-ticket, ticket-over */
export async function giveUpTicket(parts: CounterParts, holder: Holder, id: string): Promise<void> {
  const { database, clock, views } = parts;
  const { city, office } = await getOwn(parts, holder, id);
  await database.transaction(async (tx) => {
    await lockOffice(tx, { city, office });
    const row = await findTicket(tx, id);
    if (!row || row.state === "left") return;
    if (row.state === "served" || row.state === "serving") throw ticketOver("You are being attended to, or were.", { extensions: { state: row.state } });
    await updateTicket(tx, id, { state: "left", ended_at: clock() });
    await notifyQueueChanged(tx, row);
  });
  views.forget({ city, office });
}

async function getOwn(parts: CounterParts, holder: Holder, id: string): Promise<TicketRow> {
  const row = await findTicket(parts.database, id);
  if (!row || !(await isOwn(parts, row, holder))) throw noSuchTicket("There is no such ticket of yours.");
  return row;
}

async function describe(parts: CounterParts, office: CountedOffice, row: TicketRow): Promise<Ticket> {
  return describeTicket(office, await parts.views.read(office), row);
}

function describeAnew(parts: CounterParts, office: CountedOffice, row: TicketRow): Promise<Ticket> {
  parts.views.forget(office);
  return describe(parts, office, row);
}

async function countCode({ database }: CounterParts, { by }: Holder): Promise<void> {
  await countAttempt(database, [{ bucket: `queue-place:${by}`, limit: CODES_BY_TEN_MINUTES, windowSeconds: 600 }]);
}

/** @throws not-at-the-office */
function requireAtOffice({ codes, clock }: CounterParts, office: CountedOffice, { code, at }: Proof): void {
  const kind = readPlaceCode(codes, office, code, clock());
  if (kind === "screen" || (kind === "day" && at && distanceMetres(at, office.location) <= NEAR_METRES)) return;
  throw notAtTheOffice(kind === "day" && !at ? "The printed code serves together with where the telephone is." : "This is not the code the office shows now.", { extensions: { positionNeeded: kind === "day" && !at } });
}

/** What the card and the appointment themselves say; for anything else the desk is asked. */
export async function priorityOf({ identity, clock }: Pick<CounterParts, "identity" | "clock">, person: string, needs: readonly string[]): Promise<Priority | undefined> {
  if (needs.includes("wheelchair") || needs.includes("guide-dog")) return "disabled";
  const known = await identity.people.find(person);
  const number = known && readIdNumber(known.idNumber, clock());
  if (!number?.ok) return undefined;
  const today = chinaDate(clock());
  return `${Number(today.slice(0, 4)) - ELDER_AGE}${today.slice(4)}` >= number.birthDate ? "elder" : undefined;
}
