/** Every question the app asks the API: one function per question, used by the server, the screens and the prefetching links alike. */
import { queryOptions } from "@tanstack/react-query";
import type { City, LifeEvent, ServiceLink, Topic } from "./catalogue.ts";
import type { paths } from "@citizen-cloud/api-client";
import type { Client } from "./client.ts";
import { ApiProblem } from "./problem.ts";
import type { Locale } from "../i18n/locale.ts";

/** Where questions go and in which script the answers come back. */
export interface Asker {
  client: Client;
  city: string;
  script: "zh-Hans" | "zh-Hant";
}

export function createAsker(client: Client, city: string, locale: Locale): Asker {
  return { client, city, script: locale === "zh-Hant" ? "zh-Hant" : "zh-Hans" };
}

/** `lang` is sent only when it changes the answer, so that both other languages share one cached copy. */
function lang({ script }: Pick<Asker, "script">): { lang?: "zh-Hant" } {
  return script === "zh-Hant" ? { lang: "zh-Hant" } : {};
}

export function citiesQuery(asker: Asker) {
  return queryOptions({
    queryKey: ["cities", asker.script],
    queryFn: ({ signal }) => asker.client("/api/v1/cities", { query: lang(asker) }, signal),
  });
}

export function cityQuery(asker: Asker) {
  const { city, script } = asker;
  return queryOptions({
    queryKey: ["city", city, script],
    queryFn: ({ signal }) => fetchCity(asker, signal),
  });
}

/** A city is found among the installation's cities: there are few, and the switch between them wants the list anyway. */
async function fetchCity({ client, city, ...asker }: Asker, signal: AbortSignal): Promise<City> {
  const { items } = await client("/api/v1/cities", { query: lang(asker) }, signal);
  const found = items.find(({ id }) => id === city);
  if (!found) throw new ApiProblem(404, `There is no city "${city}" here`);
  return found;
}

export function calendarQuery({ client, city }: Asker) {
  return queryOptions({
    queryKey: ["calendar", city],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/calendar", { path: { city } }, signal),
    retry: false,
  });
}

export function topicsQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["topics", city, script],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/topics", { path: { city }, query: lang(asker) }, signal),
  });
}

export function departmentsQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["departments", city, script],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/departments", { path: { city }, query: lang(asker) }, signal),
  });
}

export function divisionsQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["divisions", city, script],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/divisions", { path: { city }, query: lang(asker) }, signal),
  });
}

export function lifeEventsQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["life-events", city, script],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/life-events", { path: { city }, query: lang(asker) }, signal),
  });
}

export type ServiceFilter = Omit<NonNullable<paths["/api/v1/cities/{city}/services"]["get"]["parameters"]["query"]>, "lang">;

export function servicesQuery(asker: Asker, filter: ServiceFilter) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["services", city, script, filter],
    queryFn: ({ signal }) =>
      client("/api/v1/cities/{city}/services", { path: { city }, query: { ...filter, ...lang(asker) } }, signal),
  });
}

export function serviceQuery(asker: Asker, id: string) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["service", city, script, id],
    queryFn: ({ signal }) =>
      client("/api/v1/cities/{city}/services/{id}", { path: { city, id }, query: lang(asker) }, signal),
  });
}

/** What answers an item at once, when departments' records do: the kind of record, and whether it is about a person. */
export interface RecordOfService {
  kind: string;
  subject: "person" | "public";
}

/** Null when nothing does. Only that much travels in the guide's page. */
export function recordOfServiceQuery(asker: Asker, id: string) {
  const { client, city } = asker;
  return queryOptions({
    queryKey: ["record-of-service", city, id],
    queryFn: async ({ signal }): Promise<RecordOfService | null> => {
      const { items } = await client("/api/v1/cities/{city}/record-kinds", { path: { city } }, signal);
      const found = items.find(({ services }) => services.some((service) => service.id === id));
      return found ? { kind: found.id, subject: found.subject } : null;
    },
  });
}

/** Where an item is booked: nowhere, at places, or through a campaign that hands it out. */
export interface BookingOfService {
  places: number;
  campaign: string | undefined;
}

/** Null when it cannot be booked. Only that much travels in the guide's page. */
export function bookingOfServiceQuery(asker: Asker, id: string) {
  const { client, city } = asker;
  return queryOptions({
    queryKey: ["booking-of-service", city, id],
    queryFn: async ({ signal }): Promise<BookingOfService | null> => {
      const { items } = await client("/api/v1/cities/{city}/bookables", { path: { city } }, signal);
      const found = items.find(({ service }) => service === id);
      return found ? { places: found.places, campaign: found.campaign } : null;
    },
  });
}

const LARGEST_PAGE = 100;

/** The names of given items, in the given order; what is no longer offered is left out. */
export function serviceLinksQuery(asker: Asker, ids: readonly string[]) {
  return queryOptions({
    queryKey: ["service-links", asker.city, asker.script, ids],
    queryFn: ({ signal }) => fetchServiceLinks(asker, ids, signal),
  });
}

async function fetchServiceLinks({ client, city, ...asker }: Asker, ids: readonly string[], signal: AbortSignal): Promise<ServiceLink[]> {
  const wanted = ids.slice(0, LARGEST_PAGE);
  if (wanted.length === 0) return [];
  const query = { ids: wanted.join(","), limit: LARGEST_PAGE, ...lang(asker) };
  const { items } = await client("/api/v1/cities/{city}/services", { path: { city }, query }, signal);
  return items.map(({ id, names, kind }) => ({ id, names, kind }));
}

export interface HomeContents {
  topics: Pick<Topic, "id" | "names" | "shortNames" | "icon" | "tone">[];
  lifeEvents: Pick<LifeEvent, "id" | "names" | "summary" | "icon" | "tone">[];
  popular: ServiceLink[];
  newcomer: ServiceLink[];
  student: ServiceLink[];
}

/** What the home screen shows, and no more: it travels inside the first page. */
export function homeQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["home", city, script],
    queryFn: async ({ signal }): Promise<HomeContents> => {
      const inCity = { path: { city }, query: lang(asker) };
      const [about, topics, lifeEvents] = await Promise.all([
        fetchCity(asker, signal),
        client("/api/v1/cities/{city}/topics", inCity, signal),
        client("/api/v1/cities/{city}/life-events", inCity, signal),
      ]);
      const { popular, firstWeek } = about;
      const links = await fetchServiceLinks(asker, [...new Set([...popular, ...firstWeek.newcomer, ...firstWeek.student])], signal);
      const pick = (ids: string[]) => ids.flatMap((id) => links.find((link) => link.id === id) ?? []);
      return {
        topics: topics.items.map(({ id, names, shortNames, icon, tone }) => ({ id, names, shortNames, icon, tone })),
        lifeEvents: lifeEvents.items.map(({ id, names, summary, icon, tone }) => ({ id, names, summary, icon, tone })),
        popular: pick(popular),
        newcomer: pick(firstWeek.newcomer),
        student: pick(firstWeek.student),
      };
    },
  });
}

export type OfficeFilter = Omit<NonNullable<paths["/api/v1/cities/{city}/offices"]["get"]["parameters"]["query"]>, "lang">;

export function officesQuery(asker: Asker, filter: OfficeFilter) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["offices", city, script, filter],
    queryFn: ({ signal }) =>
      client("/api/v1/cities/{city}/offices", { path: { city }, query: { ...filter, ...lang(asker) } }, signal),
  });
}

export function suggestionsQuery(asker: Asker, q: string) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["suggestions", city, script, q],
    queryFn: ({ signal }) =>
      client("/api/v1/cities/{city}/suggestions", { path: { city }, query: { q, limit: 8, ...lang(asker) } }, signal),
    enabled: q !== "",
  });
}
