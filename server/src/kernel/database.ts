import { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { StartupError } from "./errors.ts";

/** The role the application works as: it owns nothing, so it can neither change a table's shape nor grant itself rights. */
const APPLICATION_ROLE = "citizen_app";
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Gives each module a Kysely handle that knows only the module's own tables. Both the database and a running
 * transaction are such a source, so a store works with either.
 */
export interface Handles {
  handle<Tables>(schema: string): Kysely<Tables>;
}

export interface Database extends Handles {
  /** Runs `work` in one transaction: everything it writes, or nothing. */
  transaction<Result>(work: (tx: Handles) => Promise<Result>): Promise<Result>;
  /** How long whoever asks now waits for a connection: found out by asking. @throws when none came in time */
  waitMs(): Promise<number>;
  close(): Promise<void>;
}

/** @param waitMs how long whoever needs a connection waits for one */
export function openDatabase(url: string, poolSize: number, waitMs: number = CONNECT_TIMEOUT_MS): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: waitMs,
    // What is asked on one connection without waiting travels together: going to and fro costs more than the asking.
    pipeline: true,
    options: `-c role=${APPLICATION_ROLE} -c statement_timeout=${STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout=${STATEMENT_TIMEOUT_MS} -c timezone=UTC`,
    types: { getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as never },
  });
  // An idle connection that breaks is replaced by the pool; without a listener Node would end the process.
  pool.on("error", () => undefined);
  // So is one that breaks while it is in use: whoever uses it learns of it by their statement that fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    handle: (schema) => narrow(kysely, schema),
    transaction: (work) => runTransaction(pool, work),
    async waitMs() {
      const asked = performance.now();
      const client = await pool.connect();
      client.release();
      return performance.now() - asked;
    },
    close: () => kysely.destroy(),
  };
}

/**
 * Statements of `work` that do not wait for each other are sent together, `begin` with the first of them. Kysely's own
 * transaction would send each by itself and wait.
 */
async function runTransaction<Result>(pool: pg.Pool, work: (tx: Handles) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const begun = client.query("begin");
    // Looked at below; until then nobody waits for it, and a broken connection must not end the process.
    begun.catch(() => undefined);
    const kysely = onOneConnection(client);
    const result = await work({ handle: (schema) => narrow(kysely, schema) });
    await begun;
    const { command } = await client.query("commit");
    if (command !== "COMMIT") throw new Error("The transaction had failed before, and whoever ran it took no notice");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

const transactionHandles = new WeakMap<pg.PoolClient, Kysely<unknown>>();

/** A Kysely whose every statement goes over one connection, for as long as that connection lives. */
function onOneConnection(client: pg.PoolClient): Kysely<unknown> {
  const known = transactionHandles.get(client);
  if (known) return known;
  // Kysely gives back what it was lent after each statement; the transaction gives the connection back itself.
  const lent = { query: client.query.bind(client), release: () => undefined };
  const pool = { connect: async () => lent, end: async () => undefined } as unknown as pg.Pool;
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  transactionHandles.set(client, kysely);
  return kysely;
}

function narrow<Tables>(source: Kysely<unknown>, schema: string): Kysely<Tables> {
  return source.withSchema(schema) as unknown as Kysely<Tables>;
}

/**
 * Tries a connection before anything else uses it.
 * @throws {StartupError} saying what is wrong with the address, without its password
 */
export async function checkDatabase(url: string): Promise<void> {
  const socket = new Socket();
  try {
    const version = await askVersion(url, socket);
    if (version < 160_000) throw new StartupError(`PostgreSQL 16 or later is needed; ${describePlace(url)} runs ${Math.floor(version / 10_000)}.`);
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    throw new StartupError(describeConnectFailure(cause, url), { cause });
  } finally {
    // Whatever answers there need not understand a polite goodbye, and an open connection would keep this process alive.
    socket.destroy();
  }
}

async function askVersion(url: string, socket: Socket): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: CONNECT_TIMEOUT_MS, stream: () => socket });
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
  await client.end();
  return rows[0]?.version ?? 0;
}

function describeConnectFailure(cause: unknown, url: string): string {
  const { code, message = "" } = cause as { code?: string; message?: string };
  const { pathname, username } = new URL(url);
  const [place, database, user] = [describePlace(url), decode(pathname.slice(1)) || decode(username), decode(username)];
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `DATABASE_URL names a host that does not exist: ${place}.`;
  if (code === "ECONNREFUSED") return `Nothing answers at ${place}, which DATABASE_URL names: is PostgreSQL running there?`;
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH" || code === "ETIMEDOUT") return `There is no way to ${place}, which DATABASE_URL names: check the address, the network and the firewall.`;
  if (code === "28P01" || code === "28000" || message.includes("password must be a")) return `PostgreSQL at ${place} refuses the user "${user}" or the password in DATABASE_URL.`;
  if (code === "3D000") return `PostgreSQL at ${place} has no database "${database}": create it, or correct DATABASE_URL.`;
  if (message === "timeout expired") return `Nothing at ${place}, which DATABASE_URL names, answered as PostgreSQL within ${CONNECT_TIMEOUT_MS / 1000} s: check the address and the firewall.`;
  if (code === "ECONNRESET" || /^(Connection terminated|received invalid response)/.test(message)) return `What answers at ${place}, which DATABASE_URL names, is not PostgreSQL or ends every connection.`;
  return `PostgreSQL at ${place}, which DATABASE_URL names, cannot be used: ${message || code}.`;
}

function describePlace(url: string): string {
  const { hostname, port, searchParams } = new URL(url);
  const host = decode(hostname) || searchParams.get("host") || "localhost";
  return host.startsWith("/") ? host : `${host}:${port || 5432}`;
}

/** As written when it is not an encoding: an operator's password or name may hold a bare percent sign. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
