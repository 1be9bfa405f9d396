import { isIPv6 } from "node:net";
import { type Kysely, sql } from "kysely";
import { createBatchFor } from "./batch.ts";
import type { Database, Handles } from "./database.ts";
import { defineProblem } from "./http/problem.ts";
import type { Job } from "./jobs.ts";

const tooManyRequests = defineProblem({
  code: "too-many-requests",
  kind: "too-many",
  title: "Too many attempts",
  remedy: "Wait for as long as `Retry-After` says, in seconds, then try again.",
});

export interface RateLimit {
  /** What is limited: a name and a keyed hash, for example `code-phone:3f…`; never a number or an address itself. */
  bucket: string;
  limit: number;
  windowSeconds: number;
}

/**
 * Counts one attempt against every limit given, outside of any transaction, so that an attempt counts whatever becomes of
 * it; attempts at the same moment are counted in one statement. A window opens with the first attempt and closes by
 * itself; attempts beyond the limit do not prolong it.
 * @throws too-many-requests with the seconds until the last full window closes
 */
export async function countAttempt(database: Database, limits: RateLimit[]): Promise<void> {
  const retryAfterSeconds = await countTogether(database, limits);
  if (retryAfterSeconds > 0) throw tooManyRequests("This was tried too often. Please wait.", { extensions: { retryAfterSeconds } });
}

const countTogether = createBatchFor(countAttempts);

/** @returns for each attempt the seconds to wait, 0 when it is within its limits */
async function countAttempts(database: Database, attempts: RateLimit[][]): Promise<number[]> {
  const kernel: Kysely<unknown> = database.handle("kernel");
  const asked = new Map<string, { seconds: number; times: number }>();
  for (const { bucket, windowSeconds } of attempts.flat()) asked.set(bucket, { seconds: windowSeconds, times: (asked.get(bucket)?.times ?? 0) + 1 });
  // In one order everywhere, so that two statements never wait for each other.
  const ordered = [...asked].sort(([a], [b]) => (a < b ? -1 : 1));
  const { rows } = await sql<{ bucket: string; used: number; wait: number }>`
    insert into kernel.rate_window as current (bucket, opened_at, closes_at, used)
    select bucket, now(), now() + make_interval(secs => seconds), times
    from unnest(${ordered.map(([bucket]) => bucket)}::text[], ${ordered.map(([, { seconds }]) => seconds)}::int[], ${ordered.map(([, { times }]) => times)}::int[]) as asked (bucket, seconds, times)
    on conflict (bucket) do update set
      used = case when current.closes_at <= now() then excluded.used else current.used + excluded.used end,
      opened_at = case when current.closes_at <= now() then excluded.opened_at else current.opened_at end,
      closes_at = case when current.closes_at <= now() then excluded.closes_at else current.closes_at end
    returning bucket, used, ceil(extract(epoch from closes_at - now()))::int as wait`.execute(kernel);
  // Attempts of one batch count in their order: the first of three stands two below the sum.
  const counted = new Map(rows.map(({ bucket, used, wait }) => [bucket, { next: used - (asked.get(bucket)?.times ?? 0) + 1, wait: Math.max(1, wait) }]));
  return attempts.map((limits) => {
    const waits = limits.map(({ bucket, limit }) => {
      const place = counted.get(bucket);
      if (!place) return 0;
      return place.next++ > limit ? place.wait : 0;
    });
    return Math.max(0, ...waits);
  });
}

/** Whom attempts from an address are counted for: the address itself, or in IPv6 its /64, all of which one caller has. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = (plain.split("%")[0] ?? "").split("::");
  const [before, after] = [head, tail ?? ""].map((half) => half.split(":").filter(Boolean)) as [string[], string[]];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...after].map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.slice(0, 4).join(":")}::`;
}

/** Takes one attempt back: it turned out not to be of the kind that is limited. Those before it stay counted. */
export async function takeAttemptBack(source: Handles, bucket: string): Promise<void> {
  const kernel: Kysely<unknown> = source.handle("kernel");
  await sql`update kernel.rate_window set used = used - 1 where bucket = ${bucket} and used > 0`.execute(kernel);
}

/** Opens limits anew: somebody has shown that the attempts were their own. */
export async function forgiveAttempts(source: Handles, buckets: string[]): Promise<void> {
  const kernel: Kysely<unknown> = source.handle("kernel");
  await sql`delete from kernel.rate_window where bucket = any(${buckets}::text[])`.execute(kernel);
}

/** Forgets windows that closed. */
export function forgetRateWindowsJob(database: Database): Job {
  return {
    name: "kernel:forget-rate-windows",
    schedule: "17 * * * *",
    async run() {
      const kernel: Kysely<unknown> = database.handle("kernel");
      await sql`delete from kernel.rate_window where closes_at < now()`.execute(kernel);
    },
  };
}
