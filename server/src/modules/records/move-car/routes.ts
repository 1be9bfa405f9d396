import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { MoveAnswerBody, MoveBody, MoveParams, MoveRequest, MoveRequestList, MoveTokenParams, OwnersMoveRequest } from "../contract.ts";
import { networkBucket } from "../../../kernel/http/network-bucket.ts";
import type { RecordsParts } from "../parts.ts";
import { answerAsker, reportMisuse, seeRequest } from "./answer-asker.ts";
import { askOwner, cancelRequest, listOwnRequests } from "./ask-owner.ts";

/** Asking the owner of a car to move it: neither side learns who the other is. */
export function registerMoveCarRoutes(server: HttpServer, parts: RecordsParts): void {
  const tags = ["records"];
  const { identity, lookupHash } = parts;

  server.post("/api/v1/me/move-requests", { schema: { tags, summary: "Ask the owner of a car to move it", description: "The answer is the same whether or not there is such a car.", body: MoveBody, response: { 201: MoveRequest } } }, async (request, reply) => {
    const caller = await identity.requirePerson(request, { level: 2 });
    const { plate, place, reason, city } = request.body;
    return reply.code(201).header("cache-control", "no-store").send(await askOwner(parts, caller, { plate, place, reason, city }));
  });

  server.get("/api/v1/me/move-requests", { schema: { tags, summary: "Whom you asked, and what they said", response: { 200: MoveRequestList } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    const items = await listOwnRequests(parts, person);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/api/v1/me/move-requests/:id/cancel", { schema: { tags, summary: "It is no longer needed", params: MoveParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await cancelRequest(parts, await identity.requirePerson(request), request.params.id);
    return reply.code(204).send(null);
  });

  server.get("/api/v1/move-requests/:token", { config: { weight: "essential" }, schema: { tags, summary: "What the owner is asked", description: "For whoever has the message's link; needs no account.", params: MoveTokenParams, response: { 200: OwnersMoveRequest } } }, async (request, reply) => {
    const link = { token: request.params.token, network: networkBucket("move-links", lookupHash, request) };
    return reply.header("cache-control", "no-store").send(await seeRequest(parts, link));
  });

  server.post("/api/v1/move-requests/:token/answer", { config: { weight: "essential" }, schema: { tags, summary: "The owner's answer", params: MoveTokenParams, body: MoveAnswerBody, response: { 204: Type.Null() } } }, async (request, reply) => {
    await answerAsker(parts, { token: request.params.token, network: networkBucket("move-links", lookupHash, request) }, request.body.answer);
    return reply.code(204).send(null);
  });

  server.post("/api/v1/move-requests/:token/misuse", { config: { weight: "essential" }, schema: { tags, summary: "The owner says that it was no honest request", params: MoveTokenParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await reportMisuse(parts, { token: request.params.token, network: networkBucket("move-links", lookupHash, request) });
    return reply.code(204).send(null);
  });
}
