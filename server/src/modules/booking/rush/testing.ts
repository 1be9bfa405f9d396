/** For tests: a campaign, a crowd that is signed in, and a server on a real port. */
import { createHash, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { newId } from "../../../kernel/ids.ts";
import { startTestApp, type TestApp, type TestOptions } from "../../../testing/app.ts";
import { aCity } from "../../catalogue/testing.ts";
import type { CampaignRules } from "./campaigns.ts";

const HOUR_MS = 3_600_000;

/** Open for an hour already, by turn, for everybody of level 2. */
export function aCampaign(values: Partial<CampaignRules> = {}): CampaignRules {
  const words = { zh: "红包", en: "Red packets" };
  return {
    id: "red-packets",
    names: words,
    summary: words,
    department: "460100:test",
    service: "S001",
    manner: "first-come",
    opensAt: new Date(Date.now() - HOUR_MS).toISOString(),
    closesAt: new Date(Date.now() + HOUR_MS).toISOString(),
    admitPerSecond: 50_000,
    eligibility: { level: 2, records: [], conditions: [] },
    groups: [{ id: "all", names: words, capacity: 1_000, weight: 1 }],
    channels: [],
    tiers: [{ id: "packet", names: words, count: 1_000 }],
    unclaimed: "budget",
    rules: [words],
    afterwards: words,
    source: "test",
    ...values,
  };
}

/** Places of one group. */
export const placesFor = (capacity: number): Pick<CampaignRules, "groups" | "tiers"> => ({
  groups: [{ id: "all", names: { zh: "所有人", en: "Everybody" }, capacity, weight: 1 }],
  tiers: [{ id: "packet", names: { zh: "红包", en: "Packet" }, count: capacity }],
});

export interface SignedIn {
  person: string;
  cookie: string;
}

/** People who exist and are signed in, made many at a time. */
export async function addPeople(databaseUrl: string, count: number, level = 2): Promise<SignedIn[]> {
  const people = Array.from({ length: count }, () => ({ person: newId(), token: randomBytes(32).toString("base64url") }));
  await inDatabase(databaseUrl, async (client) => {
    const persons = people.map(({ person }) => person);
    await client.query("insert into identity.person (id, level) select person, $2 from unnest($1::uuid[]) as person", [persons, level]);
    await client.query("insert into identity.account (person, city) select person, 'haikou' from unnest($1::uuid[]) as person", [persons]);
    await client.query(
      "insert into identity.session (id, token_digest, person, kind, means, device, address, expires_at) select gen_random_uuid(), digest, person, 'personal', '{sms}', '', '', now() + interval '1 day' from unnest($1::uuid[], $2::bytea[]) as each (person, digest)",
      [persons, people.map(({ token }) => createHash("sha256").update(token).digest())],
    );
  });
  return people.map(({ person, token }) => ({ person, cookie: `cc_session=${token}` }));
}

export async function inDatabase<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  // What a reply holds is for each test to say.
  body: Record<string, unknown>;
}

export interface RushLab {
  app: TestApp;
  url: string;
  /** Asks the lane, over the network. */
  ask(method: string, path: string, who?: SignedIn, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  query<Row extends pg.QueryResultRow>(statement: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** @param campaigns of haikou */
export async function startRushLab(campaigns: CampaignRules[], options: TestOptions = {}): Promise<RushLab> {
  const app = await startTestApp([aCity({ campaigns })], options);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`;
  return {
    app,
    url,
    ask: (method, path, who, body, headers = {}) => ask(url, method, path, who, body, headers),
    query: (statement, values) => inDatabase(app.databaseUrl, async (client) => (await client.query(statement, values)).rows),
    stop: () => app.stop(),
  };
}

export async function ask(url: string, method: string, path: string, who?: SignedIn, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const reply = await fetch(`${url}/api/v1/rush/${path}`, {
    method,
    headers: { ...(who ? { cookie: who.cookie } : {}), ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
