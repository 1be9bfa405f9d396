/** What a clerk does with tickets: calls the next, says what became of it, sends it on. */
import type { Staff } from "../../identity/index.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import type { Handles } from "../../../kernel/database.ts";
import { findAppointment, markServed } from "./appointments.ts";
import type { Priority, TicketState, Visit } from "./contract.ts";
import { requireOwnCounter } from "./counters.ts";
import { counterBusy, noSuchTicket, ticketOver } from "./errors.ts";
import { nextToCall } from "./next-to-call.ts";
import { covers, type CountedOffice, getLine, refuseWithoutLine } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import { toWaiting } from "./queue-views.ts";
import { findCounter, findTicket, findTicketAtCounter, listOpenTickets, lockOffice, notifyQueueChanged, type TicketRow, updateCounter, updateTicket } from "./store.ts";
import { describeVisit, recordVisit, requireHolder } from "./visit.ts";

/** After a transfer the ticket is kept for the counter named, and then anybody of the line may call it. */
const KEPT_FOR_COUNTER_MS = 15 * 60_000;

/**
 * Calls whoever is next by the rule; undefined when nobody waits. Two counters never call the same: within an office one
 * calls after the other.
 * @throws counter-shut, counter-busy
 */
export async function callNext(parts: CounterParts, staff: Staff, office: CountedOffice, number: number): Promise<Visit | undefined> {
  const { clock } = parts;
  const now = clock();
  return work(parts, office, async (tx) => {
    const counter = await requireOwnCounter(tx, staff, office, number);
    await refuseBusy(tx, office, number, now);
    // Their rights may have shrunk, and the calendar may be gone, since they opened it.
    const lines = office.lines.filter((line) => counter.lines.includes(line.id) && covers(staff, ["clerk"], office, line));
    const open = await listOpenTickets(tx, office, chinaDate(now));
    const waiting = open.flatMap((ticket, index) => {
      const line = lines.find(({ id }) => id === ticket.line);
      const isElsewhere = ticket.for_counter !== null && ticket.for_counter !== number && ticket.for_counter_until !== null && ticket.for_counter_until > now;
      return line && ticket.state === "waiting" && !isElsewhere ? [toWaiting(ticket, line, index)] : [];
    });
    const next = nextToCall(waiting, { ordinary: counter.owed_ordinary, walkIn: counter.owed_walk_in }, now.getTime());
    if (!next) return undefined;
    await updateCounter(tx, { city: office.city, office: office.office, number }, { owed_ordinary: next.mix.ordinary, owed_walk_in: next.mix.walkIn });
    const row = await updateTicket(tx, next.ticket.id, { state: "called", called_at: now, times: 1, counter: number, serving_at: null, for_counter: null, for_counter_until: null });
    await recordVisit(tx, staff, row, "queue-ticket.called");
    return row;
  });
}

/** They sat down; with the end of their card, that it is they. @throws no-such-ticket, not-allowed, ticket-over, not-the-holder */
export async function beginServing(parts: CounterParts, staff: Staff, office: CountedOffice, id: string, cardTail: string | undefined): Promise<Visit> {
  const visit = await work(parts, office, async (tx) => {
    const row = await getTicket(parts, tx, staff, office, id);
    requireState(row, ["called", "serving"]);
    const appointment = row.appointment === null || cardTail === undefined ? undefined : await findAppointment(tx, row.appointment);
    if (appointment) await requireHolder(parts, appointment, cardTail);
    const serving = row.state === "serving" ? row : await updateTicket(tx, id, { state: "serving", serving_at: parts.clock() });
    await recordVisit(tx, staff, serving, "queue-ticket.begun");
    return serving;
  });
  return visit as Visit;
}

/** @throws no-such-ticket, not-allowed, ticket-over */
export async function endVisit(parts: CounterParts, staff: Staff, office: CountedOffice, id: string, outcome: "served" | "missed" | "left"): Promise<void> {
  const from: Record<typeof outcome, TicketState[]> = { served: ["called", "serving"], missed: ["called"], left: ["waiting", "called", "missed"] };
  await work(parts, office, async (tx) => {
    const row = await getTicket(parts, tx, staff, office, id);
    if (row.state === outcome) return undefined;
    requireState(row, from[outcome]);
    const ended = await updateTicket(tx, id, { state: outcome, ended_at: parts.clock() });
    if (outcome === "served" && row.appointment !== null) await markServed(tx, row.appointment);
    await recordVisit(tx, staff, ended, `queue-ticket.${outcome}`);
    return undefined;
  });
}

/**
 * Calls once more; one that was missed is called to the counter named.
 * @throws no-such-ticket, not-allowed, ticket-over, counter-shut, counter-busy
 */
export async function recall(parts: CounterParts, staff: Staff, office: CountedOffice, id: string, number: number): Promise<Visit> {
  const now = parts.clock();
  const visit = await work(parts, office, async (tx) => {
    const row = await getTicket(parts, tx, staff, office, id);
    requireState(row, ["called", "missed"]);
    await requireOwnCounter(tx, staff, office, number);
    if (row.state === "missed" || row.counter !== number) await refuseBusy(tx, office, number, now);
    const called = await updateTicket(tx, id, { state: "called", called_at: now, times: row.times + 1, counter: number, ended_at: null });
    await recordVisit(tx, staff, called, "queue-ticket.recalled");
    return called;
  });
  return visit as Visit;
}

/**
 * To another line, or to one counter of it. They have waited: it is counted from when they came.
 * @throws no-such-ticket, not-allowed, ticket-over, no-such-line
 */
export async function transfer(parts: CounterParts, staff: Staff, office: CountedOffice, id: string, to: { line: string; counter?: number | undefined }): Promise<void> {
  const line = getLine(office, to.line);
  await work(parts, office, async (tx) => {
    const row = await getTicket(parts, tx, staff, office, id);
    requireState(row, ["waiting", "called", "serving"]);
    const until = to.counter === undefined ? null : new Date(parts.clock().getTime() + KEPT_FOR_COUNTER_MS);
    const sent = await updateTicket(tx, id, { state: "waiting", line: line.id, counter: null, serving_at: null, for_counter: to.counter ?? null, for_counter_until: until });
    await recordVisit(tx, staff, sent, "queue-ticket.transferred");
    return undefined;
  });
}

/** @throws no-such-ticket, not-allowed, ticket-over */
export async function setPriority(parts: CounterParts, staff: Staff, office: CountedOffice, id: string, priority: Priority | null): Promise<void> {
  await work(parts, office, async (tx) => {
    const row = await getTicket(parts, tx, staff, office, id);
    requireState(row, ["waiting"]);
    const changed = await updateTicket(tx, id, { priority });
    await recordVisit(tx, staff, changed, "queue-ticket.changed");
    return undefined;
  });
}

/** A look at whoever was called: recorded each time. @throws no-such-ticket, not-allowed */
export async function lookAtVisit(parts: CounterParts, staff: Staff, office: CountedOffice, id: string): Promise<Visit> {
  const row = await parts.database.transaction(async (tx) => {
    const found = await getTicket(parts, tx, staff, office, id);
    await recordVisit(tx, staff, found, "queue-ticket.seen");
    return found;
  });
  return describeVisit(parts, office, row);
}

/** One thing after the other within the office; everybody who looks on is told. */
async function work(parts: CounterParts, office: CountedOffice, act: (tx: Handles) => Promise<TicketRow | undefined>): Promise<Visit | undefined> {
  const row = await parts.database.transaction(async (tx) => {
    await lockOffice(tx, office);
    const changed = await act(tx);
    await notifyQueueChanged(tx, office);
    return changed;
  });
  parts.views.forget(office);
  return row && describeVisit(parts, office, row);
}

/** Today's ticket, of a line they call or at their own counter, to which it may have been transferred. */
async function getTicket({ clock }: Pick<CounterParts, "clock">, source: Handles, staff: Staff, office: CountedOffice, id: string): Promise<TicketRow> {
  const row = await findTicket(source, id);
  if (!row || row.city !== office.city || row.office !== office.office || row.day !== chinaDate(clock())) throw noSuchTicket("There is no such ticket here.");
  const isAtTheirs = row.counter !== null && (row.state === "called" || row.state === "serving") && (await findCounter(source, office, row.counter))?.staff === staff.id;
  if (!isAtTheirs) refuseWithoutLine(staff, ["clerk"], office, getLine(office, row.line));
  return row;
}

function requireState(row: TicketRow, states: readonly TicketState[]): void {
  if (!states.includes(row.state)) throw ticketOver(`The ticket is ${row.state}.`, { extensions: { state: row.state } });
}

async function refuseBusy(tx: Handles, office: CountedOffice, number: number, now: Date): Promise<void> {
  const there = await findTicketAtCounter(tx, office, chinaDate(now), number);
  if (there) throw counterBusy("Somebody was called to this counter already.", { extensions: { ticket: there.number, id: there.id } });
}
