import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { readPhone } from "../account/phone.ts";
import { requirePerson } from "../caller.ts";
import { PasswordText } from "../confirmation/contract.ts";
import { CodeText, Locale, PhoneText, SignedIn } from "../contract.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import type { IdentityParts } from "../parts.ts";
import { setSessionCookie, signInPlace } from "../sign-in/open-session.ts";
import { removePassword, setPassword } from "./set-password.ts";
import { signInWithPassword } from "./sign-in-with-password.ts";

const closed = { additionalProperties: false };
const SignInBody = Type.Object(
  {
    phone: PhoneText,
    password: PasswordText,
    totp: Type.Optional({ ...CodeText, description: "From the authenticator app" }),
    code: Type.Optional({ ...CodeText, description: "From the message, for whoever has no authenticator app" }),
    locale: Type.Optional(Locale),
    sharedDevice: Type.Optional(Type.Boolean()),
  },
  closed,
);

export function registerPasswordRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.post("/api/v1/sign-in/password", { schema: { tags, summary: "Sign in with password and second factor", description: "Without the second factor the problem second-factor-needed names it, and sends the code where it is one by SMS.", body: SignInBody, response: { 200: SignedIn } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { phone, password, totp, code, locale = "zh-Hans", sharedDevice = false } = request.body;
    const place = signInPlace(parts, request, reply, sharedDevice ? "shared" : "personal");
    const signedIn = await signInWithPassword(parts, { phone: readPhone(phone), password, ...(totp === undefined ? {} : { totp }), ...(code === undefined ? {} : { code }), locale, place });
    setSessionCookie(parts, request, reply, signedIn);
    return { person: signedIn.person, registered: false, expiresAt: signedIn.expiresAt.toISOString() };
  });

  server.put("/api/v1/me/password", { schema: { tags, summary: "Set your password", description: "10 to 128 characters. Needs a fresh confirmation.", body: Type.Object({ password: PasswordText }, closed), response: { 204: Type.Null() } } }, async (request, reply) => {
    await setPassword(parts, await requirePerson(parts, request, { confirmed: true }), request.body.password);
    return reply.code(204).send(null);
  });

  server.delete("/api/v1/me/password", { schema: { tags, summary: "Remove your password", description: "Needs a fresh confirmation.", response: { 204: Type.Null() } } }, async (request, reply) => {
    await removePassword(parts, await requirePerson(parts, request, { confirmed: true }));
    return reply.code(204).send(null);
  });
}
