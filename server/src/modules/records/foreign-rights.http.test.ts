/** What belongs to one person is out of another's reach, on every route under /me that names a thing and is not the account's. A new route is added to the table. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { newId } from "../../kernel/ids.ts";
import { listOperations } from "../../testing/contract.ts";
import { until } from "../../testing/patience.ts";
import type { Visitor } from "../identity/testing.ts";
import { ACCOUNT, anIdNumber, type Person, type RecordsLab, startRecordsLab } from "./testing.ts";

let lab: RecordsLab;
let owner: Person;
let stranger: Person;
let database: pg.Client;
const OWNER = anIdNumber("1985-02-03", 611);

before(async () => {
  lab = await startRecordsLab();
  owner = await lab.signUp("15400006101", "吴建国", OWNER);
  stranger = await lab.signUp("15400006102", "郑秋生", anIdNumber("1987-02-03", 613));
  lab.answers.set(`/fund/${OWNER}`, ACCOUNT);
  database = new pg.Client({ connectionString: lab.app.databaseUrl });
  await database.connect();
});
after(async () => {
  await database.end();
  await lab.stop();
});

/** A kind of record is nobody's: whoever asks is answered about themselves, and about others by `acting-for` alone (my-data.http.test.ts). */
const OWN_ALONE = ["GET /api/v1/me/records/{kind}"];

async function thingsOf(): Promise<Record<string, string>> {
  const proof = (await owner.ask("POST", "/api/v1/me/proofs", { kind: "fund-account" })).json<{ id: string }>().id;
  const request = (await owner.ask("POST", "/api/v1/me/move-requests", { plate: "琼NA0001", place: "门口", reason: "blocks-exit" })).json<{ id: string }>().id;
  return {
    "GET /api/v1/me/proofs/{id}/pdf": `/api/v1/me/proofs/${proof}/pdf`,
    "GET /api/v1/me/proofs/{id}/checks": `/api/v1/me/proofs/${proof}/checks`,
    "POST /api/v1/me/move-requests/{id}/cancel": `/api/v1/me/move-requests/${request}/cancel`,
    "DELETE /api/v1/me/proofs/{id}": `/api/v1/me/proofs/${proof}`,
  };
}

async function everything(): Promise<string[]> {
  const query = ["proof", "proof_check", "move_misuse"].map((table) => `select '${table} ' || to_jsonb(each)::text as row from records.${table} each`).join(" union all ");
  const requests = "select 'move_request ' || id::text || (state = 'cancelled')::text as row from records.move_request";
  return (await database.query<{ row: string }>(`${query} union all ${requests}`)).rows.map(({ row }) => row).sort();
}

const ask = (who: Visitor, route: string, url: string) => who.ask(route.split(" ")[0] as "GET", url);

test("a stranger reaches nothing of anybody's, changes nothing, and learns not even that it exists", async () => {
  const things = await thingsOf();
  const routes = listOperations(lab.app.server).flatMap(({ name, path, tags }) => (/^\/api\/v1\/me\/.*\{/.test(path) && tags.includes("records") && !OWN_ALONE.includes(name) ? [name] : []));
  assert.deepEqual(Object.keys(things).sort(), routes.sort(), "every route that names a thing stands in the table, with a real thing");
  const unchanged = await everything();
  for (const [route, url] of Object.entries(things)) {
    const reply = await ask(stranger, route, url);
    assert.equal(reply.statusCode, 404, `${route} answered ${reply.statusCode} to a stranger: ${reply.body}`);
    const unknown = await ask(stranger, route, url.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, () => newId()));
    assert.deepEqual([unknown.statusCode, unknown.json().code, unknown.json().detail], [reply.statusCode, reply.json().code, reply.json().detail], `${route} tells what exists`);
    assert.deepEqual(await everything(), unchanged, `${route} changed something`);
  }
  // Each was a real thing and the right question: whoever it belongs to is answered.
  for (const [route, url] of Object.entries(things)) {
    const reply = await ask(owner, route, url);
    assert.ok(reply.statusCode < 300, `${route} answered ${reply.statusCode} to whom it belongs: ${reply.body}`);
  }
});

test("whoever closes their account leaves nothing here", async () => {
  await lab.app.forgetAttempts();
  assert.equal((await owner.ask("POST", "/api/v1/me/proofs", { kind: "fund-account" })).statusCode, 201);
  await owner.ask("POST", "/api/v1/me/closing");
  lab.clock.now += 15 * 86_400_000;
  await database.query("select graphile_worker.add_job('identity:close-accounts')");
  await until(async () => (await database.query("select id from records.proof where person = $1 union all select id from records.move_request where asker = $1", [owner.person])).rowCount === 0, "that rows of somebody who left are gone");
});
