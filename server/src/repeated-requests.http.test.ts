// A request sent again under its Idempotency-Key, over the whole server: with real sign-ins, a person's and a member of staff's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chinaDate } from "./kernel/china-time.ts";
import { anIdNumber } from "./modules/booking/appointment/testing.ts";
import { aBookingCalendar, aCity } from "./modules/catalogue/testing.ts";
import { signInDemonstration } from "./modules/identity/staff/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, type Visitor } from "./modules/identity/testing.ts";
import { startTestApp, type TestApp } from "./testing/app.ts";
import { until } from "./testing/patience.ts";

/** A Monday morning, whenever this runs. */
const NOW = Date.parse("2026-11-23T01:00:00Z");
const today = chinaDate(new Date(NOW));

let app: TestApp;
let office: OutsideOffice;
let person: Visitor;
let other: Visitor;
before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([aCity({ bookingCalendars: [aBookingCalendar()] })], { clock: () => new Date(NOW), settings: office.settings });
  await app.startWorker();
  person = await signIn(app, office, "15400008201");
  other = await signIn(app, office, "15400008202");
});
after(async () => {
  await app.stop();
  await office.stop();
});

const choose = (who: Visitor, language: string, headers: Record<string, string> = { "idempotency-key": "k-1" }) => who.ask("PUT", "/api/v1/me/message-preferences", { language }, headers);
const languageOf = async (who: Visitor) => (await who.ask("GET", "/api/v1/me/message-preferences")).json<{ language: string }>().language;

test("a person's change is made once; the same key is another person's own, and another sign-in's", async () => {
  assert.equal((await choose(person, "en")).headers["idempotent-replayed"], undefined);
  await choose(person, "zh-Hant", {});
  assert.deepEqual([(await choose(person, "en")).headers["idempotent-replayed"], await languageOf(person)], ["true", "zh-Hant"]);
  assert.deepEqual([(await choose(other, "en")).headers["idempotent-replayed"], await languageOf(other)], [undefined, "en"]);
  await app.forgetAttempts();
  const again = await signIn(app, office, "15400008201");
  assert.deepEqual([(await choose(again, "en")).headers["idempotent-replayed"], await languageOf(again)], [undefined, "en"]);
});

test("another body under the key is refused, and a sign-in that has ended is told so rather than the kept answer", async () => {
  assert.deepEqual([(await choose(other, "zh-Hans")).statusCode, (await choose(other, "zh-Hans")).json().code], [422, "idempotency-key-reused"]);
  const cookies = new Map(other.cookies);
  assert.equal((await other.ask("POST", "/api/v1/sign-out")).statusCode, 204);
  for (const [name, value] of cookies) other.cookies.set(name, value);
  // Word of a sign-in that ended reaches every process within moments.
  await until(async () => (await other.ask("GET", "/api/v1/me")).statusCode === 401, "the end of the sign-in");
  assert.deepEqual([(await choose(other, "en")).statusCode, (await choose(other, "en")).headers["idempotent-replayed"]], [401, undefined]);
});

test("staff's too: a switch turned twice is on record once", async () => {
  const operator = await signInDemonstration(app, "haikou-operator");
  const turn = () => operator.ask("PUT", "/staff/v1/load", { level: 0, reason: { zh: "演练", en: "Drill" } }, { "idempotency-key": "k-1" });
  const [first, second] = [await turn(), await turn()];
  assert.deepEqual([second.body, second.headers["idempotent-replayed"]], [first.body, "true"]);
  assert.equal(first.json().history.length, 1);
  assert.equal((await operator.ask("GET", "/staff/v1/load")).json().history.length, 1);
});

test("a mandate's: once it has ended, whoever held it is not given the answer again", async () => {
  for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) office.answers.set(path, () => ({ result: "match" }));
  await app.forgetAttempts();
  const [grantor, holder] = [await signIn(app, office, "15400008203"), await signIn(app, office, "15400008204")];
  for (const [who, name, idNumber] of [[grantor, "吴淑敏", anIdNumber("1985-02-03", 841)], [holder, "郑秋生", anIdNumber("1987-02-03", 842)]] as const) {
    assert.equal((await who.ask("POST", "/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } })).statusCode, 200);
  }
  const offered = await grantor.ask("POST", "/api/v1/me/mandates", { phone: "15400008204", name: "郑秋生", scope: { kind: "everything" }, paymentCeilingFen: 0, validDays: 30, purpose: "代约" });
  assert.equal(offered.statusCode, 201, offered.body);
  const { id } = offered.json<{ id: string }>();
  assert.ok((await holder.ask("POST", `/api/v1/me/mandates/${id}/acceptance`)).statusCode < 300);
  const wish = () => holder.ask("POST", "/api/v1/me/wishes", { city: "haikou", calendar: "hall-counter", from: today, until: today }, { "acting-for": `mandate:${id}`, "idempotency-key": "k-2" });
  const first = await wish();
  assert.equal(first.statusCode, 201, first.body);
  assert.deepEqual([(await wish()).body, (await wish()).headers["idempotent-replayed"]], [first.body, "true"]);
  assert.ok((await grantor.ask("DELETE", `/api/v1/me/mandates/${id}`)).statusCode < 300);
  const refused = await wish();
  assert.deepEqual([refused.statusCode, refused.json().code], [403, "idempotency-rights-changed"]);
  assert.ok(!refused.body.includes(first.json().id));
});
