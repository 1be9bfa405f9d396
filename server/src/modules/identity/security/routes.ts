import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import { SESSION_COOKIE } from "../http/cookies.ts";
import type { IdentityParts } from "../parts.ts";
import { lockAccount } from "./lock-account.ts";
import { describeMethods, SignInMethods } from "./sign-in-methods.ts";

export function registerSecurityRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.get("/api/v1/me/sign-in-methods", { schema: { tags, summary: "How you can sign in", response: { 200: SignInMethods } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request);
    return reply.header("cache-control", "no-store").send(await describeMethods(parts, caller.person));
  });

  server.post("/api/v1/me/lock", { schema: { tags, summary: "This was not me: end every sign-in and lock the account", description: "Only recovery opens it again.", response: { 204: Type.Null() } } }, async (request, reply) => {
    await lockAccount(parts, await requirePerson(parts, request));
    parts.cookies.clear(request, reply, SESSION_COOKIE);
    return reply.code(204).send(null);
  });
}
