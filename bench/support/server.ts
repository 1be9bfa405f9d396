import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startStandIns } from "../../scripts/stand-ins.mjs";
import { findFreePort } from "../../server/src/kernel/free-port.ts";

/** Long, for a machine that does other things as well; no figure counts it. */
const READY_MS = 180_000;
const ROOT = join(import.meta.dirname, "../..");

export interface RunningServer {
  address: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

export interface ServerWithOutside extends RunningServer {
  /** Page and control routes of what plays the outside systems. */
  standIns: string;
}

/** The server as anybody starts it, over a fresh database of its own. */
export async function startServer(settings: Record<string, string> = {}): Promise<ServerWithOutside> {
  const dataDir = mkdtempSync(join(tmpdir(), "citizen-cloud-bench-"));
  const standIns = await startStandIns({ ...process.env, DATA_DIR: dataDir, SMS_GATEWAY_URL: "", REGISTERS_URL: "" });
  await standIns.ready;
  const running = await startProgram(["server/src/main.ts"], "/healthz/ready", { ...standIns.settings, DATA_DIR: dataDir, LOG_LEVEL: "error", BROWN_OUT: "by-hand", ...settings });
  return {
    ...running,
    standIns: standIns.page,
    async stop() {
      await running.stop();
      await standIns.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** As `npm start` does. */
const COMPILED = join(ROOT, "node_modules/.cache/node");

/** Runs a program that listens on PORT, a free one unless it is given, and waits until a path of it answers. */
export async function startProgram(args: string[], readyPath: string, environment: Record<string, string> = {}): Promise<RunningServer> {
  const port = environment.PORT ?? (await findFreePort());
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...environment, PORT: String(port) }, stdio: ["ignore", "ignore", "inherit"] });
  const address = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
    const reply = await fetch(address + readyPath).catch(() => undefined);
    if (reply?.ok) return { address, process: child, stop };
  }
  await stop();
  throw new Error(`${args.join(" ")} was not ready in time`);
}
