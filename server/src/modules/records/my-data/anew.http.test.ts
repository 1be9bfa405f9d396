// Whoever asks for everything anew is answered by the departments themselves, not by what they said a minute ago; and not without end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aManualSource } from "../../catalogue/testing.ts";
import { Visitor } from "../../identity/testing.ts";
import { ACCOUNT, aKind, anIdNumber, type Person, type RecordsLab, startRecordsLab } from "../testing.ts";

let lab: RecordsLab;
let person: Person;
const ID_NUMBER = anIdNumber("1985-03-14", 561);

before(async () => {
  lab = await startRecordsLab({}, { freshSeconds: 3_600, sources: [aManualSource()], recordKinds: [aKind({ id: "archive-file", source: "archive", operation: "file" })] });
  person = await lab.signUp("15400005601", "周望舒", ID_NUMBER);
  lab.answers.set(`/fund/${ID_NUMBER}`, ACCOUNT);
});
after(() => lab.stop());

const list = async (query: string) => {
  const reply = await person.ask("GET", `/api/v1/me/records${query}`);
  assert.equal(reply.statusCode, 200, reply.body);
  const records = new Map(reply.json<{ items: { kind: string; state: string; obtainedAt?: string; headline?: { value: unknown } }[] }>().items.map((item) => [item.kind, item]));
  return { fund: records.get("fund-account"), archive: records.get("archive-file") };
};

test("all departments are asked again, each within its limits; one that is silent shows what it last said", async () => {
  await lab.app.forgetAttempts();
  assert.equal((await list("")).fund?.headline?.value, ACCOUNT.balance);
  const asked = lab.asked.length;
  lab.answers.set(`/fund/${ID_NUMBER}`, { ...ACCOUNT, balance: 99_000 });
  assert.equal((await list("")).fund?.headline?.value, ACCOUNT.balance, "fresh enough");
  assert.equal(lab.asked.length, asked);
  lab.clock.now += 60_000;
  const { fund } = await list("?anew=true");
  assert.deepEqual([fund?.headline?.value, fund?.obtainedAt], [99_000, new Date(lab.clock.now).toISOString()]);
  assert.deepEqual(lab.asked.slice(asked).sort(), [`/doses/${ID_NUMBER}`, `/fund/${ID_NUMBER}`]);
  lab.answers.set(`/fund/${ID_NUMBER}`, "broken");
  assert.deepEqual([(await list("?anew=true")).fund?.state, (await list("")).fund?.state], ["last-known", "current"]);
  lab.answers.set(`/fund/${ID_NUMBER}`, ACCOUNT);
});

test("too often is refused with how long to wait, and what is fresh is still shown", async () => {
  await lab.app.forgetAttempts();
  for (let times = 0; times < 3; times += 1) await list("?anew=true");
  const asked = lab.asked.length;
  const refused = await person.ask("GET", "/api/v1/me/records?anew=true");
  assert.deepEqual([refused.statusCode, refused.json().code, lab.asked.length], [429, "too-many-requests", asked]);
  const { retryAfterSeconds } = refused.json<{ retryAfterSeconds: number }>();
  assert.ok(retryAfterSeconds > 500 && retryAfterSeconds <= 600 && refused.headers["retry-after"] === String(retryAfterSeconds));
  assert.equal((await list("")).fund?.state, "current");
});

test("a clerk who has answered is given the same work again only for the one record", async () => {
  await lab.app.forgetAttempts();
  const clerk = new Visitor(lab.app);
  await clerk.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-clerk" });
  const open = async () => (await clerk.ask("GET", "/staff/v1/cities/haikou/manual-questions")).json<{ items: { id: string }[] }>().items;
  const [question] = await open();
  assert.ok(question);
  assert.equal((await clerk.ask("POST", `/staff/v1/cities/haikou/manual-questions/${question.id}/answer`, { record: ACCOUNT })).statusCode, 204);
  assert.equal((await list("?anew=true")).archive?.state, "current");
  assert.deepEqual(await open(), []);
  assert.equal((await person.ask("GET", "/api/v1/me/records/archive-file?anew=true")).json().state, "last-known");
  assert.equal((await open()).length, 1);
});
