/**
 * Whoever gets no answer sends again, and nothing happens twice: draft-ietf-httpapi-idempotency-key-header. Any unsafe
 * request of somebody who has signed in may carry the header; its first answer is kept for a day, and given again.
 */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Kysely, sql } from "kysely";
import type { Clock } from "../clock.ts";
import type { PersonCipher } from "../crypto/vault.ts";
import type { Database } from "../database.ts";
import { newId } from "../ids.ts";
import type { Job } from "../jobs.ts";
import { defineProblem } from "./problem.ts";
import type { HttpServer } from "./server.ts";

const malformedKey = defineProblem({
  code: "malformed-idempotency-key",
  kind: "invalid",
  title: "The Idempotency-Key is malformed",
  remedy: "Use 1 to 200 printable ASCII characters, best a fresh UUID for each thing that is to happen once.",
});
const keyReused = defineProblem({
  code: "idempotency-key-reused",
  kind: "contradictory",
  title: "This key was used for another request",
  remedy: "Use a fresh key for each thing that is to happen once, and the same key only to send the very same request again.",
});
const inProgress = defineProblem({
  code: "request-in-progress",
  kind: "conflict",
  title: "The same request is still being carried out",
  remedy: "Wait for as long as `Retry-After` says, in seconds, then send the same again with the same key: you are given the first answer.",
});

const KEY = /^[\x21-\x7e]{1,200}$/;
const KEPT_MS = 86_400_000;
/** Longer than any request may take: whoever has begun and is not there any more has left nothing half done, since its transaction went with it. */
const LEASE_MS = 60_000;
const LARGEST_KEPT_BYTES = 1_000_000;
const RETRY_SECONDS = 1;
/** What the caller can put right and send again under the same key: nothing has happened yet. */
const NOT_KEPT = new Set([401, 403, 408, 423, 425, 429]);
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
const ADDRESSES = /^\/(api|staff)\/v1\//;

export interface IdempotencyParts {
  database: Database;
  /** The service's own: the answers of many people under one key of ours. */
  cipher: PersonCipher;
  clock: Clock;
  /** What tells one sign-in from all others; undefined: nobody has signed in, and the header means nothing. */
  callerOf(request: FastifyRequest): Promise<string | undefined>;
}

interface Attempt {
  key: Buffer;
  attempt: string;
}
interface Kept {
  request: Buffer;
  state: "in-flight" | "done";
  status: number | null;
  type: string | null;
  body: Buffer | null;
}

/** Before the routes, since it hooks into each. */
export function registerIdempotency(server: HttpServer, parts: IdempotencyParts): void {
  const { database, cipher, clock, callerOf } = parts;
  const attempts = new WeakMap<FastifyRequest, Attempt>();

  // After the body was read, and before it is looked at.
  server.addHook("preValidation", async (request, reply) => {
    const header = request.headers["idempotency-key"];
    if (header === undefined || SAFE.has(request.method) || !ADDRESSES.test(request.url)) return;
    const caller = await callerOf(request);
    if (caller === undefined) return;
    if (typeof header !== "string" || !KEY.test(header)) throw malformedKey("An Idempotency-Key has 1 to 200 printable characters.");
    const mine: Attempt = { key: digest([caller, request.method, request.url, header]), attempt: newId() };
    const asked = digest([String(request.headers["acting-for"] ?? ""), bodyText(request.body)]);
    if (await begin(database, mine, asked, clock())) {
      attempts.set(request, mine);
      return;
    }
    const kept = await find(database, mine.key);
    // It ended this moment without an answer that is kept: whoever sends again begins anew.
    if (!kept) throw stillRunning();
    if (!kept.request.equals(asked)) throw keyReused("This Idempotency-Key came with another request before.");
    if (kept.state === "in-flight" || kept.status === null) throw stillRunning();
    reply.code(kept.status).header("idempotent-replayed", "true").header("cache-control", "no-store");
    if (kept.type !== null) reply.type(kept.type).serializer((text: string) => text);
    await reply.send(kept.body ? cipher.open(placeOf(mine.key), kept.body) : null);
  });

  server.addHook("onSend", async (request, reply, payload) => {
    const mine = attempts.get(request);
    if (!mine) return payload;
    attempts.delete(request);
    const text = textOf(payload);
    try {
      if (text === undefined || !isKept(reply)) await forget(database, mine);
      else await keep(database, mine, { status: reply.statusCode, type: typeHeader(reply), body: text === "" ? null : cipher.seal(placeOf(mine.key), text) }, clock());
    } catch (error) {
      // The answer is true whether or not it could be kept; the key is free again after the lease.
      request.log.error({ err: error }, "the answer to a request with an Idempotency-Key could not be kept");
    }
    return payload;
  });
}

const stillRunning = () => inProgress("The same request is still being carried out.", { extensions: { retryAfterSeconds: RETRY_SECONDS } });

/** Faults of ours are tried again; a reply that signs somebody in or out is that request's alone. */
function isKept(reply: FastifyReply): boolean {
  return reply.statusCode < 500 && !NOT_KEPT.has(reply.statusCode) && !reply.hasHeader("set-cookie");
}

/** Undefined: it cannot be kept, because it streams or is very large. */
function textOf(payload: unknown): string | undefined {
  if (payload === null || payload === undefined) return "";
  return typeof payload === "string" && Buffer.byteLength(payload) <= LARGEST_KEPT_BYTES ? payload : undefined;
}

function typeHeader(reply: FastifyReply): string | null {
  const type = reply.getHeader("content-type");
  return typeof type === "string" ? type : null;
}

const bodyText = (body: unknown) => (body === undefined ? "" : Buffer.isBuffer(body) ? body.toString("base64") : JSON.stringify(body));

const placeOf = (key: Buffer) => `kernel.idempotent_reply.body/${key.toString("hex")}`;

/** Each part with its length, so that no two lists are the same text. */
function digest(list: string[]): Buffer {
  const hash = createHash("sha256");
  for (const part of list) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest();
}

interface Tables {
  idempotent_reply: { key: Buffer; request: Buffer; attempt: string; state: Kept["state"]; status: number | null; type: string | null; body: Buffer | null; started_at: Date; expires_at: Date };
}

const tables = (database: Database): Kysely<Tables> => database.handle<Tables>("kernel");

/** @returns whether this attempt carries it out; by a statement of its own, so that it counts whatever becomes of the request */
async function begin(database: Database, { key, attempt }: Attempt, request: Buffer, now: Date): Promise<boolean> {
  const expires = new Date(now.getTime() + LEASE_MS);
  const { rows } = await sql`
    insert into kernel.idempotent_reply as kept (key, request, attempt, state, started_at, expires_at)
    values (${key}, ${request}, ${attempt}, 'in-flight', ${now}, ${expires})
    on conflict (key) do update set request = excluded.request, attempt = excluded.attempt, state = 'in-flight', status = null, type = null, body = null, started_at = excluded.started_at, expires_at = excluded.expires_at
    where kept.expires_at <= ${now}
    returning 1`.execute(tables(database));
  return rows.length > 0;
}

async function find(database: Database, key: Buffer): Promise<Kept | undefined> {
  return tables(database).selectFrom("idempotent_reply").select(["request", "state", "status", "type", "body"]).where("key", "=", key).executeTakeFirst();
}

async function keep(database: Database, { key, attempt }: Attempt, answer: { status: number; type: string | null; body: Buffer | null }, now: Date): Promise<void> {
  await tables(database)
    .updateTable("idempotent_reply")
    .set({ state: "done", ...answer, expires_at: new Date(now.getTime() + KEPT_MS) })
    .where("key", "=", key)
    .where("attempt", "=", attempt)
    .execute();
}

async function forget(database: Database, { key, attempt }: Attempt): Promise<void> {
  await tables(database).deleteFrom("idempotent_reply").where("key", "=", key).where("attempt", "=", attempt).execute();
}

/** Answers are kept no longer than a day. */
export function forgetRepliesJob({ database, clock }: Pick<IdempotencyParts, "database" | "clock">): Job {
  return {
    name: "kernel:forget-idempotent-replies",
    schedule: "7 * * * *",
    async run() {
      await tables(database).deleteFrom("idempotent_reply").where("expires_at", "<", clock()).execute();
    },
  };
}
