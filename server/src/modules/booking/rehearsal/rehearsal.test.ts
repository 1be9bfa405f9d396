/** The rehearsal holds what it promises at a small size, and would tell if it did not. */
import assert from "node:assert/strict";
import { createHistogram } from "node:perf_hooks";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { createTestDatabase } from "../../../testing/database.ts";
import { addRehearsalPeople } from "../../identity/index.ts";
import { DueList } from "./due-list.ts";
import { rehearse } from "./rehearse.ts";
import { describeRehearsal, rankCorrelation, type Rehearsed } from "./report.ts";
import type { Observed, Visitor } from "./visitors.ts";

const ROOT = join(import.meta.dirname, "../../../../..");

test("the earliest is due first, whatever the order they were put down in", () => {
  const list = new DueList<number>();
  const times = Array.from({ length: 500 }, (_each, index) => (index * 7_919) % 503);
  for (const at of times) list.add(at, at);
  assert.equal(list.take(-1), undefined);
  const taken = times.map(() => list.take(1_000)?.item);
  assert.deepEqual(taken, times.toSorted((a, b) => a - b));
  assert.equal(list.size, 0);
});

test("a rank correlation tells an order kept, turned round, and drawn by lot", () => {
  const kept = Array.from({ length: 100 }, (_each, index) => [index, index * 3] as const);
  assert.equal(rankCorrelation(kept), 1);
  assert.equal(rankCorrelation(kept.map(([one, other]) => [one, -other] as const)), -1);
  assert.ok(Math.abs(rankCorrelation(kept.map(([one]) => [one, (one * 37) % 101] as const))) < 0.4);
});

test("people of rehearsals are added to no database that holds an account of anybody else", async (t) => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  t.after(async () => {
    await client.end();
    await database.drop();
  });
  await client.query("insert into identity.person (id, level) values ('00000000-0000-4000-8000-000000000001', 1)");
  await client.query("insert into identity.account (person, city) values ('00000000-0000-4000-8000-000000000001', 'haikou')");
  await assert.rejects(addRehearsalPeople(client, { count: 3, city: "haikou" }), /holds accounts of people/);
  const { rows } = await client.query("select from identity.session");
  assert.equal(rows.length, 0);
});

function aVisitor(index: number, values: Partial<Visitor> = {}): Visitor {
  return { index, cookie: "", pass: undefined, cameAs: index, bot: false, ticket: undefined, toldTurnAt: undefined, place: ((index * 37) % 101) + 1, since: 0, tries: 1, registered: index + 1, soldOut: false, ...values };
}

function aRehearsal(visitors: Visitor[], observed: Partial<Observed> = {}): Rehearsed {
  const outcome = { milliseconds: 1, answers: 1, byStatus: {}, broken: 0, latency: createHistogram() };
  const numbers = new Map(visitors.flatMap(({ index, registered }) => (registered === undefined ? [] : [[String(index), registered] as const])));
  return {
    place: "haikou/red-packets", admitPerSecond: 1_000, memoryMegabytes: 100, bearable: { perSecond: 10_000, p99Ms: 20 },
    personOf: ({ index }) => String(index),
    stored: { rows: numbers.size, people: numbers.size, numbered: true, taken: numbers.size, overdrawn: 0, numbers },
    observed: { visitors, outcome, openedAt: 0, lastAt: 1_000, perSecond: [], accepted: createHistogram(), refused: createHistogram(), waited: createHistogram(), refusedWithoutPlace: 0, putBack: 0, repeated: 0, repeatedDifferently: 0, tryAgain: 0, botRequests: 0, faults: {}, ...observed },
  };
}

const brokenIn = (rehearsed: Rehearsed) => describeRehearsal(rehearsed).promises.filter(({ kept }) => !kept).map(({ what }) => what);
const crowd = (values: Partial<Visitor> = {}) => Array.from({ length: 101 }, (_each, index) => aVisitor(index, index === 50 ? values : {}));

test("each promise that breaks is told by itself", () => {
  assert.deepEqual(brokenIn(aRehearsal(crowd())), []);
  assert.match(brokenIn(aRehearsal(crowd({ registered: undefined })))[0] ?? "", /Everybody was answered/);
  const lost = aRehearsal(crowd());
  lost.stored.numbers.delete("7");
  assert.match(brokenIn(lost)[0] ?? "", /stored, exactly once/);
  const doubled = aRehearsal(crowd());
  doubled.stored.rows += 1;
  assert.match(brokenIn(doubled)[0] ?? "", /stored, exactly once/);
  assert.match(brokenIn(aRehearsal(crowd(), { repeatedDifferently: 1 }))[0] ?? "", /asked twice/);
  assert.match(brokenIn(aRehearsal(crowd(), { putBack: 1 }))[0] ?? "", /turn was put later/);
  assert.match(brokenIn(aRehearsal(crowd().map((each) => ({ ...each, place: each.index + 1 }))))[0] ?? "", /order of those who waited/);
  assert.match(brokenIn(aRehearsal([...crowd(), aVisitor(101, { cameAs: undefined, bot: true, place: 5 })]))[0] ?? "", /no program, stands before/);
  assert.match(brokenIn(aRehearsal(crowd(), { faults: { "500 server-fault": 1 } }))[0] ?? "", /told of a fault/);
});

test("three hundred people rehearse the red packets, and every promise holds", { timeout: 300_000 }, async () => {
  const said: string[] = [];
  const report = await rehearse(
    { city: "chengdu", campaign: "red-packet-2027", people: 300, perSecond: 100 },
    { citiesDir: join(ROOT, "cities"), migrationsDir: join(ROOT, "server/migrations"), rootDir: ROOT, serverProgram: join(ROOT, "server/src/main.ts"), environment: { PATH: process.env.PATH }, say: (line) => said.push(line) },
  );
  assert.deepEqual(report.promises.filter(({ kept }) => !kept), []);
  assert.ok(report.kept);
  assert.match(report.lines[0] ?? "", /300 people came to chengdu\/red-packet-2027: 150 waited before the opening/);
  assert.ok(said.some((line) => /database for the rehearsal alone/.test(line)));
});
