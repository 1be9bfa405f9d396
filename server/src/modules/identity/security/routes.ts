import Type, { type Static } from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { maskPhone } from "../../../kernel/mask.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount } from "../account/store.ts";
import { type Caller, requirePerson } from "../caller.ts";
import { Instant } from "../contract.ts";
import { SESSION_COOKIE } from "../http/cookies.ts";
import type { IdentityParts } from "../parts.ts";
import { describePasskey } from "../passkey/change-passkeys.ts";
import { Passkey } from "../passkey/contract.ts";
import { listPasskeys } from "../passkey/store.ts";
import { findTotp } from "../totp/store.ts";
import { lockAccount } from "./lock-account.ts";

const SignInMethods = Type.Object({
  phone: Type.String({ description: "Masked. It stays, so there is always a way in" }),
  password: Type.Boolean({ description: "Whether one is set" }),
  totp: Type.Object({ active: Type.Boolean(), since: Type.Optional(Instant) }),
  passkeys: Type.Object({ items: Type.Array(Passkey), total: Type.Integer() }),
});

export function registerSecurityRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.get("/api/v1/me/sign-in-methods", { schema: { tags, summary: "How you can sign in", response: { 200: SignInMethods } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request);
    return reply.header("cache-control", "no-store").send(await describeMethods(parts, caller));
  });

  server.post("/api/v1/me/lock", { schema: { tags, summary: "This was not me: end every sign-in and lock the account", description: "Only recovery opens it again.", response: { 204: Type.Null() } } }, async (request, reply) => {
    await lockAccount(parts, await requirePerson(parts, request));
    parts.cookies.clear(request, reply, SESSION_COOKIE);
    return reply.code(204).send(null);
  });
}

async function describeMethods(parts: IdentityParts, { person }: Caller): Promise<Static<typeof SignInMethods>> {
  const { database } = parts;
  const [account, totp, passkeys, cipher] = await Promise.all([findAccount(database, person), findTotp(database, person), listPasskeys(database, person), openPersonCipher(parts, database, person)]);
  if (!account?.phone) throw new Error(`The account of ${person} has no number`);
  return {
    phone: maskPhone(cipher.open(placeOf.phone(person), account.phone)),
    password: account.password_hash !== null,
    totp: { active: totp?.secret != null, ...(totp?.active_since ? { since: totp.active_since.toISOString() } : {}) },
    passkeys: { items: passkeys.map((each) => describePasskey(each, cipher)), total: passkeys.length },
  };
}
