/** What an office's queue looks like at this moment: read once for everybody who looks at the same time. */
import { chinaDate } from "../../../kernel/china-time.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Clock } from "../../../kernel/clock.ts";
import { countersFor, minutesEach, type Place, placesOf } from "./estimate.ts";
import { freePrefix, type Line } from "./lines.ts";
import { classOf, NOTHING_OWED, type Waiting } from "./next-to-call.ts";
import type { CountedOffice } from "./office.ts";
import { type CounterRow, listCounters, listOpenTickets, listPrefixes, listServed, type OfficeKey, type TicketRow } from "./store.ts";

export interface LineView {
  line: Line;
  prefix: string;
  appointments: number;
  walkIns: number;
  /** For somebody who takes a ticket now. */
  estimateMinutes: number;
}

export interface QueueView {
  at: Date;
  day: string;
  lines: LineView[];
  /** At work now. */
  counters: CounterRow[];
  waiting: TicketRow[];
  /** Called or being served, called last first. */
  atCounters: TicketRow[];
  places: Map<string, Place>;
  served: number;
}

/** Time passes: appointments fall due and estimates shrink. */
const KEPT_MS = 5_000;
const COUNTED = 20;
/** What nobody has, since the one who would take it has none yet. */
const NOBODY = "nobody";

/** The views of this process. One is read anew when word of a change comes. */
export interface QueueViews {
  read(office: CountedOffice): Promise<QueueView>;
  forget(key: OfficeKey | "all"): void;
}

export function createQueueViews({ database, clock }: { database: Database; clock: Clock }): QueueViews {
  const kept = new Map<string, { view: Promise<QueueView>; at: number }>();
  const nameOf = ({ city, office }: OfficeKey) => `${city}/${office}`;
  return {
    read(office) {
      const name = nameOf(office);
      const now = clock().getTime();
      const known = kept.get(name);
      if (known && now - known.at >= 0 && now - known.at < KEPT_MS) return known.view;
      const view = readView(database, office, clock());
      kept.set(name, { view, at: now });
      view.catch(() => kept.delete(name));
      return view;
    },
    forget(key) {
      if (key === "all") kept.clear();
      else kept.delete(nameOf(key));
    },
  };
}

async function readView(database: Database, office: CountedOffice, now: Date): Promise<QueueView> {
  const day = chinaDate(now);
  const [prefixes, open, served, counters] = await Promise.all([listPrefixes(database, office), listOpenTickets(database, office, day), listServed(database, office, day, COUNTED), listCounters(database, office)]);
  const atWork = counters.filter(({ closed_at }) => closed_at === null);
  const letters = new Map(prefixes.map(({ line, prefix }) => [line, prefix]));
  const places = new Map<string, Place>();
  const waiting = open.filter(({ state }) => state === "waiting");
  const waitedFor = new Set(waiting.map(({ line }) => line));
  const lines = office.lines.map((line): LineView => {
    if (!letters.has(line.id)) letters.set(line.id, freePrefix([...letters.values()]));
    const own = waiting.filter((ticket) => ticket.line === line.id);
    const pace = minutesEach(served.find((each) => each.line === line.id)?.minutes ?? []) / countersFor(line.id, atWork, waitedFor);
    const serving = atWork.find(({ lines: served_ }) => served_.includes(line.id));
    const mix = serving ? { ordinary: serving.owed_ordinary, walkIn: serving.owed_walk_in } : NOTHING_OWED;
    const queue = own.map((ticket, index) => toWaiting(ticket, line, index));
    const newcomer: Waiting = { id: NOBODY, arrivedAt: now.getTime(), order: own.length, priority: false, walkInPercent: line.walkInPercent };
    const withNewcomer = placesOf([...queue, newcomer], { now: now.getTime(), pace, mix });
    for (const [id, place] of placesOf(queue, { now: now.getTime(), pace, mix })) places.set(id, place);
    const appointments = queue.filter((each) => classOf(each) === "appointment").length;
    return { line, prefix: letters.get(line.id) ?? "", appointments, walkIns: own.length - appointments, estimateMinutes: withNewcomer.get(NOBODY)?.minutes ?? 0 };
  });
  return {
    at: now, day, lines, counters: atWork, waiting, places,
    atCounters: open.filter(({ state }) => state !== "waiting").sort((a, b) => (b.called_at?.getTime() ?? 0) - (a.called_at?.getTime() ?? 0)),
    served: served.reduce((total, { count }) => total + count, 0),
  };
}

/** @param order ids of tickets are in the order in which they were taken, and so are lists of them */
export function toWaiting(ticket: Pick<TicketRow, "id" | "starts_at" | "arrived_at" | "priority">, line: Pick<Line, "walkInPercent">, order: number): Waiting {
  return { id: ticket.id, arrivedAt: ticket.arrived_at.getTime(), order, priority: ticket.priority !== null, walkInPercent: line.walkInPercent, ...(ticket.starts_at ? { startsAt: ticket.starts_at.getTime() } : {}) };
}
