import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { EntryBodySchema, EntryReply, PlaceBodySchema, PlaceReply, RushParams, StatusReply, TimeReply } from "./contract.ts";
import type { LaneHandler } from "./lane.ts";

/**
 * The lane's contract, for the documentation and for programs that are made from it. Requests over the network never come
 * here, since the lane answers them before; those that are injected are handed to it.
 */
export function registerRushRoutes(server: HttpServer, lane: LaneHandler): void {
  const handOver = (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    lane.handle(request.raw, reply.raw, request.method === "POST" ? (request.body ?? {}) : undefined);
  };
  const tags = ["campaigns"];
  const description = "With `acting-for: child:<person>` it is your child's, and the pass is needed in any case.";
  // What a body may hold is the lane's to say, in the same words.
  const described = { validatorCompiler: () => () => true };
  server.get("/api/v1/rush/time", { schema: { tags, summary: "The time by which campaigns open and close", response: { 200: TimeReply } }, ...described }, handOver as never);
  server.get("/api/v1/rush/:city/:slug", { schema: { tags, summary: "How a campaign stands at this second", params: RushParams, response: { 200: StatusReply } }, ...described }, handOver as never);
  server.post("/api/v1/rush/:city/:slug/place", { schema: { tags, summary: "Take a place in the line, or see how far it has moved", description, params: RushParams, body: PlaceBodySchema, response: { 200: PlaceReply } }, ...described }, handOver as never);
  server.post("/api/v1/rush/:city/:slug/entries", { schema: { tags, summary: "Register; the same request again gives the same answer", description, params: RushParams, body: EntryBodySchema, response: { 200: EntryReply, 201: EntryReply } }, ...described }, handOver as never);
  server.get("/api/v1/rush/:city/:slug/entries/mine", { schema: { tags, summary: "What one registered", params: RushParams, response: { 200: EntryReply } }, ...described }, handOver as never);
}
