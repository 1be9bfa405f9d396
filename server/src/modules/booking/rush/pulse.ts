import { sql } from "kysely";
import type { Job } from "../../../kernel/jobs.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Log } from "../../../kernel/log.ts";

const KEPT_DAYS = 2;
/** From fewer entries a minute of one network nothing can be told: a mobile operator's whole city has one address. */
const STRIKING = 20;
const NETWORKS_WATCHED = 20_000;
const NETWORKS_TOLD = 20;
/** Steps of 12 %, from a tenth of a millisecond to a minute. */
const STEPS = 120;
const STEP = Math.log(1.12);

/** What this process did for its campaigns, written each second for the wall that operators watch. */
export interface Pulse {
  stored(campaign: number, repeated: boolean, ms: number): void;
  refused(campaign: number, code: string): void;
  /** An entry came from this network. */
  came(campaign: number, network: string): void;
  close(): Promise<void>;
}

interface Beat {
  accepted: number;
  repeated: number;
  refused: Record<string, number>;
  times: Uint32Array;
}

export function createPulse(parts: { database: Database; log: Log; process: string; queue: () => number; digest: (network: string) => string }): Pulse {
  const { database, log, queue, digest } = parts;
  let beats = new Map<number, Beat>();
  let networks = new Map<number, Map<string, number>>();
  let minute = 0;

  const beatOf = (campaign: number): Beat => {
    let beat = beats.get(campaign);
    if (!beat) beats.set(campaign, (beat = { accepted: 0, repeated: 0, refused: {}, times: new Uint32Array(STEPS) }));
    return beat;
  };
  const write = async () => {
    if (beats.size === 0) return;
    const told = [...beats];
    const strikingOf = (campaign: number) => {
      const crowded = [...(networks.get(campaign) ?? [])].filter(([, count]) => count >= STRIKING).sort(([, a], [, b]) => b - a);
      return Object.fromEntries(crowded.slice(0, NETWORKS_TOLD).map(([network, count]) => [digest(network), count]));
    };
    const rows = told.map(([campaign, { accepted, repeated, refused, times }]) => ({ campaign, accepted, repeated, refused, p99_ms: percentile99(times), networks: strikingOf(campaign) }));
    beats = new Map();
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) networks = new Map();
    minute = now;
    await sql`
      insert into booking.pulse (campaign, second, process, accepted, repeated, refused, queue, p99_ms, networks)
      select campaign, date_trunc('second', clock_timestamp()), ${parts.process}, accepted, repeated, refused, ${queue()}, p99_ms, networks
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as each (campaign int, accepted int, repeated int, refused jsonb, p99_ms real, networks jsonb)
      on conflict do nothing`.execute(database.handle("booking"));
  };
  const beating = setInterval(() => void write().catch((error: unknown) => log.warn({ err: error }, "a second of the rush was not written down")), 1_000).unref();
  return {
    stored(campaign, repeated, ms) {
      const beat = beatOf(campaign);
      if (repeated) beat.repeated += 1;
      else beat.accepted += 1;
      const step = Math.min(STEPS - 1, Math.max(0, Math.floor(Math.log(Math.max(0.1, ms) * 10) / STEP)));
      beat.times[step] = (beat.times[step] as number) + 1;
    },
    refused(campaign, code) {
      const { refused } = beatOf(campaign);
      refused[code] = (refused[code] ?? 0) + 1;
    },
    came(campaign, network) {
      let counts = networks.get(campaign);
      if (!counts) networks.set(campaign, (counts = new Map()));
      const count = counts.get(network);
      if (count !== undefined || counts.size < NETWORKS_WATCHED) counts.set(network, (count ?? 0) + 1);
    },
    async close() {
      clearInterval(beating);
      await write().catch(() => undefined);
    },
  };
}

function percentile99(times: Uint32Array): number {
  const total = times.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [step, count] of times.entries()) {
    seen += count;
    if (seen >= total * 0.99) return total === 0 ? 0 : Math.exp((step + 1) * STEP) / 10;
  }
  return 0;
}

export function forgetPulseJob(database: Database): Job {
  return {
    name: "booking:forget-pulse",
    schedule: "41 * * * *",
    async run() {
      await sql`delete from booking.pulse where second < now() - make_interval(days => ${KEPT_DAYS})`.execute(database.handle("booking"));
    },
  };
}
