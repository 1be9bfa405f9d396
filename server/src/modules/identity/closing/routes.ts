import Type from "typebox";
import { record } from "../../audit/index.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { findAccount, updateAccount } from "../account/store.ts";
import { requirePerson } from "../caller.ts";
import { Instant } from "../contract.ts";
import { notClosing } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { tellOfChange } from "../notice/tell.ts";
import { holdOwnAccount } from "../session/hold-own-account.ts";
import { announcePersonChanged } from "../session/store.ts";
import { closesAt, CONSEQUENCES, COOLING_OFF_DAYS } from "./closing.ts";

const Closing = Type.Object({
  coolingOffDays: Type.Integer(),
  consequences: Type.Array(Type.Enum([...CONSEQUENCES], { type: "string" })),
  closesAt: Type.Optional(Type.String({ ...Instant, description: "Absent: it is not being closed" })),
});

/** Each time a message is sent. */
const ASKED_BY_DAY = 10;

/** Leaving: with its consequences told, a time to think again, and nothing kept that could be read. */
export function registerClosingRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];
  const { database, clock } = parts;
  const describe = (closing: Date | null | undefined) => ({ coolingOffDays: COOLING_OFF_DAYS, consequences: [...CONSEQUENCES], ...(closing ? { closesAt: closing.toISOString() } : {}) });

  server.get("/api/v1/me/closing", { schema: { tags, summary: "What closing the account does", response: { 200: Closing } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request);
    return reply.header("cache-control", "no-store").send(describe((await findAccount(database, person))?.closes_at));
  });

  server.post("/api/v1/me/closing", { schema: { tags, summary: "Close the account", description: "It ends after the cooling-off. Needs a fresh confirmation.", response: { 202: Closing } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { confirmed: true });
    const { person, session } = caller;
    await countAttempt(database, [{ bucket: `closing:${person}`, limit: ASKED_BY_DAY, windowSeconds: 86_400 }]);
    const closing = await database.transaction(async (tx) => {
      const account = await holdOwnAccount(tx, caller);
      // Asked twice: the first time counts, so that nobody prolongs it by mistake.
      if (account.state === "closing" && account.closes_at) return account.closes_at;
      const end = closesAt(clock());
      await updateAccount(tx, person, { state: "closing", closes_at: end });
      await announcePersonChanged(tx, person);
      await tellOfChange(parts, tx, person, "closing-asked");
      await parts.events.publish(tx, { name: "identity.closing-asked", version: 1, payload: { person, city: session.city } });
      await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "closing.asked", subject: person, city: session.city });
      return end;
    });
    return reply.code(202).send(describe(closing));
  });

  server.delete("/api/v1/me/closing", { schema: { tags, summary: "Keep the account after all", response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request);
    const { person, session } = caller;
    await database.transaction(async (tx) => {
      const account = await holdOwnAccount(tx, caller);
      if (account.state !== "closing") throw notClosing("Your account is not being closed.");
      await updateAccount(tx, person, { state: "active", closes_at: null });
      await announcePersonChanged(tx, person);
      await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "closing.withdrawn", subject: person, city: session.city });
    });
    return reply.code(204).send(null);
  });
}
