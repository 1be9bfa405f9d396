/** Free places of a day's slots: what there is less what is taken. Pure. */
import type { BookingCalendar } from "../../catalogue/index.ts";
import { type Day, isBookable, runFrom, type Slot, slotCount } from "./slots.ts";
import type { Taken } from "./store.ts";

export interface FreeSlot {
  startsAt: Date;
  endsAt: Date;
  free: number;
  capacity: number;
}

/** What is taken, by slot and kind; an empty kind stands for the slot as a whole. */
export type TakenPlaces = (startsAt: Date, kind: string) => number;

/** @param rows of one calendar */
export function takenPlaces(rows: readonly Pick<Taken, "startsAt" | "kind" | "taken">[]): TakenPlaces {
  const taken = new Map(rows.map((row) => [`${row.startsAt.getTime()} ${row.kind}`, row.taken]));
  return (startsAt, kind) => taken.get(`${startsAt.getTime()} ${kind}`) ?? 0;
}

/** The times at which a visit of this kind may begin, each with the fewest places of all its slots. */
export function freeSlots(calendar: BookingCalendar, day: Day, { kind, services }: { kind: BookingCalendar["kinds"][number]; services: number }, taken: TakenPlaces, now: Date): FreeSlot[] {
  return day.slots.filter((slot) => isBookable(calendar, slot, now)).flatMap((slot) => {
    const run = runFrom(day, slot.startsAt, slotCount(kind, services));
    const last = run?.at(-1);
    if (!run || !last) return [];
    const capacity = Math.min(...run.map((each) => capacityFor(each, kind)));
    const free = Math.min(...run.map((each) => Math.min(each.capacity - taken(each.startsAt, ""), kind.capacity === undefined ? Number.POSITIVE_INFINITY : capacityFor(each, kind) - taken(each.startsAt, kind.id))));
    return [{ startsAt: slot.startsAt, endsAt: last.endsAt, free: Math.max(0, free), capacity }];
  });
}

/** Places of a slot that a kind may fill. */
export function capacityFor(slot: Pick<Slot, "capacity">, kind: BookingCalendar["kinds"][number]): number {
  return Math.min(slot.capacity, kind.capacity ?? slot.capacity);
}
