/** From what somebody chose to the slots it takes: the rules of the calendar, all but who is already there. */
import { addDays, atChina, chinaDate } from "../../../kernel/china-time.ts";
import { invalidRequest } from "../../../kernel/http/problem.ts";
import type { BookingCalendar } from "../../catalogue/index.ts";
import { capacityFor } from "../calendar/free-places.ts";
import { findRun, isBookable, lastBookableDay, opensAt, slotCount } from "../calendar/slots.ts";
import { closingsOf } from "../calendar/standing-closures.ts";
import { getCalendar } from "../calendar/find-places.ts";
import type { Chosen } from "../contract.ts";
import { noSuchTime, notYetOpen, tooLate } from "../errors.ts";
import type { BookingParts, CityCatalogue } from "../parts.ts";
import type { PlaceRequest } from "./take-places.ts";

const MINUTE_MS = 60_000;

export interface Choice {
  calendar: BookingCalendar;
  catalogue: CityCatalogue;
  kind: BookingCalendar["kinds"][number];
  services: string[];
  party: number;
  startsAt: Date;
  endsAt: Date;
  slots: PlaceRequest["slots"];
}

/** What a visit is, before its time is looked at. @throws no-such-calendar, invalid-request */
export function chooseVisit(calendar: BookingCalendar, { kind: kindId, services, party = 1 }: Pick<Chosen, "kind" | "services" | "party">) {
  const kind = kindId === undefined && calendar.kinds.length === 1 ? calendar.kinds[0] : calendar.kinds.find(({ id }) => id === kindId);
  const chosen = services ?? (calendar.services.length === 1 ? calendar.services : []);
  const fault = (pointer: string, detail: string) => invalidRequest("This is not what the calendar offers.", { fields: [{ pointer, detail }] });
  if (!kind) throw fault("/kind", `is one of ${calendar.kinds.map(({ id }) => id).join(", ")}`);
  if (chosen.length === 0) throw fault("/services", "is missing: the calendar is for several items");
  if (new Set(chosen).size < chosen.length || chosen.some((service) => !calendar.services.includes(service))) throw fault("/services", "names an item twice, or one that is not booked here");
  if (kind.services !== undefined && !chosen.some((service) => kind.services?.includes(service))) throw fault("/kind", `is for ${kind.services.join(", ")}`);
  if (chosen.length > calendar.servicesPerVisit) throw fault("/services", `holds at most ${calendar.servicesPerVisit} items in one visit`);
  if (party > calendar.party.most) throw fault("/party", `is at most ${calendar.party.most}`);
  return { kind, services: [...chosen], party };
}

/**
 * The slots of a visit that may be booked now.
 * @throws no-such-city, no-such-calendar, no-such-time, not-yet-open, too-late, invalid-request
 */
export async function chooseTime(parts: Pick<BookingParts, "cities" | "database" | "clock">, chosen: Chosen): Promise<Choice> {
  const { catalogue, calendar } = getCalendar(parts, chosen.city, chosen.calendar);
  const visit = chooseVisit(calendar, chosen);
  const startsAt = new Date(chosen.startsAt);
  // A leap second, for example, is in the form of a time and none of this calendar.
  if (Number.isNaN(startsAt.getTime())) throw noSuchTime("No such appointment begins at this time.");
  const now = parts.clock();
  const date = chinaDate(startsAt);
  const closings = await closingsOf(parts.database, chosen.city, chosen.calendar, now);
  const run = findRun(calendar, catalogue.documents.calendar, closings, startsAt, slotCount(visit.kind, visit.services.length));
  const last = run?.at(-1);
  if (!run || !last) throw noSuchTime("No such appointment begins at this time.");
  if (!isBookable(calendar, { startsAt }, now)) throw tooLate("This time can no longer be booked.", { extensions: { until: new Date(startsAt.getTime() - calendar.leadMinutes * MINUTE_MS).toISOString() } });
  if (date > lastBookableDay(calendar, now)) throw notYetOpen("This day cannot be booked yet.", { extensions: { opensAt: opensAt(calendar, date).toISOString() } });
  return {
    calendar, catalogue, ...visit, startsAt, endsAt: last.endsAt,
    slots: run.map((slot) => ({ startsAt: slot.startsAt, capacity: slot.capacity, kindCapacity: visit.kind.capacity === undefined ? undefined : capacityFor(slot, visit.kind) })),
  };
}

/** How the calendar treats whoever stayed away: later than others, until when they may book now. */
export function noShowRule(calendar: BookingCalendar, now: Date): PlaceRequest["noShow"] {
  const { strikes, withinDays, laterDays, forDays } = calendar.noShow;
  const last = lastBookableDay(calendar, now, laterDays);
  if (last >= lastBookableDay(calendar, now)) return undefined;
  return { until: new Date(atChina(addDays(last, 1), "00:00").getTime() - 1), strikes, withinDays, forDays };
}
