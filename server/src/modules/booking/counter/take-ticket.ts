import { chinaDate } from "../../../kernel/china-time.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Priority } from "./contract.ts";
import { freePrefix, type Line, numberOf } from "./lines.ts";
import type { CountedOffice } from "./office.ts";
import { countTicket, insertPrefixes, insertTicket, listPrefixes, notifyQueueChanged, type TicketRow } from "./store.ts";

export interface NewTicket {
  line: Line;
  /** Left out: whoever stands at the desk. */
  person?: string;
  /** Who took it for them. */
  holder?: string;
  appointment?: { id: string; startsAt: Date };
  service?: string | undefined;
  party?: number | undefined;
  priority?: Priority | undefined;
}

/** Gives the line's next number of the day. Under the office's lock. */
export async function takeTicket(tx: Handles, office: CountedOffice, ticket: NewTicket, now: Date): Promise<TicketRow> {
  const { city, office: id } = office;
  const day = chinaDate(now);
  const prefix = await prefixOf(tx, office, ticket.line);
  const count = await countTicket(tx, { city, office: id, day, line: ticket.line.id });
  const row = await insertTicket(tx, {
    id: newId(), city, office: id, day, line: ticket.line.id, number: numberOf(prefix, count), state: "waiting",
    appointment: ticket.appointment?.id ?? null, starts_at: ticket.appointment?.startsAt ?? null, person: ticket.person ?? null, holder: ticket.holder ?? null,
    service: ticket.service ?? null, party: ticket.party ?? 1, priority: ticket.priority ?? null, arrived_at: now, taken_at: now, times: 0,
  });
  await notifyQueueChanged(tx, office);
  return row;
}

/** All of an office's lines get their letters together, so that they stand in the documents' order. */
async function prefixOf(tx: Handles, { city, office, lines }: CountedOffice, { id }: Line): Promise<string> {
  const given = new Map((await listPrefixes(tx, { city, office })).map(({ line, prefix }) => [line, prefix]));
  const known = given.get(id);
  if (known !== undefined) return known;
  const added = [];
  for (const line of lines) {
    if (given.has(line.id)) continue;
    const prefix = freePrefix([...given.values()]);
    given.set(line.id, prefix);
    added.push({ city, office, line: line.id, prefix });
  }
  await insertPrefixes(tx, added);
  return given.get(id) ?? "";
}
