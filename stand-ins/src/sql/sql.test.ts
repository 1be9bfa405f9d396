import assert from "node:assert/strict";
import type { AddressInfo, Server } from "node:net";
import { after, afterEach, before, describe, test } from "node:test";
import mysql, { type RowDataPacket } from "mysql2/promise";
import pg from "pg";
import { type Behaviour, Conduct, GOOD_BEHAVIOUR } from "../behaviour.ts";
import type { Fault } from "../faults.ts";
import { SqlDatabase } from "./answer.ts";
import { createMysqlServer } from "./mysql-server.ts";
import { createPostgresServer } from "./postgres-server.ts";
import { SqlError, type SqlMistake, type SqlViews } from "./views.ts";

const VIEWS: SqlViews = {
  v_loan: {
    columns: [
      { name: "id_number", type: "text" }, { name: "number", type: "integer" }, { name: "title", type: "text" }, { name: "fine", type: "decimal" }, { name: "returned", type: "text" },
      ...["c6", "c7", "c8", "c9"].map((name) => ({ name, type: "text" }) as const),
    ],
    key: "id_number",
    rows: (key) => (key === "A1" ? [2, 1, 3].map((number) => ({ id_number: key, number, title: `刘䶮的第${number}本`.repeat(number === 3 ? 100 : 1), fine: "12.50", returned: number === 2 ? null : "20261101", c9: "末" })) : []),
  },
};
const SELECT = "select number, title, fine, returned, c9 from v_loan where id_number = :key order by number";
const FIRST = { number: 1, title: "刘䶮的第1本", fine: "12.50", returned: "20261101", c9: "末" };

let behaviour: Readonly<Behaviour> = GOOD_BEHAVIOUR;
/** Whoever misbehaves is given up; who answers has all the time that a busy machine needs. */
const patienceMs = () => (behaviour.fault === "none" ? 60_000 : 600);
const conduct = new Conduct(() => behaviour);
const common = { user: "reader", password: "correct", database: "city", views: VIEWS, conduct };
const servers = { postgresql: createPostgresServer(common), mysql: createMysqlServer(common) };
afterEach(() => {
  behaviour = GOOD_BEHAVIOUR;
  conduct.release();
});
before(() => Promise.all(Object.values(servers).map(open)));
after(() => Promise.all(Object.values(servers).map((server) => new Promise((resolve) => server.close(resolve)))));

function open(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

type Rows = Record<string, unknown>[];

/** Asks over a new connection, as a prepared statement or with the value in the text. */
type Ask = (how: "prepared" | "text", settings?: { user?: string; password?: string; database?: string }, statement?: string) => Promise<Rows>;

const askPostgres: Ask = async (how, settings, statement = SELECT) => {
  const client = new pg.Client({ host: "127.0.0.1", port: portOf(servers.postgresql), user: "reader", password: "correct", database: "city", ...settings, query_timeout: patienceMs() });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const text = statement.replace(":key", how === "prepared" ? "$1" : "'A1'");
    return (await (how === "prepared" ? client.query({ name: "asked", text, values: text.includes("$1") ? ["A1"] : [] }) : client.query(text))).rows;
  } finally {
    await Promise.race([client.end(), new Promise((resolve) => setTimeout(resolve, 100))]);
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
};

const askMysql: Ask = async (how, settings, statement = SELECT) => {
  const connection = await mysql.createConnection({ host: "127.0.0.1", port: portOf(servers.mysql), user: "reader", password: "correct", database: "city", ...settings });
  connection.on("error", () => undefined);
  try {
    const sql = statement.replace(":key", "?");
    const values = sql.includes("?") ? ["A1"] : [];
    const timeout = patienceMs();
    const [rows] = how === "prepared" ? await connection.execute<RowDataPacket[]>({ sql, timeout }, values) : await connection.query<RowDataPacket[]>({ sql, timeout }, values);
    return rows.map((row) => ({ ...row }));
  } finally {
    connection.destroy();
  }
};

for (const [name, ask, codes] of [
  ["PostgreSQL", askPostgres, { password: "28P01", database: "3D000", syntax: "42601", view: "42P01", writing: "25006" }],
  ["MySQL", askMysql, { password: "ER_ACCESS_DENIED_ERROR", database: "ER_BAD_DB_ERROR", syntax: "ER_PARSE_ERROR", view: "ER_NO_SUCH_TABLE", writing: "ER_OPTION_PREVENTS_STATEMENT" }],
] as const) {
  describe(`${name} over its wire protocol`, () => {
    for (const how of ["prepared", "text"] as const) {
      test(`answers what it is asked with ${how === "prepared" ? "a prepared statement" : "values in the text"}`, async () => {
        const rows = await ask(how);
        assert.deepEqual(rows.slice(0, 1), [FIRST]);
        assert.deepEqual(rows.map(({ number, returned }) => [number, returned]), [[1, "20261101"], [2, null], [3, "20261101"]]);
        assert.equal(String(rows[2]?.["title"]).length, 600);
      });
    }

    test("wants the right user, password and database", async () => {
      for (const settings of [{ password: "wrong" }, { user: "somebody" }, { password: "" }]) await assert.rejects(ask("text", settings));
      await assert.rejects(ask("text", { password: "wrong" }), { code: codes.password });
      await assert.rejects(ask("text", { database: "other" }), { code: codes.database });
    });

    test("refuses what it does not understand, with its own code, and goes on", async () => {
      await assert.rejects(ask("prepared", {}, "select number from"), { code: codes.syntax });
      await assert.rejects(ask("text", {}, "select number from v_secret where id_number = :key"), { code: codes.view });
      await assert.rejects(ask("text", {}, "delete from v_loan where id_number = :key"), { code: codes.writing });
      assert.deepEqual(await ask("text", {}, "select 1 as there"), [{ there: 1 }]);
    });

    for (const fault of ["unavailable", "hang-up", "malformed", "truncated", "hang", "endless", "trickle"] satisfies Fault[]) {
      test(`told to misbehave (${fault}) gives no answer, and then one again`, async () => {
        behaviour = { ...GOOD_BEHAVIOUR, fault };
        await assert.rejects(ask("prepared"));
        behaviour = GOOD_BEHAVIOUR;
        conduct.release();
        assert.equal((await ask("prepared")).length, 3);
      });
    }

    test("told to misbehave gives another shape, other types, another encoding", async () => {
      behaviour = { ...GOOD_BEHAVIOUR, fault: "wrong-shape" };
      for (const how of ["prepared", "text"] as const) assert.deepEqual(await ask(how), [{ code: "0", message: "success" }]);
      behaviour = { ...GOOD_BEHAVIOUR, fault: "wrong-types" };
      for (const how of ["prepared", "text"] as const) assert.deepEqual((await ask(how)).slice(0, 1), [{ number: "不详", title: 6, fine: "不详", returned: 8, c9: 1 }]);
      behaviour = { ...GOOD_BEHAVIOUR, fault: "wrong-charset" };
      assert.match(String((await ask("prepared"))[0]?.["title"]), /\uFFFD/);
    });

    test("is slow, limits how often it is asked, fails now and then, or is off", async () => {
      behaviour = { ...GOOD_BEHAVIOUR, slowMs: 120 };
      const startedAt = performance.now();
      await ask("prepared");
      assert.ok(performance.now() - startedAt >= 110);
      for (const change of [{ requestsPerMinute: 0 }, { errorPercent: 100 }, { on: false }]) {
        behaviour = { ...GOOD_BEHAVIOUR, ...change };
        await assert.rejects(ask("text"));
      }
    });
  });
}

test("PostgreSQL knows a session's statements", async () => {
  const client = new pg.Client({ host: "127.0.0.1", port: portOf(servers.postgresql), user: "reader", password: "correct", database: "city" });
  await client.connect();
  await client.query("begin transaction read only; set local statement_timeout = 500");
  assert.equal((await client.query("select number from v_loan where id_number = $1 and number = $2", ["A1", 2])).rowCount, 1);
  await client.query("commit");
  await assert.rejects(client.query("select number from v_loan where id_number = $1", ["A1", "more"]), { code: "08P01" });
  assert.equal((await client.query("select * from (select number from v_loan where id_number = $1) as asked limit 2", ["A1"])).rowCount, 2);
  await client.end();
});

test("MySQL keeps statements prepared, and forgets them when told", async () => {
  const connection = await mysql.createConnection({ host: "127.0.0.1", port: portOf(servers.mysql), user: "reader", password: "correct", database: "city" });
  await connection.query("set session max_execution_time = 500");
  await connection.query("start transaction read only");
  const statement = await connection.prepare("select number from v_loan where id_number = ? limit 1");
  for (let time = 0; time < 3; time++) assert.deepEqual((await statement.execute(["A1"]))[0], [{ number: 2 }]);
  await statement.close();
  await connection.reset();
  await connection.ping();
  await connection.end();
});

describe("a statement", () => {
  const database = new SqlDatabase(VIEWS);
  const refused: [statement: string, mistake: SqlMistake][] = [
    ["select * from v_loan", "no-key"], ["select * from v_loan where number = 1", "no-key"], ["select secret from v_loan where id_number = 'A1'", "no-column"], ["select * from v_loan where id_number = 'A1' or 1 = 1", "syntax"],
    ["select * from v_loan where id_number like '%'", "syntax"], ["select * from pg_tables", "no-view"], ["select * from v_loan where id_number = 'A1' union select 1", "syntax"], ["drop table v_loan", "read-only"],
    ["select count(number) from v_loan where id_number = 'A1'", "syntax"], ["select number from v_loan where id_number = 'A1' order by fine", "unsupported"], ["select pg_sleep(9)", "syntax"], ["select ยง", "syntax"],
  ];
  for (const [statement, mistake] of refused) {
    test(`is refused: ${statement}`, () => {
      assert.throws(() => database.prepare(statement), (error) => error instanceof SqlError && error.mistake === mistake);
    });
  }

  test("reads a literal, never what is written in it", () => {
    const [prepared] = database.prepare("select number from v_loan where id_number = 'A1'' or ''1''=''1'");
    assert.ok(prepared);
    assert.deepEqual(database.answer(prepared, [])?.rows, []);
  });
});
