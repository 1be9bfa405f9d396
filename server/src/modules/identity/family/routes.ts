import Type from "typebox";
import { record } from "../../audit/index.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import { PersonId } from "../contract.ts";
import type { IdentityParts } from "../parts.ts";
import { addChild } from "./add-child.ts";
import { ChildAdded, ChildBody, Family, RegisteredChildren } from "./contract.ts";
import { removeChild } from "./end-kinship.ts";
import { listFamily } from "./list-family.ts";
import { findRegisteredChildren } from "./registered-children.ts";
import { listChildHashes } from "./store.ts";

export function registerFamilyRoutes(server: HttpServer, parts: IdentityParts): void {
  const { database, lookupHash } = parts;
  const tags = ["account"];

  server.get("/api/v1/me/family", { schema: { tags, summary: "Your children, and your parents who act for you", response: { 200: Family } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const items = await listFamily(parts, person);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.get("/api/v1/me/family/registered-children", { schema: { tags, summary: "Children whose birth record names you", description: "Asked of the civil affairs register; who has come of age is left out.", response: { 200: RegisteredChildren } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request, { level: 2 });
    const children = await findRegisteredChildren(parts, person);
    const added = await listChildHashes(database, person);
    const isAdded = (idNumber: string) => lookupHash.candidates("id-number", idNumber).some((hash) => added.some((each) => each.equals(hash)));
    const items = children.map(({ recordNumber, name, birthDate, relation, idNumber }) => ({ recordNumber, name, birthDate, relation, added: isAdded(idNumber) }));
    await record(database, {
      actor: { kind: "person", id: person, city: session.city }, act: "children.listed", subject: person, city: session.city,
      purpose: "act-for-child", ground: "Civil Code 27", fields: ["name", "birthDate", "birthRecord"], detail: { found: items.length },
    });
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/api/v1/me/family/children", { schema: { tags, summary: "Add your child by the birth record", body: ChildBody, response: { 201: ChildAdded } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2 });
    return reply.code(201).send({ person: await addChild(parts, caller, request.body.recordNumber) });
  });

  server.delete("/api/v1/me/family/children/:id", { schema: { tags, summary: "Stop acting for a child", params: Type.Object({ id: PersonId }), response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2 });
    await removeChild(parts, caller, request.params.id);
    return reply.code(204).send(null);
  });
}
