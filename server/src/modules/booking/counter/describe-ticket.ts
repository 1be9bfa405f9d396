import type { CityDocuments } from "../../catalogue/index.ts";
import type { StaffTicket, Ticket } from "./contract.ts";
import { classOf } from "./next-to-call.ts";
import { type CountedOffice, getLine } from "./office.ts";
import type { QueueView } from "./queue-views.ts";
import type { TicketRow } from "./store.ts";

type Named = { id: string; names: CityDocuments["offices"][number]["names"] };

/** The ticket as whoever holds it sees it. */
export function describeTicket(office: CountedOffice, view: QueueView, row: TicketRow): Ticket {
  const { line, prefix } = view.lines.find((each) => each.line.id === row.line) ?? { line: { id: row.line, names: office.names }, prefix: row.number.replace(/\d+$/, "") };
  const service = row.service === null ? undefined : namedService(office.documents, row.service);
  return {
    ...commonOf(row), ...placeOf(view, row),
    city: row.city,
    office: { id: office.office, names: office.names },
    line: { id: line.id, prefix, names: line.names },
    ...(service ? { service } : {}),
    ...(row.appointment === null ? {} : { appointment: row.appointment }),
  };
}

/** The same as it stands in the clerk's list: what it is for, and of whom nothing. */
export function describeForStaff(office: CountedOffice, view: QueueView, row: TicketRow): StaffTicket {
  const service = row.service === null ? undefined : namedService(office.documents, row.service);
  const kept = row.for_counter !== null && row.for_counter_until !== null && row.for_counter_until > view.at;
  return {
    ...commonOf(row), ...placeOf(view, row),
    line: row.line,
    times: row.times,
    ...(service ? { service } : {}),
    ...(kept ? { forCounter: row.for_counter ?? undefined, forCounterUntil: row.for_counter_until?.toISOString() } : {}),
  };
}

function commonOf(row: TicketRow) {
  return {
    id: row.id, number: row.number, state: row.state, party: row.party, takenAt: row.taken_at.toISOString(),
    class: classOf({ startsAt: row.starts_at?.getTime(), arrivedAt: row.arrived_at.getTime() }),
    ...(row.starts_at ? { startsAt: row.starts_at.toISOString() } : {}),
    ...(row.priority === null ? {} : { priority: row.priority }),
    ...(row.called_at ? { calledAt: row.called_at.toISOString() } : {}),
    ...(row.counter === null ? {} : { counter: row.counter }),
  };
}

function placeOf(view: QueueView, { id, state }: TicketRow) {
  const place = state === "waiting" ? view.places.get(id) : undefined;
  return place ? { ahead: place.ahead, estimateMinutes: place.minutes } : {};
}

export function namedService({ services }: CityDocuments, id: string): Named | undefined {
  const item = services.find((each) => each.id === id);
  return item && { id, names: item.names };
}

/** @throws no-such-line when the calendar was taken away during the day */
export function lineOf(office: CountedOffice, row: Pick<TicketRow, "line">) {
  return getLine(office, row.line);
}
