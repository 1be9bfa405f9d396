/** The desk at the door: checks people in by the code they show, and gives numbers to those without one. */
import type { Staff } from "../../identity/index.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import { readCheckInCode } from "../appointment/code.ts";
import { findAppointmentByCode } from "./appointments.ts";
import type { Priority, StaffTicket, Visit } from "./contract.ts";
import { describeForStaff } from "./describe-ticket.ts";
import { alreadyCheckedIn, appointmentOver, foreignCode, notHandledHere, notToday, otherOffice } from "./errors.ts";
import { lineForService } from "./lines.ts";
import { type CountedOffice, getLine, refuseWithoutLine } from "./office.ts";
import { arrive, officeOf, priorityOf } from "./own-tickets.ts";
import type { CounterParts } from "./parts.ts";
import { findTicketOfAppointment, lockOffice } from "./store.ts";
import { takeTicket } from "./take-ticket.ts";
import { describeVisit, recordVisit, requireHolder } from "./visit.ts";

/**
 * By the appointment's code, once.
 * @throws foreign-code, other-office, not-today, appointment-over, card-needed, not-the-holder, already-checked-in, not-allowed
 */
export async function checkInByCode(parts: CounterParts, staff: Staff, office: CountedOffice, shown: { code: string; cardTail?: string | undefined; priority?: Priority | undefined }): Promise<Visit> {
  const { database, cities, clock, views } = parts;
  const now = clock();
  const appointment = await findAppointmentByCode(database, codeHashes(parts, shown.code));
  // Whoever tries codes of another city learns nothing about them.
  if (!appointment || appointment.city !== staff.city) throw foreignCode("This is no code of an appointment.");
  const at = officeOf(cities, appointment);
  if (at.office !== office.office) throw otherOffice("The appointment is at another office.", { extensions: { office: { id: at.office, names: at.names } } });
  refuseWithoutLine(staff, ["clerk"], office, getLine(office, appointment.calendar));
  if (chinaDate(appointment.starts_at) !== chinaDate(now)) throw notToday("The appointment is on another day.", { extensions: { startsAt: appointment.starts_at.toISOString() } });
  const before = await findTicketOfAppointment(database, appointment.id);
  if (before && before.state !== "missed") throw alreadyCheckedIn("This code was used already.", { extensions: { ticket: before.number, id: before.id } });
  if (appointment.state === "cancelled") throw appointmentOver("This appointment no longer stands.", { extensions: { state: appointment.state } });
  await requireHolder(parts, appointment, shown.cardTail);
  const priority = shown.priority ?? (await priorityOf(parts, appointment.person, appointment.needs));
  const row = await database.transaction(async (tx) => {
    await lockOffice(tx, office);
    const meanwhile = await findTicketOfAppointment(tx, appointment.id);
    if (meanwhile && meanwhile.state !== "missed") throw alreadyCheckedIn("This code was used already.", { extensions: { ticket: meanwhile.number, id: meanwhile.id } });
    const ticket = await arrive(tx, office, { appointment: appointment.id, by: appointment.made_by, priority }, now);
    await recordVisit(tx, staff, ticket, "appointment.checked-in");
    return ticket;
  });
  views.forget(office);
  return describeVisit(parts, office, row);
}

/** @throws not-allowed, no-such-line, not-handled-here */
export async function giveTicket(parts: CounterParts, staff: Staff, office: CountedOffice, asked: { line: string; service?: string | undefined; priority?: Priority | undefined; party?: number | undefined }): Promise<StaffTicket> {
  const line = getLine(office, asked.line);
  refuseWithoutLine(staff, ["clerk"], office, line);
  if (asked.service !== undefined && lineForService(office.documents, office.office, asked.service)?.id !== line.id) throw notHandledHere("This is not done in that line.");
  const row = await parts.database.transaction(async (tx) => {
    await lockOffice(tx, office);
    return takeTicket(tx, office, { line, service: asked.service, priority: asked.priority, party: asked.party }, parts.clock());
  });
  parts.views.forget(office);
  return describeForStaff(office, await parts.views.read(office), row);
}

function codeHashes({ lookupHash }: CounterParts, shown: string): Buffer[] {
  return lookupHash.candidates("check-in-code", readCheckInCode(shown));
}
