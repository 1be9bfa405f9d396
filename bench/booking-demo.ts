/// <reference lib="dom" />
/**
 * The morning of the red packets: the campaign of cities/chengdu with its times moved, a crowd, the operators' wall live in a
 * browser while another tab goes on using the rest of the city; then the same crowd at the usual way. `npm run demo:rush`,
 * with `-- --people 60000 --shots FOLDER`. The browser has a window where there is a screen.
 */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { type Browser, chromium, type Page } from "playwright-core";
import { startStandIns } from "../scripts/stand-ins.mjs";
import { readConfig } from "../server/src/kernel/config.ts";
import { openCrypto } from "../server/src/kernel/crypto/open.ts";
import { openTextSigner } from "../server/src/kernel/crypto/signed-text.ts";
import { startEmbeddedPostgres } from "../server/src/kernel/embedded-postgres.ts";
import { createLog } from "../server/src/kernel/log.ts";
import { migrate } from "../server/src/kernel/migrate.ts";
import { conditionsDigest, PASS_LABEL, signPass } from "../server/src/modules/booking/index.ts";
import type { Campaign } from "../server/src/modules/catalogue/index.ts";
import { type Ask, askByAgenda, requestBytes } from "../server/src/modules/booking/rehearsal/crowd.ts";
import { DueList } from "../server/src/modules/booking/rehearsal/due-list.ts";
import { goThrough, joinEarly, type Observed, type Visitor } from "../server/src/modules/booking/rehearsal/visitors.ts";
import { addRehearsalPeople, rehearsalPerson, rehearsalToken } from "../server/src/modules/identity/index.ts";
import { MIGRATIONS_DIR, ROOT_DIR } from "../server/src/root.ts";
import { findGrownUps, openAccount } from "./support/account.ts";
import { median } from "./support/figures.ts";
import { findFreePort } from "../server/src/kernel/free-port.ts";
import { type RunningServer, startProgram } from "./support/server.ts";

const CITY = "chengdu";
const CAMPAIGN = "red-packet-2027";
const STATUS = `/api/v1/rush/${CITY}/${CAMPAIGN}`;
const CONNECTIONS = 256;
const ARRIVAL_SECONDS = 20;
/** Half of them look within so long after the opening. */
const EARLY_SPREAD_MS = 2_000;
const LEAD_MS = 15_000;
const USUAL_MS = 60_000;
/** After so long without an answer people try elsewhere, and say that the app is down. */
const PATIENCE_MS = 10_000;
const DAY_MS = 86_400_000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

interface Happened {
  people: number;
  registered: number;
  within10: number;
  seconds: number;
  slowestMs: number;
  requestP99Ms: number;
  restMedianMs: number;
  restFailed: number;
}

const { values } = parseArgs({ options: { people: { type: "string", default: "60000" }, shots: { type: "string", default: join(tmpdir(), "citizen-cloud-rush-pictures") }, json: { type: "boolean" } } });
const people = Number(values.people);
const shots = values.shots;
mkdirSync(shots, { recursive: true });

const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-demo-"));
chmodSync(folder, 0o711);
const dataDir = join(folder, "data");
const postgres = await startEmbeddedPostgres(dataDir);
const client = new pg.Client({ connectionString: postgres.url });
client.on("error", () => undefined);
const standIns = await startStandIns({ ...process.env, DATA_DIR: dataDir, SMS_GATEWAY_URL: "", REGISTERS_URL: "", PORT: String(await findFreePort()) });
let browser: Browser | undefined;
try {
  await client.connect();
  await migrate(postgres.url, MIGRATIONS_DIR, createLog("silent"));
  tell(`${people} people who are signed in …`);
  await addRehearsalPeople(client, { count: people, city: CITY });
  await client.query("vacuum analyze identity.session, identity.person, identity.account");
  await standIns.ready;
  const ours = await rushOurs();
  const usual = await rushUsual();
  compare(ours, usual);
  tell(`Pictures are in ${shots}`);
} finally {
  await browser?.close();
  await standIns.stop();
  await client.end().catch(() => undefined);
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function rushOurs(): Promise<Happened> {
  const cities = join(folder, "cities");
  mkdirSync(cities);
  for (const each of [CITY, "haikou"]) cpSync(join(ROOT_DIR, "cities", each), join(cities, each), { recursive: true });
  moveTimes(join(cities, CITY, "campaigns.json"));
  tell("The server starts …");
  const settings = { ...standIns.settings, DATABASE_URL: postgres.url, DATA_DIR: dataDir, CITIES_DIR: cities, LOG_LEVEL: "error", DEFAULT_CITY: CITY };
  const server = await startProgram(["server/src/main.ts"], "/healthz/ready", settings);
  // As on the day: the crowd has a process of its own beside the one for everything else.
  const rush = await startProgram(["server/src/main.ts"], "/api/v1/rush/time", { ...settings, ROLES: "rush" });
  try {
    const visitors = await inviteVisitors();
    const place = { host: "127.0.0.1", port: Number(new URL(rush.address).port), connections: CONNECTIONS, path: STATUS };
    const early = visitors.slice(0, Math.floor(people / 2));
    tell(`${early.length} people come before the opening …`);
    await joinEarly(place, early);
    const openedAt = await openIn(LEAD_MS);
    tell(`It opens in ${LEAD_MS / 1_000} s; ${people - early.length} more come within ${ARRIVAL_SECONDS} s of it.`);
    const pages = await openPages(server);
    await sleep(2_000);
    await picture(pages.wall, "1-wall-before");
    await picture(pages.phone, "1-phone-before");

    let over = false;
    const rest = useTheRest(pages.rest, server.address, pages.cookie, () => over);
    const reported = reportEachSecond(server.address, openedAt, rest, () => over);
    const onPhone = registerOnPhone(pages.phone, openedAt);
    const pictures = takePictures(pages, openedAt, () => over);
    const observed = await goThrough(place, visitors, { openedAt, perSecond: people / 2 / ARRIVAL_SECONDS });
    over = true;
    await Promise.all([reported, onPhone, pictures, rest.done]);
    await sleep(2_500);
    await picture(pages.wall, "4-wall-after");
    await picture(pages.phone, "4-phone-after");
    const stored = await client.query<{ entries: number }>("select count(*)::int as entries from booking.entry e join booking.campaign c on c.id = e.campaign where c.slug = $1", [CAMPAIGN]);
    tell(`Stored: ${stored.rows[0]?.entries} entries; acknowledged to the crowd: ${visitors.filter((each) => each.registered !== undefined).length}, and one on a phone. Faults told: ${JSON.stringify(observed.faults)}`);
    for (const [what, times] of rest.failed) tell(`The other tab failed ${times} times: ${what}`);
    return whatHappened(observed, rest);
  } finally {
    await browser?.close();
    browser = undefined;
    await rush.stop();
    await server.stop();
  }
}

function moveTimes(file: string): void {
  const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  const campaigns = JSON.parse(readFileSync(file, "utf8")) as { id: string; draw?: object }[];
  const moved = campaigns.map((each) => (each.id === CAMPAIGN ? { ...each, opensAt: at(1), closesAt: at(2), draw: { ...each.draw, at: at(3) }, confirmBy: at(8) } : each));
  writeFileSync(file, JSON.stringify(moved));
}

/** Everybody opened the page in time, and was found eligible then. */
async function inviteVisitors(): Promise<Visitor[]> {
  const { rows: [quota] } = await client.query<{ campaign: number; id: number; rules: Campaign }>("select q.campaign, q.id, c.rules from booking.quota q join booking.campaign c on c.id = q.campaign where c.slug = $1 and q.channel = 'app'", [CAMPAIGN]);
  if (!quota) throw new Error("The campaign was not taken over");
  const conditions = conditionsDigest(quota.rules);
  const signer = openTextSigner(openCrypto(readConfig({ DATA_DIR: dataDir }, ROOT_DIR)).keys, PASS_LABEL);
  return Array.from({ length: people }, (_each, index) => ({
    index, cookie: `cc_session=${rehearsalToken(index)}`, pass: signPass(signer, { campaign: quota.campaign, person: rehearsalPerson(index), quota: quota.id, conditions, until: Date.now() + DAY_MS }),
    cameAs: undefined, bot: false, ticket: undefined, toldTurnAt: undefined, place: undefined, since: 0, tries: 0, registered: undefined, soldOut: false,
  }));
}

/** @returns when, in milliseconds of performance.now() */
async function openIn(milliseconds: number): Promise<number> {
  await client.query("update booking.campaign set opens_at = clock_timestamp() + make_interval(secs => $2) where slug = $1", [CAMPAIGN, milliseconds / 1_000]);
  const openedAt = performance.now() + milliseconds;
  await client.query("select pg_notify('booking_campaign', id::text) from booking.campaign where slug = $1", [CAMPAIGN]);
  return openedAt;
}

interface Pages {
  wall: Page;
  phone: Page;
  rest: Page;
  /** Of whoever sits at the other tab. */
  cookie: string;
}

async function openPages({ address }: RunningServer): Promise<Pages> {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: FLAGS, headless: process.env.DISPLAY === undefined });
  const aContext = (width: number, height: number) => (browser as Browser).newContext({ baseURL: address, viewport: { width, height } });
  const desk = await aContext(1_280, 900);
  const signedIn = await desk.request.post("/staff/v1/demonstration-sign-in", { data: { staffId: `${CITY}-operator` } });
  if (!signedIn.ok()) throw new Error(`The operator could not sign in: ${signedIn.status()}`);
  const wall = await desk.newPage();
  await wall.goto(`/console/campaigns/${CAMPAIGN}`);

  const [onPhone, atTab] = findGrownUps(CITY, 2);
  if (!onPhone || !atTab) throw new Error("Nobody lives there");
  const own = async (cookie: string, width: number, height: number) => {
    const context = await aContext(width, height);
    await context.addCookies(cookie.split("; ").map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1), url: address })));
    await context.addInitScript(() => localStorage.setItem("cc-signed-in", "1"));
    return context.newPage();
  };
  const phone = await own(await openAccount(address, standIns.page, CITY, onPhone), 390, 844);
  await phone.goto(`/${CITY}/campaigns/${CAMPAIGN}`);
  const cookie = await openAccount(address, standIns.page, CITY, atTab);
  const rest = await own(cookie, 1_280, 900);
  await rest.goto(`/${CITY}`);
  return { wall, phone, rest, cookie };
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(shots, `${name}.png`) }).catch((error: Error) => tell(`No picture ${name}: ${error.message.split("\n")[0]}`));
}

interface Rest {
  /** Milliseconds of each answer. */
  answers: number[];
  /** How often each of these failed, and how. */
  failed: Map<string, number>;
  done: Promise<void>;
}

function fail({ failed }: Pick<Rest, "failed">, what: string): void {
  failed.set(what, (failed.get(what) ?? 0) + 1);
}

/** Somebody who wants nothing of all this: a guide, a search, when an office is free, one's own appointments. */
function useTheRest(page: Page, address: string, cookie: string, isOver: () => boolean): Rest {
  const rest: Rest = { answers: [], failed: new Map(), done: Promise.resolve() };
  const asked = ["services/S077", "services?q=驾照", "bookables"].map((each) => `${address}/api/v1/cities/${CITY}/${each}`);
  const ask = async () => {
    for (let turn = 0; !isOver(); turn += 1) {
      const startedAt = performance.now();
      const mine = turn % 4 === 3;
      const url = mine ? `${address}/api/v1/me/appointments?state=coming` : (asked[turn % 4] as string);
      const reply = await fetch(url, { headers: mine ? { cookie } : {}, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
      await reply?.arrayBuffer();
      if (reply?.ok === true) rest.answers.push(performance.now() - startedAt);
      else fail(rest, `${url} ${reply?.status ?? "without an answer"}`);
      await sleep(200);
    }
  };
  const look = async () => {
    const screens = [`/${CITY}/services/S077`, `/${CITY}/search?q=%E9%A9%BE%E7%85%A7`, `/${CITY}/book`, `/${CITY}/me/appointments`];
    for (let turn = 0; !isOver(); turn += 1) {
      const screen = screens[turn % screens.length] as string;
      const shown = await page.goto(screen).then(() => page.locator("main [aria-busy=true]").first().waitFor({ state: "detached", timeout: PATIENCE_MS })).then(() => true, () => false);
      if (!shown) fail(rest, `the screen ${screen}`);
      if (turn < screens.length) await picture(page, `3-other-tab-${turn + 1}`);
      await sleep(1_500);
    }
  };
  rest.done = Promise.all([ask(), look()]).then(() => undefined);
  return rest;
}

async function reportEachSecond(address: string, openedAt: number, rest: Rest, isOver: () => boolean): Promise<void> {
  let seen = 0;
  while (!isOver()) {
    const status = (await fetch(address + STATUS).then((reply) => reply.json()).catch(() => undefined)) as { state: string; registered: number; joined: number; serving: number; perSecond: number } | undefined;
    const second = Math.round((performance.now() - openedAt) / 1_000);
    const lately = rest.answers.slice(-5);
    if (status) tell(`${second >= 0 ? "+" : ""}${second} s  ${status.state.padEnd(9)}  registered ${status.registered}  (+${status.registered - seen})  in the line up to ${status.joined}, let in up to ${status.serving}; the other tab: ${lately.length === 0 ? "-" : `${median(lately).toFixed(0)} ms`}`);
    seen = status?.registered ?? seen;
    await sleep(1_000);
  }
}

/** Somebody on a phone who taps when it is open, like everybody else. */
async function registerOnPhone(page: Page, openedAt: number): Promise<void> {
  const button = page.getByRole("button", { name: /^(登记|进等候室)$/ });
  try {
    await sleep(Math.max(0, openedAt - performance.now() + 1_500));
    await button.click({ timeout: 20_000 });
    await picture(page, "2-phone-waiting-room");
    await page.getByText("已登记", { exact: true }).or(page.getByRole("heading", { name: "登记成功" })).first().waitFor({ timeout: 60_000 });
    tell("The phone is registered.");
    await picture(page, "3-phone-registered");
  } catch (error) {
    tell(`The phone was not registered: ${(error as Error).message.split("\n")[0]}`);
    await picture(page, "3-phone-not-registered");
  }
}

async function takePictures({ wall, phone }: Pages, openedAt: number, isOver: () => boolean): Promise<void> {
  for (const [index, second] of [2, 5, 10, 18].entries()) {
    await sleep(Math.max(0, openedAt + second * 1_000 - performance.now()));
    if (isOver()) return;
    await Promise.all([picture(wall, `2-wall-${second}s`), index === 1 ? picture(phone, `2-phone-${second}s`) : undefined]);
  }
}

function whatHappened(observed: Observed, { answers, failed }: Pick<Rest, "answers" | "failed">): Happened {
  const done = observed.visitors.filter((each) => each.registered !== undefined).length;
  return {
    people, registered: done, within10: Math.round((observed.accepted.count === 0 ? 0 : shareWithin(observed.waited, PATIENCE_MS)) * done),
    seconds: (observed.lastAt - observed.openedAt) / 1_000, slowestMs: observed.waited.max, requestP99Ms: observed.accepted.percentile(99) / 1_000,
    restMedianMs: median(answers), restFailed: countFailed({ failed }),
  };
}

function countFailed({ failed }: Pick<Rest, "failed">): number {
  return failed.values().reduce((sum, times) => sum + times, 0);
}

function shareWithin(waited: Observed["waited"], limit: number): number {
  let share = 0;
  for (let percent = 1; percent <= 100; percent += 1) if (waited.percentile(percent) <= limit) share = percent / 100;
  return share;
}

/** One transaction for each request, which locks the campaign's row, through an ordinary ORM over ten connections. */
async function rushUsual(): Promise<Happened> {
  tell("\nNow the same crowd at the usual way …");
  const peer = await startProgram(["bench/peers/row-lock.ts", "orm"], "/", { DATABASE_URL: postgres.url });
  try {
    const due = new DueList<number>();
    const openedAt = performance.now() + 1_000;
    for (let person = 0; person < people; person += 1) {
      const early = person < people / 2;
      due.add(person, openedAt + (early ? Math.random() * EARLY_SPREAD_MS : ((person - people / 2) / (people / 2)) * ARRIVAL_SECONDS * 1_000));
    }
    const waits: number[] = [];
    const rest = { answers: [] as number[], failed: new Map<string, number>() };
    let over = false;
    const endsAt = openedAt + USUAL_MS;
    const others = readOn(`${peer.address}/remaining`, rest, () => over);
    const reporting = setInterval(() => {
      const second = Math.round((performance.now() - openedAt) / 1_000);
      if (second >= 0 && second % 5 === 0) tell(`+${second} s  registered ${waits.length}, waiting or gone ${Math.min(people, people - due.size) - waits.length} and ${due.size} not even asked; the other tab: ${median(rest.answers.slice(-5)).toFixed(0)} ms`);
    }, 1_000);
    let lastAt = openedAt;
    const agenda = {
      isEmpty: () => due.size === 0 || performance.now() > endsAt,
      next(now: number): Ask | undefined {
        if (now > endsAt) return undefined;
        const taken = due.take(now);
        return taken && { dueAt: taken.at, bytes: requestBytes("POST", "/", { cookie: `cc_session=${rehearsalToken(taken.item)}`, body: { person: rehearsalPerson(taken.item) } }) };
      },
    };
    const outcome = await askByAgenda({ host: "127.0.0.1", port: Number(new URL(peer.address).port), connections: CONNECTIONS }, agenda, ({ status, milliseconds }) => {
      if (status !== 201) return;
      waits.push(milliseconds);
      lastAt = performance.now();
    });
    over = true;
    clearInterval(reporting);
    await others;
    return { people, registered: waits.length, within10: waits.filter((each) => each <= PATIENCE_MS).length, seconds: (lastAt - openedAt) / 1_000, slowestMs: Math.max(0, ...waits.slice(-CONNECTIONS)), requestP99Ms: outcome.latency.percentile(99) / 1_000, restMedianMs: median(rest.answers), restFailed: countFailed(rest) };
  } finally {
    await peer.stop();
  }
}

async function readOn(url: string, rest: Pick<Rest, "answers" | "failed">, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const startedAt = performance.now();
    const reply = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
    await reply?.arrayBuffer();
    if (reply?.ok === true) rest.answers.push(performance.now() - startedAt);
    else fail(rest, url);
    await sleep(200);
  }
}

function compare(ours: Happened, usual: Happened): void {
  const rows: [string, (of: Happened) => string][] = [
    ["came", (of) => String(of.people)],
    ["registered", (of) => `${of.registered} (${((of.registered / of.people) * 100).toFixed(0)} %)`],
    [`registered within ${PATIENCE_MS / 1_000} s of coming`, (of) => `${of.within10} (${((of.within10 / of.people) * 100).toFixed(0)} %)`],
    ["never answered within a minute", (of) => String(of.people - of.registered)],
    ["the last one, after the opening", (of) => `${of.seconds.toFixed(1)} s`],
    ["the slowest waited", (of) => `${(of.slowestMs / 1_000).toFixed(1)} s`],
    ["a request, 99 of 100 within", (of) => `${of.requestP99Ms.toFixed(0)} ms`],
    ["the rest of the city meanwhile, median", (of) => `${of.restMedianMs.toFixed(0)} ms`],
    ["pages of the rest that failed", (of) => String(of.restFailed)],
  ];
  tell(`\n${"".padEnd(42)}${"Citizen Cloud".padStart(18)}${"the usual way".padStart(18)}`);
  for (const [name, show] of rows) tell(name.padEnd(42) + show(ours).padStart(18) + show(usual).padStart(18));
  if (values.json === true) tell(JSON.stringify({ ours, usual }));
}
