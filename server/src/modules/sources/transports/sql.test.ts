/** Departments' databases are read and never written, within time and size, by a real PostgreSQL and by MySQL's protocol. */
import assert from "node:assert/strict";
import { type EventEmitter, once } from "node:events";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer as createMysqlServer } from "mysql2";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.ts";
import { until } from "../../../testing/patience.ts";
import type { Connection } from "./connection.ts";
import { openTransport } from "./open-transport.ts";
import { anOperation, aSource, assertFault, listen, soon, strayErrors } from "./testing.ts";
import type { Step, Transport } from "./transport.ts";

const ENDINGS: (() => Promise<void>)[] = [];
let database: TestDatabase;
let connection: Connection;

before(async () => {
  database = await createTestDatabase();
  const { hostname, port, username, password, pathname } = new URL(database.url);
  connection = { sql: { host: hostname, port: Number(port), user: decodeURIComponent(username), password: decodeURIComponent(password), database: pathname.slice(1) } };
  await run(`create table deposit (id_number text, on_day date, month text, amount numeric(12,2), cents bigint, at timestamptz, is_paid boolean, extra jsonb);
    insert into deposit values ('4601', '2026-11-01', '2026-11', 1203.50, 120350, '2026-11-01 08:00:00+08', true, '{"a":[1]}'), ('4601', '2026-10-01', '2026-10', 10, 9007199254740993, null, false, null), ('4602', '2026-10-01', '2026-10', 1, 1, null, null, null);
    create function write_something() returns integer language sql as 'insert into deposit (id_number) values (''written''); select 1';`);
});
after(async () => {
  for (const end of ENDINGS.reverse()) await end();
  await database.drop();
});

async function run(statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

function open(dialect: "postgresql" | "mysql", to: Connection, limits = {}): Transport {
  const transport = openTransport(aSource({ kind: "sql", dialect }, limits), to);
  ENDINGS.push(() => transport.close());
  return transport;
}
const ask = (transport: Transport, statement: string, input: unknown = {}, ms?: number, explain?: (step: Step) => void) => transport.ask({ operation: anOperation({ statement }), input }, soon(ms), explain);

test("rows come as they stand: days as days, amounts with all their digits", async () => {
  const transport = open("postgresql", connection);
  const steps: Step[] = [];
  const answer = await ask(transport, "select on_day, amount, cents, at at time zone 'UTC' as at, is_paid, extra from deposit where id_number = :idNumber order by on_day desc;", { idNumber: "4601" }, undefined, (step) => steps.push(step));
  assert.deepEqual(answer, {
    found: true,
    value: [
      { on_day: "2026-11-01", amount: "1203.50", cents: 120350, at: "2026-11-01T00:00:00", is_paid: true, extra: { a: [1] } },
      { on_day: "2026-10-01", amount: "10.00", cents: "9007199254740993", at: null, is_paid: false, extra: null },
    ],
  });
  assert.deepEqual(steps.map(({ step }) => step), ["request", "answer", "decoded"]);
  assert.deepEqual(await ask(transport, "select * from deposit where id_number = :idNumber", { idNumber: "nobody" }), { found: false });
});

test("a value in a parameter stays a value", async () => {
  const transport = open("postgresql", connection);
  for (const idNumber of ["' or '1'='1", "4601'; delete from deposit; --", "4601\\' or 1=1", ":idNumber", "$1"]) {
    assert.deepEqual(await ask(transport, "select * from deposit where id_number = :idNumber", { idNumber }), { found: false });
  }
  const { rows } = await run("select count(*)::int as count from deposit");
  assert.deepEqual(rows, [{ count: 3 }]);
});

test("nothing is written, however the statement tries", async () => {
  const transport = open("postgresql", connection);
  for (const statement of ["select write_something()", "select nextval(pg_get_serial_sequence('a','b')), set_config('transaction_read_only', 'off', false), write_something()", "select lo_create(0)", "select id_number from deposit for update"]) {
    await assertFault(ask(transport, statement), ["refused", "failed"]);
  }
  await assertFault(ask(transport, "delete from deposit"), "failed");
  await assertFault(ask(transport, "select 1; delete from deposit"), "failed");
  // Switched off for the session, it is still off only for statements that nobody sends.
  await ask(transport, "select set_config('default_transaction_read_only', 'off', false) as a").catch(() => undefined);
  await assertFault(ask(transport, "select write_something()"), "refused");
  const { rows } = await run("select count(*)::int as count from deposit");
  assert.deepEqual(rows, [{ count: 3 }]);
});

test("too long, too many and too much are cut, and the next question is answered", async () => {
  const hasty = open("postgresql", connection, { timeoutMs: 300, concurrency: 1 });
  await assertFault(ask(hasty, "select pg_sleep(600)"), "slow");
  const transport = open("postgresql", connection, { concurrency: 1, largestAnswerBytes: 50_000 });
  await assertFault(ask(transport, "select pg_sleep(600)", {}, 100), "slow");
  await assertFault(ask(transport, "select generate_series(1, 100000000) as n"), "too-large");
  await assertFault(ask(transport, "select repeat('x', 60000) as x"), "too-large");
  await assertFault(ask(transport, "select repeat('x', 300000000) as x", {}, 3_000), ["too-large", "slow"]);
  await assertFault(ask(transport, "select repeat('x', 1000) as x from generate_series(1, 900)"), "too-large");
  assert.deepEqual(await ask(transport, "select 1 as one"), { found: true, value: [{ one: 1 }] });
  await until(async () => (await run("select from pg_stat_activity where query like '%pg_sleep(600)%' and state = 'active' and pid <> pg_backend_pid()")).rowCount === 0, "that the database no longer works for nobody");
});

test("a fault tells its code and nothing of the data", async () => {
  const transport = open("postgresql", connection);
  const cases = [["select :a::date", "failed", "22007"], ["select no_such_column from deposit", "failed", "42703"], ["select * from no_such_table", "failed", "42P01"], ["select 1/0", "failed", "22012"]] as const;
  for (const [statement, kind, code] of cases) {
    const fault = await assertFault(ask(transport, statement, { a: "secret" }), kind);
    assert.deepEqual([fault.detail.code, fault.retryable], [code, false]);
    assert.ok(!JSON.stringify([fault.message, fault.detail]).includes("secret"));
  }
});

test("a database that is not there, hangs, breaks off or does not know us is told apart", async () => {
  const { sql } = connection;
  assert.ok(sql);
  const silent = await listen(createServer(() => undefined));
  const breaking = await listen(createServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
  ENDINGS.push(() => silent.stop(), () => breaking.stop());
  for (const dialect of ["postgresql", "mysql"] as const) {
    await assertFault(ask(open(dialect, { sql: { ...sql, port: silent.port } }), "select 1 as a", {}, 200), "slow");
    await assertFault(ask(open(dialect, { sql: { ...sql, port: breaking.port } }), "select 1 as a", {}, 200), ["unreachable", "slow"]);
    await assertFault(ask(open(dialect, { sql: { ...sql, port: 1 } }), "select 1 as a"), "unreachable");
  }
  await assertFault(ask(open("postgresql", { sql: { ...sql, database: "nothing" } }), "select 1 as a"), "refused");
  await assertFault(ask(open("postgresql", { sql: { ...sql, tls: {} } }), "select 1 as a"), ["unreachable", "certificate"]);
  const killed = open("postgresql", connection, { concurrency: 1 });
  await ask(killed, "select 1 as a");
  // Of this database alone: other tests' connections to the same server are theirs.
  const others = "from pg_stat_activity where application_name = 'citizen-cloud' and state = 'idle' and datname = current_database()";
  await run(`select pg_terminate_backend(pid) ${others}`);
  await until(async () => (await run(`select ${others}`)).rowCount === 0, "the end of the connection");
  assert.deepEqual(await ask(killed, "select 1 as a"), { found: true, value: [{ a: 1 }] });
});

// MySQL by its protocol: what arrives is looked at, and what a hostile server sends is contained.

type MysqlConnection = Parameters<Parameters<typeof createMysqlServer>[0]>[0];
/** What mysql2's server side can do beyond what its types say. */
interface ServerSide {
  on(event: string, handler: (...values: never[]) => void): void;
  writeOk(): void;
  writeError(error: { message: string; code: number }): void;
  writeColumns(columns: object[]): void;
  writeBinaryRow(values: unknown[]): void;
  writeEof(): void;
  sequenceId: number;
  stream: { write(bytes: Buffer): void };
  serverHandshake(options: object): void;
}

interface Prepared {
  session: string[];
  executed: { statement: string; values: unknown[] }[];
}

/** @param answer undefined never answers */
async function mysqlDepartment(answer: (side: ServerSide, values: unknown[]) => void, handshake = {}): Promise<{ connection: Connection; seen: Prepared }> {
  const seen: Prepared = { session: [], executed: [] };
  let id = 0;
  const server = createMysqlServer((each: MysqlConnection) => {
    const side = each as unknown as ServerSide;
    side.serverHandshake({ protocolVersion: 10, serverVersion: "8.4.0", connectionId: (id += 1), statusFlags: 2, characterSet: 45, capabilityFlags: 0xff_f7_df, ...handshake,
      // mysql2 counts its packets on across commands; the protocol begins anew with each.
      authCallback: (_parameters: unknown, admit: (error: null) => void) => {
        admit(null);
        side.sequenceId = 0;
      },
    });
    let statement = "";
    const noteSession = (text: string) => {
      seen.session.push(text);
      side.writeOk();
      side.sequenceId = 0;
    };
    side.on("error", () => undefined);
    side.on("query", noteSession);
    side.on("stmt_prepare", (text: string) => {
      if (/^set /i.test(text)) return noteSession(text);
      statement = text;
      const places = (text.match(/\?/g) ?? []).length;
      writePrepared(side, places);
      side.sequenceId = 0;
      return undefined;
    });
    side.on("stmt_execute", (_statement: number, _flags: number, _count: number, values: unknown[]) => {
      seen.executed.push({ statement, values: values ?? [] });
      answer(side, values ?? []);
      side.sequenceId = 0;
    });
  });
  (server as unknown as { listen(port: number, host: string): void }).listen(0, "127.0.0.1");
  await once((server as unknown as { _server: EventEmitter })._server, "listening");
  const { port } = (server as unknown as { _server: { address(): { port: number } } })._server.address();
  ENDINGS.push(async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      setTimeout(resolve, 100);
    });
  });
  return { connection: { sql: { host: "127.0.0.1", port, user: "cloud", password: "", database: "library" } }, seen };
}

/** COM_STMT_PREPARE_OK: no columns told beforehand, `places` parameters. */
function writePrepared(side: ServerSide, places: number): void {
  const content = Buffer.alloc(12);
  content.writeUInt32LE(1, 1);
  content.writeUInt16LE(places, 7);
  writePacket(side, content, 1);
  for (let place = 0; place < places; place += 1) writePacket(side, parameterDefinition(), 2 + place);
  if (places > 0) writePacket(side, Buffer.from([0xfe, 0, 0, 2, 0]), 2 + places);
}

function writePacket(side: ServerSide, content: Buffer, number: number): void {
  const header = Buffer.from([content.length & 255, (content.length >> 8) & 255, content.length >> 16, number]);
  side.stream.write(Buffer.concat([header, content]));
}

function parameterDefinition(): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
  return Buffer.concat([text("def"), text(""), text(""), text(""), text("?"), text(""), Buffer.from([0x0c, 63, 0, 0, 0, 0, 0, 253, 0, 0, 0, 0, 0])]);
}

const column = (name: string, columnType = 253) => ({ catalog: "def", schema: "library", table: "loan", orgTable: "loan", name, orgName: name, characterSet: 45, columnLength: 255, columnType, flags: 0, decimals: 0 });
function writeRows(side: ServerSide, names: string[], rows: string[][]): void {
  side.writeColumns(names.map((name) => column(name)));
  for (const row of rows) side.writeBinaryRow(row);
  side.writeEof();
}

test("MySQL is asked by prepared statements in a session that may only read", async () => {
  const { connection: to, seen } = await mysqlDepartment((side) => writeRows(side, ["title", "due_on"], [["红楼梦", "2026-12-01"]]));
  const transport = open("mysql", to);
  const hostile = "4601' or '1'='1";
  const statement = "select title, due_on from loan where id_number = :idNumber";
  assert.deepEqual(await ask(transport, statement, { idNumber: hostile }), { found: true, value: [{ title: "红楼梦", due_on: "2026-12-01" }] });
  assert.deepEqual(await ask(transport, statement, { idNumber: "2" }), { found: true, value: [{ title: "红楼梦", due_on: "2026-12-01" }] });
  assert.deepEqual(seen.executed, [{ statement: statement.replace(":idNumber", "?"), values: [hostile] }, { statement: statement.replace(":idNumber", "?"), values: ["2"] }]);
  assert.deepEqual(seen.session, ["set session transaction read only", "set session sql_select_limit = 1001", "set session max_execution_time = 30000"]);
});

const DEEP = `${"[".repeat(100)}${"]".repeat(100)}`;

test("a column of JSON is read as strictly as any answer, by either protocol", async () => {
  const postgresql = open("postgresql", connection);
  const postgresqlAnswers = (text: string) => ask(postgresql, "select :text::json as extra from deposit limit 1", { text });
  const mysqlAnswers = async (text: string) => {
    const { connection: to } = await mysqlDepartment((side) => {
      side.writeColumns([column("extra", 245)]);
      side.writeBinaryRow([text]);
      side.writeEof();
    });
    return ask(open("mysql", to), "select extra from loan");
  };
  for (const answers of [postgresqlAnswers, mysqlAnswers]) {
    assert.deepEqual(await answers('{"a":[1,12345678901234567890]}'), { found: true, value: [{ extra: { a: [1, "12345678901234567890"] } }] });
    for (const text of ['{"a":{"__proto__":{"points":0}}}', DEEP]) await assertFault(answers(text), "malformed");
    await assertFault(answers('{"a":"\uFFFD"}'), "wrong-charset");
  }
});

test("MySQL: too many rows, too much, silence and errors are contained", async () => {
  const many = await mysqlDepartment((side) => writeRows(side, ["a"], Array.from({ length: 1001 }, () => ["x"])));
  await assertFault(ask(open("mysql", many.connection), "select a from loan"), "too-large");
  const much = await mysqlDepartment((side) => writeRows(side, ["a"], [["x".repeat(200_000)]]));
  await assertFault(ask(open("mysql", much.connection), "select a from loan"), "too-large");
  const lost = await mysqlDepartment((side) => writeRows(side, ["a"], [["lost \uFFFD"]]));
  await assertFault(ask(open("mysql", lost.connection), "select a from loan"), "wrong-charset");
  const silent = await mysqlDepartment(() => undefined);
  await assertFault(ask(open("mysql", silent.connection), "select a from loan", {}, 200), "slow");
  for (const [code, kind] of [[1142, "refused"], [1792, "refused"], [3024, "slow"], [1203, "limited"], [1146, "failed"], [1064, "failed"]] as const) {
    const failing = await mysqlDepartment((side) => side.writeError({ message: "secret 460100199001011234", code }));
    const fault = await assertFault(ask(open("mysql", failing.connection), "select a from loan"), kind);
    assert.ok(!JSON.stringify([fault.message, fault.detail]).includes("secret"));
  }
  await assertFault(ask(open("mysql", { sql: { ...many.connection.sql!, host: "localhost", tls: {} } }), "select a from loan"), ["certificate", "unreachable"]);
});

test("MySQL: a server that asks for a file of ours is given none", async () => {
  const asking = await mysqlDepartment((side) => writePacket(side, Buffer.concat([Buffer.from([0xfb]), Buffer.from("/etc/passwd")]), 1));
  await assertFault(ask(open("mysql", asking.connection), "select a from loan"), "malformed");
  const done = await mysqlDepartment((side) => side.writeOk());
  await assertFault(ask(open("mysql", done.connection), "select a from loan"), "malformed");
});

test("nothing of all this was left to crash the process", async () => {
  await sleep(200);
  assert.deepEqual(strayErrors, []);
});
