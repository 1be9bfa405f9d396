import { record } from "../../audit/index.ts";
import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { readPhone } from "../account/phone.ts";
import { findCallersSession } from "../caller.ts";
import { CodeRequestBody, CodeSent, CodeSignInBody, SignedIn } from "../contract.ts";
import { unknownCity } from "../errors.ts";
import { SESSION_COOKIE } from "../http/cookies.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import type { IdentityParts } from "../parts.ts";
import { announcePersonChanged, deleteSession } from "../session/store.ts";
import { setSessionCookie, signInPlace } from "./open-session.ts";
import { requestCode } from "./request-code.ts";
import { signInWithCode } from "./sign-in-with-code.ts";

export function registerSignInRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.post("/api/v1/sign-in/codes", { schema: { tags, summary: "Send a code to a mobile number", description: "The answer is the same whether or not the number has an account.", body: CodeRequestBody, response: { 202: CodeSent } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { phone, city, locale = "zh-Hans" } = request.body;
    refuseUnknownCity(parts, city);
    const { origin } = signInPlace(parts, request, reply);
    return reply.code(202).send(await requestCode(parts, { phone: readPhone(phone), purpose: "sign-in", city, locale, origin }));
  });

  server.post("/api/v1/sign-in/code", { schema: { tags, summary: "Sign in, or register, with the code", body: CodeSignInBody, response: { 200: SignedIn } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { phone, code, city, sharedDevice = false } = request.body;
    refuseUnknownCity(parts, city);
    const signedIn = await signInWithCode(parts, { phone: readPhone(phone), code, city, place: signInPlace(parts, request, reply, sharedDevice ? "shared" : "personal") });
    setSessionCookie(parts, request, reply, signedIn);
    return { person: signedIn.person, registered: signedIn.registered, expiresAt: signedIn.expiresAt.toISOString() };
  });

  server.post("/api/v1/sign-out", { schema: { tags, summary: "End this sign-in", response: { 204: Type.Null() } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const session = await findCallersSession(parts, request);
    if (session) {
      await parts.database.transaction(async (tx) => {
        await deleteSession(tx, session.person, session.id);
        await record(tx, { actor: { kind: "person", id: session.person, city: session.city }, act: "session.ended", subject: session.person, city: session.city, about: { kind: "session", id: session.id } });
        await announcePersonChanged(tx, session.person);
      });
    }
    parts.cookies.clear(request, reply, SESSION_COOKIE);
    return reply.code(204).send(null);
  });
}

/**
 * Before a message is paid for or a code used up, and with an account or without one alike, so that the refusal tells nobody which numbers have one.
 * @throws unknown-city
 */
function refuseUnknownCity({ cityExists }: IdentityParts, city: string): void {
  if (!cityExists(city)) throw unknownCity(`There is no city "${city}" here.`, { fields: [{ pointer: "/city", detail: "is not known here" }] });
}
