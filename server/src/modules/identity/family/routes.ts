import Type, { type Static } from "typebox";
import { record } from "../../audit/index.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { maskName } from "../../../kernel/mask.ts";
import { findProvenData } from "../account/proven-data.ts";
import { findAccount } from "../account/store.ts";
import { requirePerson } from "../caller.ts";
import { PersonId } from "../contract.ts";
import type { IdentityParts } from "../parts.ts";
import { addChild } from "./add-child.ts";
import { isOfAge } from "./age.ts";
import { ChildAdded, ChildBody, Family, type FamilyMember, RegisteredChildren } from "./contract.ts";
import { removeChild } from "./end-kinship.ts";
import { findRegisteredChildren } from "./registered-children.ts";
import { type KinshipRow, listChildHashes, listKinships } from "./store.ts";

export function registerFamilyRoutes(server: HttpServer, parts: IdentityParts): void {
  const { database, lookupHash } = parts;
  const tags = ["account"];

  server.get("/api/v1/me/family", { schema: { tags, summary: "Your children, and your parents who act for you", response: { 200: Family } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const described = await Promise.all((await listKinships(database, person)).map((kinship) => describe(parts, kinship, person)));
    const items = described.filter((member) => member !== undefined);
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

/** Undefined once the child is of age, also before the nightly job has said so, and when the child's data is gone. */
async function describe(parts: IdentityParts, { guardian, child, relation, since }: KinshipRow, person: string): Promise<Static<typeof FamilyMember> | undefined> {
  const { database, clock } = parts;
  const { name: childName, idNumber } = await findProvenData(parts, database, child);
  const number = idNumber === undefined ? undefined : readIdNumber(idNumber, clock());
  if (!number?.ok || isOfAge(number.birthDate, clock())) return undefined;
  const common = { relation, since: since.toISOString() };
  if (guardian === person) {
    const account = await findAccount(database, child);
    return { ...common, person: child, role: "child", ...(childName === undefined ? {} : { name: childName }), birthDate: number.birthDate, hasAccount: account !== undefined };
  }
  const { name } = await findProvenData(parts, database, guardian);
  return { ...common, person: guardian, role: "parent", ...(name === undefined ? {} : { name: maskName(name) }) };
}
