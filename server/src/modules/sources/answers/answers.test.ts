// What a department said is known from that moment on, whether it has reached the database yet or not; and what somebody leaves behind is not written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Database, openDatabase } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { createLog } from "../../../kernel/log.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.ts";
import { until } from "../../../testing/patience.ts";
import { type Answers, createAnswers, type KeptAnswer, type Question } from "./answers.ts";

/** What is kept is not sealed here: what is sealed is told by the vault's tests. */
const plainly = { seal: (_place: string, text: string) => Buffer.from(text), open: (_place: string, sealed: Buffer) => sealed.toString() };
const about = (subject: string, operation = "licence"): Question => ({ subject, city: "haikou", source: "transport", operation, parameters: {} });
const said = (points: number): KeptAnswer => ({ record: { points }, asOf: undefined, obtainedAt: new Date(), keepUntil: new Date(Date.now() + 3_600_000) });

let testDatabase: TestDatabase;
let database: Database;
let answers: Answers;
before(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4);
  answers = createAnswers(database, createLog("silent"));
});
after(async () => {
  await answers.close();
  await database.close();
  await testDatabase.drop();
});

const recall = async (question: Question) => (await answers.recall(question, plainly))?.record;
const countWritten = async (subject: string) => (await sql<{ count: number }>`select count(*)::int as count from sources.answer where subject = ${subject}`.execute(database.handle("sources"))).rows[0]?.count ?? 0;

test("an answer is known while it is on its way to the database, to whoever reads there meanwhile too", async () => {
  const person = newId();
  answers.keep(about(person), said(1), plainly);
  assert.deepEqual(await recall(about(person)), { points: 1 }, "kept before anything of the person was read");
  const reading = recall(about(person, "vehicle"));
  answers.keep(about(person, "vehicle"), said(2), plainly);
  await reading;
  answers.reread(person);
  answers.keep(about(person, "fines"), said(3), plainly);
  const rereading = recall(about(person));
  answers.reread(person);
  answers.keep(about(person, "permit"), said(4), plainly);
  assert.deepEqual(await rereading, { points: 1 });
  for (const [operation, points] of [["licence", 1], ["vehicle", 2], ["fines", 3], ["permit", 4]] as const) assert.deepEqual(await recall(about(person, operation)), { points }, operation);
  await until(async () => (await countWritten(person)) === 4, "all four in the database");
  answers.reread(person);
  assert.deepEqual(await recall(about(person, "permit")), { points: 4 });
});

test("what is written elsewhere is seen once the person is read again, and the newer of two answers stays", async () => {
  const person = newId();
  assert.equal(await recall(about(person)), undefined);
  const clerk = said(5);
  await database.transaction((tx) => answers.write(tx, about(person), clerk, plainly));
  assert.equal(await recall(about(person)), undefined);
  answers.reread(person);
  assert.deepEqual(await recall(about(person)), { points: 5 });
  answers.keep(about(person), { ...said(6), obtainedAt: new Date(clerk.obtainedAt.getTime() - 1_000) }, plainly);
  answers.reread(person);
  assert.deepEqual(await recall(about(person)), { points: 5 });
});

test("nothing is written any more of somebody who left", async () => {
  const [leaving, staying] = [newId(), newId()];
  answers.keep(about(leaving), said(7), plainly);
  answers.forget(leaving);
  answers.keep(about(staying), said(8), plainly);
  await until(() => countWritten(staying), "the other's");
  assert.equal(await countWritten(leaving), 0);
  assert.equal(await recall(about(leaving)), undefined);
});
