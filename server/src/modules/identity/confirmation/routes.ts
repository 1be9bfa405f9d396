import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import { requirePerson } from "../caller.ts";
import { CodeSent, Instant, Locale } from "../contract.ts";
import { ownOrigin } from "../http/own-address.ts";
import type { IdentityParts } from "../parts.ts";
import { siteOf } from "../passkey/ceremony.ts";
import { PasskeyQuestion } from "../passkey/contract.ts";
import { askForPasskey } from "../passkey/redeem-passkey.ts";
import { signInPlace } from "../sign-in/open-session.ts";
import { requestCode } from "../sign-in/request-code.ts";
import { confirmPresence } from "./confirm.ts";
import { ConfirmationBody } from "./contract.ts";

export function registerConfirmationRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.post("/api/v1/me/confirmation/codes", { schema: { tags, summary: "Send a code to your number, to confirm that it is you", body: Type.Object({ locale: Type.Optional(Locale) }, { additionalProperties: false }), response: { 202: CodeSent } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request);
    const { phone } = await openOwnNumbers(parts, person);
    const { origin } = signInPlace(parts, request, reply);
    return reply.code(202).send(await requestCode(parts, { phone, purpose: "confirmation", city: session.city, locale: request.body.locale ?? "zh-Hans", origin }));
  });

  server.post("/api/v1/me/confirmation/passkey-options", { schema: { tags, summary: "What to ask the device, to confirm that it is you", response: { 200: PasskeyQuestion } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request);
    const { origin } = signInPlace(parts, request, reply);
    const question = await askForPasskey(parts, { purpose: "confirmation", boundTo: session.id, person, site: siteOf(ownOrigin(request, parts.publicUrl)), origin });
    return reply.header("cache-control", "no-store").send(question);
  });

  server.post("/api/v1/me/confirmation", { schema: { tags, summary: "Confirm that it is you", description: "By any means your account has. Good for ten minutes, in this sign-in.", body: ConfirmationBody, response: { 200: Type.Object({ confirmedUntil: Instant }) } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request);
    const { origin } = signInPlace(parts, request, reply);
    const until = await confirmPresence(parts, caller, request.body, { site: siteOf(ownOrigin(request, parts.publicUrl)), origin });
    return { confirmedUntil: until.toISOString() };
  });
}
