/**
 * A city's published catalogue, held in memory: the pure part that answers the public's questions. One is built for each
 * state of the data and never changed; when something is published, a new one takes its place.
 */
import { ReplyCache } from "../../kernel/http/reply-cache.ts";
import type { BookingCalendar } from "./booking-documents.ts";
import type { OfficesQuery, ServiceGuide, ServicesQuery, ServiceSummary } from "./contract.ts";
import { distanceMetres, type Position } from "./distance.ts";
import type { CityDocuments, Department, LifeEvent, Office, Retirement, ServiceItem, Topic } from "./documents.ts";
import { servesItem } from "./lint.ts";
import { buildSearchIndex, searchEntries, type SearchIndex } from "./search/index.ts";

export interface PublishedService {
  item: ServiceItem;
  version: number;
  publishedAt: Date;
}

export interface Page<Item> {
  items: Item[];
  total: number;
  nextCursor?: string;
}

const DEFAULT_PAGE_SIZE = 20;
/** Every plain address of a city of 300 items fills a third. */
const CACHED_REPLIES_BYTES = 32 * 1024 * 1024;
const CACHED_SEARCHES_BYTES = 8 * 1024 * 1024;

export interface CityCatalogue {
  documents: CityDocuments;
  services: Map<string, PublishedService>;
  retirements: Map<string, Retirement>;
  departments: Map<string, Department>;
  topics: Map<string, Topic>;
  offices: Map<string, Office>;
  bookingCalendars: Map<string, BookingCalendar>;
  /** The index, built when first asked for: about a second of work that a page without a search need not wait for. */
  search(): Promise<SearchIndex>;
  /** Answers by address; those whose address strangers can vary without end are kept apart, so that they cannot push the guides out. */
  replies: ReplyCache;
  searchReplies: ReplyCache;
}

/** @param documents without the retired services */
export function buildCityCatalogue(documents: CityDocuments, published: PublishedService[]): CityCatalogue {
  let search: Promise<SearchIndex> | undefined;
  return {
    documents,
    services: new Map(published.map((each) => [each.item.id, each])),
    retirements: new Map(documents.retired.map((each) => [each.id, each])),
    departments: new Map(documents.departments.map((each) => [each.id, each])),
    topics: new Map(documents.topics.map((each) => [each.id, each])),
    offices: new Map(documents.offices.map((each) => [each.id, each])),
    bookingCalendars: new Map(documents.bookingCalendars.map((each) => [each.id, each])),
    search: () => (search ??= buildSearchIndex(searchEntries(documents, (id) => popularity(documents, id)))),
    replies: new ReplyCache(CACHED_REPLIES_BYTES),
    searchReplies: new ReplyCache(CACHED_SEARCHES_BYTES),
  };
}

/** How likely an item is what somebody means, as far as the city's own choice of the most used tells. */
function popularity(documents: CityDocuments, id: string): number {
  const rank = documents.city.popular.indexOf(id);
  return rank === -1 ? 0.2 : 1 - rank / (2 * documents.city.popular.length);
}

export async function listServices(catalogue: CityCatalogue, query: ServicesQuery): Promise<Page<ServiceSummary>> {
  const found = query.q === undefined || query.q.trim() === "" ? catalogue.documents.services : await findServices(catalogue, query.q);
  const chosen = query.ids === undefined ? found : pickInOrder(found, query.ids.split(","));
  const matching = chosen.filter(
    (item) =>
      (query.topic === undefined || item.topic === query.topic) &&
      (query.department === undefined || item.department === query.department || item.jointDepartments?.includes(query.department)) &&
      (query.kind === undefined || item.kind === query.kind || item.alsoKinds?.includes(query.kind)) &&
      (query.level === undefined || item.level === query.level) &&
      (query.audience === undefined || item.audience === query.audience || item.audience === "both"),
  );
  return paginate(matching, query, summarise);
}

function pickInOrder(services: ServiceItem[], ids: string[]): ServiceItem[] {
  const byId = new Map(services.map((item) => [item.id, item]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function findServices(catalogue: CityCatalogue, text: string): Promise<ServiceItem[]> {
  const index = await catalogue.search();
  return index.search(text).flatMap((hit) => catalogue.services.get(hit.id)?.item ?? []);
}

export function listOffices(catalogue: CityCatalogue, query: OfficesQuery): Page<Office & { distanceMetres?: number }> {
  const item = query.service === undefined ? undefined : catalogue.services.get(query.service)?.item;
  const matching = catalogue.documents.offices.filter(
    (office) =>
      (query.department === undefined || office.departments.includes(query.department)) &&
      (query.service === undefined || (item !== undefined && servesItem(office, item))) &&
      (query.division === undefined || isWithin(catalogue, office.division, query.division)) &&
      (query.kind === undefined || office.kind === query.kind),
  );
  const near = query.near === undefined ? undefined : readPosition(query.near);
  if (!near) return paginate(matching, query, (office) => office);
  const measured = matching.map((office) => ({ ...office, distanceMetres: distanceMetres(near, office.location) }));
  return paginate(measured.sort((a, b) => a.distanceMetres - b.distanceMetres), query, (office) => office);
}

/** Whether a division is the other one or lies in it. */
function isWithin(catalogue: CityCatalogue, code: string, within: string): boolean {
  for (let current: string | undefined = code, steps = 0; current !== undefined && steps < 6; steps += 1) {
    if (current === within) return true;
    current = catalogue.documents.divisions.find((division) => division.code === current)?.parent;
  }
  return false;
}

function readPosition(text: string): Position {
  const [latitude = 0, longitude = 0] = text.split(",").map(Number);
  return { latitude, longitude };
}

export function listLifeEvents(catalogue: CityCatalogue) {
  const spellOut = (event: LifeEvent) => ({ ...event, stages: event.stages.map((stage) => ({ ...stage, services: serviceLinks(catalogue, stage.services) })) });
  return paginate(catalogue.documents.lifeEvents, { limit: catalogue.documents.lifeEvents.length }, spellOut);
}

export async function suggest(catalogue: CityCatalogue, text: string, limit: number) {
  const index = await catalogue.search();
  const items = index.suggest(text, limit).flatMap((suggestion) => {
    const item = catalogue.services.get(suggestion.id)?.item;
    return item ? [{ id: item.id, text: suggestion.text, names: item.names, kind: item.kind }] : [];
  });
  return { items, total: items.length };
}

export function guideOf(catalogue: CityCatalogue, { item, version, publishedAt }: PublishedService): ServiceGuide {
  const department = catalogue.departments.get(item.department);
  if (!department) throw new Error(`The item ${item.id} names the department ${item.department}, which is not there`);
  return {
    ...item,
    version,
    publishedAt: publishedAt.toISOString(),
    topicNames: catalogue.topics.get(item.topic)?.names ?? { zh: item.topic, en: item.topic },
    departmentNames: department.names,
    departmentAddress: department.address,
    jointDepartmentNames: (item.jointDepartments ?? []).flatMap((key) => catalogue.departments.get(key)?.names ?? []),
    phones: item.phones ?? department.phones,
    remedies: department.remedies,
    relatedServices: serviceLinks(catalogue, item.related),
    officeCount: catalogue.documents.offices.filter((office) => servesItem(office, item)).length,
  };
}

/** Links to items; one that was replaced leads to its replacement, one that only ended is left out. */
function serviceLinks(catalogue: CityCatalogue, ids: string[]) {
  return ids.flatMap((id) => {
    const item = (catalogue.services.get(id) ?? catalogue.services.get(catalogue.retirements.get(id)?.redirectTo ?? ""))?.item;
    return item ? [{ id: item.id, names: item.names, kind: item.kind }] : [];
  });
}

function summarise(item: ServiceItem): ServiceSummary {
  const { id, names, summary, kind, alsoKinds, topic, department, level, audience, onlineDepth, visits, limits } = item;
  return { id, names, summary, kind, ...(alsoKinds ? { alsoKinds } : {}), topic, department, level, audience, onlineDepth, visits: visits.count, promised: limits.promised };
}

/** The cursor is the place to go on from: the catalogue under it never changes, so nothing is skipped or repeated. */
export function paginate<From, To>(all: From[], { limit = DEFAULT_PAGE_SIZE, cursor = "0" }: { limit?: number; cursor?: string }, show: (from: From) => To): Page<To> {
  const start = Number(cursor);
  const end = start + limit;
  return { items: all.slice(start, end).map(show), total: all.length, ...(end < all.length ? { nextCursor: String(end) } : {}) };
}
