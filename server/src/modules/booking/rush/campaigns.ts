import { sql } from "kysely";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Log } from "../../../kernel/log.ts";
import type { Notifications } from "../../../kernel/notifications.ts";
import type { DOCUMENT_SCHEMAS } from "../../catalogue/index.ts";
import type { Static } from "typebox";
import { conditionsDigest, needsPass } from "../campaign/rules.ts";
import { keyFromSalt, openSalt } from "../campaign/salt.ts";
import { CAMPAIGN_CHANNEL } from "../notification-channels.ts";
import { ceilingReachedAt, type Pace, releasedAt } from "./release.ts";
import type { SteadyTime } from "./steady-time.ts";
import { commitmentOf, drawOrder } from "./waiting-order.ts";

const REFRESH_MS = 1_000;
/** While nothing is open or about to be. */
const CALM_REFRESH_MS = 10_000;
const SOON_MS = 10 * 60_000;
/** Campaigns over for longer are not looked at. */
const REMEMBERED_MS = 2 * 86_400_000;

export type CampaignRules = Static<(typeof DOCUMENT_SCHEMAS)["campaign"]>;

export interface RushQuota {
  id: number;
  group: string;
  channel: string;
  /** Undefined: as many as come. */
  capacity: number | undefined;
  taken: number;
}

export type RushState = "announced" | "open" | "paused" | "sold-out" | "closed" | "ended";

/** A campaign as this process knows it: at most a second old, and corrected by what the process itself hears. */
export interface RushCampaign {
  id: number;
  city: string;
  slug: string;
  rules: CampaignRules;
  opensAt: number;
  closesAt: number;
  paused: boolean;
  ended: boolean;
  guarded: boolean;
  /** Whether somebody must show a pass: the rules look at who they are, or tell people apart. */
  needsPass: boolean;
  /** What a pass must have been given by. */
  conditions: string;
  /** The places of the app, by id. */
  quotas: Map<number, RushQuota>;
  /** Those of somebody without a pass, where none is needed. */
  onlyQuota: RushQuota | undefined;
  gate: Gate | undefined;
  /** Digest of the key of the waiting order; it is published from the beginning. */
  orderCommitment: string;
  orderKey: Buffer;
}

export interface Gate {
  /** How many came before the opening; undefined: not open yet. */
  early: number | undefined;
  joined: number;
  next: number;
  pace: Pace;
  /** The highest number let in that this process told anybody: it never goes back. */
  told: number;
  /** Position of somebody who came before the opening. */
  order: (number: number) => number;
}

export interface RushCampaigns {
  find(path: string): RushCampaign | undefined;
  list(): Iterable<RushCampaign>;
  /** The last batch found so much left, which is newer than what was read. */
  hearRoom(quota: number, room: number): void;
  /** Reads everything anew, now. */
  refresh(): Promise<void>;
  /** Resolves when the gate is open, which takes a moment after the opening; by itself it never fails. */
  untilOpen(campaign: RushCampaign): Promise<void>;
  close(): void;
}

export function roomOf({ capacity, taken }: RushQuota): number {
  return capacity === undefined ? Number.POSITIVE_INFINITY : capacity - taken;
}

export function stateOf(campaign: RushCampaign, now: number): RushState {
  if (campaign.ended) return "ended";
  if (now >= campaign.closesAt) return "closed";
  // Once the gate has opened it is open, whatever a clock says that was set back.
  if (now < campaign.opensAt && campaign.gate?.early === undefined) return "announced";
  if (campaign.paused) return "paused";
  for (const quota of campaign.quotas.values()) if (roomOf(quota) > 0) return "open";
  return "sold-out";
}

/** How many numbers are let in now. */
export function releasedNow(gate: Gate, now: number): number {
  return (gate.told = Math.max(gate.told, releasedAt(gate.pace, now)));
}

interface Row {
  id: number;
  city: string;
  slug: string;
  version: string;
  opens_at: number;
  closes_at: number;
  paused: boolean;
  ended: boolean;
  guarded: boolean;
  quotas: { id: number; grp: string; channel: string; capacity: number | null; taken: number }[] | null;
  gate: { joined: number; early: number | null; next: number; wanted: number | null; ceiling: number | null; base: number; rate: number; since: number } | null;
  now: number;
}

export function createRushCampaigns(parts: { database: Database; notifications: Notifications; service: PersonCipher; time: SteadyTime; log: Log; claimMs: number }): RushCampaigns {
  const { database, notifications, service, time, log, claimMs } = parts;
  const handle = database.handle("booking");
  const byId = new Map<number, RushCampaign & { version: string }>();
  const byPath = new Map<string, RushCampaign>();
  const quotaById = new Map<number, RushQuota>();
  const waiters = new Map<number, (() => void)[]>();
  let refreshing: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const closing = new AbortController();

  const read = async () => {
    const askedAt = performance.now();
    const since = new Date(time.now() - REMEMBERED_MS);
    const { rows } = await sql<Row>`
      select c.id, c.city, c.slug, c.xmin::text as version, extract(epoch from c.opens_at)::float8 * 1000 as opens_at, extract(epoch from c.closes_at)::float8 * 1000 as closes_at,
        c.paused_at is not null as paused, c.ended_at is not null as ended, c.guarded_at is not null as guarded,
        (select json_agg(json_build_object('id', q.id, 'grp', q.grp, 'channel', q.channel, 'capacity', q.capacity, 'taken', q.taken)) from booking.quota q where q.campaign = c.id and q.channel = 'app') as quotas,
        (select json_build_object('joined', g.joined, 'early', g.early, 'next', g.next, 'wanted', g.wanted, 'ceiling', g.ceiling, 'base', g.base, 'rate', g.rate, 'since', extract(epoch from g.since) * 1000) from booking.gate g where g.campaign = c.id) as gate,
        extract(epoch from clock_timestamp())::float8 * 1000 as now
      from booking.campaign c where c.closes_at > ${since}`.execute(handle);
    if (rows[0]) time.hear(rows[0].now, askedAt);
    const changed = rows.filter((row) => byId.get(row.id)?.version !== row.version).map((row) => row.id);
    const fresh = changed.length === 0 ? [] : (await sql<{ id: number; rules: CampaignRules; salt: Buffer }>`select id, rules, salt from booking.campaign where id = any (${changed}::int[])`.execute(handle)).rows;
    const details = new Map(fresh.map((each) => [each.id, each]));
    const seen = new Set(rows.map((row) => row.id));
    for (const id of byId.keys()) if (!seen.has(id)) drop(id);
    await Promise.all(
      rows.map(async (row) => {
        try {
          take(row, details.get(row.id));
          await keepPace(row);
        } catch (error) {
          log.error({ err: error, city: row.city, campaign: row.slug }, "a campaign cannot be followed");
        }
      }),
    );
  };
  const drop = (id: number) => {
    const gone = byId.get(id);
    byId.delete(id);
    if (!gone) return;
    byPath.delete(`${gone.city}/${gone.slug}`);
    for (const quota of gone.quotas.keys()) quotaById.delete(quota);
  };

  const take = (row: Row, details: { rules: CampaignRules; salt: Buffer } | undefined) => {
    let campaign = byId.get(row.id);
    if (details || !campaign) {
      if (!details) return;
      const orderKey = keyFromSalt(openSalt(service, { city: row.city, slug: row.slug, salt: details.salt }), "waiting");
      campaign = Object.assign(campaign ?? ({} as RushCampaign & { version: string }), {
        id: row.id, city: row.city, slug: row.slug, rules: details.rules, needsPass: needsPass(details.rules), conditions: conditionsDigest(details.rules), orderKey, orderCommitment: commitmentOf(orderKey), version: row.version,
      });
      byId.set(row.id, campaign);
      byPath.set(`${row.city}/${row.slug}`, campaign);
    }
    campaign.opensAt = row.opens_at;
    campaign.closesAt = row.closes_at;
    campaign.paused = row.paused;
    campaign.ended = row.ended;
    campaign.guarded = row.guarded;
    campaign.quotas = new Map((row.quotas ?? []).map(({ id, grp, channel, capacity, taken }) => [id, { id, group: grp, channel, capacity: capacity ?? undefined, taken }]));
    for (const quota of campaign.quotas.values()) quotaById.set(quota.id, quota);
    campaign.onlyQuota = campaign.needsPass ? undefined : [...campaign.quotas.values()][0];
    if (row.gate) takeGate(campaign, row.gate);
  };
  const takeGate = (campaign: RushCampaign, row: NonNullable<Row["gate"]>) => {
    const early = row.early ?? undefined;
    const pace: Pace = { base: row.base, perSecond: row.rate, since: row.since, ...(row.ceiling === null ? {} : { ceiling: row.ceiling }) };
    const { gate } = campaign;
    // Drawn once, when it is known among how many.
    const order = gate && gate.early === early ? gate.order : early === undefined ? () => Number.NaN : drawOrder(campaign.orderKey, early);
    campaign.gate = { early, joined: row.joined, next: row.next, pace, told: gate?.told ?? 0, order };
    if (early === undefined) return;
    for (const resolve of waiters.get(campaign.id) ?? []) resolve();
    waiters.delete(campaign.id);
  };

  /** Has the database open the gate, and follow a pause or another rate, when it has not yet. */
  const keepPace = async (row: Row) => {
    const campaign = byId.get(row.id);
    if (!campaign) return;
    const now = time.now();
    const opened = campaign.gate?.early !== undefined || now >= campaign.opensAt;
    const rate = !opened || row.paused || row.ended ? 0 : (row.gate?.wanted ?? campaign.rules.admitPerSecond);
    const roundEnds = campaign.gate && ceilingReachedAt(campaign.gate.pace);
    const claimed = roundEnds !== undefined && now >= roundEnds + claimMs && stateOf(campaign, now) !== "sold-out";
    if (row.gate && rate === row.gate.rate && opened === (row.gate.early !== null) && !claimed) return;
    if (now >= campaign.closesAt && row.gate) return;
    const { rows } = await sql<NonNullable<Row["gate"]> & { since: Date }>`select * from booking.pace_gate(${row.id}, ${new Date(now)}, make_interval(secs => ${claimMs / 1000}))`.execute(handle);
    const [gate] = rows;
    if (gate) takeGate(campaign, { ...gate, since: new Date(gate.since).getTime() });
  };

  const refresh = (): Promise<void> => {
    if (refreshing) {
      again = true;
      return refreshing;
    }
    refreshing = (async () => {
      do {
        again = false;
        await read().catch((error: unknown) => log.warn({ err: error }, "campaigns could not be looked at"));
      } while (again && !closing.signal.aborted);
    })().finally(() => {
      refreshing = undefined;
      plan();
    });
    return refreshing;
  };
  const plan = () => {
    clearTimeout(timer);
    if (closing.signal.aborted) return;
    const now = time.now();
    const busy = [...byId.values()].some((campaign) => campaign.opensAt - now < SOON_MS && campaign.closesAt + SOON_MS > now);
    // On the dot when one opens.
    const opening = Math.min(...[...byId.values()].map((campaign) => campaign.opensAt - now).filter((ms) => ms > 0));
    timer = setTimeout(() => void refresh(), Math.max(1, Math.min(busy ? REFRESH_MS : CALM_REFRESH_MS, opening))).unref();
  };

  notifications.on(CAMPAIGN_CHANNEL, refresh);
  notifications.onListening(refresh);
  return {
    find: (path) => byPath.get(path),
    list: () => byId.values(),
    hearRoom(id, room) {
      const quota = quotaById.get(id);
      if (quota?.capacity !== undefined) quota.taken = quota.capacity - Math.max(0, room);
    },
    refresh,
    untilOpen(campaign) {
      if (campaign.gate?.early !== undefined) return Promise.resolve();
      void refresh();
      return new Promise((resolve) => {
        const waiting = waiters.get(campaign.id);
        if (waiting) waiting.push(resolve);
        else waiters.set(campaign.id, [resolve]);
      });
    },
    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}
