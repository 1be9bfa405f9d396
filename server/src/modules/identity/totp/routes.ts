import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import { CodeText } from "../contract.ts";
import type { IdentityParts } from "../parts.ts";
import { signInPlace } from "../sign-in/open-session.ts";
import { activateTotp, offerTotp, removeTotp } from "./change-totp.ts";

const Offer = Type.Object({ secret: Type.String({ description: "Base32, for an app that takes it by hand" }), uri: Type.String({ description: "otpauth:, for the picture" }) });

export function registerTotpRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.post("/api/v1/me/totp", { schema: { tags, summary: "Show a secret for an authenticator app", description: "It is in use once one of its codes was typed, within 15 minutes. Needs a fresh confirmation.", response: { 200: Offer } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { confirmed: true });
    return reply.header("cache-control", "no-store").send(await offerTotp(parts, caller));
  });

  server.post("/api/v1/me/totp/confirmation", { schema: { tags, summary: "Put the authenticator app into use", description: "Needs a fresh confirmation.", body: Type.Object({ code: CodeText }, { additionalProperties: false }), response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { confirmed: true });
    await activateTotp(parts, caller, { code: request.body.code, origin: signInPlace(parts, request, reply).origin });
    return reply.code(204).send(null);
  });

  server.delete("/api/v1/me/totp", { schema: { tags, summary: "Remove the authenticator app", description: "Needs a fresh confirmation.", response: { 204: Type.Null() } } }, async (request, reply) => {
    await removeTotp(parts, await requirePerson(parts, request, { confirmed: true }));
    return reply.code(204).send(null);
  });
}
