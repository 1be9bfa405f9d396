import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import { Instant, SignedIn } from "../contract.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import { ownOrigin } from "../http/own-address.ts";
import type { IdentityParts } from "../parts.ts";
import { setSessionCookie, signInPlace } from "../sign-in/open-session.ts";
import { decideScan, followScan, SCAN_MS, seeScan, showScan } from "./scan.ts";

const closed = { additionalProperties: false };
const Shown = Type.Object({
  id: Type.String({ format: "uuid" }),
  secret: Type.String({ description: "Stays on this device; redeems the approval" }),
  text: Type.String({ description: "What the shown code holds: an address of this site" }),
  expiresInSeconds: Type.Integer(),
});
/** Not checked for its form: whatever leads nowhere is answered alike. */
const CodeParams = Type.Object({ code: Type.String({ maxLength: 60 }) });
const Seen = Type.Object({
  state: Type.Literal("seen"),
  device: Type.String({ description: "Browser and system that ask, empty when unknown" }),
  address: Type.String({ description: "Their network address without its last part" }),
  sharedDevice: Type.Boolean(),
  shownAt: Instant,
  expiresAt: Instant,
});

export function registerScanRoutes(server: HttpServer, parts: IdentityParts): void {
  const tags = ["account"];

  server.post("/api/v1/sign-in/scans", { schema: { tags, summary: "Show a code to be scanned with a telephone", body: Type.Object({ sharedDevice: Type.Optional(Type.Boolean()) }, closed), response: { 201: Shown } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const { id, secret, code } = await showScan(parts, signInPlace(parts, request, reply, request.body.sharedDevice === true ? "shared" : "personal"));
    const text = `${ownOrigin(request, parts.publicUrl)}/scan/${code}`;
    return reply.code(201).header("cache-control", "no-store").send({ id, secret, text, expiresInSeconds: SCAN_MS / 1_000 });
  });

  const FollowBody = Type.Object({ secret: Type.String({ minLength: 1, maxLength: 60 }) }, closed);
  const Waiting = Type.Object({ state: Type.Enum(["waiting", "seen"], { type: "string" }) });
  server.post("/api/v1/sign-in/scans/:id", { schema: { tags, summary: "Whether it was approved; then this signs in", params: Type.Object({ id: Type.String({ format: "uuid" }) }), body: FollowBody, response: { 200: SignedIn, 202: Waiting } } }, async (request, reply) => {
    refuseForeignOrigin(request, parts.publicUrl);
    const progress = await followScan(parts, { id: request.params.id, secret: request.body.secret, place: signInPlace(parts, request, reply) });
    if (progress.state !== "signed-in") return reply.code(202).send({ state: progress.state });
    setSessionCookie(parts, request, reply, progress.session);
    return reply.code(200).send({ person: progress.session.person, registered: false, expiresAt: progress.session.expiresAt.toISOString() });
  });

  server.get("/api/v1/me/scans/:code", { schema: { tags, summary: "What you are about to sign in", description: "Whoever scans first may answer.", params: CodeParams, response: { 200: Seen } } }, async (request, reply) => {
    const { device, address, kind, created_at, expires_at } = await seeScan(parts, await requirePerson(parts, request), request.params.code);
    return reply.header("cache-control", "no-store").send({ state: "seen" as const, device, address, sharedDevice: kind === "shared", shownAt: created_at.toISOString(), expiresAt: expires_at.toISOString() });
  });

  server.post("/api/v1/me/scans/:code", { schema: { tags, summary: "Approve or refuse it", params: CodeParams, body: Type.Object({ approve: Type.Boolean() }, closed), response: { 204: Type.Null() } } }, async (request, reply) => {
    await decideScan(parts, await requirePerson(parts, request), request.params.code, request.body.approve);
    return reply.code(204).send(null);
  });
}
