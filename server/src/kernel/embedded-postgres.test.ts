import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import pg from "pg";
import { until } from "../testing/patience.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "citizen-cloud-pg-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that starts the database, writes a row, says so, and then lives until it is killed. */
const WRITER = `
  import pg from "pg";
  import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, "embedded-postgres.ts"))};
  const { url } = await startEmbeddedPostgres(process.argv[1]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("create table kept as select 42 as answer");
  process.send("written");
`;

test("what was committed survives kill -9: the database left running is adopted and stopped", async () => {
  const writer = spawn(process.execPath, ["--input-type=module", "--eval", WRITER, folder], { cwd: import.meta.dirname, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await once(writer, "message");
  const beside = await startEmbeddedPostgres(folder);
  assert.equal(beside.servesProcess, writer.pid, "while the other process lives, its database is not ours to stop");
  writer.kill("SIGKILL");
  await once(writer, "exit");

  const adopted = await startEmbeddedPostgres(folder);
  assert.equal(adopted.servesProcess, undefined);
  const client = new pg.Client({ connectionString: adopted.url });
  await client.connect();
  assert.deepEqual((await client.query("select answer from kept")).rows, [{ answer: 42 }]);
  await client.end();
  await adopted.stop();
  await assert.rejects(new pg.Client({ connectionString: adopted.url }).connect(), "after stop() nothing answers");
});

test("a database that is killed is soon back, at the same address and with what was committed", async () => {
  const database = await startEmbeddedPostgres(folder);
  try {
    const before = new pg.Client({ connectionString: database.url });
    before.on("error", () => undefined);
    await before.connect();
    await before.query("create table kept as select 42 as answer");
    process.kill(Number(readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    const after = await connect(database.url);
    assert.deepEqual((await after.query("select answer from kept")).rows, [{ answer: 42 }]);
    await after.end();
  } finally {
    await database.stop();
  }
  await assert.rejects(new pg.Client({ connectionString: database.url }).connect(), "after stop() nothing starts it again");
});

const connect = (url: string) =>
  until(async () => {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    return client.connect().then(() => client.query("select 1")).then(() => client, () => undefined);
  }, "the database");

test("a folder that is not ours, or of another PostgreSQL, is refused in a sentence and left as it was", async () => {
  mkdirSync(join(folder, "postgres"));
  writeFileSync(join(folder, "postgres/letter.txt"), "mine");
  await assert.rejects(startEmbeddedPostgres(folder), /holds files that are not ours/);
  rmSync(join(folder, "postgres/letter.txt"));
  writeFileSync(join(folder, "postgres/PG_VERSION"), "15\n");
  await assert.rejects(startEmbeddedPostgres(folder), /was made by PostgreSQL 15/);
  writeFileSync(join(folder, "file"), "");
  await assert.rejects(startEmbeddedPostgres(join(folder, "file")), /is not a folder/);
});
