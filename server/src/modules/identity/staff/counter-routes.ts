import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import { Instant } from "../contract.ts";
import type { IdentityParts } from "../parts.ts";
import { requireRole, requireStaff } from "./caller.ts";
import { InPersonCode, PersonParams, PersonRead, PersonReadBody, PersonSearchBody, PersonSearchResult, Verification, VerificationBody, VerificationConfirmationBody } from "./contract.ts";
import { fieldsFor, readPerson, refuseSearch, searchPerson } from "./persons.ts";
import { confirmInPerson, seeInPersonCode, showInPersonCode, vouchForRecovery } from "./verification.ts";

const tags = ["staff"];

/** What staff do with persons: look one up with a purpose, and see one in person. */
export function registerCounterRoutes(server: HttpServer, parts: IdentityParts): void {
  server.post("/staff/v1/persons/search", { schema: { tags, summary: "Find one person by a whole number, with a purpose (clerk, department head, security officer)", description: "Masked, recorded, and shown to the person.", body: PersonSearchBody, response: { 200: PersonSearchResult } } }, async (request, reply) => {
    const staff = await requireStaff(parts, request);
    refuseSearch(staff);
    const found = await searchPerson(parts, staff, request.body);
    return reply.header("cache-control", "no-store").send({ items: found ? [found] : [], total: found ? 1 : 0, fields: fieldsFor(staff) });
  });

  // POST, since the reason belongs into no address, where logs and histories keep it.
  server.post("/staff/v1/persons/:id", { schema: { tags, summary: "Read named fields of a person, with a purpose", description: "All of the fields or none. Recorded, and shown to the person.", params: PersonParams, body: PersonReadBody, response: { 200: PersonRead } } }, async (request, reply) => {
    const staff = await requireStaff(parts, request);
    refuseSearch(staff);
    return reply.header("cache-control", "no-store").send((await readPerson(parts, staff, request.params.id, request.body)) as { person: string });
  });

  server.get("/api/v1/me/in-person-code", { schema: { tags: ["account"], summary: "Digits to show at a counter, to be verified in person", response: { 200: InPersonCode } } }, async (request, reply) => {
    const { code, expiresAt } = await showInPersonCode(parts, await requirePerson(parts, request));
    return reply.header("cache-control", "no-store").send({ code, expiresAt: expiresAt.toISOString() });
  });

  server.post("/staff/v1/verifications", { schema: { tags, summary: "Whose digits these are (clerk)", body: VerificationBody, response: { 201: Verification } } }, async (request, reply) => {
    const clerk = await requireRole(parts, request, ["clerk"]);
    return reply.code(201).header("cache-control", "no-store").send(await seeInPersonCode(parts, clerk, request.body.code, request.body.hall));
  });

  server.post("/staff/v1/verifications/:id/confirmation", { schema: { tags, summary: "Card and face were compared: level 3 (clerk)", params: PersonParams, body: VerificationConfirmationBody, response: { 204: Type.Null() } } }, async (request, reply) => {
    const clerk = await requireRole(parts, request, ["clerk"]);
    await confirmInPerson(parts, clerk, request.params.id, request.body);
    return reply.code(204).send(null);
  });

  server.post("/staff/v1/recovery-vouchers", { schema: { tags, summary: "Card and face were compared: a code for the recovery (clerk)", body: VerificationConfirmationBody, response: { 201: Type.Object({ code: Type.String({ description: "Shown this once" }), expiresAt: Instant }) } } }, async (request, reply) => {
    const clerk = await requireRole(parts, request, ["clerk"]);
    const { code, expiresAt } = await vouchForRecovery(parts, clerk, request.body);
    return reply.code(201).header("cache-control", "no-store").send({ code, expiresAt: expiresAt.toISOString() });
  });
}
