import type { FastifyReply, FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import { invalidRequest } from "../../../kernel/http/problem.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { toTraditional } from "../../catalogue/index.ts";
import { BookableList, BookablePlaces, BookablesQuery, CityParams, PlacesParams, PlacesQuery, Slots, SlotsParams, SlotsQuery } from "../contract.ts";
import type { BookingParts } from "../parts.ts";
import { listBookables, listPlaces, listSlots } from "./find-places.ts";

const PLACES_KEPT_MS = 5_000;
/** Whoever has just lost a race for a place should not see it free for long. */
const SLOTS_KEPT_MS = 1_000;
const MOST_KEPT = 2_000;

/** What anybody may look at without signing in: what can be booked, where, and what is free. */
export function registerCalendarRoutes(server: HttpServer, parts: BookingParts): void {
  const tags = ["booking"];
  const { cities } = parts;
  const kept = new LRUCache<string, Promise<string>>({ max: MOST_KEPT });
  /** One answer for everybody who asks the same within a moment; who asks while it is made waits for it. */
  const answer = async (request: FastifyRequest, reply: FastifyReply, ttl: number, make: () => Promise<object>) => {
    const address = `${cities.generation()} ${request.raw.url ?? ""}`;
    let body = kept.get(address);
    if (!body) {
      body = make().then((made) => JSON.stringify((request.query as { lang?: string }).lang === "zh-Hant" ? toTraditional(made) : made));
      kept.set(address, body, { ttl });
      body.catch(() => kept.delete(address));
    }
    const text = await body;
    return reply.header("cache-control", `public, max-age=${Math.floor(ttl / 1_000)}`).type("application/json; charset=utf-8").serializer(String).send(text);
  };

  server.get("/api/v1/cities/:city/bookables", { config: { weight: "essential" }, schema: { tags, summary: "Items that can be booked", params: CityParams, querystring: BookablesQuery, response: { 200: BookableList } } }, async (request, reply) => {
    const { city } = request.params;
    return answer(request, reply, PLACES_KEPT_MS, () => listBookables(parts, city, request.query));
  });

  server.get("/api/v1/cities/:city/bookables/:service", { config: { weight: "essential" }, schema: { tags, summary: "Where an item can be booked, and what is free next", params: PlacesParams, querystring: PlacesQuery, response: { 200: BookablePlaces } } }, async (request, reply) => {
    const { city, service } = request.params;
    checkPosition(request.query.at);
    return answer(request, reply, PLACES_KEPT_MS, () => listPlaces(parts, city, service, request.query));
  });

  server.get("/api/v1/cities/:city/calendars/:calendar/slots", { config: { weight: "essential" }, schema: { tags, summary: "A calendar: its rules, and what is free", params: SlotsParams, querystring: SlotsQuery, response: { 200: Slots } } }, async (request, reply) => {
    const { city, calendar } = request.params;
    return answer(request, reply, SLOTS_KEPT_MS, () => listSlots(parts, city, calendar, request.query));
  });
}

function checkPosition(at: string | undefined): void {
  if (at === undefined) return;
  const [latitude = 0, longitude = 0] = at.split(",").map(Number);
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) throw invalidRequest("The position is not on the earth.", { fields: [{ pointer: "?at", detail: "must be latitude (-90 to 90) and longitude (-180 to 180)" }] });
}
