/** What this room keeps of a person: appointments, what they wait for, numbers in queues, and their part in campaigns. */
import Type from "typebox";
import type { ExportPart } from "../identity/index.ts";
import { describeAppointment } from "./appointment/describe.ts";
import { findAppointment, findWish } from "./appointment/store.ts";
import { describeWish } from "./appointment/wishes.ts";
import { MyCampaign } from "./campaign/contract.ts";
import { describeMine } from "./campaign/describe-mine.ts";
import type { CampaignParts } from "./campaign/parts.ts";
import { listEntered } from "./campaign/store.ts";
import { Appointment, Instant, Wish } from "./contract.ts";
import { TicketState } from "./counter/contract.ts";
import { listAppointmentIds, listTickets, listWishIds } from "./export-store.ts";
import type { BookingParts } from "./parts.ts";

const ExportedTicket = Type.Object({
  number: Type.String(),
  state: TicketState,
  city: Type.String(),
  office: Type.String(),
  line: Type.String(),
  service: Type.Optional(Type.String()),
  appointment: Type.Optional(Type.String()),
  priority: Type.Optional(Type.String()),
  party: Type.Integer(),
  takenAt: Instant,
  arrivedAt: Instant,
  calledAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
});
const { city, names } = Wish.properties;
const ExportedCampaign = Type.Object({ city, names, ...MyCampaign.properties });

export function bookingExport(parts: BookingParts): ExportPart[] {
  const { database } = parts;
  const each = async <Found, Told>(ids: readonly string[], find: (id: string) => Promise<Found | undefined>, tell: (found: Found) => Promise<Told>): Promise<Told[]> => {
    const all: Told[] = [];
    for (const id of ids) {
      const found = await find(id);
      if (found) all.push(await tell(found));
    }
    return all;
  };
  return [
    {
      name: "appointments",
      schema: Type.Array(Appointment),
      read: async (person) => each(await listAppointmentIds(database, person), (id) => findAppointment(database, id), (row) => describeAppointment(parts, row)),
    },
    {
      name: "wishes",
      schema: Type.Array(Wish),
      read: async (person) => each(await listWishIds(database, person), (id) => findWish(database, id), (row) => describeWish(parts, row)),
    },
    {
      name: "queueTickets",
      schema: Type.Array(ExportedTicket),
      read: async (person) =>
        (await listTickets(database, person)).map((row) => ({
          number: row.number, state: row.state, city: row.city, office: row.office, line: row.line, party: row.party, takenAt: row.taken_at.toISOString(), arrivedAt: row.arrived_at.toISOString(),
          ...(row.service === null ? {} : { service: row.service }), ...(row.appointment === null ? {} : { appointment: row.appointment }), ...(row.priority === null ? {} : { priority: row.priority }),
          ...(row.called_at ? { calledAt: row.called_at.toISOString() } : {}), ...(row.ended_at ? { endedAt: row.ended_at.toISOString() } : {}),
        })),
    },
  ];
}

export function campaignsExport(parts: Pick<CampaignParts, "database" | "campaigns" | "vault" | "clock">): ExportPart {
  const { database, campaigns } = parts;
  return {
    name: "campaigns",
    schema: Type.Array(ExportedCampaign),
    async read(person) {
      const entered = (await listEntered(database, person, campaigns.list().map(({ id }) => id))).flatMap((id) => campaigns.byId(id) ?? []);
      return Promise.all(entered.map(async (campaign) => ({ city: campaign.city, names: campaign.rules.names, ...(await describeMine(parts, campaign, { person })) })));
    },
  };
}
