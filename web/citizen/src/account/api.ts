/** Asks and changes what belongs to the person. Only the browser does: nothing of this is ever drawn by the server. */
import type { paths } from "@citizen-cloud/api-client";
import { fillIn } from "../api/client.ts";
import { ApiProblem } from "../api/problem.ts";
import { readActing } from "../device/acting.ts";
import { reportNetwork } from "../device/network.ts";
import { setPresence } from "../device/presence.ts";
import { reportService } from "../device/service.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";
export type PathOf<M extends Method> = { [Path in keyof paths]: paths[Path] extends Record<M, object> ? Path : never }[keyof paths];
type Operation<M extends Method, Path extends PathOf<M>> = paths[Path][M];

type Json<Content> = Content extends { content: { "application/json": infer Value } } ? Value : undefined;
type Succeeded<Replies> = Replies extends { 200: infer Reply } ? Json<Reply> : Replies extends { 201: infer Reply } ? Json<Reply> : Replies extends { 202: infer Reply } ? Json<Reply> : undefined;
/** What comes back when all went well. */
export type Answer<M extends Method, Path extends PathOf<M>> = Operation<M, Path> extends { responses: infer Replies } ? Succeeded<Replies> : undefined;
/** What is sent. */
export type Body<M extends Method, Path extends PathOf<M>> = Operation<M, Path> extends { requestBody: infer Sent } ? Json<Sent> : Operation<M, Path> extends { requestBody?: infer Sent } ? Json<NonNullable<Sent>> | undefined : undefined;

type InPath<Op> = Op extends { parameters: { path: infer Values } } ? { path: Values } : { path?: undefined };
type InQuery<Op> = Op extends { parameters: { query?: infer Values } } ? { query?: Values } : object;
type InBody<M extends Method, Path extends PathOf<M>> = undefined extends Body<M, Path> ? { body?: Body<M, Path> } : { body: Body<M, Path> };
/** `idempotencyKey`: the same change under the same key is made once, however often it is sent. `actingFor`: for whom this alone is, whoever the tab acts for. */
export type Given<M extends Method, Path extends PathOf<M>> = InPath<Operation<M, Path>> & InQuery<Operation<M, Path>> & InBody<M, Path> & { idempotencyKey?: string; actingFor?: string };

/** What concerns the signed-in person themselves is never asked for somebody else; records and their proofs, and appointments with all that belongs to them may be. */
const OWN_AFFAIRS = /^\/api\/v1\/(me(?!\/(records|proofs|holds|appointments|wishes|offers|tickets)(\/|$))|sign-in|sign-out|recovery|proof-checks|move-requests)(\/|$)/;

/**
 * One question or change.
 * @throws ApiProblem when the API refuses; TypeError when the network does
 */
export async function askPersonal<M extends Method, Path extends PathOf<M>>(method: M, path: Path, given: Given<M, Path>, signal?: AbortSignal): Promise<Answer<M, Path>> {
  const { path: inPath, query, body, idempotencyKey, actingFor } = given as { path?: Record<string, string>; query?: Record<string, string>; body?: unknown; idempotencyKey?: string; actingFor?: string };
  const acting = actingFor ?? (OWN_AFFAIRS.test(path) ? undefined : readActing()?.id);
  let reply: Response;
  try {
    reply = await fetch(fillIn(path, { path: inPath, query }), {
      method: method.toUpperCase(),
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }), ...(acting ? { "acting-for": acting } : {}), ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      signal,
    });
    reportNetwork(true);
    reportService(reply);
  } catch (error) {
    if (!signal?.aborted) reportNetwork(false);
    throw error;
  }
  const text = await reply.text();
  const content: unknown = text === "" ? undefined : readJson(text);
  if (!reply.ok) {
    const problem = new ApiProblem(reply.status, `The API answered ${reply.status}`, content);
    if (problem.code === "sign-in-needed") setPresence("out");
    throw problem;
  }
  return content as Answer<M, Path>;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
