/** The queue as the hall sees it, and as the clerks do. Nobody is named in either. */
import type { Staff } from "../../identity/index.ts";
import type { Queue, StaffQueue } from "./contract.ts";
import { describeForStaff } from "./describe-ticket.ts";
import { covers, type CountedOffice } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import type { LineView } from "./queue-views.ts";
import { listMissedTickets } from "./store.ts";

const CALLS_SHOWN = 24;
const MISSED_SHOWN = 20;

export async function showQueue({ views }: Pick<CounterParts, "views">, office: CountedOffice): Promise<Queue> {
  const view = await views.read(office);
  const lines = view.lines.map(describeLine);
  return {
    city: office.city, office: { id: office.office, names: office.names }, date: view.day, at: view.at.toISOString(), lines,
    serving: view.atCounters.slice(0, CALLS_SHOWN).map((ticket) => ({ number: ticket.number, counter: ticket.counter ?? 0, state: ticket.state as "called" | "serving", calledAt: (ticket.called_at ?? view.at).toISOString(), times: ticket.times })),
    waiting: { appointments: sum(lines, "appointments"), walkIns: sum(lines, "walkIns") },
    estimateMinutes: Math.max(0, ...lines.filter(({ appointments, walkIns }) => appointments + walkIns > 0).map(({ estimateMinutes }) => estimateMinutes)),
  };
}

export async function showStaffQueue({ views, database }: Pick<CounterParts, "views" | "database">, staff: Staff, office: CountedOffice): Promise<StaffQueue> {
  const view = await views.read(office);
  const missed = await listMissedTickets(database, office, view.day, MISSED_SHOWN);
  const own = new Set(office.lines.filter((line) => covers(staff, ["clerk", "department-head"], office, line)).map(({ id }) => id));
  const callable = new Set(office.lines.filter((line) => covers(staff, ["clerk"], office, line)).map(({ id }) => id));
  const mine = new Set(view.counters.filter((counter) => counter.staff === staff.id).map(({ number }) => number));
  const order = (id: string) => view.places.get(id)?.ahead ?? 0;
  return {
    office: { id: office.office, names: office.names }, date: view.day, at: view.at.toISOString(), served: view.served,
    lines: view.lines.map((line) => ({ ...describeLine(line), own: callable.has(line.line.id) })),
    counters: view.counters.map(({ number, lines }) => {
      const ticket = view.atCounters.find(({ counter }) => counter === number);
      const shown = ticket && (mine.has(number) || own.has(ticket.line)) ? describeForStaff(office, view, ticket) : undefined;
      return { number, lines, open: true, mine: mine.has(number), ...(shown ? { ticket: shown } : {}) };
    }),
    waiting: view.waiting.filter(({ line }) => own.has(line)).sort((a, b) => order(a.id) - order(b.id)).map((ticket) => describeForStaff(office, view, ticket)),
    missed: missed.filter(({ line }) => own.has(line)).map((ticket) => describeForStaff(office, view, ticket)),
  };
}

function describeLine({ line, prefix, appointments, walkIns, estimateMinutes }: LineView) {
  return { id: line.id, prefix, names: line.names, appointments, walkIns, estimateMinutes };
}

function sum(lines: Queue["lines"], member: "appointments" | "walkIns"): number {
  return lines.reduce((total, line) => total + line[member], 0);
}

