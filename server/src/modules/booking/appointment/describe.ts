import { maskName } from "../../../kernel/mask.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import type { Text } from "../../catalogue/index.ts";
import type { BookingParts, CityCatalogue } from "../parts.ts";
import { findOffice, nameService } from "../calendar/find-places.ts";
import type { Appointment, LinkedAppointment } from "../contract.ts";
import { type KeptDetails, placeOf } from "./details.ts";
import { remindersOf } from "./reminders.ts";
import { type AppointmentRow, findHeld, findOpenOffer } from "./store.ts";

const MINUTE_MS = 60_000;
/** What is shown of an appointment whose calendar the city has taken back. */
const GONE: Text = { zh: "预约", en: "Appointment" };

/** An appointment as its owner sees it; a calendar that was taken back since leaves what the row knows. */
export async function describeAppointment(parts: Pick<BookingParts, "database" | "vault" | "identity" | "cities">, row: AppointmentRow): Promise<Appointment> {
  const cipher = row.details || row.reason ? await parts.identity.people.cipherOf(row.person) : undefined;
  const details = openDetails(row, cipher);
  const reason = row.reason && cipher ? (JSON.parse(cipher.open(placeOf.reason(row.id), row.reason)) as Text) : undefined;
  // Whom the office had to put off is kept another time.
  const offer = row.cancelled_by === "office" ? await findOpenOffer(parts.database, { insteadOf: row.id }) : undefined;
  const held = offer && (await findHeld(parts.database, offer.appointment));
  const { id, state, city, calendar, starts_at: startsAt, ends_at: endsAt, party, needs, sequence, code } = row;
  if (state === "held" || !code) throw new Error(`The place ${id} is no appointment`);
  const { names, office, where, bring, changeUntilMinutes, kind, services } = placeOfVisit(parts, row);
  return {
    id, state, city, calendar, names, ...(office ? { office } : {}), where, services, kind,
    startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), party, needs: needs as Appointment["needs"], bring, sequence,
    members: details.members.map(({ name }) => ({ name: maskName(name) })), answers: details.answers, ...(details.address === undefined ? {} : { address: details.address }),
    code: parts.vault.service.open(placeOf.code(id), code),
    bookedAt: row.created_at.toISOString(),
    changeUntil: new Date(startsAt.getTime() - changeUntilMinutes * MINUTE_MS).toISOString(),
    reminders: state === "booked" ? remindersOf(startsAt).filter((at) => row.remind_at !== null && at >= row.remind_at).map((at) => at.toISOString()) : [],
    ...(row.coming_at ? { comingAt: row.coming_at.toISOString() } : {}),
    ...(row.arrived_at ? { arrivedAt: row.arrived_at.toISOString() } : {}),
    ...(row.cancelled_by ? { cancelledBy: row.cancelled_by } : {}),
    ...(reason ? { reason } : {}),
    ...(offer && held ? { offer: { id: offer.id, startsAt: held.starts_at.toISOString(), endsAt: held.ends_at.toISOString(), until: offer.until.toISOString() } } : {}),
    bookedBy: row.made_by === row.owner ? "self" : "other",
  };
}

/** No more than lets somebody decide, for whoever has the link. */
export function describeLinked(parts: Pick<BookingParts, "cities">, row: AppointmentRow): LinkedAppointment {
  const { names, office, where, bring, changeUntilMinutes } = placeOfVisit(parts, row);
  if (row.state === "held") throw new Error(`The place ${row.id} is no appointment`);
  return {
    state: row.state, names, ...(office ? { office: { names: office.names, address: office.address } } : {}), where, party: row.party, bring,
    startsAt: row.starts_at.toISOString(), endsAt: row.ends_at.toISOString(), changeUntil: new Date(row.starts_at.getTime() - changeUntilMinutes * MINUTE_MS).toISOString(),
    ...(row.coming_at ? { comingAt: row.coming_at.toISOString() } : {}),
  };
}

/** What the city's documents say now about where an appointment is. */
export function placeOfVisit({ cities }: Pick<BookingParts, "cities">, row: Pick<AppointmentRow, "city" | "calendar" | "kind" | "services">) {
  const catalogue: CityCatalogue | undefined = cities.list().find(({ documents }) => documents.city.id === row.city);
  const calendar = catalogue?.bookingCalendars.get(row.calendar);
  const services = row.services.map((service) => (catalogue && nameService(catalogue, service)) ?? { id: service, names: GONE });
  const office = catalogue && calendar && findOffice(catalogue, calendar.office);
  return {
    names: calendar?.names ?? services[0]?.names ?? GONE,
    office,
    where: calendar?.where ?? ("office" as const),
    bring: calendar?.bring ?? [],
    changeUntilMinutes: calendar?.changeUntilMinutes ?? 0,
    kind: { id: row.kind, names: calendar?.kinds.find(({ id }) => id === row.kind)?.names ?? GONE },
    services,
  };
}

export function openDetails({ id, details }: Pick<AppointmentRow, "id" | "details">, cipher: PersonCipher | undefined): KeptDetails {
  return details && cipher ? (JSON.parse(cipher.open(placeOf.details(id), details)) as KeptDetails) : { members: [], answers: {} };
}

