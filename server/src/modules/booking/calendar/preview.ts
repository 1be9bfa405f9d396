/** What another form of a calendar does to what is booked. Pure. */
import { chinaDate } from "../../../kernel/china-time.ts";
import type { BookingCalendar, CalendarYear } from "../../catalogue/index.ts";
import type { Preview } from "../contract.ts";
import { capacityFor } from "./free-places.ts";
import { type Closing, type Day, runFrom, slotCount, slotsOn } from "./slots.ts";

/** Appointments that are alike in all that a calendar says. */
export interface Standing {
  kind: string;
  services: string[];
  starts_at: Date;
  ends_at: Date;
  appointments: number;
  people: number;
}

interface Group {
  startsAt: Date;
  kind: string;
  appointments: number;
  people: number;
}

/**
 * Each appointment stays as it is, ends at another time, or has lost its place; and where more people are booked than the
 * new calendar has places for, it says so.
 * @param dates from today to the later horizon of the two
 */
export function previewChange(before: BookingCalendar, after: BookingCalendar, years: readonly CalendarYear[], closings: readonly Closing[], standing: readonly Standing[], dates: readonly string[]): Preview {
  const days = new Map<string, Day>();
  const dayOf = (date: string): Day => {
    const day = days.get(date) ?? slotsOn(after, years, closings, date);
    days.set(date, day);
    return day;
  };
  const moved = new Map<string, Group & { endsAt: Date; willEndAt: Date }>();
  const orphaned = new Map<string, Group>();
  const people = new Map<string, { startsAt: Date; kind: string; capacity: number; taken: number }>();
  const count = (startsAt: Date, kind: string, capacity: number, taken: number) => {
    const key = `${startsAt.getTime()} ${kind}`;
    people.set(key, { startsAt, kind, capacity, taken: (people.get(key)?.taken ?? 0) + taken });
  };
  let kept = 0;
  for (const each of standing) {
    const fate = fateOf(after, dayOf(chinaDate(each.starts_at)), each);
    if (fate === "orphaned") add(orphaned, `${each.starts_at.getTime()} ${each.kind}`, each, {});
    else {
      if (fate.endsAt.getTime() === each.ends_at.getTime()) kept += each.appointments;
      else add(moved, `${each.starts_at.getTime()} ${each.kind} ${each.ends_at.getTime()} ${fate.endsAt.getTime()}`, each, { endsAt: each.ends_at, willEndAt: fate.endsAt });
      for (const slot of fate.slots) {
        count(slot.startsAt, "", slot.capacity, each.people);
        if (fate.kind.capacity !== undefined) count(slot.startsAt, fate.kind.id, capacityFor(slot, fate.kind), each.people);
      }
    }
  }
  const capacity = (calendar: BookingCalendar) => dates.reduce((sum, date) => sum + slotsOn(calendar, years, closings, date).slots.reduce((places, slot) => places + slot.capacity, 0), 0);
  const byTime = (a: { startsAt: Date }, b: { startsAt: Date }) => a.startsAt.getTime() - b.startsAt.getTime();
  return {
    kept,
    moved: [...moved.values()].sort(byTime).map(({ startsAt, endsAt, willEndAt, ...rest }) => ({ ...rest, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), willEndAt: willEndAt.toISOString() })),
    orphaned: [...orphaned.values()].sort(byTime).map(({ startsAt, ...rest }) => ({ ...rest, startsAt: startsAt.toISOString() })),
    overbooked: [...people.values()].filter((each) => each.taken > each.capacity).sort(byTime).map(({ startsAt, ...rest }) => ({ ...rest, startsAt: startsAt.toISOString() })),
    capacityBefore: capacity(before),
    capacityAfter: capacity(after),
  };
}

function add<Extra extends object>(groups: Map<string, Group & Extra>, key: string, { starts_at: startsAt, kind, appointments, people }: Standing, extra: Extra): void {
  const group = groups.get(key) ?? { startsAt, kind, appointments: 0, people: 0, ...extra };
  groups.set(key, { ...group, appointments: group.appointments + appointments, people: group.people + people });
}

/** Whether a calendar still has the place of a visit, and where it ends there. */
export function fateOf(calendar: BookingCalendar, day: Day, { kind: kindId, services, starts_at: startsAt }: Pick<Standing, "kind" | "services" | "starts_at">) {
  const kind = calendar.kinds.find(({ id }) => id === kindId);
  if (!kind || services.length > calendar.servicesPerVisit || services.some((service) => !calendar.services.includes(service))) return "orphaned" as const;
  const slots = runFrom(day, startsAt, slotCount(kind, services.length));
  const last = slots?.at(-1);
  return slots && last ? { kind, slots, endsAt: last.endsAt } : ("orphaned" as const);
}
