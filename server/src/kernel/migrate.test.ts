import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createLog } from "./log.ts";
import { migrate } from "./migrate.ts";

const log = createLog("silent");
let database: TestDatabase;
let folder: string;
before(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "citizen-cloud-migrations-"));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("delete from kernel.migration");
  await client.end();
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});
const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);

test("files run once, in the order of their names, even when two processes start together", async () => {
  write("1-first.sql", "create table steps (name text); insert into steps values ('first')");
  write("2-second.sql", "insert into steps values ('second')");
  const runs = await Promise.all([migrate(database.url, folder, log), migrate(database.url, folder, log)]);
  assert.deepEqual(runs.map((run) => run.length).sort((a, b) => a - b), [0, 2]);
  assert.deepEqual(await migrate(database.url, folder, log), []);
});

test("a file that fails leaves nothing behind, and names itself", async () => {
  write("3-broken.sql", "insert into steps values ('third'); select 1 / 0");
  await assert.rejects(migrate(database.url, folder, log), /3-broken\.sql failed: division by zero/);
  rmSync(join(folder, "3-broken.sql"));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  assert.deepEqual((await client.query("select name from steps")).rows.map((row: { name: string }) => row.name), ["first", "second"]);
  await client.end();
});

test("a file marked so runs outside a transaction", async () => {
  write("4-index.sql", "-- no transaction\ncreate index concurrently steps_name on steps (name)");
  assert.deepEqual(await migrate(database.url, folder, log), ["4-index.sql"]);
});

test("a file changed after it ran is refused", async () => {
  write("2-second.sql", "insert into steps values ('changed')");
  await assert.rejects(migrate(database.url, folder, log), /2-second\.sql was changed after it ran/);
});
