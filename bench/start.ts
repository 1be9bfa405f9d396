/**
 * From a fresh clone to the first page, and every start after it: `npm start` in a copy of what git holds, timed until
 * the home page answers, with the memory of everything it started.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { figure, report, say } from "./support/figures.ts";
import { findFreePort } from "../server/src/kernel/free-port.ts";

const ROOT = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-clone-"));
try {
  execFileSync("git", ["clone", "--quiet", ROOT, folder]);
  const first = await timeStart();
  say(`first start ${first.seconds.toFixed(1)} s`);
  const second = await timeStart();
  report([
    figure("fresh clone to first page", first.seconds, "s", 120, "under 120 s", (value) => value < 120),
    figure("second start to first page", second.seconds, "s", 5, "under 5 s", (value) => value < 5),
    figure("resident memory of everything started", second.megabytes, "MB", 1024, "under 1 GB", (value) => value < 1024),
    figure("processes left after Ctrl-C", second.left, "", 0, "none", (value) => value === 0),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timeStart(): Promise<{ seconds: number; megabytes: number; left: number }> {
  const port = await findFreePort();
  const startedAt = Date.now();
  // A group of its own, so that the signal reaches all of it as a terminal's Ctrl-C would.
  const npm = spawn("npm", ["start"], { cwd: folder, detached: true, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, PORT: String(port), LOG_LEVEL: "error" } });
  if (npm.pid === undefined) throw new Error("npm did not start");
  for (;;) {
    const reply = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (reply?.ok && (await reply.text()).includes("<html")) break;
    if (npm.exitCode !== null || Date.now() - startedAt > 600_000) throw new Error("npm start did not come up");
    await sleep(50);
  }
  const seconds = (Date.now() - startedAt) / 1000;
  await sleep(3_000);
  const started = descendants(npm.pid);
  const megabytes = started.reduce((sum, pid) => sum + residentMegabytes(pid), 0);
  process.kill(-npm.pid, "SIGINT");
  await new Promise((resolve) => npm.once("exit", resolve));
  await sleep(500);
  return { seconds, megabytes, left: started.filter(isAlive).length };
}

/** Proportional share, so that what PostgreSQL's processes have in common counts once. */
function residentMegabytes(pid: number): number {
  const line = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").match(/^Pss: +(\d+) kB/m);
  return Number(line?.[1] ?? 0) / 1024;
}

function descendants(pid: number): number[] {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((each) => parentOf(each) === pid);
  return [pid, ...children.flatMap(descendants)];
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").match(/^\d+ \(.*\) \S (\d+)/s)?.[1]);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  return parentOf(pid) !== undefined;
}
