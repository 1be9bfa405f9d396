/** A synchronous standby of an embedded database, at the end of a slow link: what is acknowledged is on both. Linux alone. */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, cpSync, chownSync, mkdirSync, openSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { RushCity } from "./rush-city.ts";
import { findFreePort } from "../../server/src/kernel/free-port.ts";

const NAME = "standby";
const READY_MS = 30_000;

export interface Standby {
  url: string;
  /** Takes over as the primary. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/** @param options.delayMs there and back */
export async function startStandby({ folder, postgres, client }: Pick<RushCity, "folder" | "postgres" | "client">, options: { delayMs: number }): Promise<Standby> {
  const primary = join(folder, "data/postgres");
  const copy = join(folder, "standby");
  const { uid, gid } = statSync(primary);
  const binary = readlinkSync(`/proc/${readFileSync(join(primary, "postmaster.pid"), "utf8").split("\n")[0]}/exe`);
  const address = new URL(postgres.url);
  const [port, linkPort] = [await findFreePort(), await findFreePort()];

  await client.query("select pg_backup_start('standby', true)");
  mkdirSync(copy, { mode: 0o700 });
  cpSync(primary, copy, { recursive: true, filter: (file) => !/postmaster\.(pid|opts)$/.test(file) });
  const { rows: [backup] } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop()");
  writeFileSync(join(copy, "backup_label"), backup?.labelfile ?? "");
  writeFileSync(join(copy, "standby.signal"), "");
  appendFileSync(join(copy, "postgresql.auto.conf"), `primary_conninfo = 'host=127.0.0.1 port=${linkPort} user=${address.username} password=${address.password} application_name=${NAME}'\n`);
  await giveTo(copy, uid, gid);

  const link = spawn(process.execPath, [join(import.meta.dirname, "slow-link.ts")], { env: { ...process.env, TARGET_PORT: address.port, LINK_PORT: String(linkPort), DELAY_MS: String(options.delayMs) }, stdio: ["ignore", "ignore", "inherit"] });
  const log = openSync(join(folder, "standby.log"), "a");
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "max_connections=120", "max_wal_size=4GB", "timezone=UTC"];
  const server = spawn(binary, ["-D", copy, ...settings.flatMap((setting) => ["-c", setting])], { uid, gid, detached: true, stdio: ["ignore", log, log] });
  const url = Object.assign(new URL(postgres.url), { port: String(port) }).href;

  await until(async () => (await client.query("select from pg_stat_replication where application_name = $1 and state = 'streaming'", [NAME])).rowCount === 1, "the standby does not follow");
  await client.query(`alter system set synchronous_standby_names = 'ANY 1 (${NAME})'`);
  await client.query("select pg_reload_conf()");
  await until(async () => (await client.query("select from pg_stat_replication where sync_state = 'quorum'")).rowCount === 1, "the standby is not synchronous");
  return {
    url,
    async promote() {
      const there = new pg.Client({ connectionString: url });
      await there.connect();
      await there.query("select pg_promote(true, 30)");
      await there.end();
    },
    async stop() {
      await client.query("alter system reset synchronous_standby_names").catch(() => undefined);
      await client.query("select pg_reload_conf()").catch(() => undefined);
      await end(server, "SIGINT");
      await end(link, "SIGTERM");
      rmSync(copy, { recursive: true, force: true });
    },
  };
}

async function giveTo(path: string, uid: number, gid: number): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const child = spawn("chown", ["-R", `${uid}:${gid}`, path], { stdio: "inherit" });
  await new Promise((resolve) => child.once("exit", resolve));
  chownSync(path, uid, gid);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}

async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(100)) if (await holds()) return;
  throw new Error(otherwise);
}
