/** Finding what can be booked, where, and when: by item, day, distance and time. */
import { addDays, atChina, chinaDate } from "../../../kernel/china-time.ts";
import { type BookingCalendar, distanceMetres, type Office } from "../../catalogue/index.ts";
import type { Bookable, BookablePlace, CalendarView, Slots } from "../contract.ts";
import { noSuchCalendar, notBookable } from "../errors.ts";
import type { BookingParts, CityCatalogue } from "../parts.ts";
import { firstFree, freeSlots, takenPlaces } from "./free-places.ts";
import { lastBookableDay, opensAt, slotsOn } from "./slots.ts";
import { listClosures, listTaken } from "./store.ts";

type Parts = Pick<BookingParts, "database" | "cities" | "clock">;

/** @throws no-such-city, no-such-calendar */
export function getCalendar({ cities }: Pick<Parts, "cities">, city: string, id: string): { catalogue: CityCatalogue; calendar: BookingCalendar } {
  const catalogue = cities.get(city);
  const calendar = catalogue.bookingCalendars.get(id);
  if (!calendar) throw noSuchCalendar(`There is no calendar "${id}" in ${city}.`);
  return { catalogue, calendar };
}

/** Every item that can be booked somewhere, or that a campaign hands out; asked for a day, those with something free on it. @throws no-such-city */
export async function listBookables(parts: Parts, city: string, { day }: { day?: string }): Promise<{ items: Bookable[]; total: number }> {
  const catalogue = parts.cities.get(city);
  const { documents, services, topics } = catalogue;
  const booked = day === undefined ? documents.bookingCalendars.map((calendar) => calendar.services) : await servicesFreeOn(parts, catalogue, day);
  const places = new Map<string, number>();
  for (const id of booked.flat()) places.set(id, (places.get(id) ?? 0) + 1);
  // A campaign hands out its places at one moment, whichever day they are for.
  const campaigns = new Map(day === undefined ? documents.campaigns.map((campaign) => [campaign.service, campaign.id]) : []);
  const items = documents.services.flatMap(({ id }): Bookable[] => {
    const item = services.get(id)?.item;
    if (!item || (!places.has(id) && !campaigns.has(id))) return [];
    const campaign = campaigns.get(id);
    return [{
      service: id, names: item.names, summary: item.summary, topic: item.topic, topicNames: topics.get(item.topic)?.names ?? item.names, places: places.get(id) ?? 0,
      ...(campaign === undefined ? {} : { campaign }),
    }];
  });
  return { items, total: items.length };
}

/** Of each calendar the items that can still be booked on a day: two queries, however many calendars the city has. */
async function servicesFreeOn({ database, clock }: Parts, { documents }: CityCatalogue, day: string): Promise<string[][]> {
  const now = clock();
  const calendars = day < chinaDate(now) ? [] : documents.bookingCalendars.filter((calendar) => day <= lastBookableDay(calendar, now));
  if (calendars.length === 0) return [];
  const ids = calendars.map(({ id }) => id);
  const [taken, closures] = await Promise.all([
    listTaken(database, documents.city.id, ids, atChina(day, "00:00"), atChina(addDays(day, 1), "00:00")),
    listClosures(database, documents.city.id, ids, day, day),
  ]);
  const [takenOf, closuresOf] = [Map.groupBy(taken, ({ calendar }) => calendar), Map.groupBy(closures, ({ calendar }) => calendar)];
  return calendars.map((calendar) => {
    const slots = slotsOn(calendar, documents.calendar, closuresOf.get(calendar.id) ?? [], day);
    const free = takenPlaces(takenOf.get(calendar.id) ?? []);
    const kinds = calendar.kinds.filter((kind) => firstFree(calendar, slots, { kind, services: 1 }, free, now));
    return calendar.services.filter((service) => kinds.some(({ services }) => services?.includes(service) ?? true));
  });
}

/** @throws no-such-city, not-bookable */
export async function listPlaces({ database, cities, clock }: Parts, city: string, service: string, { day, at, sort = "soonest" }: { day?: string; at?: string; sort?: "soonest" | "nearest" }) {
  const catalogue = cities.get(city);
  const { documents } = catalogue;
  const item = catalogue.services.get(service)?.item;
  const calendars = documents.bookingCalendars.filter(({ services }) => services.includes(service));
  const campaign = documents.campaigns.find((each) => each.service === service)?.id;
  if (!item || (calendars.length === 0 && campaign === undefined)) throw notBookable(`The item "${service}" cannot be booked in ${city}.`);
  const now = clock();
  const today = chinaDate(now);
  const [from, until] = day === undefined ? [today, addDays(today, Math.max(0, ...calendars.map(({ horizonDays }) => horizonDays)))] : [day, day];
  const ids = calendars.map(({ id }) => id);
  const [taken, closures] = ids.length === 0 ? [[], []] : await Promise.all([
    listTaken(database, city, ids, atChina(from, "00:00"), atChina(addDays(until, 1), "00:00")),
    listClosures(database, city, ids, from, until),
  ]);
  const [latitude = 0, longitude = 0] = at === undefined ? [] : at.split(",").map(Number);
  const places = calendars.map((kept): BookablePlace => {
    // Whoever comes for one item is not asked about another's kinds, nor told of places that only those have.
    const calendar = { ...kept, kinds: kept.kinds.filter(({ services }) => services?.includes(service) ?? true) };
    const office = officeOf(catalogue, calendar);
    const free = takenPlaces(taken.filter((row) => row.calendar === calendar.id));
    const shut = closures.filter((row) => row.calendar === calendar.id);
    const nextFree = findNextFree(calendar, documents.calendar, shut, free, { from, until, now });
    return {
      calendar: calendar.id, names: calendar.names, office, where: calendar.where, kinds: calendar.kinds.map(showKind), assurance: calendar.assurance,
      ...(nextFree ? { nextFree: nextFree.toISOString() } : {}),
      ...(at === undefined ? {} : { distanceMetres: distanceMetres({ latitude, longitude }, office.location) }),
    };
  });
  const items = day === undefined ? places : places.filter(({ nextFree }) => nextFree !== undefined);
  // What has nothing free comes last, whatever the order.
  const soonest = ({ nextFree = "~" }: BookablePlace) => nextFree;
  const order = sort === "nearest" && at !== undefined
    ? (one: BookablePlace, other: BookablePlace) => (one.distanceMetres ?? 0) - (other.distanceMetres ?? 0)
    : (one: BookablePlace, other: BookablePlace) => (soonest(one) < soonest(other) ? -1 : soonest(one) > soonest(other) ? 1 : (one.distanceMetres ?? 0) - (other.distanceMetres ?? 0));
  return { service: { id: service, names: item.names }, items: items.sort(order), total: items.length, ...(campaign === undefined ? {} : { campaign }) };
}

function findNextFree(calendar: BookingCalendar, years: CityCatalogue["documents"]["calendar"], closings: Parameters<typeof slotsOn>[2], taken: ReturnType<typeof takenPlaces>, { from, until, now }: { from: string; until: string; now: Date }): Date | undefined {
  const last = lastBookableDay(calendar, now);
  for (let date = from; date <= until && date <= last; date = addDays(date, 1)) {
    const day = slotsOn(calendar, years, closings, date);
    const free = calendar.kinds.flatMap((kind) => firstFree(calendar, day, { kind, services: 1 }, taken, now)?.startsAt ?? []);
    if (free.length > 0) return new Date(Math.min(...free.map((startsAt) => startsAt.getTime())));
  }
  return undefined;
}

/**
 * A calendar with what is free on each day: two queries, whatever the window.
 * @throws no-such-city, no-such-calendar
 */
export async function listSlots(parts: Parts, city: string, id: string, { from, days = 14, kind: kindId, services = 1 }: { from?: string; days?: number; kind?: string; services?: number }): Promise<Slots> {
  const { catalogue, calendar } = getCalendar(parts, city, id);
  const kind = calendar.kinds.find((each) => each.id === kindId) ?? calendar.kinds[0];
  if (!kind || (kindId !== undefined && kind.id !== kindId)) throw noSuchCalendar(`The calendar "${id}" has no kind of visit "${kindId ?? ""}".`);
  const now = parts.clock();
  const today = chinaDate(now);
  const first = from === undefined || from < today ? today : from;
  const until = addDays(first, days - 1);
  const [taken, closures] = await Promise.all([
    listTaken(parts.database, city, [id], atChina(first, "00:00"), atChina(addDays(until, 1), "00:00")),
    listClosures(parts.database, city, [id], first, until),
  ]);
  const free = takenPlaces(taken);
  const last = lastBookableDay(calendar, now);
  const dates = Array.from({ length: days }, (_, index) => addDays(first, index));
  return {
    calendar: describeCalendar(catalogue, calendar),
    kind: kind.id,
    until: last,
    ...(calendar.releaseAt === undefined ? {} : { releaseAt: opensAt(calendar, addDays(last, 1)).toISOString() }),
    days: dates.map((date) => {
      const { slots, ...day } = slotsOn(calendar, catalogue.documents.calendar, closures, date);
      if (date > last) return { ...day, opensAt: opensAt(calendar, date).toISOString(), slots: [] };
      return {
        ...day,
        slots: freeSlots(calendar, { ...day, slots }, { kind, services: Math.min(services, calendar.servicesPerVisit) }, free, now).map(({ startsAt, endsAt, ...places }) => ({ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), ...places })),
      };
    }),
  };
}

export function describeCalendar(catalogue: CityCatalogue, calendar: BookingCalendar): CalendarView {
  const { id, names, where, servicesPerVisit, party, needs, questions, bring, limits, noShow, leadMinutes, horizonDays, holdMinutes, changeUntilMinutes, assurance } = calendar;
  return {
    id, city: catalogue.documents.city.id, names, office: officeOf(catalogue, calendar), where,
    department: { id: calendar.department, names: catalogue.departments.get(calendar.department)?.names ?? names },
    services: calendar.services.flatMap((service) => nameService(catalogue, service) ?? []),
    servicesPerVisit, kinds: calendar.kinds.map(showKind), party, needs, questions, bring, limits, noShow, leadMinutes, horizonDays, holdMinutes, changeUntilMinutes, assurance,
  };
}

/** Undefined: the item is gone and nothing replaced it. */
export function nameService({ services, retirements }: CityCatalogue, id: string): { id: string; names: { zh: string; en: string } } | undefined {
  const item = (services.get(id) ?? services.get(retirements.get(id)?.redirectTo ?? ""))?.item;
  return item && { id: item.id, names: item.names };
}

export function findOffice({ offices }: CityCatalogue, id: string) {
  const office = offices.get(id);
  return office && showOffice(office);
}

function officeOf(catalogue: CityCatalogue, calendar: BookingCalendar) {
  const office = findOffice(catalogue, calendar.office);
  if (!office) throw new Error(`The calendar ${calendar.id} names the office ${calendar.office}, which is not there`);
  return office;
}

function showOffice({ id, names, address, location, phone, access }: Office) {
  return { id, names, address, location, phone, access };
}

function showKind({ id, names, note, slots }: BookingCalendar["kinds"][number]) {
  return { id, names, slots, ...(note ? { note } : {}) };
}
