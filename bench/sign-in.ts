/**
 * Signing in with a code, from asking for it to the open session: the request, the worker, the SMS gateway (the stand-in's,
 * over HTTP), the code typed, the session. The crowd, the gateway, the server and its database share the two cores. Then
 * what the session check adds to a request.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify from "fastify";
import { readConfig } from "../server/src/kernel/config.ts";
import { createApp } from "../server/src/app.ts";
import { startEmbeddedPostgres } from "../server/src/kernel/embedded-postgres.ts";
import { createLog } from "../server/src/kernel/log.ts";
import { loadCities } from "../server/src/load-cities.ts";
import { migrate } from "../server/src/kernel/migrate.ts";
import { MIGRATIONS_DIR, ROOT_DIR } from "../server/src/root.ts";
import { createSmsGateway } from "../stand-ins/src/systems/sms-gateway.ts";
import { figure, median, report, say } from "./support/figures.ts";
import { createAsker } from "./support/keep-alive.ts";
import { findFreePort } from "../server/src/kernel/free-port.ts";
import { type RunningServer, startProgram } from "./support/server.ts";

const TOKEN = "bench";
const AT_ONCE = 48;
const PEOPLE = 6_000;
const RESEND_MS = 61_000;
const STEADY_RATE = 150;
const STEADY_SECONDS = 20;
const CHECKS = 20_000;

const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-bench-"));
const gateway = await startGateway();
let server: RunningServer | undefined;
try {
  const settings = { DATA_DIR: folder, LOG_LEVEL: "error", BROWN_OUT: "by-hand", TRUSTED_PROXIES: "127.0.0.1", SMS_GATEWAY_URL: gateway.url, SMS_GATEWAY_TOKEN: TOKEN };
  server = await startProgram(["server/src/main.ts"], "/healthz/ready", settings);
  const signIn = createSignIn(server.address);
  const registrations = await inTurn(PEOPLE, signIn);
  say(`${registrations.toFixed(0)} registrations a second, ${AT_ONCE} people at once`);
  // A number is sent one code a minute.
  await sleep(RESEND_MS);
  const rate = await inTurn(PEOPLE - STEADY_RATE * STEADY_SECONDS, signIn);
  say(`${rate.toFixed(0)} sign-ins a second, ${AT_ONCE} people at once`);
  const { p50, p99 } = await steadily(signIn, PEOPLE - STEADY_RATE * STEADY_SECONDS);
  say(`at ${STEADY_RATE} a second: median ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`);
  await server.stop();
  server = undefined;
  const added = await measureCheck();
  report([
    figure("registration by code, end to end", registrations, "/s", 300, "stated beside sign-in", () => true),
    figure("sign-in by code, end to end", rate, "/s", 300, "at least 300/s", (value) => value >= 300),
    figure(`sign-in at ${STEADY_RATE}/s, p99`, p99, "ms", 150, "under 150 ms", (value) => value < 150),
    figure("session check added to a request, median", added, "µs", 50, "under 50 µs", (value) => value < 50),
  ]);
} finally {
  await server?.stop();
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The stand-in's gateway, in this process, so that whoever waits for a message hears of it at once. */
async function startGateway() {
  const http = fastify({ forceCloseConnections: true }).withTypeProvider<TypeBoxTypeProvider>();
  const arrivals = new Map<string, (code: string) => void>();
  createSmsGateway(TOKEN).routes(http);
  http.addHook("onResponse", async ({ body }) => {
    const { to, text } = body as { to: string; text: string };
    arrivals.get(to)?.(text.match(/\d{6}/)?.[0] ?? "");
  });
  const url = await http.listen({ host: "127.0.0.1", port: await findFreePort() });
  return { url, codeTo: (phone: string) => new Promise<string>((resolve) => arrivals.set(phone, resolve)), stop: () => http.close() };
}

/** Each sign-in is somebody else, at another address: the limits are as in life. */
function createSignIn(origin: string): (number: number) => Promise<void> {
  const ask = createAsker(origin, 256);
  return async (number) => {
    const phone = `154${String(number).padStart(8, "0")}`;
    const headers = { "x-forwarded-for": `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` };
    const arriving = gateway.codeTo(phone);
    const asked = await ask("POST", "/api/v1/sign-in/codes", { phone, city: "haikou" }, headers);
    if (asked.status !== 202) throw new Error(`A code was refused with ${asked.status}: ${asked.body}`);
    const signedIn = await ask("POST", "/api/v1/sign-in/code", { phone, code: await arriving, city: "haikou" }, headers);
    if (signedIn.status !== 200) throw new Error(`A sign-in was refused with ${signedIn.status}: ${signedIn.body}`);
  };
}

/** The people from the first on, so many at once. @returns how many a second */
async function inTurn(people: number, signIn: (number: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < people) await signIn(next++);
  }));
  return people / ((performance.now() - startedAt) / 1_000);
}

/** People arrive by the clock, whoever still waits: what is measured includes their waiting. */
async function steadily(signIn: (number: number) => Promise<void>, first: number): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let arrival = 0; arrival < STEADY_RATE * STEADY_SECONDS; arrival += 1) {
    const due = startedAt + (arrival * 1_000) / STEADY_RATE;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    running.push(signIn(first + arrival).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(running);
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: median(sorted), p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN };
}

/** The same route with and without the check, in turns over one connection each; the difference of the medians, in µs. */
async function measureCheck(): Promise<number> {
  const dataDir = join(folder, "check");
  const postgres = await startEmbeddedPostgres(dataDir);
  const log = createLog("silent");
  await migrate(postgres.url, MIGRATIONS_DIR, log);
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: "silent", BROWN_OUT: "by-hand", SMS_GATEWAY_URL: gateway.url, SMS_GATEWAY_TOKEN: TOKEN }, ROOT_DIR);
  await loadCities(postgres.url, config, log);
  const app = await createApp({ config, databaseUrl: postgres.url, log });
  app.server.get("/bench/open", async () => ({ ok: true }));
  app.server.get("/bench/checked", async (request) => {
    await app.identity.requirePerson(request);
    return { ok: true };
  });
  await app.startWorker();
  const port = await findFreePort();
  await app.server.listen({ host: "127.0.0.1", port });
  const ask = createAsker(`http://127.0.0.1:${port}`, 4);
  const phone = "15499999999";
  const arriving = gateway.codeTo(phone);
  await ask("POST", "/api/v1/sign-in/codes", { phone, city: "haikou" });
  const { cookies } = await ask("POST", "/api/v1/sign-in/code", { phone, code: await arriving, city: "haikou" });
  const cookie = cookies.map((each) => each.split(";")[0]).join("; ");
  const times = { "/bench/open": [] as number[], "/bench/checked": [] as number[] };
  for (let round = 0; round < CHECKS; round += 1) {
    for (const path of ["/bench/open", "/bench/checked"] as const) {
      const startedAt = performance.now();
      const { status } = await ask("GET", path, undefined, { cookie });
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      if (round > CHECKS / 10) times[path].push(performance.now() - startedAt);
    }
  }
  await app.stop();
  await postgres.stop();
  return (median(times["/bench/checked"]) - median(times["/bench/open"])) * 1_000;
}
