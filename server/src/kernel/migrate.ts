import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { StartupError } from "./errors.ts";
import { workerLogger } from "./jobs.ts";
import type { Log } from "./log.ts";

/** First line of a file that must not run in a transaction, such as one that builds an index concurrently. */
const NO_TRANSACTION = "-- no transaction";
/** Any number that no other program uses for an advisory lock on this database. */
const LOCK_KEY = 4_601_001;
/** PostgreSQL's codes. */
const LACKS_RIGHTS = "42501";
const READ_ONLY = "25006";

/**
 * Applies the SQL files that this database has not seen, in the order of their names, each in a transaction of its own.
 * Two processes that start together take turns. Kysely's migrator is not used because it wraps the whole run in one
 * transaction, which forbids `create index concurrently`.
 * @returns the names of the files applied
 * @throws {StartupError} when a file fails, one already applied has changed, or the database lets this user change nothing
 */
export async function migrate(url: string, directory: string, log: Log): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    await client.query(
      "create schema if not exists kernel; create table if not exists kernel.migration (name text primary key, digest text not null, applied_at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ name: string; digest: string }>("select name, digest from kernel.migration");
    const applied = new Map(rows.map((row) => [row.name, row.digest]));
    await installWorkerSchema(url, log);

    const fresh: string[] = [];
    for (const name of readdirSync(directory).filter((file) => file.endsWith(".sql")).sort()) {
      const sql = readFileSync(join(directory, name), "utf8");
      const digest = createHash("sha256").update(sql).digest("hex");
      const seen = applied.get(name);
      if (seen === undefined) {
        await apply(client, name, sql, digest);
        fresh.push(name);
      } else if (seen !== digest) {
        throw new StartupError(`The migration ${name} was changed after it ran here: restore it and add a new file instead.`);
      }
    }
    return fresh;
  } catch (cause) {
    throw cause instanceof pg.DatabaseError ? new StartupError(describeRefusal(cause, client), { cause }) : cause;
  } finally {
    await client.end();
  }
}

async function installWorkerSchema(url: string, log: Log): Promise<void> {
  const pgPool = new pg.Pool({ connectionString: url, max: 2 });
  pgPool.on("error", () => undefined);
  pgPool.on("connect", (connection) => connection.on("error", () => undefined));
  try {
    await runMigrations({ pgPool, logger: workerLogger(log) });
  } finally {
    await pgPool.end();
  }
}

async function apply(client: pg.Client, name: string, sql: string, digest: string): Promise<void> {
  const record = ["insert into kernel.migration (name, digest) values ($1, $2)", [name, digest]] as const;
  const inTransaction = !sql.startsWith(NO_TRANSACTION);
  try {
    if (inTransaction) await client.query("begin");
    await client.query(sql);
    await client.query(record[0], [...record[1]]);
    if (inTransaction) await client.query("commit");
  } catch (cause) {
    if (inTransaction) await client.query("rollback");
    if ((cause as { code?: string }).code === LACKS_RIGHTS) throw cause;
    throw new StartupError(`The migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}

function describeRefusal({ code, message }: pg.DatabaseError, { user = "", database = "" }: pg.Client): string {
  if (code === LACKS_RIGHTS) return `PostgreSQL refuses the user "${user}" what the migrations need (${message}): give it the rights that docs/operating.md names under "The database".`;
  if (code === READ_ONLY) return `The database "${database}" can only be read: DATABASE_URL must name the primary, not a replica.`;
  return `The database "${database}" could not be brought up to date: ${message}.`;
}
