import Type from "typebox";
import { record } from "../../audit/index.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { updateAccount } from "../account/store.ts";
import { requirePerson } from "../caller.ts";
import { noSuchConsent } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { disputeAccess, listAccesses } from "./accesses.ts";
import { AccessesQuery, AccessList, AccessParams, ConsentList, ConsentParams, DisputeBody, PersonalData, ProfileBody } from "./contract.ts";
import { describeConsent, exportPersonalData } from "./export-personal-data.ts";
import { listConsents, withdrawConsent } from "./store.ts";

/** The person's control room: what is known, who looked, what was agreed to, all of it to take along. */
export function registerControlRoomRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];
  const { database, clock } = parts;

  server.get("/api/v1/me/accesses", { schema: { tags, summary: "Who looked at your data", querystring: AccessesQuery, response: { 200: AccessList } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request);
    const { items, nextCursor } = await listAccesses(parts, person, request.query);
    return reply.header("cache-control", "no-store").send({ items, ...(nextCursor === undefined ? {} : { nextCursor }) });
  });

  server.post("/api/v1/me/accesses/:id/dispute", { schema: { tags, summary: "Dispute an access", params: AccessParams, body: DisputeBody, response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request);
    await disputeAccess(parts, caller, request.params.id, request.body.words);
    return reply.code(204).send(null);
  });

  server.get("/api/v1/me/consents", { schema: { tags, summary: "What you agreed to", response: { 200: ConsentList } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request);
    const items = (await listConsents(database, person)).map(describeConsent);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.delete("/api/v1/me/consents/:purpose", { schema: { tags, summary: "Take a consent back", params: ConsentParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request);
    const { purpose } = request.params;
    await database.transaction(async (tx) => {
      if (!(await withdrawConsent(tx, person, purpose, clock()))) throw noSuchConsent("You have not agreed to this, or have taken it back already.");
      await parts.events.publish(tx, { name: "identity.consent-withdrawn", version: 1, payload: { person, purpose } });
      await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "consent.withdrawn", subject: person, city: session.city, about: { kind: "consent", id: purpose } });
    });
    return reply.code(204).send(null);
  });

  server.patch("/api/v1/me/profile", { schema: { tags, summary: "Home area and first-week path", body: ProfileBody, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request);
    const { homeArea, arrival } = request.body;
    const changes = { ...(homeArea === undefined ? {} : { home_area: homeArea }), ...(arrival === undefined ? {} : { arrival }) };
    if (Object.keys(changes).length > 0) {
      await database.transaction(async (tx) => {
        await updateAccount(tx, person, changes);
        await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "profile.changed", subject: person, city: session.city, fields: Object.keys(request.body) });
      });
    }
    return reply.code(204).send(null);
  });

  const copy = Type.Object({ ...PersonalData.properties, ...Object.fromEntries(parts.exportParts.map(({ name, schema }) => [name, schema])) });
  server.get("/api/v1/me/export", { config: { weight: "heavy" }, schema: { tags, summary: "All your data, to take along", description: "Needs a fresh confirmation. Machine-readable; the app shows it readable.", response: { 200: copy } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { confirmed: true });
    const data = await exportPersonalData(parts, caller);
    return reply.header("cache-control", "no-store").header("content-disposition", `attachment; filename="citizen-cloud-${data.exportedAt.slice(0, 10)}.json"`).send(data);
  });
}
