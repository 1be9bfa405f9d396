// One bad document, one corrected secret, one restart or one more process must not cost the others' records, nor leave the city believing what is no longer so.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { utimesSync, writeFileSync } from "node:fs";
import { createEvents } from "../../kernel/events.ts";
import { type CityDocuments, importCity } from "../catalogue/index.ts";
import { aCity, aManualSource, aRecordKind, aSource } from "../catalogue/testing.ts";
import { Visitor } from "../identity/testing.ts";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { until } from "../../testing/patience.ts";
import type { App } from "../../app.ts";
import type { Reading } from "./door/door.ts";
import { type Department, startDepartment, writeConnections } from "./testing.ts";

const RECORD = { licenceNumber: "440524188001010014", points: 3 };
const [operation] = aSource().operations;
const [file] = aManualSource().operations;
assert.ok(operation && file);

const SOURCES = [
  aSource({ id: "good" }),
  aSource({ id: "ranges", operations: [{ ...operation, answer: "[1..3]" }] }),
  aSource({ id: "exploding", operations: [{ ...operation, answer: '$replace("aaaa", /(a+)+b/, "")' }] }),
  aSource({ id: "moody", operations: [{ ...operation, freshSeconds: 0 }], breaker: { failures: 2, openSeconds: 3_600 } }),
  aSource({ id: "slow" }),
  aManualSource(),
  aManualSource({ id: "volumes", operations: [{ ...file, parameters: [{ name: "volume", pattern: "[0-9]{4}", optional: true }] }] }),
];
const KINDS = [...["good", "ranges", "exploding", "moody", "slow"].map((id) => aRecordKind({ id: `kind-${id}`, source: id })), aRecordKind({ id: "kind-archive", source: "archive", operation: "file" }), aRecordKind({ id: "kind-volumes", source: "volumes", operation: "file" })];

let app: TestApp;
let other: App;
let department: Department;
let connections: ReturnType<typeof writeConnections>;
let person: string;
let changes = 0;

before(async () => {
  department = await startDepartment(RECORD);
  connections = writeConnections(Object.fromEntries(SOURCES.map(({ id }) => [`haikou/${id}`, { url: department.url }])));
  app = await startTestApp([aCity({ sources: SOURCES, recordKinds: KINDS })], { settings: { CONNECTIONS_FILE: connections.file } });
  other = await app.startAnother();
  person = await app.identity.people.findOrAdd({ name: "李小红", idNumber: "440524188001010014", ground: "test" });
});
after(async () => {
  await other.stop();
  await app.stop();
  await department.stop();
  connections.remove();
});

const own = (kind: string): Reading => ({ city: "haikou", kind, subject: person, actor: { kind: "person", id: person, city: "haikou" }, purpose: "own-records", ground: { kind: "own" } });
const publish = (change: Partial<CityDocuments>) => importCity(app.database, createEvents(), aCity({ sources: SOURCES, recordKinds: KINDS, ...change }), { author: "test", cityPosition: 0 });
/** The operators write one entry anew. */
function reconnect(id: string, entry: object): void {
  writeFileSync(connections.file, JSON.stringify({ ...Object.fromEntries(SOURCES.map((source) => [`haikou/${source.id}`, { url: department.url }])), [`haikou/${id}`]: entry }));
  changes += 1;
  utimesSync(connections.file, new Date(), new Date(Date.now() + 5_000 * changes));
}
/** As a process sees it that remembers nothing. */
async function stateOf(id: string): Promise<string | undefined> {
  const fresh = await app.startAnother();
  const reply = await fresh.server.inject({ url: "/api/v1/cities/haikou/sources" });
  await fresh.stop();
  return reply.json<{ items: { id: string; state: string }[] }>().items.find((each) => each.id === id)?.state;
}

test("a document whose expression may not be carried out costs its own records alone", async () => {
  const answers = await app.sources.door.readAll([own("kind-good"), own("kind-ranges"), own("kind-exploding")]);
  assert.deepEqual(answers.map(({ state }) => state), ["current", "unavailable", "unavailable"]);
});

test("what was kept under another description of the record is not shown under this one", async () => {
  const withMore = aRecordKind({ id: "kind-good", source: "good", fields: [{ name: "points", names: { zh: "记分", en: "Points" }, type: "number", sensitivity: "personal" }] });
  assert.equal((await app.sources.door.read(own("kind-good"))).record?.licenceNumber, RECORD.licenceNumber);
  await publish({ recordKinds: KINDS.map((kind) => (kind.id === "kind-good" ? { ...withMore, headline: "points", facts: [] } : kind)) });
  await until(() => app.sources.directory.getKind("haikou", "kind-good").kind.fields.length === 1, "word of the other description");
  const answer = await app.sources.door.read(own("kind-good"));
  assert.deepEqual([answer.state, answer.record], ["unavailable", undefined]);
  await publish({});
});

test("an alarm ends with the first answer, also when the operators mended the connection or the server was started anew", async () => {
  department.behave((_request, _body, reply) => void reply.destroy());
  for (let tries = 0; tries < 3; tries += 1) await app.sources.door.read(own("kind-moody"));
  await until(async () => (await stateOf("moody")) === "down", "the alarm");
  department.behave((_request, _body, reply) => void reply.setHeader("content-type", "application/json").end(JSON.stringify(RECORD)));
  reconnect("moody", { url: department.url, apiKey: "mended" });
  await until(async () => (await app.sources.door.read(own("kind-moody"))).state === "current", "the operators' new connection");
  await until(async () => (await stateOf("moody")) !== "down", "the end of the alarm");
});

test("who asks while the operators change a connection is answered over the old one, whoever asks afterwards over the new one", async () => {
  const release = Promise.withResolvers<void>();
  department.behave((_request, _body, reply) => void release.promise.then(() => reply.setHeader("content-type", "application/json").end(JSON.stringify(RECORD))));
  const successor = await startDepartment({ ...RECORD, points: 9 });
  try {
    const ask = () => app.sources.door.read({ ...own("kind-slow"), anew: true });
    const old = app.sources.directory.getSource("haikou", "slow");
    const early = ask();
    reconnect("slow", { url: successor.url });
    await until(() => app.sources.directory.getSource("haikou", "slow") !== old, "the operators' new connection");
    const late = await ask();
    assert.deepEqual([late.state, late.record?.points], ["current", 9]);
    release.resolve();
    const answer = await early;
    assert.deepEqual([answer.state, answer.record?.points], ["current", RECORD.points]);
    const kept = await app.sources.door.read(own("kind-slow"));
    assert.deepEqual([kept.state, kept.record?.points], ["current", 9], "what the old address said late is not what counts");
  } finally {
    department.behave((_request, _body, reply) => void reply.setHeader("content-type", "application/json").end(JSON.stringify(RECORD)));
    await successor.stop();
  }
});

test("an operator who tries a source reads nobody's number, not even where a department makes names of members of it", async () => {
  department.behave((_request, _body, reply) => void reply.setHeader("content-type", "application/json").end(JSON.stringify({ "460105188503140014": { points: 1 }, "李小红 460105188503140014": 1, ...RECORD })));
  const operator = new Visitor(app);
  await operator.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-operator" });
  const reply = await operator.ask("POST", "/staff/v1/cities/haikou/sources/good/try", { operation: "licence", name: "李小红", idNumber: "440524188001010014", purpose: "first trial" });
  assert.equal(reply.statusCode, 200, reply.body);
  const { steps } = reply.json<{ steps: { step: string; summary: string }[] }>();
  assert.equal(steps.find(({ step }) => step === "decoded")?.summary, "{ …, …, licenceNumber, points }");
  for (const secret of ["460105188503140014", "440524188001010014", "李小红"]) assert.ok(!reply.body.includes(secret), secret);
  department.behave((_request, _body, answer) => void answer.setHeader("content-type", "application/json").end(JSON.stringify(RECORD)));
});

test("what a clerk found is known to every process, and is not asked again", async () => {
  assert.equal((await app.sources.door.read(own("kind-archive"))).state, "asked");
  assert.equal((await other.sources.door.read(own("kind-archive"))).state, "asked");
  const clerk = new Visitor(app);
  await clerk.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-clerk" });
  const list = async () => (await clerk.ask("GET", "/staff/v1/cities/haikou/manual-questions")).json<{ items: { id: string }[] }>().items;
  const [question, ...more] = await list();
  assert.ok(question);
  assert.deepEqual(more, []);
  const reply = await clerk.ask("POST", `/staff/v1/cities/haikou/manual-questions/${question.id}/answer`, { record: RECORD });
  assert.equal(reply.statusCode, 204, reply.body);
  for (const process of [app, other]) {
    const answer = await process.sources.door.read(own("kind-archive"));
    assert.deepEqual([answer.state, answer.record], ["current", RECORD]);
  }
  assert.deepEqual(await list(), []);
});

test("two different questions about one person are two for the clerk, and each has its own answer", async () => {
  const ask = (parameters: Record<string, string>) => app.sources.door.read({ ...own("kind-volumes"), parameters });
  const given: Record<string, string>[] = [{ volume: "1998" }, { volume: "2004" }, {}, { volume: "1998" }];
  for (const parameters of given) assert.equal((await ask(parameters)).state, "asked");
  const clerk = new Visitor(app);
  await clerk.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-clerk" });
  const { items } = (await clerk.ask("GET", "/staff/v1/cities/haikou/manual-questions")).json<{ items: { id: string }[] }>();
  const questions = await Promise.all(items.map(async ({ id }) => (await clerk.ask("GET", `/staff/v1/cities/haikou/manual-questions/${id}`)).json<{ id: string; parameters: { volume?: string } }>()));
  assert.deepEqual(questions.map(({ parameters }) => parameters.volume ?? "").sort(), ["", "1998", "2004"]);
  for (const { id, parameters } of questions) {
    const found = parameters.volume === undefined ? { noRecord: true } : { record: { ...RECORD, points: Number(parameters.volume) } };
    assert.equal((await clerk.ask("POST", `/staff/v1/cities/haikou/manual-questions/${id}/answer`, found)).statusCode, 204);
  }
  assert.deepEqual([(await ask({ volume: "1998" })).record?.points, (await ask({ volume: "2004" })).record?.points, (await ask({})).state], [1998, 2004, "no-record"]);
});

test("nobody keeps all clerks busy by asking the same with ever other words", async () => {
  const busy = await app.identity.people.findOrAdd({ name: "王小明", idNumber: "510181189107010029", ground: "test" });
  const ask = (volume: number) => app.sources.door.read({ ...own("kind-volumes"), subject: busy, parameters: { volume: String(volume) } });
  for (let volume = 1_980; volume < 2_000; volume += 1) assert.equal((await ask(volume)).state, "asked");
  await assert.rejects(ask(2_000), { code: "too-many-requests" });
  assert.equal((await ask(1_980)).state, "asked", "what was asked already is still waited for");
  await app.sources.jobs.find((job) => job.name === "sources:forget-person")?.run({ person: busy });
});

test("a clerk is no longer asked about somebody who left", async () => {
  const leaving = await app.identity.people.findOrAdd({ name: "王小明", idNumber: "460105188503140014", ground: "test" });
  assert.equal((await app.sources.door.read({ ...own("kind-archive"), subject: leaving })).state, "asked");
  const clerk = new Visitor(app);
  await clerk.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-clerk" });
  const count = async () => (await clerk.ask("GET", "/staff/v1/cities/haikou/manual-questions")).json<{ total: number }>().total;
  assert.equal(await count(), 1);
  await app.sources.jobs.find((job) => job.name === "sources:forget-person")?.run({ person: leaving });
  assert.equal(await count(), 0);
});
