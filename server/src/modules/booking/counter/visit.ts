/** Who stands before the clerk: as little as they need to know whom they called, and on record as a look at the person. */
import { type AuditEntry, record } from "../../audit/index.ts";
import type { Staff } from "../../identity/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { maskIdNumber, maskName } from "../../../kernel/mask.ts";
import { actsFor } from "../appointment/booker.ts";
import { type CountedAppointment, findAppointment, readDetails } from "./appointments.ts";
import type { Visit } from "./contract.ts";
import { describeForStaff, namedService } from "./describe-ticket.ts";
import { cardNeeded, notTheHolder } from "./errors.ts";
import type { CountedOffice } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import type { TicketRow } from "./store.ts";

export async function describeVisit(parts: CounterParts, office: CountedOffice, row: TicketRow): Promise<Visit> {
  const { database, identity, views } = parts;
  const [view, appointment, known] = await Promise.all([views.read(office), row.appointment === null ? undefined : findAppointment(database, row.appointment), row.person === null ? undefined : identity.people.find(row.person)]);
  const calendar = office.lines.find(({ id }) => id === row.line)?.calendar;
  const kind = appointment && calendar?.kinds.find(({ id }) => id === appointment.kind);
  const details = appointment && (await readDetails(parts, appointment));
  const services = appointment?.services ?? (row.service === null ? [] : [row.service]);
  return {
    ticket: describeForStaff(office, view, row),
    ...(known ? { person: { name: maskName(known.name), idNumber: maskIdNumber(known.idNumber) } } : {}),
    ...(kind ? { kind: kind.names } : {}),
    services: services.flatMap((id) => namedService(office.documents, id) ?? []),
    members: (details?.members ?? []).map(({ name, idNumber }) => ({ name: maskName(name), idNumber: maskIdNumber(idNumber) })),
    answers: (calendar?.questions ?? []).flatMap(({ id, names }) => (details?.answers[id] === undefined ? [] : [{ names, text: details.answers[id] }])),
    needs: appointment?.needs ?? [],
    bring: calendar?.bring ?? [],
  };
}

/** What staff did with somebody's ticket. Of a ticket that is nobody's, nothing is said of anybody. */
export async function recordVisit(tx: Handles, staff: Staff, row: TicketRow, act: string): Promise<void> {
  if (row.person === null) return;
  const actor: AuditEntry["actor"] = { kind: "staff", id: staff.id, city: staff.city, ...(staff.department === undefined ? {} : { department: staff.department }) };
  await record(tx, { actor, act, subject: row.person, purpose: "窗口叫号服务", ground: "PIPL 13(1)3", fields: ["name", "idNumber", "appointment"], city: row.city, about: { kind: "queue-ticket", id: row.id }, detail: { number: row.number } });
}

/**
 * An appointment is worth nothing to whoever buys its code: the card they show is one of those it was made for, or of who
 * booked it and may still act for its owner.
 * @throws card-needed, not-the-holder
 */
export async function requireHolder(parts: Pick<CounterParts, "identity" | "cities">, appointment: CountedAppointment, cardTail: string | undefined): Promise<void> {
  const { person, made_by: maker, owner } = appointment;
  const [known, by, details] = await Promise.all([parts.identity.people.find(person), parts.identity.people.find(maker), readDetails(parts, appointment)]);
  const members = details?.members ?? [];
  // Somebody who has proven no name yet: there is nothing to compare, and no name is shown either.
  if (!known && !by && members.length === 0) return;
  if (cardTail === undefined) throw cardNeeded("Type the end of the card they show.");
  const shows = (number: string | undefined) => number?.endsWith(cardTail.toUpperCase()) ?? false;
  if (members.some((member) => shows(member.idNumber))) return;
  for (const [id, card] of [[person, known], [maker, by]] as const) if (shows(card?.idNumber) && (await actsFor(parts, id, owner, appointment))) return;
  throw notTheHolder("The appointment belongs to somebody else.");
}
