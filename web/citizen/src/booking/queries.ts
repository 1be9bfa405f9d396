/** Every question and change about appointments. What can be booked is public; what somebody booked is asked by the browser alone. */
import { queryOptions } from "@tanstack/react-query";
import { type Answer, askPersonal } from "../account/api.ts";
import { PERSONAL } from "../account/me.ts";
import { ApiProblem } from "../api/problem.ts";
import type { Office, ServiceLink } from "../api/catalogue.ts";
import type { Asker } from "../api/queries.ts";
import type { Acting } from "../device/acting.ts";
import { DAYS_SHOWN } from "./choice.ts";

export type Bookable = Answer<"get", "/api/v1/cities/{city}/bookables">["items"][number];
export type Places = Answer<"get", "/api/v1/cities/{city}/bookables/{service}">;
export type Place = Places["items"][number];
export type Slots = Answer<"get", "/api/v1/cities/{city}/calendars/{calendar}/slots">;
export type Calendar = Slots["calendar"];
export type Day = Slots["days"][number];
export type Slot = Day["slots"][number];
export type Hold = Answer<"post", "/api/v1/me/holds">;
export type Appointment = Answer<"get", "/api/v1/me/appointments/{id}">;
export type Wish = Answer<"get", "/api/v1/me/wishes">["items"][number];
export type Offer = NonNullable<Wish["offer"]>;
export type LinkedAppointment = Answer<"get", "/api/v1/appointment-links/{token}">;
export type Ticket = Answer<"get", "/api/v1/me/tickets/current">["items"][number];
export type Queue = Answer<"get", "/api/v1/cities/{city}/offices/{office}/queue">;
export type Need = Calendar["needs"][number];
export type Where = Pick<Asker, "city" | "script">;

/** Places go while one looks: asked again in this time while the screen is in sight. */
export const LOOK_AGAIN_MS = 20_000;

function lang({ script }: Pick<Asker, "script">): { lang?: "zh-Hant" } {
  return script === "zh-Hant" ? { lang: "zh-Hant" } : {};
}

/** @param day left out: whatever can be booked, whenever */
export function bookablesQuery(asker: Asker, day?: string) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["bookables", city, script, day ?? ""],
    queryFn: async ({ signal }) => ({ ...(await client("/api/v1/cities/{city}/bookables", { path: { city }, query: { ...(day === undefined ? {} : { day }), ...lang(asker) } }, signal)), day }),
    ...(day === undefined ? {} : { staleTime: 5_000 }),
  });
}

export interface PlacesWanted {
  service: string;
  /** Only places with something free then. */
  day?: string;
  /** Where somebody stands, when they told: "20.02,110.35". */
  at?: string;
}

export function placesQuery(asker: Asker, { service, day, at }: PlacesWanted) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["bookable-places", city, script, service, day ?? "", at ?? ""],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/bookables/{service}", { path: { city, service }, query: { ...(day === undefined ? {} : { day }), ...(at === undefined ? {} : { at, sort: "nearest" }), ...lang(asker) } }, signal),
    staleTime: 5_000,
  });
}

export interface SlotsWanted {
  calendar: string;
  from: string;
  kind?: string;
  services?: number;
}

export function slotsQuery(asker: Asker, { calendar, from, kind, services = 1 }: SlotsWanted) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["slots", city, script, calendar, from, kind ?? "", services],
    queryFn: ({ signal }) =>
      client("/api/v1/cities/{city}/calendars/{calendar}/slots", { path: { city, calendar }, query: { from, days: DAYS_SHOWN, ...(kind === undefined ? {} : { kind }), ...(services === 1 ? {} : { services }), ...lang(asker) } }, signal),
    staleTime: 5_000,
  });
}

const whoseKey = (whose: Acting | undefined) => [PERSONAL, "appointments", whose?.id ?? ""] as const;

export function appointmentsQuery(where: Where, whose: Acting | undefined, state: "coming" | "past") {
  return queryOptions({
    queryKey: [...whoseKey(whose), where.script, state],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/appointments", { query: { state, ...lang(where) } }, signal),
    staleTime: 10_000,
  });
}

export function appointmentQuery(where: Where, whose: Acting | undefined, id: string) {
  return queryOptions({
    queryKey: [...whoseKey(whose), where.script, "one", id],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/appointments/{id}", { path: { id }, query: lang(where) }, signal),
    retry: (count, error) => count < 1 && !(error instanceof ApiProblem),
    staleTime: 10_000,
  });
}

export function wishesQuery(where: Where, whose: Acting | undefined) {
  return queryOptions({
    queryKey: [...whoseKey(whose), where.script, "wishes"],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/wishes", { query: lang(where) }, signal),
    staleTime: 5_000,
  });
}

export function ticketsQuery(where: Where, whose: Acting | undefined) {
  return queryOptions({
    queryKey: [...whoseKey(whose), where.script, "tickets"],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/tickets/current", { query: lang(where) }, signal),
    staleTime: 2_000,
  });
}

export function ticketQuery(where: Where, whose: Acting | undefined, id: string) {
  return queryOptions({
    queryKey: [...whoseKey(whose), where.script, "ticket", id],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/tickets/{id}", { path: { id }, query: lang(where) }, signal),
    retry: (count, error) => count < 1 && !(error instanceof ApiProblem),
    staleTime: 2_000,
  });
}

export function queueQuery(asker: Asker, office: string) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["queue", city, script, office],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/offices/{office}/queue", { path: { city, office }, query: lang(asker) }, signal),
    staleTime: 2_000,
  });
}

const MOST_ITEMS = 100;

async function findOffice({ client, city, ...asker }: Asker, id: string, signal: AbortSignal): Promise<Office | undefined> {
  let cursor: string | undefined;
  do {
    const page = await client("/api/v1/cities/{city}/offices", { path: { city }, query: { limit: MOST_ITEMS, ...(cursor === undefined ? {} : { cursor }), ...lang(asker) } }, signal);
    const found = page.items.find((each) => each.id === id);
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return undefined;
}

/** What is done at an office: the items it names, or those of its departments. */
export function officeItemsQuery(asker: Asker, officeId: string) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["office-items", city, script, officeId],
    queryFn: async ({ signal }): Promise<ServiceLink[]> => {
      const office = await findOffice(asker, officeId, signal);
      if (!office) return [];
      const wanted = office.services ? [{ ids: office.services.join(",") }] : office.departments.map((department) => ({ department }));
      const pages = await Promise.all(wanted.map((filter) => client("/api/v1/cities/{city}/services", { path: { city }, query: { ...filter, limit: MOST_ITEMS, ...lang(asker) } }, signal)));
      return pages.flatMap((page) => page.items.map(({ id, names, kind }) => ({ id, names, kind })));
    },
  });
}

/** All that a change may have touched. */
export function allAppointments(): { queryKey: readonly unknown[] } {
  return { queryKey: [PERSONAL, "appointments"] };
}
