/**
 * A database of its own for each test file: cloned from a migrated template, which takes a sixth of a second.
 * `npm test` starts one PostgreSQL for all files; a file run by itself starts its own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import pg from "pg";
import { startEmbeddedPostgres } from "../kernel/embedded-postgres.ts";
import { createLog } from "../kernel/log.ts";
import { migrate } from "../kernel/migrate.ts";
import { MIGRATIONS_DIR } from "../root.ts";

const TEMPLATE = "citizen_template";

export interface TestServer {
  /** Address of the server's maintenance database. */
  url: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL in a temporary folder and makes the migrated template. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "citizen-cloud-test-"));
  const postgres = await startEmbeddedPostgres(dataDir);
  await run(postgres.url, `create database ${TEMPLATE}`);
  await migrate(inDatabase(postgres.url, TEMPLATE), MIGRATIONS_DIR, createLog("silent"));
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A fresh, migrated, empty database. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const shared = process.env.TEST_DATABASE_URL;
  const own = shared === undefined ? await startTestServer() : undefined;
  const server = shared ?? own?.url ?? "";
  const name = `test_${randomBytes(6).toString("hex")}`;
  await run(server, `create database ${name} template ${TEMPLATE}`);
  return {
    url: inDatabase(server, name),
    async drop() {
      if (own) return own.stop();
      await run(server, `drop database ${name} with (force)`);
    },
  };
}

function inDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
