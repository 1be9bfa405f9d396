/**
 * Runs every check in turn and says how long each took. A name on the command line runs that one alone:
 * `npm test -- unit`.
 */
import { spawn } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../server/src/kernel/free-port.ts";
import { startTestServer } from "../server/src/testing/database.ts";
import { PICTURES } from "../test/journeys/pictures.ts";
import { provideChromium } from "./chromium.ts";
import { startStandIns } from "./stand-ins.mjs";

const ROOT = join(import.meta.dirname, "..");
const NODE = process.execPath;
/** A fresh database, all migrations and two cities take a busy machine a while. */
const LONGEST_START_MS = 300_000;
const bin = (name: string) => join(ROOT, "node_modules", name);

interface Check {
  name: string;
  run(): Promise<void>;
}

const CHECKS: Check[] = [
  { name: "types", run: checkTypes },
  { name: "lint", run: () => run(NODE, [bin("oxlint/bin/oxlint"), "--type-aware", "--deny-warnings", "."]) },
  { name: "generated", run: () => run(NODE, ["scripts/gen.ts", "--check"]) },
  { name: "unit", run: runUnitTests },
  { name: "journeys", run: runJourneys },
];

const [wanted] = process.argv.slice(2);
const checks = CHECKS.filter((check) => wanted === undefined || check.name === wanted);
if (checks.length === 0) throw new Error(`There is no check "${wanted}": ${CHECKS.map((check) => check.name).join(", ")}`);

for (const { name, run: check } of checks) {
  const startedAt = Date.now();
  try {
    await check();
  } catch (error) {
    process.stderr.write(`\n✖ ${name}: ${(error as Error).message}\n`);
    process.exit(1);
  }
  process.stdout.write(`✔ ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
}

async function checkTypes(): Promise<void> {
  for (const project of [".", "bench", "web/citizen", "web/console"]) await run(NODE, [bin("typescript/bin/tsc"), "-p", project]);
}

/** Everything beside the code: one PostgreSQL serves all files, each with a database of its own. */
async function runUnitTests(): Promise<void> {
  const files = globSync(["server/src/**/*.test.ts", "stand-ins/src/**/*.test.ts", "web/*/{src,build}/**/*.test.ts", "scripts/**/*.test.ts", "tools/draw-verifier/src/**/*.test.ts", "test/departments/**/*.test.ts"], { cwd: ROOT, exclude: ["**/node_modules/**"] });
  const server = await startTestServer();
  try {
    await run(NODE, ["--test", "--test-reporter=spec", "--test-concurrency=2", ...files], { TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

/** Journeys in a real browser, against the server started as anybody starts it. */
async function runJourneys(): Promise<void> {
  const files = globSync("test/journeys/**/*.test.ts", { cwd: ROOT });
  const chromium = provideChromium();
  const dataDir = mkdtempSync(join(tmpdir(), "citizen-cloud-journeys-"));
  const port = await findFreePort();
  const standIns = await startStandIns({ ...process.env, PORT: String(port), DATA_DIR: dataDir, SMS_GATEWAY_URL: "", REGISTERS_URL: "" });
  const environment = { BASE_URL: `http://127.0.0.1:${port}`, STAND_INS_URL: standIns.page, CONNECTIONS_FILE: join(dataDir, "connections.json"), CHROMIUM_PATH: chromium };
  const server = spawn(NODE, ["server/src/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, ...standIns.settings, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: "warn", BROWN_OUT: "by-hand", DATABASE_WAIT_SECONDS: "60", DEPARTMENT_PATIENCE: "60" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  try {
    await standIns.ready;
    await waitUntilReady(`${environment.BASE_URL}/healthz/ready`, server);
    await run(NODE, ["--test", "--test-reporter=spec", "--test-concurrency=2", ...files], environment);
    process.stdout.write(`Pictures of the screens: ${PICTURES}\n`);
  } finally {
    server.kill("SIGTERM");
    if (server.exitCode === null) await new Promise((resolve) => server.once("exit", resolve));
    await standIns.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function waitUntilReady(address: string, server: ReturnType<typeof spawn>): Promise<void> {
  for (const deadline = Date.now() + LONGEST_START_MS; Date.now() < deadline; await sleep(200)) {
    if (server.exitCode !== null) throw new Error("the server ended before it was ready");
    const reply = await fetch(address).catch(() => undefined);
    if (reply?.ok) return;
  }
  throw new Error(`the server was not ready within ${LONGEST_START_MS / 60_000} minutes`);
}

async function run(command: string, args: string[], environment: Record<string, string> = {}): Promise<void> {
  const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...environment } });
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw new Error(`failed with exit code ${code}`);
}
