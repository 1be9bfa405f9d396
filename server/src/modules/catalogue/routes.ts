import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpServer } from "../../kernel/http/server.ts";
import { invalidRequest } from "../../kernel/http/problem.ts";
import { sendEntry } from "../../kernel/http/reply-cache.ts";
import type { Database } from "../../kernel/database.ts";
import { type CityCatalogue, guideOf, listLifeEvents, listOffices, listServices, paginate, suggest } from "./city-catalogue.ts";
import {
  Calendar, CityList, CityParams, DepartmentList, DivisionList, LangQuery, LifeEventList, OfficeList, OfficesQuery, ServiceGuide, ServiceList, ServiceParams, ServiceQuery, ServicesQuery, SuggestionList,
  SuggestionsQuery, TopicList,
} from "./contract.ts";
import type { ServiceItem } from "./documents.ts";
import { noSuchService, serviceRetired } from "./errors.ts";
import type { Observations } from "./observations.ts";
import type { PublishedCities } from "./published-cities.ts";
import { findVersion } from "./store.ts";
import { toTraditional } from "./traditional.ts";

const JSON_TYPE = "application/json; charset=utf-8";
/** Public and alike for everybody: caches may keep an answer, and ask whether it still holds after a minute. */
const PUBLIC_FOR_A_MINUTE = "public, max-age=60";

/** What anybody may read without signing in. Nothing here is about a person. */
export function registerCatalogueRoutes(server: HttpServer, { cities, database, observations }: { cities: PublishedCities; database: Database; observations: Observations }): void {
  const tags = ["catalogue"];
  const answer = async (request: FastifyRequest, reply: FastifyReply, catalogue: CityCatalogue, body: () => unknown) => {
    const address = request.raw.url ?? "";
    const cache = cacheFor(catalogue, address);
    const entry = cache.find(address) ?? cache.store(address, JSON_TYPE, JSON.stringify(inScript(request, await body())));
    return sendEntry(request, reply, entry, PUBLIC_FOR_A_MINUTE);
  };

  server.get("/api/v1/cities", { config: { weight: "essential" }, schema: { tags, summary: "Cities on this installation", querystring: LangQuery, response: { 200: CityList } } }, async (request) =>
    inScript(request, paginate(cities.list().map((each) => each.documents.city), { limit: 100 }, (city) => city)),
  );

  server.get("/api/v1/cities/:city/divisions", { config: { weight: "essential" }, schema: { tags, summary: "Districts, zones, streets and communities", params: CityParams, querystring: LangQuery, response: { 200: DivisionList } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    const { divisions } = catalogue.documents;
    return answer(request, reply, catalogue, () => paginate(divisions, { limit: divisions.length }, (division) => division));
  });

  server.get("/api/v1/cities/:city/departments", { config: { weight: "essential" }, schema: { tags, summary: "Departments and operators", params: CityParams, querystring: LangQuery, response: { 200: DepartmentList } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    const { departments, services } = catalogue.documents;
    return answer(request, reply, catalogue, () =>
      paginate(departments, { limit: departments.length }, (department) => ({ ...department, serviceCount: services.filter((item) => item.department === department.id).length })),
    );
  });

  server.get("/api/v1/cities/:city/topics", { config: { weight: "essential" }, schema: { tags, summary: "Topics, most used first", params: CityParams, querystring: LangQuery, response: { 200: TopicList } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    const { topics, services } = catalogue.documents;
    return answer(request, reply, catalogue, () => paginate(topics, { limit: topics.length }, (topic) => ({ ...topic, serviceCount: services.filter((item) => item.topic === topic.id).length })));
  });

  server.get("/api/v1/cities/:city/life-events", { config: { weight: "essential" }, schema: { tags, summary: "What happens in a life, and what to do then", params: CityParams, querystring: LangQuery, response: { 200: LifeEventList } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    return answer(request, reply, catalogue, () => listLifeEvents(catalogue));
  });

  server.get("/api/v1/cities/:city/calendar", { config: { weight: "essential" }, schema: { tags, summary: "Days off and make-up working days", params: CityParams, querystring: LangQuery, response: { 200: Calendar } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    const { calendar } = catalogue.documents;
    const provisional = calendar.find((year) => year.provisional);
    return answer(request, reply, catalogue, () => ({
      days: calendar.flatMap((year) => year.days),
      ...(provisional ? { provisionalFrom: `${provisional.id}-01-01` } : {}),
    }));
  });

  server.get("/api/v1/cities/:city/offices", { config: { weight: "essential" }, schema: { tags, summary: "Where to go", params: CityParams, querystring: OfficesQuery, response: { 200: OfficeList } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    checkPosition(request.query.near);
    return answer(request, reply, catalogue, () => listOffices(catalogue, request.query));
  });

  server.get("/api/v1/cities/:city/services", { config: { weight: "essential" }, schema: { tags, summary: "Service items: list, filter, search", params: CityParams, querystring: ServicesQuery, response: { 200: ServiceList } } }, async (request, reply) => {
    const { city } = request.params;
    const catalogue = cities.get(city);
    const { q } = request.query;
    if (q === undefined) return answer(request, reply, catalogue, () => listServices(catalogue, request.query));
    const page = catalogue.searchReplies.find(request.raw.url ?? "") ?? (await listServices(catalogue, request.query));
    if ("total" in page && page.total === 0) {
      // Not kept, so that each time it is asked in vain counts.
      if ((await listServices(catalogue, { q })).total === 0) observations.noteMiss(city, q);
      return reply.send(page);
    }
    return answer(request, reply, catalogue, () => page);
  });

  server.get("/api/v1/cities/:city/suggestions", { config: { weight: "heavy" }, schema: { tags, summary: "Suggestions while typing", params: CityParams, querystring: SuggestionsQuery, response: { 200: SuggestionList } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    return answer(request, reply, catalogue, () => suggest(catalogue, request.query.q, request.query.limit ?? 8));
  });

  server.get("/api/v1/cities/:city/services/:id", { config: { weight: "essential" }, schema: { tags, summary: "An item's guide", description: "A retired item answers 308 to its replacement, or 410.", params: ServiceParams, querystring: ServiceQuery, response: { 200: ServiceGuide } } }, async (request, reply) => {
    const { city, id } = request.params;
    const catalogue = cities.get(city);
    const { version } = request.query;
    if (version !== undefined) {
      const past = await findVersion(database, { city, kind: "service", id }, version);
      if (!past) throw noSuchService(`There is no version ${version} of the service item "${id}" in ${city}.`);
      return answer(request, reply, catalogue, () => guideOf(catalogue, { item: past.body as ServiceItem, version, publishedAt: past.published_at }));
    }
    const published = catalogue.services.get(id);
    if (!published) return sendMissing(catalogue, city, id, request, reply);
    observations.noteView(city, id);
    return answer(request, reply, catalogue, () => guideOf(catalogue, published));
  });
}

/** Plain addresses are as many as there are things in the catalogue; whatever carries a query or a percent sign can be spelled without end. */
function cacheFor(catalogue: CityCatalogue, address: string): CityCatalogue["replies"] {
  return /^[^?%]*(\?lang=zh-Han[ts])?$/.test(address) ? catalogue.replies : catalogue.searchReplies;
}

function checkPosition(near: string | undefined): void {
  if (near === undefined) return;
  const [latitude = 0, longitude = 0] = near.split(",").map(Number);
  if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return;
  throw invalidRequest("The position is not on the earth.", { fields: [{ pointer: "?near", detail: "must be latitude (-90 to 90) and longitude (-180 to 180)" }] });
}

function sendMissing(catalogue: CityCatalogue, city: string, id: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const retirement = catalogue.retirements.get(id);
  if (!retirement) throw noSuchService(`There is no service item "${id}" in ${city}.`);
  if (retirement.redirectTo === undefined) {
    throw serviceRetired(`The service item "${id}" ended on ${retirement.on}.`, { extensions: { reason: retirement.reason, on: retirement.on } });
  }
  const [, query] = (request.raw.url ?? "").split("?", 2);
  return reply.code(308).header("cache-control", "no-cache").header("location", `/api/v1/cities/${city}/services/${retirement.redirectTo}${query === undefined ? "" : `?${query}`}`).send();
}

/** The reply in the script asked for. */
function inScript<Reply>(request: FastifyRequest, body: Reply): Reply {
  return (request.query as { lang?: string }).lang === "zh-Hant" ? toTraditional(body) : body;
}
