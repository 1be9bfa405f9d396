import { Kysely, PostgresDialect, type Transaction } from "kysely";
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
  close(): Promise<void>;
}

export function openDatabase(url: string, poolSize: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: `-c role=${APPLICATION_ROLE} -c statement_timeout=${STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout=${STATEMENT_TIMEOUT_MS} -c timezone=UTC`,
    types: { getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as never },
  });
  // An idle connection that breaks is replaced by the pool; without a listener Node would end the process.
  pool.on("error", () => undefined);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    handle: (schema) => narrow(kysely, schema),
    transaction: (work) => kysely.transaction().execute((tx) => work({ handle: (schema) => narrow(tx, schema) })),
    close: () => kysely.destroy(),
  };
}

function narrow<Tables>(source: Kysely<unknown> | Transaction<unknown>, schema: string): Kysely<Tables> {
  return source.withSchema(schema) as unknown as Kysely<Tables>;
}

/**
 * Tries a connection before anything else uses it.
 * @throws {StartupError} saying what is wrong with the address, without its password
 */
export async function checkDatabase(url: string): Promise<void> {
  const { hostname, port, pathname, username } = new URL(url);
  const place = `${hostname}:${port || 5432}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
    const version = rows[0]?.version ?? 0;
    if (version < 160_000) throw new StartupError(`PostgreSQL 16 or later is needed; ${place} runs ${Math.floor(version / 10_000)}.`);
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    throw new StartupError(describeConnectFailure(cause, place, pathname.slice(1), username), { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}

function describeConnectFailure(cause: unknown, place: string, database: string, user: string): string {
  const { code, message } = cause as { code?: string; message?: string };
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `DATABASE_URL names a host that does not exist: ${place}.`;
  if (code === "ECONNREFUSED") return `Nothing answers at ${place}, which DATABASE_URL names: is PostgreSQL running there?`;
  if (code === "28P01" || code === "28000") return `PostgreSQL at ${place} refuses the user "${user}" or the password in DATABASE_URL.`;
  if (code === "3D000") return `PostgreSQL at ${place} has no database "${database}": create it, or correct DATABASE_URL.`;
  return `PostgreSQL at ${place}, which DATABASE_URL names, cannot be used: ${message || code}.`;
}
