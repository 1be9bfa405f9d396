import Type from "typebox";
import { record } from "../../audit/index.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { maskIdNumber, maskName, maskPhone } from "../../../kernel/mask.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount, findPerson } from "../account/store.ts";
import { type Caller, requirePerson } from "../caller.ts";
import { Me, SessionList } from "../contract.ts";
import { noSuchSession } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { CONFIRMATION_MS } from "../session/session.ts";
import { announcePersonChanged, deleteSession, listSessions } from "../session/store.ts";

/** What a person sees and ends of their own account. */
export function registerMeRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.get("/api/v1/me", { schema: { tags, summary: "Who is signed in", response: { 200: Me } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request);
    return reply.header("cache-control", "no-store").send(await describeSelf(parts, caller));
  });

  server.get("/api/v1/me/sessions", { schema: { tags, summary: "Where you are signed in", response: { 200: SessionList } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request);
    const sessions = await listSessions(parts.database, person, parts.clock());
    const items = sessions.map(({ id, kind, means, device, address, createdAt, lastSeenAt, expiresAt }) => ({
      id, current: id === session.id, kind, means, device, address,
      createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), expiresAt: expiresAt.toISOString(),
    }));
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.delete("/api/v1/me/sessions/:id", { schema: { tags, summary: "End one of your sign-ins", params: Type.Object({ id: Type.String({ format: "uuid" }) }), response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request);
    const { id } = request.params;
    await parts.database.transaction(async (tx) => {
      if (!(await deleteSession(tx, person, id))) throw noSuchSession("There is no such sign-in of yours.");
      await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "session.ended", subject: person, city: session.city, about: { kind: "session", id } });
      await announcePersonChanged(tx, person);
    });
    return reply.code(204).send(null);
  });
}

async function describeSelf(parts: IdentityParts, { person: id, session }: Caller): Promise<Me> {
  const [person, account, cipher] = await Promise.all([findPerson(parts.database, id), findAccount(parts.database, id), openPersonCipher(parts, parts.database, id)]);
  if (!person || !account?.phone) throw new Error(`The session ${session.id} belongs to nobody`);
  return {
    person: id,
    city: account.city,
    level: person.level,
    ...(person.name ? { name: maskName(cipher.open(placeOf.name(id), person.name)) } : {}),
    ...(person.id_number ? { idNumber: maskIdNumber(cipher.open(placeOf.idNumber(id), person.id_number)) } : {}),
    phone: maskPhone(cipher.open(placeOf.phone(id), account.phone)),
    ...(person.verified_at ? { verifiedAt: person.verified_at.toISOString() } : {}),
    accountState: account.state === "closing" ? "closing" : "active",
    ...(account.closes_at ? { closesAt: account.closes_at.toISOString() } : {}),
    ...(account.home_area ? { homeArea: account.home_area } : {}),
    ...(account.arrival ? { arrival: account.arrival } : {}),
    confirmedUntil: new Date(session.confirmedAt.getTime() + CONFIRMATION_MS).toISOString(),
  };
}
