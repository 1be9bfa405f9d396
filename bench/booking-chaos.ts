/**
 * Registrations while processes are killed: a web process, all of them, PostgreSQL, the primary with its standby promoted;
 * and while clocks jump. After each fault a program of its own compares what people were told with what the database holds.
 * `npm run chaos:booking -- web all postgres clock promotion`: all of them, or those named; Linux alone.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answered, type Ask, askInTurn, requestBytes } from "../server/src/modules/booking/rehearsal/crowd.ts";
import { figure, type Figure, report, say } from "./support/figures.ts";
import { addPeople, idOf, cookieOf } from "./support/people.ts";
import { openRushCity, type RushCity } from "./support/rush-city.ts";
import { findFreePort } from "../server/src/kernel/free-port.ts";
import { startProgram } from "./support/server.ts";
import { type Standby, startStandby } from "./support/standby.ts";
import { openSwitchboard } from "./support/switchboard.ts";

/** As in a city: a process that answers everything, and a small one for the crowd alone, which is back the sooner. */
const ROLES = ["web", "rush"];
const CONNECTIONS = 64;
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 200_000);
const BEFORE_MS = 1_500;
const AFTER_MS = 2_500;
const LONGEST_PAUSE_MS = 3_000;
const WEB_KILLS = 8;
const ALL_KILLS = 3;
const POSTGRES_KILLS = 7;
const CLOCK_JUMPS = 2;
const PROMOTIONS = 2;

interface Fault {
  name: string;
  /** Whoever asks may find nobody there meanwhile, and asks again; nobody is told of an error. */
  pauses: boolean;
  strike(): Promise<void>;
}

interface WebProcess {
  port: number;
  kill(signal: NodeJS.Signals): void;
  start(): Promise<void>;
}

const faults: { name: string; found: string; holds: boolean; pauseMs: number; errors: number }[] = [];
const named = process.argv.slice(2).filter((each) => !each.startsWith("--"));
const times = (kind: string, usually: number) => (named.length === 0 || named.includes(kind) ? usually : 0);
await strikeAll([...repeat(times("web", WEB_KILLS), "web"), ...repeat(times("all", ALL_KILLS), "all"), ...repeat(times("postgres", POSTGRES_KILLS), "postgres"), ...repeat(times("clock", CLOCK_JUMPS), "clock")], { withStandby: false });
for (let promotion = 0; promotion < times("promotion", PROMOTIONS); promotion += 1) await strikeAll(["promotion"], { withStandby: true });
const countOf = (of: (each: (typeof faults)[number]) => boolean) => faults.filter(of).length;
const killed = countOf(({ name }) => name !== "clock");
const longest = (...names: string[]) => Math.max(0, ...faults.filter(({ name }) => names.includes(name)).map(({ pauseMs }) => pauseMs));
const figures: Figure[] = [
  figure("kills survived", countOf(({ name, holds }) => name !== "clock" && holds), "", killed, "all, at least 20: every acknowledged registration there, none twice, places and rows agree", (value) => value === killed && killed >= 20),
  figure("clock jumps of an hour survived", countOf(({ name, holds }) => name === "clock" && holds), "", CLOCK_JUMPS, "all", (value) => value === CLOCK_JUMPS),
  figure("errors told to anybody", faults.reduce((sum, { errors }) => sum + errors, 0), "", 0, "none", (value) => value === 0),
  figure("longest pause when the database was killed or replaced", longest("postgres", "promotion"), "ms", LONGEST_PAUSE_MS, "at most 3 s", (value) => value <= LONGEST_PAUSE_MS),
  figure("longest pause when processes were killed, all of them too", longest("web", "all"), "ms", LONGEST_PAUSE_MS, "at most 3 s", (value) => value <= LONGEST_PAUSE_MS),
];
report(figures);

function repeat(often: number, kind: string): string[] {
  return Array.from({ length: often }, () => kind);
}

async function strikeAll(kinds: string[], { withStandby }: { withStandby: boolean }): Promise<void> {
  if (kinds.length === 0) return;
  const city = await openRushCity(kinds.map((_kind, index) => ({ id: `chaos-${index}`, places: PEOPLE })));
  const address = new URL(city.postgres.url);
  const switchboard = await openSwitchboard(Number(address.port));
  const databaseUrl = Object.assign(new URL(address), { port: String(switchboard.port) }).href;
  let standby: Standby | undefined;
  const webs: WebProcess[] = [];
  try {
    await addPeople(city.client, 0, PEOPLE);
    // As the night before: how people came to be there is not what a database that was killed goes through again.
    await city.client.query("checkpoint");
    if (withStandby) standby = await startStandby(city, { delayMs: 0 });
    // Takes the campaigns over; the rush itself is served by processes of its own.
    const taking = await city.startServer();
    await taking.stop();
    for (const role of ROLES) webs.push(await startWeb(city, databaseUrl, role));
    for (const [index, kind] of kinds.entries()) {
      const fault = describeFault(kind, { city, webs, standby, pointTo: switchboard.pointTo });
      await strike(fault, `chaos-${index}`, webs, city, standby && kind === "promotion" ? standby.url : city.postgres.url);
    }
  } finally {
    for (const web of webs) web.kill("SIGTERM");
    switchboard.close();
    await standby?.stop();
    await city.stop();
  }
}

async function startWeb(city: RushCity, databaseUrl: string, role: string): Promise<WebProcess> {
  const port = await findFreePort();
  let running: Awaited<ReturnType<typeof startProgram>> | undefined;
  const start = async () => {
    running = await startProgram(["--import", join(import.meta.dirname, "support/jumping-clock.ts"), "server/src/main.ts"], "/api/v1/rush/time", {
      ...city.settings, DATABASE_URL: databaseUrl, PORT: String(port), ROLES: role, LOG_LEVEL: "fatal",
    });
  };
  await start();
  return { port, start, kill: (signal) => void running?.process.kill(signal) };
}

function describeFault(name: string, { city, webs, standby, pointTo }: { city: RushCity; webs: WebProcess[]; standby: Standby | undefined; pointTo(port: number): void }): Fault {
  const postmaster = () => Number(readFileSync(join(city.folder, "data/postgres/postmaster.pid"), "utf8").split("\n")[0]);
  if (name === "web" || name === "all") {
    const struck = name === "web" ? webs.slice(0, 1) : webs;
    return {
      name,
      pauses: true,
      async strike() {
        for (const web of struck) web.kill("SIGKILL");
        await Promise.all(struck.map((web) => web.start()));
      },
    };
  }
  if (name === "clock") return { name, pauses: false, strike: async () => webs.forEach((web) => web.kill("SIGUSR2")) };
  if (name === "postgres") return { name, pauses: true, strike: async () => killTree(postmaster()) };
  return {
    name,
    pauses: true,
    async strike() {
      if (!standby) throw new Error("There is no standby to promote");
      // The machine is gone, not only the process: nobody starts it again.
      await city.postgres.stop();
      await standby.promote();
      pointTo(Number(new URL(standby.url).port));
    },
  };
}

/** The postmaster and all that serves under it, as when a machine loses its power. */
function killTree(pid: number): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // Ended by itself meanwhile.
    }
  }
}

async function strike(fault: Fault, campaign: string, webs: WebProcess[], city: RushCity, databaseUrl: string): Promise<void> {
  const told: string[] = [];
  let errors = 0;
  let lastAt = performance.now();
  let pauseMs = 0;
  let struckAt = Number.POSITIVE_INFINITY;
  let person = 0;
  let over = false;
  interface Registration extends Ask {
    person: number;
  }
  const next = (): Registration | undefined => {
    if (over || person >= PEOPLE) return undefined;
    const each = person++;
    return { person: each, bytes: requestBytes("POST", `/api/v1/rush/haikou/${campaign}/entries`, { cookie: cookieOf(each), body: {} }) };
  };
  const answered = ({ ask, status, body }: Answered<Registration>) => {
    const now = performance.now();
    if (now > struckAt) pauseMs = Math.max(pauseMs, now - Math.max(lastAt, struckAt));
    lastAt = now;
    if (status === 201 || status === 200) told.push(`${idOf(ask.person)} ${(JSON.parse(body.toString()) as { number: number }).number}`);
    else errors += 1;
  };
  const crowd = Promise.all(webs.map(({ port }) => askInTurn({ host: "127.0.0.1", port, connections: CONNECTIONS / ROLES.length, next, answered })));
  await sleep(BEFORE_MS);
  struckAt = performance.now();
  await fault.strike();
  await sleep(AFTER_MS);
  over = true;
  await crowd;
  const { holds, found } = check(campaign, told, city, databaseUrl);
  faults.push({ name: fault.name, found, holds: holds && errors === 0, pauseMs, errors });
  say(`${fault.name}: ${found}, pause ${pauseMs.toFixed(0)} ms, errors ${errors}`);
}

function check(campaign: string, told: string[], city: RushCity, databaseUrl: string): { holds: boolean; found: string } {
  const file = join(city.folder, "acknowledged");
  writeFileSync(file, told.join("\n"));
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, "support/check-entries.ts"), databaseUrl, campaign, file], { encoding: "utf8" });
  return { holds: status === 0 && told.length > 0, found: stdout.trim() };
}
