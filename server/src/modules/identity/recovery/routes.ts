import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { maskPhone } from "../../../kernel/mask.ts";
import { readPhone } from "../account/phone.ts";
import { requirePerson } from "../caller.ts";
import { CityId, CodeSent, Locale, PhoneText } from "../contract.ts";
import { noSuchRecovery } from "../errors.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import { ownOrigin } from "../http/own-address.ts";
import type { IdentityParts } from "../parts.ts";
import { siteOf } from "../passkey/ceremony.ts";
import { PasskeyQuestion } from "../passkey/contract.ts";
import { askForPasskey } from "../passkey/redeem-passkey.ts";
import { signInPlace } from "../sign-in/open-session.ts";
import { requestCode } from "../sign-in/request-code.ts";
import { beginRecovery, digest } from "./begin-recovery.ts";
import { newPhoneOf } from "./check-proof.ts";
import { completeIfDue } from "./complete-recovery.ts";
import { OwnRecovery, RecoveryProof, RecoverySecret, RecoveryStatus } from "./contract.ts";
import { giveProof } from "./give-proof.ts";
import { PROOFS_NEEDED } from "./recovery.ts";
import { stopByCode, stopOwn } from "./stop-recovery.ts";
import { findRecovery, findWaitingOf, type RecoveryRow } from "./store.ts";

const closed = { additionalProperties: false };
const RecoveryParams = Type.Object({ id: Type.String({ format: "uuid" }) });

/** Nothing here says whether a number, a name or a passkey has an account until two proofs of it were given. */
export function registerRecoveryRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  const BeginBody = Type.Object({ newPhone: PhoneText, city: CityId, locale: Type.Optional(Locale) }, closed);
  const Begun = Type.Object({ id: Type.String({ format: "uuid" }), secret: RecoverySecret, expiresInSeconds: Type.Integer(), resendInSeconds: Type.Integer() });
  server.post("/api/v1/recovery", { schema: { tags, summary: "Begin to get back into your account", description: "With the number it is to have, where a code goes. Then that code and two proofs.", body: BeginBody, response: { 201: Begun } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { newPhone, city, locale = "zh-Hans" } = request.body;
    const { origin } = signInPlace(parts, request, reply);
    return reply.code(201).header("cache-control", "no-store").send(await beginRecovery(parts, { newPhone: readPhone(newPhone, "/newPhone"), city, locale, origin }));
  });

  server.post("/api/v1/recovery/:id", { schema: { tags, summary: "How far your recovery is", params: RecoveryParams, body: Type.Object({ secret: RecoverySecret }, closed), response: { 200: RecoveryStatus } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    await getOwn(parts, request.params.id, request.body.secret);
    await completeIfDue(parts, request.params.id);
    return reply.header("cache-control", "no-store").send(describe(await getOwn(parts, request.params.id, request.body.secret)));
  });

  const CodesBody = Type.Object({ secret: RecoverySecret, phone: Type.Optional({ ...PhoneText, description: "The number the account has had; left out: the new one again" }), locale: Type.Optional(Locale) }, closed);
  server.post("/api/v1/recovery/:id/codes", { schema: { tags, summary: "Send a code to the old number, or again to the new one", description: "The answer is the same whether or not the number has an account.", params: RecoveryParams, body: CodesBody, response: { 202: CodeSent } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { secret, phone, locale = "zh-Hans" } = request.body;
    const recovery = await getOwn(parts, request.params.id, secret);
    if (recovery.state !== "open") throw noSuchRecovery("This recovery takes no more proofs. Begin again.");
    const { origin } = signInPlace(parts, request, reply);
    const target = phone === undefined ? { phone: newPhoneOf(parts, recovery), purpose: "new-number" as const } : { phone: readPhone(phone), purpose: "recovery" as const };
    return reply.code(202).send(await requestCode(parts, { ...target, city: recovery.city, locale, origin }));
  });

  server.post("/api/v1/recovery/:id/passkey-options", { schema: { tags, summary: "What to ask the device, as a proof", params: RecoveryParams, body: Type.Object({ secret: RecoverySecret }, closed), response: { 200: PasskeyQuestion } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const recovery = await getOwn(parts, request.params.id, request.body.secret);
    const { origin } = signInPlace(parts, request, reply);
    return reply.header("cache-control", "no-store").send(await askForPasskey(parts, { purpose: "recovery", boundTo: recovery.id, site: siteOf(ownOrigin(request, parts.publicUrl)), origin }));
  });

  server.post("/api/v1/recovery/:id/proofs", { schema: { tags, summary: "Give a proof", params: RecoveryParams, body: Type.Object({ secret: RecoverySecret, proof: RecoveryProof }, closed), response: { 200: RecoveryStatus } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { secret, proof } = request.body;
    const { origin } = signInPlace(parts, request, reply);
    return describe(await giveProof(parts, { id: request.params.id, secret, proof, place: { site: siteOf(ownOrigin(request, parts.publicUrl)), origin } }));
  });

  server.post("/api/v1/recovery/stops", { schema: { tags, summary: "Stop a recovery with the code of the message", body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 60 }) }, closed), response: { 204: Type.Null() } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    await stopByCode(parts, request.body.code);
    return reply.code(204).send(null);
  });

  server.get("/api/v1/me/recovery", { schema: { tags, summary: "Whether somebody is recovering your account", response: { 200: OwnRecovery } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request);
    const recovery = await findWaitingOf(parts.database, person);
    reply.header("cache-control", "no-store");
    if (!recovery?.waits_until) return { state: "none" as const };
    const { proofs, created_at, waits_until } = recovery;
    return { state: "waiting" as const, newPhone: maskPhone(newPhoneOf(parts, recovery)), proofs, startedAt: created_at.toISOString(), waitsUntil: waits_until.toISOString() };
  });

  server.delete("/api/v1/me/recovery", { schema: { tags, summary: "Stop it", response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request);
    await stopOwn(parts, person);
    return reply.code(204).send(null);
  });
}

/** @throws no-such-recovery alike for a wrong id and a wrong secret */
async function getOwn(parts: IdentityParts, id: string, secret: string): Promise<RecoveryRow> {
  const recovery = await findRecovery(parts.database, id, digest(secret));
  if (!recovery) throw noSuchRecovery("There is no such recovery.");
  return recovery;
}

function describe({ state, number_proven, proofs, waits_until }: RecoveryRow): RecoveryStatus {
  return { state, numberProven: number_proven, proofs, proofsNeeded: PROOFS_NEEDED, ...(waits_until ? { waitsUntil: waits_until.toISOString() } : {}) };
}
