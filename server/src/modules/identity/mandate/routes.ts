import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import type { IdentityParts } from "../parts.ts";
import { acceptMandate } from "./accept-mandate.ts";
import { MandateBody, MandateDetail, MandateList, MandatePaper, PaperCheck, PaperCheckBody } from "./contract.ts";
import { describeMandate, describeUse, listOwnMandates } from "./describe-mandate.ts";
import { endMandate } from "./end-mandate.ts";
import { noSuchMandate } from "./errors.ts";
import { grantMandate } from "./grant-mandate.ts";
import { listOffersTo } from "./offers.ts";
import { checkPaperMandate, getPaper } from "./paper.ts";
import { countUses, findMandate, listUses } from "./store.ts";

const IdParams = Type.Object({ id: Type.String({ format: "uuid" }) });

export function registerMandateRoutes(server: HttpServer, parts: IdentityParts): void {
  const { database } = parts;
  const tags = ["account"];

  server.get("/api/v1/me/mandates", { schema: { tags, summary: "Mandates you granted, hold or are offered", response: { 200: MandateList } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const items = await listOwnMandates(parts, person);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/api/v1/me/mandates", { schema: { tags, summary: "Offer somebody a mandate to act for you", description: "The answer is the same whether or not the number has an account. Who has the number and the name sees the offer for two weeks.", body: MandateBody, response: { 201: Type.Object({ id: Type.String({ format: "uuid" }) }) } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2, confirmed: true });
    return reply.code(201).send({ id: await grantMandate(parts, caller, request.body) });
  });

  server.get("/api/v1/me/mandates/:id", { schema: { tags, summary: "A mandate with every use", params: IdParams, response: { 200: MandateDetail } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const { id } = request.params;
    const found = await findMandate(database, id);
    const row = found?.grantor === person || found?.holder === person ? found : (await listOffersTo(parts, database, person)).find((each) => each.id === id);
    if (!row) throw noSuchMandate("There is no such mandate of yours.");
    const [uses, history] = await Promise.all([countUses(database, [id]), listUses(database, id)]);
    return reply.header("cache-control", "no-store").send({ ...(await describeMandate(parts, row, person, uses.get(id))), history: history.map(describeUse) });
  });

  server.post("/api/v1/me/mandates/:id/acceptance", { schema: { tags, summary: "Accept a mandate offered to you", params: IdParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2 });
    await acceptMandate(parts, caller, request.params.id);
    return reply.code(204).send(null);
  });

  server.delete("/api/v1/me/mandates/:id", { schema: { tags, summary: "Revoke, give back or decline a mandate, at once", params: IdParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2 });
    await endMandate(parts, caller, request.params.id);
    return reply.code(204).send(null);
  });

  server.get("/api/v1/me/mandates/:id/paper", { schema: { tags, summary: "What stands on the printed sheet", params: IdParams, response: { 200: MandatePaper } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const paper = await getPaper(parts, person, request.params.id);
    const origin = parts.publicUrl ?? `${request.protocol}://${request.host}`;
    return reply.header("cache-control", "no-store").send({ ...paper, address: `${origin}/mandate/${paper.code}` });
  });

  server.post("/api/v1/me/mandate-checks", { schema: { tags, summary: "Check a printed mandate that is shown to you", body: PaperCheckBody, response: { 200: PaperCheck } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request, { level: 2 });
    return reply.header("cache-control", "no-store").send(await checkPaperMandate(parts, request.body.code, { kind: "person", id: person, city: session.city }));
  });
}
