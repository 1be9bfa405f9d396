import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { networkOf } from "../../../kernel/rate-limit.ts";
import { toTraditional } from "../../catalogue/index.ts";
import { ownOrigin } from "../../identity/index.ts";
import { LangQuery } from "../contract.ts";
import { DisplayHeaders, OfficeParams, Queue, ShownPlaceCode } from "./contract.ts";
import { showPlaceCode } from "./displays.ts";
import { getOffice } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import { showQueue } from "./queue.ts";

/** What hangs in the hall, and whoever thinks of going there may look at: numbers and counters, nobody's name. */
export function registerPublicQueueRoutes(server: HttpServer, parts: CounterParts): void {
  const tags = ["booking"];
  const { cities, streams, publicUrl, lookupHash } = parts;

  server.get("/api/v1/cities/:city/offices/:office/queue", { schema: { tags, summary: "The queue at an office: who is called, how many wait, about how long", params: OfficeParams, querystring: LangQuery, response: { 200: Queue } } }, async (request, reply) => {
    const queue = await showQueue(parts, getOffice(cities, request.params));
    return reply.header("cache-control", "public, max-age=2").send(request.query.lang === "zh-Hant" ? toTraditional(queue) : queue);
  });

  server.get("/api/v1/cities/:city/offices/:office/queue/events", { schema: { tags, summary: "Live: the queue at an office", description: "Server-sent events named `queue`, each as GET without `events` answers it; the first at once. A few for each network; whoever gets `too-many-streams` asks from time to time instead.", params: OfficeParams, querystring: LangQuery, produces: ["text/event-stream"], response: { 200: Type.Unsafe<Buffer>({ type: "string" }) } } }, async (request, reply) => {
    const office = getOffice(cities, request.params);
    const { lang } = request.query;
    const read = async () => {
      const queue = await showQueue(parts, getOffice(cities, request.params));
      return lang === "zh-Hant" ? toTraditional(queue) : queue;
    };
    const network = lookupHash.hash("address", networkOf(request.ip)).toString("base64url");
    return streams.open(reply, { topic: `${office.city}/${office.office}`, owner: `queue ${network}`, anybody: true, event: "queue", read });
  });

  server.get("/api/v1/cities/:city/offices/:office/place-code", { schema: { tags, summary: "The code to check in with, for the office's own screens", description: "With the header `display-key` that a screen got when staff registered it. The code changes each minute.", params: OfficeParams, headers: DisplayHeaders, response: { 200: ShownPlaceCode } } }, async (request, reply) => {
    const office = getOffice(cities, request.params);
    return reply.header("cache-control", "no-store").send(await showPlaceCode(parts, office, request.headers["display-key"], ownOrigin(request, publicUrl)));
  });
}
