/** The morning everybody comes, before it comes: a crowd of invented people at a campaign's rules, over a database that is made for it and thrown away. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { readConfig, SETTINGS } from "../../../kernel/config.ts";
import { openCrypto } from "../../../kernel/crypto/open.ts";
import { openTextSigner } from "../../../kernel/crypto/signed-text.ts";
import { startEmbeddedPostgres } from "../../../kernel/embedded-postgres.ts";
import { StartupError } from "../../../kernel/errors.ts";
import { findFreePort } from "../../../kernel/free-port.ts";
import { createLog } from "../../../kernel/log.ts";
import { migrate } from "../../../kernel/migrate.ts";
import { type Campaign, lintFolder } from "../../catalogue/index.ts";
import { addRehearsalPeople, rehearsalPerson, rehearsalToken } from "../../identity/index.ts";
import { conditionsDigest, needsPass } from "../campaign/rules.ts";
import { PASS_LABEL, signPass } from "../rush/pass.ts";
import { askInTurn, type CrowdPlace, requestBytes } from "./crowd.ts";
import { describeRehearsal, type RehearsalReport, type StoredEntries } from "./report.ts";
import { goThrough, joinEarly, type Visitor } from "./visitors.ts";

const DAY_MS = 86_400_000;
const CONNECTIONS = 256;
const STEP = 500_000;
/** From when everybody of the early half has a place until the opening. */
const LEAD_MS = 3_000;
/** Unless told otherwise everybody of the later half comes within so many seconds. */
const ARRIVAL_SECONDS = 20;
const ONE_BOT_OF = 1_000;
const MOST_BOTS = 20;
const WARMING_MS = 1_500;
const BEARABLE_MS = 5_000;
/** Campaigns open to all that a small crowd goes through one after the other, each once in each. */
const ASKED_AT_LEAST = 100_000;
const MOST_OPEN = 25;
const READY_MS = 180_000;
const OPEN_TO_ALL = "rehearsal-open-to-all";

export interface RehearsalWish {
  city: string;
  campaign: string;
  people: number;
  /** How many of those who come after the opening arrive each second. */
  perSecond?: number;
}

export interface RehearsalNeeds {
  /** The installation's cities. Nothing else of it is looked at. */
  citiesDir: string;
  migrationsDir: string;
  rootDir: string;
  /** The program of a server, run as a process of its own. */
  serverProgram: string;
  /** What the server's process gets beside settings of its own. */
  environment: Record<string, string | undefined>;
  say(line: string): void;
}

/** @throws {StartupError} when there is no such campaign */
export async function rehearse({ city, campaign, people, perSecond = Math.max(1, people / 2 / ARRIVAL_SECONDS) }: RehearsalWish, needs: RehearsalNeeds): Promise<RehearsalReport> {
  const { say } = needs;
  const rules = findRules(needs.citiesDir, city, campaign);
  const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-rehearsal-"));
  chmodSync(folder, 0o711);
  const dataDir = join(folder, "data");
  const cities = copyCity(folder, needs.citiesDir, city, [movedToCome(rules), ...openToAll(rules, openCampaigns(people))]);
  const postgres = await startEmbeddedPostgres(dataDir);
  const client = new pg.Client({ connectionString: postgres.url });
  client.on("error", () => undefined);
  let server: Server | undefined;
  try {
    await migrate(postgres.url, needs.migrationsDir, createLog("silent"));
    await client.connect();
    say(`A database for the rehearsal alone is ready; adding ${people} people who are signed in.`);
    for (let first = 0; first < people; first += STEP) await addRehearsalPeople(client, { first, count: Math.min(STEP, people - first), city });
    await client.query("vacuum analyze identity.session, identity.person, identity.account");
    await client.query("checkpoint");
    const settings = { DATABASE_URL: postgres.url, DATA_DIR: dataDir, CITIES_DIR: cities, ROLES: "web", LOG_LEVEL: "error" };
    server = await startServer(needs, settings);
    const visitors = await inviteVisitors(client, people, { city, campaign, rules, dataDir, rootDir: needs.rootDir });
    const place = { host: "127.0.0.1", port: server.port, connections: Math.min(CONNECTIONS, Math.max(8, people)) };
    const path = `/api/v1/rush/${city}/${campaign}`;

    const early = visitors.filter(({ bot }) => !bot).slice(0, Math.floor(people / 2));
    say(`${early.length} people wait before the opening.`);
    await joinEarly({ ...place, path }, early);
    const openedAt = await setOpening(client, { city, campaign });
    say(`It opens; ${people - early.length} more come, ${Math.round(perSecond)} a second.`);
    const observed = await goThrough({ ...place, path }, visitors, { openedAt, perSecond });
    const stored = await readStored(client, { city, campaign }, observed.visitors);
    const bearable = await measureBearable(place, city, visitors);
    const memoryMegabytes = server.mostMemory();
    return describeRehearsal({ place: `${city}/${campaign}`, observed, stored, personOf: ({ index }) => rehearsalPerson(index), admitPerSecond: rules.admitPerSecond, memoryMegabytes, bearable });
  } finally {
    await server?.stop();
    await client.end().catch(() => undefined);
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function findRules(citiesDir: string, city: string, campaign: string): Campaign {
  const { documents, findings } = lintFolder(join(citiesDir, city));
  if (!documents) throw new StartupError(`The folder of ${city} has ${findings.length} faults: npx citizen-cloud city lint shows them.`);
  const rules = documents.campaigns.find(({ id }) => id === campaign);
  if (!rules) throw new StartupError(`There is no campaign "${campaign}" in ${city}; there are: ${documents.campaigns.map(({ id }) => id).join(", ") || "none"}.`);
  return rules;
}

/** Far enough ahead for everybody to be there before; it is opened when they are. */
function movedToCome(rules: Campaign): Campaign {
  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  return { ...rules, opensAt: at(1), closesAt: at(3), ...(rules.draw ? { draw: { ...rules.draw, at: at(4) } } : {}), ...(rules.confirmBy === undefined ? {} : { confirmBy: at(9) }) };
}

/** The same without conditions, with places for everybody: how fast the machine is when nobody has to wait. */
function openToAll({ names, summary, department, service, rules, afterwards, source }: Campaign, count: number): Campaign[] {
  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  const capacity = 10_000_000;
  return Array.from({ length: count }, (_each, index) => ({
    id: `${OPEN_TO_ALL}-${index}`, names, summary, department, service, manner: "first-come" as const, opensAt: at(-1), closesAt: at(3), admitPerSecond: 50_000, eligibility: { level: 2 as const, records: [], conditions: [] },
    groups: [{ id: "everybody", names, capacity, weight: 1 }], channels: [], tiers: [{ id: "place", names, count: capacity }], unclaimed: "next" as const, rules, afterwards, source,
  }));
}

function openCampaigns(people: number): number {
  return Math.min(MOST_OPEN, Math.ceil(ASKED_AT_LEAST / people));
}

function copyCity(folder: string, citiesDir: string, city: string, campaigns: Campaign[]): string {
  const cities = join(folder, "cities");
  mkdirSync(cities);
  cpSync(join(citiesDir, city), join(cities, city), { recursive: true });
  writeFileSync(join(cities, city, "campaigns.json"), JSON.stringify(campaigns));
  return cities;
}

/** Where rules look at who people are, everybody has been found eligible before, as most are who open the page in time. */
async function inviteVisitors(client: pg.Client, people: number, { city, campaign, rules, dataDir, rootDir }: { city: string; campaign: string; rules: Campaign; dataDir: string; rootDir: string }): Promise<Visitor[]> {
  const { rows: quotas } = await client.query<{ campaign: number; quota: number }>("select c.id as campaign, q.id as quota from booking.campaign c join booking.quota q on q.campaign = c.id where c.city = $1 and c.slug = $2 and q.channel = 'app' order by q.id", [city, campaign]);
  const passes = needsPass(rules) ? openTextSigner(openCrypto(readConfig({ DATA_DIR: dataDir }, rootDir)).keys, PASS_LABEL) : undefined;
  const bots = people < 20 ? 0 : Math.min(MOST_BOTS, Math.ceil(people / ONE_BOT_OF));
  return Array.from({ length: people }, (_each, index) => {
    const quota = quotas[index % quotas.length];
    if (!quota) throw new Error("The campaign was not taken over");
    const pass = passes && signPass(passes, { campaign: quota.campaign, person: rehearsalPerson(index), quota: quota.quota, conditions: conditionsDigest(rules), until: Date.now() + DAY_MS });
    return { index, cookie: `cc_session=${rehearsalToken(index)}`, pass, bot: index >= people - bots, cameAs: undefined, ticket: undefined, toldTurnAt: undefined, place: undefined, since: 0, tries: 0, registered: undefined, soldOut: false };
  });
}

/** @returns when it opens, in milliseconds of performance.now() */
async function setOpening(client: pg.Client, { city, campaign }: { city: string; campaign: string }): Promise<number> {
  const { rows: [opening] } = await client.query<{ ms: number; told: string }>(
    `with opened as (update booking.campaign set opens_at = clock_timestamp() + make_interval(secs => $3) where city = $1 and slug = $2 returning id, opens_at)
     select extract(epoch from opens_at - clock_timestamp())::float8 * 1000 as ms, pg_notify('booking_campaign', id::text) as told from opened`,
    [city, campaign, LEAD_MS / 1_000],
  );
  return performance.now() + (opening?.ms ?? 0);
}

async function readStored(client: pg.Client, { city, campaign }: { city: string; campaign: string }, visitors: Visitor[]): Promise<StoredEntries> {
  const among = "booking.campaign c where c.city = $1 and c.slug = $2";
  const { rows } = await client.query<{ person: string; number: number; quota: number }>(`select e.person, e.number, e.quota from booking.entry e where e.campaign = (select c.id from ${among})`, [city, campaign]);
  const { rows: quotas } = await client.query<{ id: number; capacity: number | null; taken: number }>(`select q.id, q.capacity, q.taken from booking.quota q where q.campaign = (select c.id from ${among})`, [city, campaign]);
  const numbersOf = Map.groupBy(rows, ({ quota }) => quota);
  const numbered = [...numbersOf.values()].every((entries) => new Set(entries.map(({ number }) => number)).size === entries.length && entries.every(({ number }) => number >= 1 && number <= entries.length));
  return {
    rows: rows.length,
    people: new Set(rows.map(({ person }) => person)).size,
    numbered,
    taken: quotas.reduce((sum, { taken }) => sum + taken, 0),
    overdrawn: quotas.filter(({ id, capacity, taken }) => (capacity !== null && taken > capacity) || taken !== (numbersOf.get(id)?.length ?? 0)).length,
    numbers: new Map(visitors.length === 0 ? [] : rows.map(({ person, number }) => [person, number])),
  };
}

async function measureBearable(place: CrowdPlace, city: string, visitors: Visitor[]): Promise<{ perSecond: number; p99Ms: number }> {
  let asked = 0;
  const next = () => {
    const visitor = visitors[asked % visitors.length];
    const round = Math.floor(asked++ / visitors.length);
    return visitor && round < openCampaigns(visitors.length) ? { bytes: requestBytes("POST", `/api/v1/rush/${city}/${OPEN_TO_ALL}-${round}/entries`, { cookie: visitor.cookie, body: {} }) } : undefined;
  };
  const ask = (milliseconds: number) => askInTurn({ ...place, next }, milliseconds);
  // Code is compiled on the first thousands.
  await ask(WARMING_MS);
  const { byStatus, milliseconds, latency } = await ask(BEARABLE_MS);
  return { perSecond: (byStatus[201] ?? 0) / Math.max(0.001, milliseconds / 1_000), p99Ms: latency.percentile(99) / 1_000 };
}

interface Server {
  port: number;
  /** In megabytes; undefined where it cannot be seen. */
  mostMemory(): number | undefined;
  stop(): Promise<void>;
}

/** None of the installation's settings reach it: it knows no real department, gateway or register. */
async function startServer({ serverProgram, rootDir, environment }: RehearsalNeeds, settings: Record<string, string>): Promise<Server> {
  const port = await findFreePort();
  const own = new Set<string>(["NODE_ENV", ...SETTINGS.map(({ name }) => name)]);
  const around = Object.fromEntries(Object.entries(environment).filter(([name]) => !own.has(name)));
  const child = spawn(process.execPath, [serverProgram], { cwd: rootDir, env: { ...around, ...settings, PORT: String(port) }, stdio: ["ignore", "ignore", "inherit"] });
  let most: number | undefined;
  const watch = setInterval(() => {
    const now = residentMegabytes(child.pid);
    if (now !== undefined) most = Math.max(most ?? 0, now);
  }, 500);
  const stop = async () => {
    clearInterval(watch);
    await end(child);
  };
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) break;
    const reply = await fetch(`http://127.0.0.1:${port}/healthz/ready`).catch(() => undefined);
    if (reply?.ok === true) return { port, mostMemory: () => most, stop };
  }
  await stop();
  throw new StartupError("The server of the rehearsal did not start; what it said is above.");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
  } catch {
    return undefined;
  }
}
