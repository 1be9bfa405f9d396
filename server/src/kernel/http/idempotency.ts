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

const tooManyKeys = defineProblem({
  code: "too-many-idempotency-keys",
  kind: "too-many",
  title: "Too many requests with an Idempotency-Key",
  remedy: "Nothing was done. Wait for as long as `Retry-After` says, in seconds, then send the same again. A program that sends so much needs no key for what may happen twice.",
});
const rightsChanged = defineProblem({
  code: "idempotency-rights-changed",
  kind: "forbidden",
  title: "What allowed this request no longer stands as it did",
  remedy: "It was carried out when it was first sent, and its answer is not given again: a mandate ended since, or a role changed. Ask whoever it was done for.",
});

const KEY = /^[\x21-\x7e]{1,200}$/;
const KEPT_MS = 86_400_000;
/** Longer than any request may take: whoever has begun and is not there any more has left nothing half done, since its transaction went with it. */
const LEASE_MS = 60_000;
const LARGEST_KEPT_BYTES = 1_000_000;
const RETRY_SECONDS = 1;
/** One each six seconds: more than a busy clerk sends, and nobody fills the disk. */
const KEYS_BY_HOUR = 600;
const HOUR_MS = 3_600_000;
/** What the caller can put right and send again under the same key, or what is not there: nothing has happened. */
const NOT_KEPT = new Set([401, 403, 404, 405, 408, 423, 425, 429]);
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
const ADDRESSES = /^\/(api|staff)\/v1\//;

export interface IdempotencyParts {
  database: Database;
  /** The service's own: the answers of many people under one key of ours. */
  cipher: PersonCipher;
  clock: Clock;
  /** Undefined: nobody has signed in, and the header means nothing. */
  callerOf(request: FastifyRequest): Promise<KeyHolder | undefined>;
}

export interface KeyHolder {
  /** What tells one sign-in from all others. */
  signIn: string;
  /** Whose it is, with how many sign-ins ever: kept answers are counted for them. */
  holder: string;
  /** What lets them ask for this at this moment, beside being themselves: it is the same text while it is the same. */
  rights: string;
}

interface Attempt {
  key: Buffer;
  attempt: string;
  holder: Buffer;
  rights: Buffer;
}
interface Kept {
  request: Buffer;
  rights: Buffer | null;
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
    if (header === undefined || SAFE.has(request.method) || request.is404 || !ADDRESSES.test(request.url)) return;
    const caller = await callerOf(request);
    if (caller === undefined) return;
    if (typeof header !== "string" || !KEY.test(header)) throw malformedKey("An Idempotency-Key has 1 to 200 printable characters.");
    const mine: Attempt = { key: digest([caller.signIn, request.method, request.url, header]), attempt: newId(), holder: digest([caller.holder]), rights: digest([caller.rights]) };
    const asked = digest([String(request.headers["acting-for"] ?? ""), bodyText(request.body)]);
    const now = clock();
    const { begun, roomAt } = await begin(database, mine, asked, now);
    if (begun) {
      attempts.set(request, mine);
      return;
    }
    const kept = await find(database, mine.key, now);
    if (!kept && roomAt) throw tooManyKeys("Too many requests came with an Idempotency-Key within an hour.", { extensions: { retryAfterSeconds: Math.max(1, Math.ceil((roomAt.getTime() - now.getTime()) / 1_000)) } });
    // It ended this moment without an answer that is kept: whoever sends again begins anew.
    if (!kept) throw stillRunning();
    if (!kept.request.equals(asked)) throw keyReused("This Idempotency-Key came with another request before.");
    if (kept.state === "in-flight" || kept.status === null) throw stillRunning();
    if (kept.rights && !kept.rights.equals(mine.rights)) throw rightsChanged("What allowed this request has changed since it was first sent.");
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
  idempotent_reply: { key: Buffer; holder: Buffer | null; rights: Buffer | null; request: Buffer; attempt: string; state: Kept["state"]; status: number | null; type: string | null; body: Buffer | null; started_at: Date; expires_at: Date };
}

const tables = (database: Database): Kysely<Tables> => database.handle<Tables>("kernel");

/**
 * By a statement of its own, so that it counts whatever becomes of the request.
 * @returns whether this attempt carries it out; when so many are kept for its holder that none can be added, from when one can
 */
async function begin(database: Database, { key, attempt, holder, rights }: Attempt, request: Buffer, now: Date): Promise<{ begun: boolean; roomAt: Date | null }> {
  const expires = new Date(now.getTime() + LEASE_MS);
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  const { rows } = await sql<{ begun: boolean; oldest: Date | null }>`
    with lately as (
      select case when count(*) >= ${KEYS_BY_HOUR} then min(started_at) end as oldest from kernel.idempotent_reply where holder = ${holder} and started_at > ${hourAgo}
    ), begun as (
      insert into kernel.idempotent_reply as kept (key, holder, rights, request, attempt, state, started_at, expires_at)
      select ${key}::bytea, ${holder}::bytea, ${rights}::bytea, ${request}::bytea, ${attempt}::uuid, 'in-flight', ${now}::timestamptz, ${expires}::timestamptz from lately where lately.oldest is null
      on conflict (key) do update set holder = excluded.holder, rights = excluded.rights, request = excluded.request, attempt = excluded.attempt, state = 'in-flight', status = null, type = null, body = null, started_at = excluded.started_at, expires_at = excluded.expires_at
      where kept.expires_at <= ${now}
      returning 1
    )
    select exists (select from begun) as begun, lately.oldest from lately`.execute(tables(database));
  const [{ begun, oldest } = { begun: false, oldest: null }] = rows;
  return { begun, roomAt: oldest && new Date(oldest.getTime() + HOUR_MS) };
}

async function find(database: Database, key: Buffer, now: Date): Promise<Kept | undefined> {
  return tables(database).selectFrom("idempotent_reply").select(["request", "rights", "state", "status", "type", "body"]).where("key", "=", key).where("expires_at", ">", now).executeTakeFirst();
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
