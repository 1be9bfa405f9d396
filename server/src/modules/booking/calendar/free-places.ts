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

/** A visit of how many items of which kind. */
interface Asked {
  kind: BookingCalendar["kinds"][number];
  services: number;
}

/** The times at which a visit of this kind may begin, each with the fewest places of all its slots. */
export function freeSlots(calendar: BookingCalendar, day: Day, asked: Asked, taken: TakenPlaces, now: Date): FreeSlot[] {
  return day.slots.flatMap((slot) => freeFrom(calendar, day, slot, asked, taken, now) ?? []);
}

/** The first of them with a place left. Looks no further: whoever asks for a whole city wants no more than that. */
export function firstFree(calendar: BookingCalendar, day: Day, asked: Asked, taken: TakenPlaces, now: Date): FreeSlot | undefined {
  for (const slot of day.slots) {
    const found = freeFrom(calendar, day, slot, asked, taken, now);
    if (found && found.free > 0) return found;
  }
  return undefined;
}

function freeFrom(calendar: BookingCalendar, day: Day, slot: Slot, { kind, services }: Asked, taken: TakenPlaces, now: Date): FreeSlot | undefined {
  if (!isBookable(calendar, slot, now)) return undefined;
  const run = runFrom(day, slot.startsAt, slotCount(kind, services));
  const last = run?.at(-1);
  if (!run || !last) return undefined;
  const capacity = Math.min(...run.map((each) => capacityFor(each, kind)));
  const free = Math.min(...run.map((each) => Math.min(each.capacity - taken(each.startsAt, ""), kind.capacity === undefined ? Number.POSITIVE_INFINITY : capacityFor(each, kind) - taken(each.startsAt, kind.id))));
  return { startsAt: slot.startsAt, endsAt: last.endsAt, free: Math.max(0, free), capacity };
}

/** Places of a slot that a kind may fill. */
export function capacityFor(slot: Pick<Slot, "capacity">, kind: BookingCalendar["kinds"][number]): number {
  return Math.min(slot.capacity, kind.capacity ?? slot.capacity);
}
