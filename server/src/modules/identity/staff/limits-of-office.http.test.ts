/** Where the rights of staff end: at their department, at a colleague's place, and when their way in is taken away. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { loadDemonstrationStaff } from "../index.ts";
import { type OutsideOffice, signIn, startOutsideOffice, Visitor } from "../testing.ts";
import { appCode, DEMONSTRATION_PASSWORD, signInDemonstration } from "./testing.ts";

let office: OutsideOffice;
let app: TestApp;
let database: pg.Client;

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([], { settings: office.settings });
  await loadDemonstrationStaff(app.database, ["haikou"]);
  await app.startWorker();
  database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
});
after(async () => {
  await database.end();
  await app.stop();
  await office.stop();
});

const as = (suffix: string) => signInDemonstration(app, `haikou-${suffix}`);
const confine = (suffix: string, department: string | null) => database.query("update identity.staff set department = $2 where id = $1", [`haikou-${suffix}`, department]);

test("whoever watches one department does not read what the whole city has", async () => {
  for (const [suffix, url] of [["auditor", "/staff/v1/audit-entries"], ["security", "/staff/v1/disputes"]] as const) {
    const watcher = await as(suffix);
    assert.equal((await watcher.ask("GET", url)).statusCode, 200);
    await confine(suffix, "hrss");
    assert.equal((await watcher.ask("GET", url)).json().code, "not-allowed", url);
    await confine(suffix, null);
  }
});

test("whose dispute is read sees that it was", async () => {
  const person = await signIn(app, office, "15400008501");
  const { items } = (await person.ask("GET", "/api/v1/me/accesses")).json();
  assert.equal((await person.ask("POST", `/api/v1/me/accesses/${items[0].id}/dispute`, { words: "不是我" })).statusCode, 204);
  const officer = await as("security");
  assert.equal((await officer.ask("GET", "/staff/v1/disputes")).json().total, 1);
  const seen = (await person.ask("GET", "/api/v1/me/accesses")).json().items.find(({ act }: { act: string }) => act === "dispute.read");
  assert.deepEqual([seen.actor.kind, seen.fields], ["staff", ["disputeWords"]]);
});

test("an officer of one department moves somebody out of it and proposes nothing for where they go", async () => {
  const officer = await as("personnel");
  await confine("personnel", "hrss");
  assert.equal((await officer.ask("POST", "/staff/v1/people/haikou-editor-hrss/move", { department: "tax", roles: ["reviewer"], reason: "轮岗" })).statusCode, 204);
  const { rows } = await database.query("select roles, (select count(*)::int from identity.staff_proposal proposal where proposal.staff = staff.id and decision is null) as open from identity.staff where id = 'haikou-editor-hrss'");
  assert.deepEqual(rows, [{ roles: [], open: 0 }]);
  await confine("personnel", null);
});

test("a sign-in on its way when somebody is given a new way in ends with the old one", async () => {
  await database.query("begin");
  await database.query("select from identity.staff where id = 'haikou-clerk' for update");
  const asked = new Visitor(app).ask("POST", "/staff/v1/sign-in", { staffId: "haikou-clerk", password: DEMONSTRATION_PASSWORD, code: appCode(new Date()) });
  await new Promise((resolve) => setTimeout(resolve, 700));
  await database.query("update identity.staff set state = 'left', left_at = now(), roles = '{}' where id = 'haikou-clerk'");
  await database.query("commit");
  assert.equal((await asked).json().code, "wrong-staff-sign-in");
  assert.equal((await database.query("select from identity.staff_session where staff = 'haikou-clerk'")).rowCount, 0);
});
