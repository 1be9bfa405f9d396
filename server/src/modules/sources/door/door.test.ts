// The door gives a record only for a purpose, only the fields asked for, never without its access record; and a department's bad day stays its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { listAbout, listEntries } from "../../audit/index.ts";
import { aCity, anAgreement, aRecordKind, aSource } from "../../catalogue/testing.ts";
import { PATIENT, startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import { DomainError } from "../../../kernel/errors.ts";
import type { Reading } from "./door.ts";
import { SourceFault } from "../transports/transport.ts";
import { type Department, startDepartment, writeConnections } from "../testing.ts";

const RECORD = { licenceNumber: "440524188001010014", points: 3 };
/** A dozen departments, each with a kind of record of its own. */
const NAMES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const departments = new Map<string, Department>();
let app: TestApp;
let person: string;
let patience = PATIENT;
let connections: ReturnType<typeof writeConnections>;

before(async () => {
  for (const name of NAMES) departments.set(name, await startDepartment(RECORD));
  connections = writeConnections(Object.fromEntries(NAMES.map((name) => [`haikou/${name}`, { url: get(name).url }])));
  const city = aCity({
    // Left alone is no source here: each test asks its own as often as it likes.
    sources: [...NAMES, "unconnected"].map((id) => aSource({ id, breaker: { failures: 100, openSeconds: 1 } })),
    recordKinds: [
      ...NAMES.map((name) => aRecordKind({ id: `kind-${name}`, source: name })),
      aRecordKind({ id: "air", subject: "public", source: "twelve", fields: [{ name: "licenceNumber", names: { zh: "一", en: "a" }, type: "text", sensitivity: "plain" }, { name: "points", names: { zh: "二", en: "b" }, type: "number", sensitivity: "plain" }] }),
    ],
    agreements: [anAgreement({ grants: [{ kind: "kind-one", fields: ["points"] }] })],
  });
  app = await startTestApp([city], { settings: { CONNECTIONS_FILE: connections.file }, departmentPatience: () => patience });
  person = await app.identity.people.findOrAdd({ name: "李小红", idNumber: "440524188001010014", ground: "test" });
});
after(async () => {
  await app.stop();
  for (const department of departments.values()) await department.stop();
  connections.remove();
});

function get(name: string): Department {
  const department = departments.get(name);
  if (!department) throw new Error(`There is no department ${name}`);
  return department;
}

const own = (kind: string, change: Partial<Reading> = {}): Reading => ({ city: "haikou", kind: `kind-${kind}`, subject: person, actor: { kind: "person", id: person, city: "haikou" }, purpose: "own-records", ground: { kind: "own" }, ...change });
const well = (name: string) => get(name).behave((_request, _body, reply) => void reply.setHeader("content-type", "application/json").end(JSON.stringify(RECORD)));
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof DomainError, `expected a refusal, got ${String(error)}`);
  return error.code;
};
const lastAccess = async () => (await listAbout(app.database, person, { limit: 1 })).items[0];

test("a record comes with where and when it is from, and the access is on record", async () => {
  const answer = await app.sources.door.read(own("one"));
  assert.deepEqual([answer.state, answer.record, answer.source, answer.department], ["current", RECORD, "one", "transport"]);
  assert.ok(answer.obtainedAt);
  const entry = await lastAccess();
  assert.deepEqual([entry?.act, entry?.purpose, entry?.ground, entry?.fields, entry?.about], ["record.read", "own-records", "PIPL 45", ["licenceNumber", "points"], { kind: "record", id: "kind-one" }]);
});

test("only the fields asked for are given, and on record", async () => {
  const { record } = await app.sources.door.read(own("one", { fields: ["points"] }));
  assert.deepEqual(record, { points: 3 });
  assert.deepEqual((await lastAccess())?.fields, ["points"]);
});

test("a fresh answer is not asked for again, yet every reading is on record", async () => {
  await app.sources.door.read(own("two"));
  const asked = get("two").asked();
  const known = (await listAbout(app.database, person, { limit: 100 })).items.length;
  await app.sources.door.readAll([own("two"), own("two")]);
  assert.equal(get("two").asked(), asked);
  assert.equal((await listAbout(app.database, person, { limit: 100 })).items.length, known + 2);
  await app.sources.door.read(own("two", { anew: true }));
  assert.equal(get("two").asked(), asked + 1);
});

test("who asks the same at the same time is answered by one question", async () => {
  const asked = get("three").asked();
  await Promise.all(Array.from({ length: 10 }, () => app.sources.door.read(own("three"))));
  assert.equal(get("three").asked(), asked + 1);
});

test("without a purpose, for an unknown kind, or about somebody unknown nothing is asked", async () => {
  const asked = NAMES.reduce((sum, name) => sum + get(name).asked(), 0);
  assert.equal(await codeOf(app.sources.door.read(own("four", { purpose: "  " }))), "purpose-needed");
  assert.equal(await codeOf(app.sources.door.read(own("none"))), "no-such-record-kind");
  assert.equal(await codeOf(app.sources.door.read(own("four", { subject: "00000000-0000-7000-8000-000000000000" }))), "person-unknown");
  assert.equal(await codeOf(app.sources.door.read(own("four", { parameters: { more: "x" } }))), "wrong-parameter");
  assert.equal(NAMES.reduce((sum, name) => sum + get(name).asked(), 0), asked);
});

test("what a department said last is shown when it is down, and survives a restart", async () => {
  await app.sources.door.read(own("five"));
  get("five").behave((_request, _body, reply) => void reply.writeHead(503).end());
  const answer = await app.sources.door.read(own("five", { anew: true }));
  assert.deepEqual([answer.state, answer.reason, answer.record], ["last-known", "down", RECORD]);
  // It is written behind the person's back.
  await until(async () => (await sql`select from sources.answer where subject = ${person} and source = 'five'`.execute(app.database.handle("sources"))).rows.length > 0, "the answer in the database");
  const again = await app.startAnother();
  const later = await again.sources.door.read(own("five", { anew: true }));
  assert.deepEqual([later.state, later.record], ["last-known", RECORD]);
  await again.stop();
  well("five");
});

test("what is no record of its kind is never kept as good", async () => {
  await app.sources.door.read(own("six"));
  for (const wrong of ['{"licenceNumber":"1"}', '{"licenceNumber":"1","points":"three"}', "[]", '{"licenceNumber":"1","points":3,"more":1}', "nonsense", '{"licenceNumber":']) {
    get("six").behave((_request, _body, reply) => void reply.setHeader("content-type", "application/json").end(wrong));
    const answer = await app.sources.door.read(own("six", { anew: true }));
    assert.equal(answer.state, "last-known", wrong);
    assert.deepEqual([answer.reason, answer.record], ["malformed", RECORD], wrong);
  }
  well("six");
});

test("a department that has nothing says so", async () => {
  get("seven").behave((_request, _body, reply) => void reply.writeHead(404).end());
  const answer = await app.sources.door.read(own("seven"));
  assert.deepEqual([answer.state, answer.record], ["no-record", undefined]);
  assert.equal((await lastAccess())?.act, "record.asked");
});

test("one hung and one failing of twelve cost the page no more than its time, and the others nothing", async () => {
  get("eight").behave(() => undefined);
  get("nine").behave((_request, _body, reply) => void reply.writeHead(500).end());
  for (const name of ["eleven", "twelve"]) well(name);
  // The others answer within these five seconds, and the hung one has a minute.
  patience = 1;
  const startedAt = performance.now();
  const answers = await app.sources.door.readAll(NAMES.map((name) => own(name, { anew: true })), { waitMs: 5_000 });
  const took = performance.now() - startedAt;
  patience = PATIENT;
  assert.ok(took < 30_000, `it took ${Math.round(took)} ms`);
  const states = new Map(answers.map((answer) => [answer.source, `${answer.state} ${answer.reason ?? ""}`.trim()]));
  assert.equal(states.get("eight"), "unavailable slow");
  assert.equal(states.get("nine"), "unavailable down");
  for (const name of ["one", "two", "three", "ten", "eleven", "twelve"]) assert.equal(states.get(name), "current", name);
});

test("a department asks another only within an agreement; refusals are on record too", async () => {
  const ask = (change: Partial<Reading>) =>
    app.sources.door.read(own("one", { actor: { kind: "staff", id: "haikou-clerk", city: "haikou", department: "hrss" }, purpose: "核验职业资格", fields: ["points"], ground: { kind: "agreement", id: "hrss-asks-transport", department: "hrss", service: "S001", reference: "CASE-1" }, ...change }));
  const answer = await ask({});
  assert.deepEqual(answer.record, { points: 3 });
  const entry = await lastAccess();
  assert.deepEqual([entry?.actor.department, entry?.purpose, entry?.ground, entry?.fields], ["hrss", "核验职业资格", "agreement hrss-asks-transport", ["points"]]);
  assert.equal(await codeOf(ask({ fields: ["licenceNumber"] })), "agreement-needed");
  assert.deepEqual([(await lastAccess())?.act, (await lastAccess())?.detail?.lacking], ["record.refused", "fields"]);
  assert.equal(await codeOf(ask({ kind: "kind-two" })), "agreement-needed");
  assert.equal(await codeOf(ask({ ground: { kind: "agreement", id: "none", department: "hrss", service: "S001", reference: "1" } })), "agreement-needed");
});

test("what is about nobody leaves no access record", async () => {
  const known = (await listAbout(app.database, "public", { limit: 1 })).items.length;
  const answer = await app.sources.door.readPublic({ city: "haikou", kind: "air" });
  assert.equal(answer.state, "current");
  assert.equal((await listAbout(app.database, "public", { limit: 1 })).items.length, known);
  assert.equal(await codeOf(app.sources.door.readPublic({ city: "haikou", kind: "kind-one" })), "purpose-needed");
});

test("looking something up is on record with whom it turned out to be about", async () => {
  const found = await app.sources.door.lookUp({ city: "haikou", source: "ten", operation: "licence", parameters: {}, actor: { kind: "person", id: person }, purpose: "move-car", ground: "Road Traffic Safety Law 56", subjectOf: async () => person });
  assert.deepEqual(found, RECORD);
  assert.equal((await lastAccess())?.act, "record.looked-up");
});

test("what a department was asked and did not answer is on record with how it ended; what never went out is not", async () => {
  const attempts = async () => (await listEntries(app.database, { city: "haikou", actor: person, act: "record.asked" })).items.filter(({ about }) => about?.kind === "operation").map(({ about, purpose, subject, detail }) => ({ id: about?.id, purpose, subject, detail }));
  const lookUp = (source: string, subjectOf = async () => person) => app.sources.door.lookUp({ city: "haikou", source, operation: "licence", parameters: {}, actor: { kind: "person", id: person, city: "haikou" }, purpose: "move-car", ground: "Road Traffic Safety Law 56", subjectOf });
  const of = (source: string, reason: string) => ({ id: `${source}/licence`, purpose: "move-car", subject: undefined, detail: { source, state: "unavailable", reason } });
  get("ten").behave((_request, _body, reply) => void reply.writeHead(503).end());
  await assert.rejects(lookUp("ten"), SourceFault);
  assert.deepEqual(await attempts(), [of("ten", "down")]);
  well("ten");
  // What came cannot be said to be about anybody, and is given to nobody.
  await assert.rejects(lookUp("ten", () => Promise.reject(new Error("ours"))), /ours/);
  assert.deepEqual(await attempts(), [of("ten", "malformed"), of("ten", "down")]);
  await assert.rejects(lookUp("unconnected"), SourceFault);
  assert.equal((await attempts()).length, 2);
});

test("no answer is kept in clear", async () => {
  await app.sources.close();
  const rows = await app.database.handle<{ answer: { content: Buffer } }>("sources").selectFrom("answer").select("content").execute();
  assert.ok(rows.length > 0);
  for (const { content } of rows) assert.ok(!content.includes("440524188001010014") && !content.includes("points"));
});
