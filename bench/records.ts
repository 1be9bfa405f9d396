/**
 * Records through the one door. First the door alone, in this process: warm answers with their access records, and what the
 * access record costs of that. Then "my data" as people open it: the server, its database, the departments that the
 * stand-ins play and the crowd share the two cores.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createApp } from "../server/src/app.ts";
import { createBatchFor } from "../server/src/kernel/batch.ts";
import { readConfig } from "../server/src/kernel/config.ts";
import type { Database } from "../server/src/kernel/database.ts";
import { startEmbeddedPostgres } from "../server/src/kernel/embedded-postgres.ts";
import { createEvents } from "../server/src/kernel/events.ts";
import { createLog } from "../server/src/kernel/log.ts";
import { migrate } from "../server/src/kernel/migrate.ts";
import { openDatabase } from "../server/src/kernel/database.ts";
import { type AuditEntry, recordAll } from "../server/src/modules/audit/index.ts";
import { importCity } from "../server/src/modules/catalogue/index.ts";
import { aCity, aRecordKind, aSource } from "../server/src/modules/catalogue/testing.ts";
import type { Reading } from "../server/src/modules/sources/index.ts";
import { startDepartment, writeConnections } from "../server/src/modules/sources/testing.ts";
import { MIGRATIONS_DIR, ROOT_DIR } from "../server/src/root.ts";
import { createPopulation } from "../stand-ins/src/population/index.ts";
import { type Figure, figure, median, report, say } from "./support/figures.ts";
import { createAsker } from "./support/keep-alive.ts";
import { startServer } from "./support/server.ts";

const AT_ONCE = 64;
const WARM_READINGS = 30_000;
const ROUNDS = 5;
const KINDS = 20;
const PERSONS = 50;

const SLOWEST_MS = 100;
const ALONE = 60;
const CROWD = 200;
/** People who use the page at once open it again after about this long. */
const BETWEEN_MS = 20_000;
const CROWD_ROUNDS = 2;
/** Ten systems of twelve that stay well; the other two hang and fail. */
const WELL = ["hrss", "medical-insurance", "housing-fund", "real-estate", "cdc", "tax", "public-security", "power", "gas", "library"];
const [HUNG, FAILING] = ["traffic-police", "credit"] as const;

report([...(await measureDoor()), ...(await measurePages())]);

interface Visit {
  ms: number;
  /** How long after the visit began each department's answer was there. */
  answers: Map<string, number>;
}

/** "My data" over HTTP, of people who open it for the first time: every record is asked for. */
async function measurePages(): Promise<Figure[]> {
  const server = await startServer({ TRUSTED_PROXIES: "127.0.0.1" });
  try {
    const control = createAsker(server.standIns, 4);
    const behave = async (system: string, behaviour: object) => {
      const { status, body } = await control("PATCH", `/control/systems/haikou/${system}`, behaviour);
      if (status >= 300) throw new Error(`The stand-in ${system} could not be told: ${body}`);
    };
    const ask = createAsker(server.address, 256);
    const population = createPopulation({ seed: "citizen-cloud", size: 16_000_000 });
    let next = 0;
    const people = async (count: number) => {
      const found: string[] = [];
      while (found.length < count) {
        const person = population.personAt(next++);
        // Grown-ups of this city, from the second neighbourhood on: the first is the demonstration's.
        if (next <= 20 || person.city !== "haikou" || person.phone === undefined || person.birthDate > "2000") continue;
        found.push(await openAccount(ask, control, person as { name: string; idNumber: string; phone: string }, next));
      }
      return found;
    };
    const open = async (cookie: string): Promise<Visit> => {
      const [at, startedAt] = [Date.now(), performance.now()];
      const { status, body } = await ask("GET", "/api/v1/me/records", undefined, { cookie });
      const ms = performance.now() - startedAt;
      if (status !== 200) throw new Error(`My data answered ${status}: ${body}`);
      const { items } = JSON.parse(body) as { items: { kind: string; source?: string; state: string; obtainedAt?: string }[] };
      const answers = new Map(items.flatMap(({ kind, state, obtainedAt }) => (obtainedAt === undefined || (state !== "current" && state !== "no-record") ? [] : [[kind, Date.parse(obtainedAt) - at] as const])));
      return { ms, answers };
    };

    // The first pages of a process compile what they run.
    for (const cookie of await people(40)) await open(cookie);
    // Departments differ: the first takes a twentieth of the last one's time.
    const systems = await listSystems(control);
    for (const [index, system] of systems.entries()) await behave(system, { slowMs: Math.round((SLOWEST_MS * (index + 1)) / systems.length) });
    const alone: Visit[] = [];
    for (const cookie of await people(ALONE)) alone.push(await open(cookie));
    for (const system of systems) await behave(system, { slowMs: 0 });
    const overhead = median(alone.map(({ ms }) => ms)) - SLOWEST_MS;
    say(`a page of ${median(alone.map(({ answers }) => answers.size))} records, alone: ${overhead.toFixed(1)} ms above departments that take up to ${SLOWEST_MS} ms`);

    const kindsOfWell = await listKinds(ask, WELL);
    const crowds = { well: [] as Visit[], troubled: [] as Visit[] };
    for (let round = 0; round < CROWD_ROUNDS; round += 1) {
      crowds.well.push(...(await crowd(await people(CROWD), open)));
      const cookies = await people(CROWD);
      await behave(HUNG, { fault: "hang" });
      await behave(FAILING, { errorPercent: 100 });
      crowds.troubled.push(...(await crowd(cookies, open)));
      await behave(HUNG, { fault: "none" });
      await behave(FAILING, { errorPercent: 0 });
      // Until the sources are asked again.
      await sleep(15_000);
      for (const cookie of cookies.slice(0, 3)) await open(cookie);
    }
    const answersOf = (visits: Visit[]) => visits.flatMap(({ answers }) => [...answers].flatMap(([kind, ms]) => (kindsOfWell.has(kind) ? [ms] : [])));
    const [healthy, unaffected] = [percentile(answersOf(crowds.well), 0.99), percentile(answersOf(crowds.troubled), 0.99)];
    const slowest = percentile(crowds.troubled.map(({ ms }) => ms), 1);
    const byRound = ([well, troubled]: Visit[][]) => `${percentile(answersOf(well ?? []), 0.99).toFixed(0)} and ${percentile(answersOf(troubled ?? []), 0.99).toFixed(0)} ms`;
    say(`round by round, all well and troubled: ${Array.from({ length: CROWD_ROUNDS }, (_, round) => byRound([crowds.well, crowds.troubled].map((visits) => visits.slice(round * CROWD, (round + 1) * CROWD)))).join("; ")}`);
    say(`${CROWD} people: p99 of ten systems' answers ${healthy.toFixed(0)} ms when all are well, ${unaffected.toFixed(0)} ms with one hung and one failing`);
    return [
      figure("my data, above the slowest department", overhead, "ms", 15, "at most 15 ms", (value) => value <= 15),
      figure("my data with one source hung and one failing, the slowest page", slowest, "ms", 1_200, "within 1,200 ms", (value) => value <= 1_200),
      figure("p99 of the other ten sources' answers then", unaffected, "ms", healthy, "within 10 % of their healthy figure", (_value, ratio) => ratio <= 1.1),
    ];
  } finally {
    await server.stop();
  }
}

/** Everybody once, at a moment of chance within the time between two visits. */
async function crowd(cookies: string[], open: (cookie: string) => Promise<Visit>): Promise<Visit[]> {
  return Promise.all(cookies.map(async (cookie, index) => {
    await sleep((index * BETWEEN_MS) / cookies.length + Math.random() * 50);
    return open(cookie);
  }));
}

/** Signs in by code and proves who they are. @returns the cookie */
async function openAccount(ask: ReturnType<typeof createAsker>, control: typeof ask, { name, idNumber, phone }: { name: string; idNumber: string; phone: string }, number: number): Promise<string> {
  const headers = { "x-forwarded-for": `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` };
  await ask("POST", "/api/v1/sign-in/codes", { phone, city: "haikou" }, headers);
  let code: string | undefined;
  for (let tries = 0; code === undefined && tries < 200; tries += 1) {
    await sleep(10);
    const { messages } = JSON.parse((await control("GET", `/control/messages?to=${phone}`)).body) as { messages: { text: string }[] };
    code = messages[0]?.text.match(/(?<!\d)\d{6}(?!\d)/)?.[0];
  }
  const { status, cookies, body } = await ask("POST", "/api/v1/sign-in/code", { phone, code: code ?? "", city: "haikou" }, headers);
  if (status !== 200) throw new Error(`A sign-in was refused with ${status}: ${body}`);
  const cookie = cookies.map((each) => each.split(";")[0]).join("; ");
  const proven = await ask("POST", "/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } }, { ...headers, cookie });
  if (proven.status !== 200) throw new Error(`A proof was refused with ${proven.status}: ${proven.body}`);
  return [...cookies, ...proven.cookies].map((each) => each.split(";")[0]).join("; ");
}

async function listSystems(control: ReturnType<typeof createAsker>): Promise<string[]> {
  const { systems } = JSON.parse((await control("GET", "/control/systems")).body) as { systems: { name: string }[] };
  return systems.flatMap(({ name }) => (name.startsWith("haikou/") ? [name.slice("haikou/".length)] : []));
}

/** The kinds of record that these sources answer for. */
async function listKinds(ask: ReturnType<typeof createAsker>, sources: readonly string[]): Promise<Set<string>> {
  const { items } = JSON.parse((await ask("GET", "/api/v1/cities/haikou/record-kinds")).body) as { items: { id: string; source: { id: string } }[] };
  return new Set(items.flatMap(({ id, source }) => (sources.includes(source.id) ? [id] : [])));
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The door in this process, over departments whose answers are fresh for an hour. */
async function measureDoor(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-bench-"));
  const department = await startDepartment({ licenceNumber: "440524188001010014", points: 3 });
  const names = Array.from({ length: KINDS }, (_, index) => `source-${index}`);
  const connections = writeConnections(Object.fromEntries(names.map((name) => [`haikou/${name}`, { url: department.url }])));
  const postgres = await startEmbeddedPostgres(folder);
  const log = createLog("silent");
  await migrate(postgres.url, MIGRATIONS_DIR, log);
  const database = openDatabase(postgres.url, 2);
  const [source] = [aSource()];
  const operations = source.operations.map((operation) => ({ ...operation, freshSeconds: 3_600 }));
  await importCity(database, createEvents(), aCity({ sources: names.map((id) => aSource({ id, operations })), recordKinds: names.map((id) => aRecordKind({ id: `kind-${id}`, source: id })) }), { author: "bench" });
  const app = await createApp({ config: readConfig({ DATA_DIR: folder, LOG_LEVEL: "silent", BROWN_OUT: "by-hand", CONNECTIONS_FILE: connections.file }, ROOT_DIR), databaseUrl: postgres.url, log });
  await app.server.ready();
  try {
    const persons = await Promise.all(Array.from({ length: PERSONS }, (_, index) => app.identity.people.findOrAdd({ name: "李小红", idNumber: `44052418800101${String(index).padStart(4, "0")}`, ground: "bench" })));
    const reading = (index: number): Reading => {
      const person = persons[index % PERSONS] as string;
      return { city: "haikou", kind: `kind-source-${Math.floor(index / PERSONS) % KINDS}`, subject: person, actor: { kind: "person", id: person, city: "haikou" }, purpose: "own-records", ground: { kind: "own" } };
    };
    // Every question once, so that what is measured asks no department.
    for (let index = 0; index < PERSONS * KINDS; index += KINDS) await app.sources.door.readAll(Array.from({ length: KINDS }, (_, offset) => reading(index + offset)), { waitMs: 10_000 });
    const entries = (index: number): AuditEntry[] => {
      const { actor, subject, purpose, city, kind } = reading(index);
      return [{ actor, act: "record.read", subject, purpose, ground: "PIPL 45", city, about: { kind: "record", id: kind }, fields: ["licenceNumber", "points"], detail: { source: "source-1", state: "current" } }];
    };
    const recordAccess = createBatchFor(async (target: Database, batch: AuditEntry[][]) => {
      await recordAll(target, batch.flat());
      return batch;
    });
    const readings: number[] = [];
    const accesses: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      readings.push(await rate(WARM_READINGS / ROUNDS, async (index) => {
        const { state } = await app.sources.door.read(reading(index));
        if (state !== "current") throw new Error(`A warm reading was ${state}`);
      }));
      accesses.push(await rate(WARM_READINGS / ROUNDS, async (index) => {
        await recordAccess(app.database, entries(index));
      }));
    }
    const [byDoor, alone] = [median(readings), median(accesses)];
    say(`${byDoor.toFixed(0)} records a second through the door; ${alone.toFixed(0)} access records a second alone`);
    return [
      figure("records through the door, warm, each with its access record", byDoor, "/s", 1_500, "at least 1,500/s", (value) => value >= 1_500),
      figure("access record alone, share of a warm reading's time", (byDoor / alone) * 100, "%", 100, "stated", () => true),
    ];
  } finally {
    await app.stop();
    await database.close();
    await postgres.stop();
    await department.stop();
    connections.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** So many at once until all are done. @returns how many a second */
async function rate(times: number, work: (index: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < times) await work(next++);
  }));
  return times / ((performance.now() - startedAt) / 1_000);
}
