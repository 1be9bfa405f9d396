import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { readPhone } from "../account/phone.ts";
import { requirePerson } from "../caller.ts";
import { CodeSent, CodeText, Locale, PhoneText } from "../contract.ts";
import type { IdentityParts } from "../parts.ts";
import { signInPlace } from "../sign-in/open-session.ts";
import { requestCode } from "../sign-in/request-code.ts";
import { changePhone } from "./change-phone.ts";

const closed = { additionalProperties: false };

export function registerPhoneRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.post("/api/v1/me/phone/codes", { schema: { tags, summary: "Send a code to your new number", description: "The answer is the same whether or not the number has an account. Needs a fresh confirmation.", body: Type.Object({ phone: PhoneText, locale: Type.Optional(Locale) }, closed), response: { 202: CodeSent } } }, async (request, reply) => {
    const { session } = await requirePerson(parts, request, { confirmed: true });
    const { phone, locale = "zh-Hans" } = request.body;
    const { origin } = signInPlace(parts, request, reply);
    return reply.code(202).send(await requestCode(parts, { phone: readPhone(phone), purpose: "new-number", city: session.city, locale, origin }));
  });

  server.put("/api/v1/me/phone", { schema: { tags, summary: "Change your number", description: "Both numbers are told. Needs a fresh confirmation.", body: Type.Object({ phone: PhoneText, code: CodeText }, closed), response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { confirmed: true });
    const { phone, code } = request.body;
    await changePhone(parts, caller, { phone: readPhone(phone), code, origin: signInPlace(parts, request, reply).origin });
    return reply.code(204).send(null);
  });
}
