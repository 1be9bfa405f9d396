/** What somebody does with appointments that are theirs. To everybody else they do not exist. */
import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { Appointment } from "../contract.ts";
import { appointmentEnded, noSuchAppointment, noSuchTime, tooLate } from "../errors.ts";
import type { BookingParts } from "../parts.ts";
import { getCalendar } from "../calendar/find-places.ts";
import { limitsOf, requestFor, take, tellOfFreed } from "./book.ts";
import type { Booker } from "./booker.ts";
import { newsOf, sendConfirmations } from "./confirmations.ts";
import { chooseTime } from "./choose.ts";
import { describeAppointment } from "./describe.ts";
import { placeOf } from "./details.ts";
import { firstReminder } from "./reminders.ts";
import { type AppointmentRow, findAppointment, listAppointments, listKeys, lockAppointment, updateAppointment } from "./store.ts";
import { endAppointments, type PlaceRequest } from "./take-places.ts";
import { whomToTell } from "./whom-to-tell.ts";

const LISTED = 200;
/** Each gives a place to the line and tells whoever it concerns. */
const MOVES_BY_HOUR = 60;
const MINUTE_MS = 60_000;

export async function listOwn(parts: BookingParts, booker: Booker, when: "coming" | "past"): Promise<Appointment[]> {
  const now = parts.clock();
  const rows: AppointmentRow[] = [];
  // Whoever may act in one matter sees all that is about it, however much else a company has booked.
  for (let [offset, looked] = [0, LISTED]; looked === LISTED && rows.length < LISTED; offset += LISTED) {
    const page = await listAppointments(parts.database, booker.owner, when, now, LISTED, offset);
    looked = page.length;
    rows.push(...page.filter(({ services, city }) => booker.covers(services, city)));
  }
  return Promise.all(rows.slice(0, LISTED).map((row) => describeAppointment(parts, row)));
}

/** @throws no-such-appointment */
export async function getOwn(parts: BookingParts, booker: Booker, id: string): Promise<AppointmentRow> {
  const row = await findAppointment(parts.database, id);
  if (!row || row.owner !== booker.owner || !booker.covers(row.services, row.city)) throw noSuchAppointment("There is no such appointment of yours.");
  return row;
}

/**
 * Another time, and when it is given another kind or calendar: the new place is taken, then the old one given back, in one
 * statement. The appointment keeps its id, its code and who comes.
 * @throws no-such-appointment, appointment-ended, too-late, too-many-requests, slot-taken and as chooseTime
 */
export async function changeTime(parts: BookingParts, booker: Booker, id: string, { startsAt, kind, calendar }: { startsAt: string; kind?: string; calendar?: string }): Promise<void> {
  const row = await getOwn(parts, booker, id);
  await countMove(parts, booker);
  refuseLate(parts, row);
  const chosen = { city: row.city, calendar: calendar ?? row.calendar, startsAt, kind: kind ?? row.kind, services: row.services, party: row.party };
  const choice = await chooseTime(parts, chosen);
  const { calendar: before } = getCalendar(parts, row.city, row.calendar);
  // What was told was told to this calendar: another one asks other questions.
  if (choice.calendar.id !== before.id && !asksTheSame(choice.calendar, before)) throw noSuchTime("This calendar asks for other details: cancel, and book there.");
  if (choice.calendar.assurance > before.assurance) throw noSuchTime("This calendar asks for a surer proof of who you are: cancel, and book there.");
  const request: PlaceRequest = {
    ...requestFor(parts, booker, row.city, choice), mode: "change", id, person: row.person, madeBy: row.made_by, enterprise: row.enterprise ?? undefined, state: "booked", needs: row.needs,
    details: undefined, code: undefined, codeHash: undefined, heldUntil: undefined, remindAt: firstReminder(choice.startsAt, parts.clock()), keys: await listKeys(parts.database, id), limits: limitsOf(choice),
  };
  const moved = { ...row, calendar: request.calendar, kind: request.kind, starts_at: request.startsAt };
  request.news = await newsOf(parts, moved, booker.by, { what: "changed", before: row.starts_at });
  const { outcome } = await take(parts, request).catch((error: { code?: string }) => {
    throw error.code === "no-such-hold" ? appointmentEnded("The appointment is over.") : error;
  });
  if (outcome !== "ok") return;
  const told = await whomToTell(parts, parts.database, row);
  await parts.database.transaction((tx) => parts.messages.settle(tx, told, { kind: "appointment", id }));
}

function asksTheSame(one: ReturnType<typeof getCalendar>["calendar"], other: ReturnType<typeof getCalendar>["calendar"]): boolean {
  const asked = ({ party, where, questions }: typeof one) => JSON.stringify([party.named, where, questions.map(({ id }) => id).sort()]);
  return asked(one) === asked(other);
}

/**
 * Gives the place back; doing it again changes nothing.
 * @throws no-such-appointment, appointment-ended, too-late, too-many-requests
 */
export async function cancelOwn(parts: BookingParts, booker: Booker, id: string, reason?: string): Promise<void> {
  const row = await getOwn(parts, booker, id);
  await countMove(parts, booker);
  await cancel(parts, row, booker.by, reason);
}

async function countMove({ database }: Pick<BookingParts, "database">, { by }: Booker): Promise<void> {
  await countAttempt(database, [{ bucket: `appointment-moved:${by}`, limit: MOVES_BY_HOUR, windowSeconds: 3_600 }]);
}

/** @throws appointment-ended, too-late */
export async function cancel(parts: BookingParts, row: AppointmentRow, by: string | undefined, reason?: string): Promise<void> {
  if (row.state === "cancelled") return;
  refuseLate(parts, row);
  const cipher = reason === undefined ? undefined : await parts.identity.people.cipherOf(row.person);
  const now = parts.clock();
  const told = await whomToTell(parts, parts.database, row);
  const { freed } = await parts.database.transaction(async (tx) => {
    const done = await endAppointments(tx, [row.id], { by: "person", now, state: "booked" });
    if (done.ended.length === 0) throw appointmentEnded("The appointment is over.", { extensions: { state: row.state } });
    if (cipher && reason !== undefined) await updateAppointment(tx, row.id, { reason: cipher.seal(placeOf.reason(row.id), JSON.stringify({ zh: reason, en: reason })) });
    await parts.messages.settle(tx, told, { kind: "appointment", id: row.id });
    await sendConfirmations(parts, tx, row, by, { what: "cancelled" });
    if (row.made_by !== row.owner || by !== row.owner) await recordAct(tx, row, by, "appointment.cancelled");
    return done;
  });
  if (freed) await tellOfFreed(parts);
}

/** One tap: the office need not wonder. @throws appointment-ended */
export async function sayComing(parts: BookingParts, row: AppointmentRow): Promise<void> {
  const told = await whomToTell(parts, parts.database, row);
  await parts.database.transaction(async (tx) => {
    const now = await lockAppointment(tx, row.id);
    if (now?.state !== "booked" && now?.state !== "arrived") throw appointmentEnded("The appointment is over.", { extensions: { state: now?.state ?? row.state } });
    if (!now.coming_at) await updateAppointment(tx, row.id, { coming_at: parts.clock() });
    await parts.messages.settle(tx, told, { kind: "appointment", id: row.id });
  });
}

/** What somebody did with an appointment of another's. */
async function recordAct(tx: Handles, row: AppointmentRow, by: string | undefined, act: string): Promise<void> {
  await record(tx, {
    actor: by === undefined ? { kind: "system", id: "appointment-link" } : { kind: "person", id: by }, act, subject: row.person, city: row.city, about: { kind: "appointment", id: row.id },
    ...(by === undefined || by === row.owner ? {} : { actingFor: row.owner }),
  });
}

/** @throws appointment-ended, too-late */
function refuseLate(parts: Pick<BookingParts, "cities" | "clock">, row: AppointmentRow): void {
  if (row.state !== "booked") throw appointmentEnded("The appointment is over.", { extensions: { state: row.state } });
  const minutes = parts.cities.list().find(({ documents }) => documents.city.id === row.city)?.bookingCalendars.get(row.calendar)?.changeUntilMinutes ?? 0;
  const until = new Date(row.starts_at.getTime() - minutes * MINUTE_MS);
  if (parts.clock() >= until) throw tooLate("The appointment can no longer be changed or cancelled.", { extensions: { until: until.toISOString() } });
}
