import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { ownOrigin } from "../../identity/index.ts";
import { Proof, ProofBody, ProofCheck, ProofCheckBody, ProofChecks, ProofList, ProofParams } from "../contract.ts";
import { networkBucket } from "../../../kernel/http/network-bucket.ts";
import type { RecordsParts } from "../parts.ts";
import { levelFor, requireReader } from "../reader.ts";
import { checkProof } from "./check-proof.ts";
import { makeProof } from "./make-proof.ts";
import { describeProof, listOwnChecks, listOwnProofs, readValidProof, revokeOwnProof } from "./own-proofs.ts";
import { drawProof } from "./pdf/draw-proof.ts";

/** Proofs of records: made and held by the person, checked by whoever is shown one. */
export function registerProofRoutes(server: HttpServer, parts: RecordsParts): void {
  const tags = ["records"];
  const { publicUrl, identity, directory, lookupHash, clock } = parts;
  const checkAddress = (request: FastifyRequest) => {
    const origin = ownOrigin(request, publicUrl);
    return (code: string) => `${origin}/check/${code}`;
  };
  const holder = (request: FastifyRequest) => requireReader(parts, request, { level: 2 });

  server.post("/api/v1/me/proofs", { schema: { tags, summary: "Make a proof of a record", description: "The department is asked now; the proof holds what it says and no more than the kind's `proof.fields`.", body: ProofBody, response: { 201: Proof } } }, async (request, reply) => {
    const { kind, city, parameters = {} } = request.body;
    const { session } = await identity.requirePerson(request);
    const level = levelFor(directory.getKind(city ?? session.city, kind).kind);
    const reader = await requireReader(parts, request, { city, kind, level });
    const { row, content } = await makeProof(parts, reader, { kind, parameters });
    return reply.code(201).header("cache-control", "no-store").send(describeProof(row, content, 0, clock(), checkAddress(request)));
  });

  server.get("/api/v1/me/proofs", { schema: { tags, summary: "Your proofs, newest first", response: { 200: ProofList } } }, async (request, reply) => {
    const items = await listOwnProofs(parts, await holder(request), checkAddress(request));
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.get("/api/v1/me/proofs/:id/pdf", { config: { weight: "heavy" }, schema: { tags, summary: "The proof as a sheet to print or send", params: ProofParams, produces: ["application/pdf"], response: { 200: Type.Unsafe<Buffer>({ type: "string", format: "binary" }) } } }, async (request, reply) => {
    const { row, content } = await readValidProof(parts, await holder(request), request.params.id);
    const sheet = drawProof(content, { id: row.id, issuedAt: row.issued_at, expiresAt: row.expires_at, digest: row.digest, checkAddress: checkAddress(request)(content.code) });
    return reply
      .type("application/pdf")
      .header("cache-control", "no-store")
      .header("content-disposition", `attachment; filename="proof-${content.code}.pdf"; filename*=UTF-8''${fileNameOf(content.title.zh)}.pdf`)
      .send(sheet as unknown as Buffer);
  });

  server.delete("/api/v1/me/proofs/:id", { schema: { tags, summary: "Take a proof back", description: "Whoever checks it from now on is told so.", params: ProofParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await revokeOwnProof(parts, await holder(request), request.params.id);
    return reply.code(204).send(null);
  });

  server.get("/api/v1/me/proofs/:id/checks", { schema: { tags, summary: "Who checked a proof, and when", params: ProofParams, response: { 200: ProofChecks } } }, async (request, reply) => {
    return reply.header("cache-control", "no-store").send(await listOwnChecks(parts, await holder(request), request.params.id));
  });

  server.post("/api/v1/proof-checks", { config: { weight: "essential" }, schema: { tags, summary: "Check a proof that somebody showed you", description: "Needs no account. Its holder sees that it was checked, and by whom as they say.", body: ProofCheckBody, response: { 200: ProofCheck } } }, async (request, reply) => {
    const { code, checker } = request.body;
    return reply.header("cache-control", "no-store").send(await checkProof(parts, { code, checker, network: networkBucket("proof-checks", lookupHash, request) }));
  });
}

/** RFC 8187 takes fewer characters as they are than addresses do. */
function fileNameOf(title: string): string {
  return encodeURIComponent(title).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
