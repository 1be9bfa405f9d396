/** What the operators' wall is made of: seconds of every process, places, and how far the line is. */
import { sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import { tables } from "./store.ts";

export interface PulseRow {
  second: Date;
  process: string;
  accepted: number;
  repeated: number;
  refused: Record<string, number>;
  queue: number;
  p99_ms: number;
  networks: Record<string, number>;
}

/** Oldest first. */
export async function listPulses(source: Handles, campaign: number, since: Date, limit: number): Promise<PulseRow[]> {
  const { rows } = await sql<PulseRow>`
    select second, process, accepted, repeated, refused, queue, p99_ms, networks from booking.pulse
    where campaign = ${campaign} and second >= ${since} order by second desc, process limit ${limit}`.execute(tables(source));
  return rows.reverse();
}

export interface Line {
  joined: number;
  serving: number;
  per_second: number | null;
}

/** How many have joined, and up to which number people are let in now. */
export async function findLine(source: Handles, campaign: number): Promise<Line | undefined> {
  const { rows } = await sql<Line>`
    select greatest(joined, next)::float8 as joined, case when early is null then 0 else booking.released(gate, clock_timestamp()) end::float8 as serving, wanted as per_second
    from booking.gate where campaign = ${campaign}`.execute(tables(source));
  return rows[0];
}

export async function wantRate(tx: Handles, campaign: number, perSecond: number): Promise<void> {
  await sql`insert into booking.gate (campaign, wanted) values (${campaign}, ${perSecond}) on conflict (campaign) do update set wanted = excluded.wanted`.execute(tables(tx));
}
