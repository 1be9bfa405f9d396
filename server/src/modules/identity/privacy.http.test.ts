/** What is written beside the sealed columns must tell nothing about anybody: logs, events, jobs, the audit record. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { createLog } from "../../kernel/log.ts";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { lastCodeTo, type OutsideOffice, signIn, startOutsideOffice, Visitor } from "./testing.ts";

const lines: string[] = [];
let office: OutsideOffice;
let app: TestApp;

const PHONE = "15400009001";
const OTHER_PHONE = "15400009002";
const NAME = "欧阳不存在";
const ID_NUMBER = "460105188503140014";
const PASSWORD = "correct horse battery staple 九";
const PLATE = "琼NB1234";
const WORDS = "我的邻居在偷看我的资料";

before(async () => {
  office = await startOutsideOffice();
  office.answers.set("/police/v1/identity-checks", () => ({ result: "match" }));
  office.answers.set("/telecom/v1/number-checks", () => ({ result: "match" }));
  app = await startTestApp([], { settings: office.settings, log: createLog("trace", { write: (line: string) => void lines.push(line) }) });
});
after(async () => {
  await app.stop();
  await office.stop();
});

/** Everything in the database that is not sealed and not a digest, as text, and what waits for the worker, which does not run here. */
async function writtenDown(): Promise<string> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ place: string }>("select format('%I.%I', table_schema, table_name) as place from information_schema.tables where table_type = 'BASE TABLE' and (table_schema in ('identity', 'kernel', 'audit', 'sources', 'records') or table_name = '_private_jobs')");
    assert.ok(tables.length > 20, "no tables were found: the question is wrong");
    const texts = [];
    for (const { place } of tables) texts.push(...(await client.query<{ text: string }>(`select row_to_json(t)::text as text from ${place} as t`)).rows.map(({ text }) => text));
    return texts.join("\n");
  } finally {
    await client.end();
  }
}

test("neither logs nor rows tell a number, a name, an ID number, a code, a password, a token or somebody's words", async () => {
  const person = await signIn(app, office, PHONE);
  const code = await lastCodeTo(office, PHONE);
  const other = new Visitor(app);
  await other.ask("POST", "/api/v1/sign-in/codes", { phone: OTHER_PHONE, city: "haikou" });
  await other.ask("POST", "/api/v1/sign-in/code", { phone: OTHER_PHONE, code: "000000", city: "haikou" });
  await other.ask("POST", "/api/v1/sign-in/code", { phone: OTHER_PHONE, code: 5, city: "haikou", name: NAME });
  assert.equal((await person.ask("POST", "/api/v1/me/real-name", { name: NAME, idNumber: ID_NUMBER, proof: { kind: "number" } })).statusCode, 200);
  await person.ask("PUT", "/api/v1/me/password", { password: PASSWORD });
  await other.ask("POST", "/api/v1/sign-in/password", { phone: PHONE, password: `${PASSWORD}!` });
  const [entry] = (await person.ask("GET", "/api/v1/me/accesses")).json().items;
  await person.ask("POST", `/api/v1/me/accesses/${entry.id}/dispute`, { words: WORDS });
  await person.ask("POST", "/api/v1/me/mandates", { phone: OTHER_PHONE, name: NAME, scope: { kind: "everything" }, paymentCeilingFen: 0, validDays: 3, purpose: WORDS });
  assert.equal((await person.ask("POST", "/api/v1/me/move-requests", { plate: PLATE, place: WORDS, reason: "blocks-exit" })).statusCode, 201);
  // An office that fails while it is asked about somebody, and rubbish that names somebody.
  office.answers.delete("/police/v1/identity-checks");
  const unlucky = await signIn(app, office, "15400009003");
  assert.equal((await unlucky.ask("POST", "/api/v1/me/real-name", { name: NAME, idNumber: "510181189107010029", proof: { kind: "number" } })).statusCode, 503);
  await other.ask("GET", `/api/v1/nowhere?phone=${PHONE}&idNumber=${ID_NUMBER}`);

  assert.ok(lines.length > 0, "nothing was logged: the test would prove nothing");
  const secrets = { PHONE, OTHER_PHONE, NAME, ID_NUMBER, PASSWORD, PLATE, WORDS, token: person.cookies.get("cc_session") ?? "", "the other ID number": "510181189107010029" };
  const rows = await writtenDown();
  for (const [what, secret] of Object.entries(secrets)) {
    assert.notEqual(secret, "");
    assert.ok(!lines.some((line) => line.includes(secret)), `a log line tells ${what}`);
    assert.ok(!rows.includes(secret), `a row tells ${what}`);
    assert.ok(!rows.includes(Buffer.from(secret).toString("hex")), `a row tells ${what} in hexadecimal`);
  }
  assert.ok(!lines.some((line) => new RegExp(`\\b${code}\\b`).test(line)), "a log line tells a code");
});
