/** Opening and closing counters. */
import type { Staff } from "../../identity/index.ts";
import { counterBusy, counterShut, counterTaken } from "./errors.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import type { Handles } from "../../../kernel/database.ts";
import { type CountedOffice, getLine, refuseWithoutLine } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import { closeCountersOf, type CounterRow, findCounter, findTicketAtCounter, listCounters, lockOffice, notifyQueueChanged, openCounter, updateCounter } from "./store.ts";

/**
 * Somebody begins to work at a counter, or changes what they do there. Whatever other counter of the office they had is closed.
 * @throws not-allowed, no-such-line, counter-taken, counter-busy
 */
export async function takeCounter({ database, clock, views }: CounterParts, staff: Staff, office: CountedOffice, number: number, lines: string[]): Promise<void> {
  for (const id of lines) refuseWithoutLine(staff, ["clerk"], office, getLine(office, id));
  const now = clock();
  await database.transaction(async (tx) => {
    await lockOffice(tx, office);
    const counter = await findCounter(tx, office, number);
    // Left open overnight, a counter is nobody's.
    const isOthers = counter && !counter.closed_at && counter.staff !== staff.id && chinaDate(counter.opened_at) === chinaDate(now);
    if (isOthers) throw counterTaken("A colleague works at this counter.");
    for (const other of await listCounters(tx, office)) {
      if (other.closed_at || other.staff !== staff.id || other.number === number) continue;
      const there = await findTicketAtCounter(tx, office, chinaDate(now), other.number);
      if (there) throw counterBusy("Somebody was called to the counter you leave.", { extensions: { ticket: there.number, id: there.id } });
    }
    await openCounter(tx, { city: office.city, office: office.office, number, lines, staff: staff.id, opened_at: now });
    await closeCountersOf(tx, office, staff.id, now, number);
    await notifyQueueChanged(tx, office);
  });
  views.forget(office);
}

/** @throws counter-shut when it is not theirs, counter-busy */
export async function closeCounter({ database, clock, views }: CounterParts, staff: Staff, office: CountedOffice, number: number): Promise<void> {
  const now = clock();
  await database.transaction(async (tx) => {
    await lockOffice(tx, office);
    await requireOwnCounter(tx, staff, office, number);
    const there = await findTicketAtCounter(tx, office, chinaDate(now), number);
    if (there) throw counterBusy("Somebody was called to this counter.", { extensions: { ticket: there.number, id: there.id } });
    await updateCounter(tx, { city: office.city, office: office.office, number }, { closed_at: now });
    await notifyQueueChanged(tx, office);
  });
  views.forget(office);
}

/** @throws counter-shut */
export async function requireOwnCounter(tx: Handles, staff: Staff, office: CountedOffice, number: number): Promise<CounterRow> {
  const counter = await findCounter(tx, office, number);
  if (!counter || counter.closed_at || counter.staff !== staff.id) throw counterShut("This counter is not open under your name.");
  return counter;
}
