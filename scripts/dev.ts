import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { needsStandIns, startStandIns } from "./stand-ins.mjs";

const ROOT = join(import.meta.dirname, "..");
const SETTLE_MS = 150;

interface Watched {
  name: string;
  folders: string[];
  /** Runs when one of them changed; a change meanwhile runs it once more. */
  run(): Promise<void>;
}

let server: ReturnType<typeof spawn> | undefined;
let standIns = await provideStandIns();

const watched: Watched[] = [
  { name: "citizen", folders: ["web/citizen", "web/ui"], run: () => build("citizen") },
  { name: "console", folders: ["web/console", "web/ui"], run: () => build("console") },
  { name: "server", folders: ["server/src", "server/migrations", "cities"], run: restart },
  { name: "stand-ins", folders: ["stand-ins/src"], run: restartStandIns },
];

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stopServer().then(() => standIns?.stop()).then(() => process.exit(0)));
await restart();
for (const each of watched) followChanges(each);

function followChanges({ name, folders, run }: Watched): void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  for (const folder of folders) {
    watch(join(ROOT, folder), { recursive: true }, (_event, file) => {
      if (file === null || /(^|[\\/])(dist|node_modules|paraglide|\.vite)([\\/]|$)/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        process.stdout.write(`${name}: ${file} changed\n`);
        running = running.then(run).catch((error: unknown) => void process.stderr.write(`${String(error)}\n`));
      }, SETTLE_MS);
    });
  }
}

async function build(app: string): Promise<void> {
  const child = spawn(process.execPath, ["scripts/build-web.ts", app], { cwd: ROOT, stdio: "inherit" });
  await new Promise((resolve) => child.once("exit", resolve));
  // The server reads the people's app's bundle once.
  if (child.exitCode === 0) await restart();
}

async function restart(): Promise<void> {
  await stopServer();
  server = spawn(process.execPath, ["server/src/main.ts"], { cwd: ROOT, env: { ...process.env, ...standIns?.settings }, stdio: ["inherit", "inherit", "inherit", "ipc"] });
}

/** They come up with new tokens, so the server starts anew too. */
async function restartStandIns(): Promise<void> {
  await standIns?.stop();
  standIns = await provideStandIns();
  await restart();
}

async function provideStandIns(): Promise<Awaited<ReturnType<typeof startStandIns>> | undefined> {
  if (!needsStandIns()) return undefined;
  const started = await startStandIns();
  process.stdout.write(`SMS inbox and registers: ${started.page}\n`);
  return started;
}

async function stopServer(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server?.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
}
