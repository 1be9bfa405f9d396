import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import { SignedIn } from "../contract.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import { ownOrigin } from "../http/own-address.ts";
import type { IdentityParts } from "../parts.ts";
import { setSessionCookie, signInPlace } from "../sign-in/open-session.ts";
import { siteOf } from "./ceremony.ts";
import { addPasskey, offerPasskey, removePasskey, renamePasskey } from "./change-passkeys.ts";
import { ChallengeId, Passkey, PasskeyName, PasskeyQuestion, RegistrationAnswer, SignedAnswer } from "./contract.ts";
import { askForPasskey } from "./redeem-passkey.ts";
import { signInWithPasskey } from "./sign-in-with-passkey.ts";

const closed = { additionalProperties: false };
const PasskeyParams = Type.Object({ id: Type.String({ format: "uuid" }) });

export function registerPasskeyRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.post("/api/v1/sign-in/passkey/options", { schema: { tags, summary: "What to ask the device at sign-in", description: "Names nobody: the device says whose passkeys it has. Good once, for five minutes.", response: { 200: PasskeyQuestion } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { origin } = signInPlace(parts, request, reply);
    return reply.header("cache-control", "no-store").send(await askForPasskey(parts, { purpose: "sign-in", site: siteOf(ownOrigin(request, parts.publicUrl)), origin }));
  });

  const SignInBody = Type.Object({ id: ChallengeId, response: SignedAnswer, sharedDevice: Type.Optional(Type.Boolean()) }, closed);
  server.post("/api/v1/sign-in/passkey", { schema: { tags, summary: "Sign in with a passkey", body: SignInBody, response: { 200: SignedIn } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { id, response, sharedDevice = false } = request.body;
    const place = signInPlace(parts, request, reply, sharedDevice ? "shared" : "personal");
    const signedIn = await signInWithPasskey(parts, { id, answer: response, site: siteOf(ownOrigin(request, parts.publicUrl)), place });
    setSessionCookie(parts, request, reply, signedIn);
    return { person: signedIn.person, registered: false, expiresAt: signedIn.expiresAt.toISOString() };
  });

  server.post("/api/v1/me/passkeys/options", { schema: { tags, summary: "What to ask the device for a new passkey", description: "Good once, for five minutes, in this sign-in. Needs a fresh confirmation.", response: { 200: PasskeyQuestion } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { confirmed: true });
    const { origin } = signInPlace(parts, request, reply);
    return reply.header("cache-control", "no-store").send(await offerPasskey(parts, caller, { site: siteOf(ownOrigin(request, parts.publicUrl)), origin }));
  });

  server.post("/api/v1/me/passkeys", { schema: { tags, summary: "Add a passkey", description: "Up to ten. Needs a fresh confirmation.", body: Type.Object({ id: ChallengeId, name: PasskeyName, response: RegistrationAnswer }, closed), response: { 201: Passkey } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { confirmed: true });
    const { id, name, response } = request.body;
    return reply.code(201).send(await addPasskey(parts, caller, { id, name: name.toWellFormed(), answer: response, site: siteOf(ownOrigin(request, parts.publicUrl)) }));
  });

  server.patch("/api/v1/me/passkeys/:id", { schema: { tags, summary: "Name a passkey", params: PasskeyParams, body: Type.Object({ name: PasskeyName }, closed), response: { 200: Passkey } } }, async (request) => {
    const caller = await requirePerson(parts, request);
    return renamePasskey(parts, caller, request.params.id, request.body.name.toWellFormed());
  });

  server.delete("/api/v1/me/passkeys/:id", { schema: { tags, summary: "Remove a passkey", description: "Needs a fresh confirmation.", params: PasskeyParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await removePasskey(parts, await requirePerson(parts, request, { confirmed: true }), request.params.id);
    return reply.code(204).send(null);
  });
}
