// The copy of all data holds what a person booked, waits for, queued and entered for, and what they were told; and nothing of anybody else's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { until } from "../../testing/patience.ts";
import { aBookingCalendar, aCity } from "../catalogue/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, type Visitor } from "../identity/testing.ts";
import { anIdNumber } from "./appointment/testing.ts";
import { aDraw } from "./campaign/testing.ts";
import { aCampaign } from "./rush/testing.ts";

type Person = Visitor & { person: string };

/** A Monday at nine in China. */
const NINE = Date.parse("2026-11-23T01:00:00Z");
const clock = { now: NINE };
const MOTHER = anIdNumber("1985-02-03", 881);
const CHILD = { name: "李小明", idNumber: anIdNumber("2018-06-01", 883), recordNumber: "R-883" };
const HIS = "左边第二颗";
const HERS = "右边第三颗";
let outside: OutsideOffice;
let app: TestApp;
let client: pg.Client;
let mother: Person;
let uncle: Person;
let child = "";

before(async () => {
  outside = await startOutsideOffice();
  for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) outside.answers.set(path, () => ({ result: "match" }));
  outside.answers.set("/civil-affairs/v1/children", ({ idNumber }) => ({ children: idNumber === MOTHER ? [{ ...CHILD, relation: "mother", birthDate: "" }] : [] }));
  const open = { department: "transport", opensAt: new Date(NINE - 3_600_000).toISOString(), closesAt: new Date(NINE + 3_600_000).toISOString() };
  const city = aCity({
    bookingCalendars: [aBookingCalendar({ id: "teeth", services: ["S002"], questions: [{ id: "pain", names: { zh: "哪里疼", en: "Where" }, required: false, longest: 60 }], limits: { open: 9 } })],
    campaigns: [aCampaign({ ...open, id: "plain" }), aDraw({ ...open, draw: { at: new Date(NINE + 2 * 3_600_000).toISOString(), randomness: "committed", witnesses: [] }, confirmBy: new Date(NINE + 26 * 3_600_000).toISOString() }), aCampaign({ ...open, id: "others" })],
  });
  app = await startTestApp([city], { clock: () => new Date(clock.now), settings: outside.settings });
  await app.startWorker();
  client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  mother = await signUp("15400007701", "吴淑敏", MOTHER);
  uncle = await signUp("15400007702", "郑秋生", anIdNumber("1987-02-03", 885));
  child = (await mother.ask("POST", "/api/v1/me/family/children", { recordNumber: CHILD.recordNumber, consent: true })).json<{ person: string }>().person;
});
after(async () => {
  await client.end();
  await app.stop();
  await outside.stop();
});

async function signUp(phone: string, name: string, idNumber: string): Promise<Person> {
  await app.forgetAttempts();
  clock.now += 1_000;
  const visitor = await signIn(app, outside, phone);
  assert.equal((await visitor.ask("POST", "/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } })).statusCode, 200);
  await until(async () => (await visitor.ask("GET", "/api/v1/me")).json().level >= 2, "the new level");
  return visitor;
}

const book = async (who: Person, startsAt: string, pain: string, headers: Record<string, string> = {}) => {
  const reply = await who.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "teeth", startsAt, answers: { pain } }, headers);
  assert.equal(reply.statusCode, 201, reply.body);
  return reply.json<{ id: string }>().id;
};
const enter = (slug: string, person: string, number: number) =>
  client.query("insert into booking.entry (campaign, person, quota, number) select q.campaign, $2, q.id, $3 from booking.quota q join booking.campaign c on c.id = q.campaign where c.slug = $1", [slug, person, number]);
const ticket = (person: string, number: string) =>
  client.query(
    "insert into booking.ticket (id, city, office, day, line, number, state, person, holder, service, arrived_at, taken_at, ended_at) values (gen_random_uuid(), 'haikou', 'main-hall', '2026-11-23', 'general', $2, 'served', $1, $1, 'S001', $3, $3, $3)",
    [person, number, new Date(NINE)],
  );

test("everything of the person's own, opened, and nothing of another's", async () => {
  const [own, past] = [await book(mother, "2026-11-24T01:00:00.000Z", HERS), await book(mother, "2026-11-24T02:00:00.000Z", HERS)];
  await mother.ask("POST", `/api/v1/me/appointments/${past}/cancellation`, { reason: "出差" });
  const his = await book(uncle, "2026-11-25T01:00:00.000Z", HIS);
  const childs = await book(mother, "2026-11-26T01:00:00.000Z", HIS, { "acting-for": `child:${child}` });
  for (const who of [mother, uncle]) assert.equal((await who.ask("POST", "/api/v1/me/wishes", { city: "haikou", calendar: "teeth", from: "2026-11-27", until: "2026-11-27" })).statusCode, 201);
  for (const slug of ["plain", "lots"]) await enter(slug, mother.person, 7);
  await enter("others", uncle.person, 8);
  await ticket(mother.person, "A007");
  await ticket(uncle.person, "A008");
  await app.database.transaction((tx) => app.messages.send(tx, { person: uncle.person, city: "haikou", class: "account", title: { zh: "只给舅舅", en: "For him alone" }, body: { zh: "。", en: "." }, about: { kind: "account", id: "x" } }));
  await mother.ask("PUT", "/api/v1/me/message-preferences", { language: "en" });

  const reply = await mother.ask("GET", "/api/v1/me/export");
  assert.equal(reply.statusCode, 200, reply.body);
  const copy = reply.json();
  assert.deepEqual(copy.appointments.map(({ id, state, answers, reason }: { id: string; state: string; answers: object; reason?: { zh: string } }) => [id, state, answers, reason?.zh]), [[own, "booked", { pain: HERS }, undefined], [past, "cancelled", { pain: HERS }, "出差"]]);
  assert.deepEqual(copy.wishes.map(({ from, state }: { from: string; state: string }) => [from, state]), [["2026-11-27", "waiting"]]);
  assert.deepEqual(copy.queueTickets, [{ number: "A007", state: "served", city: "haikou", office: "main-hall", line: "general", service: "S001", party: 1, takenAt: new Date(NINE).toISOString(), arrivedAt: new Date(NINE).toISOString(), endedAt: new Date(NINE).toISOString() }]);
  assert.deepEqual(copy.campaigns.map(({ city, campaign, entry, result }: { city: string; campaign: string; entry: { number: number; salt?: string }; result: { state: string } }) => [city, campaign, entry.number, entry.salt !== undefined, result.state]).sort(), [["haikou", "lots", 7, true, "not-drawn"], ["haikou", "plain", 7, false, "won"]]);
  assert.equal(copy.messages.language, "en");
  assert.deepEqual(copy.messages.items.map(({ title }: { title: { zh: string } }) => title.zh.replace(/：.*/, "")), ["已代为预约", "已取消", "预约成功", "预约成功"]);
  assert.equal(copy.person.name, "吴淑敏");
  for (const hidden of [HIS, his, childs, uncle.person, "A008", "只给舅舅", "others"]) assert.ok(!reply.body.replaceAll(`/me/appointments/${childs}`, "").replaceAll(`"id":"${childs}"`, "").includes(hidden), hidden);

  const [access] = copy.accesses.length > 0 ? (await mother.ask("GET", "/api/v1/me/accesses")).json().items : [];
  assert.equal(access.act, "person.exported");
  for (const part of ["appointments", "wishes", "queueTickets", "campaigns", "messages"]) assert.ok(access.fields.includes(part), `${part} was taken along and is not on record`);
  assert.deepEqual((await uncle.ask("GET", "/api/v1/me/export")).json().appointments.map(({ id }: { id: string }) => id), [his]);
});

test("somebody with nothing has nothing, of level 1 too; without a fresh confirmation nobody gets anything", async () => {
  await app.forgetAttempts();
  const newcomer = await signIn(app, outside, "15400007703");
  const { appointments, wishes, queueTickets, campaigns, messages, proofs, moveRequests } = (await newcomer.ask("GET", "/api/v1/me/export")).json();
  assert.deepEqual([appointments, wishes, queueTickets, campaigns, messages.items, proofs, moveRequests], [[], [], [], [], [], [], []]);
  clock.now += 11 * 60_000;
  assert.equal((await mother.ask("GET", "/api/v1/me/export")).json().code, "confirmation-needed");
});
