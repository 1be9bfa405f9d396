// What somebody did with an appointment stands in the inbox of everybody it concerns, written with it or not at all.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { messageTo, Visitor } from "../../identity/testing.ts";
import { anIdNumber, type BookingLab, MONDAY, on, type Person, startBookingLab } from "./testing.ts";

const TEETH = { city: "haikou", calendar: "teeth" };
const MOTHER = anIdNumber("1985-02-03", 861);
const BABY = { name: "李小明", idNumber: anIdNumber("2018-06-01", 863), recordNumber: "R-863" };
const TEEN = { name: "李大明", idNumber: anIdNumber("2010-06-01", 865), recordNumber: "R-865" };

interface Told {
  class: string;
  title: { zh: string };
  body: { zh: string; en: string };
  link: string;
  about: { id: string };
  actions?: object[];
}

let lab: BookingLab;
let mother: Person;
let teen: Person;
let uncle: Person;
let baby = "";

before(async () => {
  lab = await startBookingLab([aBookingCalendar({ id: "teeth", services: ["S002"], limits: { open: 9 } })], { PUBLIC_URL: "https://city.example" });
  lab.children.set(MOTHER, [BABY, TEEN].map((child) => ({ ...child, relation: "mother" as const })));
  mother = await lab.signUp("15400007601", "吴淑敏", MOTHER);
  uncle = await lab.signUp("15400007602", "郑秋生", anIdNumber("1987-02-03", 867));
  for (const who of [mother, uncle]) who.headers.origin = "https://city.example";
  [baby] = await Promise.all([BABY, TEEN].map(async ({ recordNumber }) => (await mother.ask("POST", "/api/v1/me/family/children", { recordNumber, consent: true })).json<{ person: string }>().person)) as [string, string];
  teen = await lab.signUp("15400007603", TEEN.name, TEEN.idNumber);
  teen.headers.origin = "https://city.example";
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = MONDAY + 60_000;
  await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.wish; delete from booking.slot; delete from messages.message");
  await lab.app.forgetAttempts();
  lab.office.messages.length = 0;
});

const inbox = async (who: Person, query = "") => (await who.ask("GET", `/api/v1/me/messages${query}`)).json<{ items: Told[]; unread: number }>();
const titles = async (who: Person) => (await inbox(who)).items.map(({ title }) => title.zh.replace(/：.*/, ""));
const book = async (who: Person, startsAt: string, headers: Record<string, string> = {}) => {
  const reply = await who.ask("POST", "/api/v1/me/appointments", { ...TEETH, startsAt }, headers);
  assert.equal(reply.statusCode, 201, reply.body);
  return reply.json<{ id: string }>().id;
};
const change = (who: Person, id: string, startsAt: string, headers: Record<string, string> = {}) => who.ask("PUT", `/api/v1/me/appointments/${id}/time`, { startsAt }, headers);
const cancel = (who: Person, id: string, headers: Record<string, string> = {}) => who.ask("POST", `/api/v1/me/appointments/${id}/cancellation`, undefined, headers);

describe("one's own appointment", () => {
  test("booked, changed and cancelled: each once, in three languages, without calling anybody to it", async () => {
    const id = await book(mother, on(2, "09:00"));
    const { items: [told, ...others], unread } = await inbox(mother);
    assert.deepEqual([told?.class, told?.link, told?.about, told?.actions, others.length, unread], ["appointment", `/me/appointments/${id}`, { kind: "appointment", id }, undefined, 0, 0]);
    assert.match(`${told?.title.zh} ${told?.body.zh} ${told?.body.en}`, /^预约成功：.* 11月24日 09:00.* 24 November, 09:00/);
    assert.match((await inbox(mother, "?lang=zh-Hant")).items[0]?.title.zh ?? "", /^預約成功/);
    assert.equal((await change(mother, id, on(3, "10:00"))).statusCode, 200);
    assert.match((await inbox(mother)).items[0]?.body.zh ?? "", /^改为11月25日 10:00.*原来是11月24日 09:00/);
    for (let times = 0; times < 2; times += 1) assert.equal((await cancel(mother, id)).statusCode, 200);
    assert.deepEqual(await titles(mother), ["已取消", "已改期", "预约成功"]);
    assert.deepEqual(lab.office.messages, [], "whoever sees it in the app gets no SMS");
  });

  test("a place that is only held tells nothing; booked from it, it does, once", async () => {
    const hold = (await mother.ask("POST", "/api/v1/me/holds", { ...TEETH, startsAt: on(2, "09:00") })).json<{ id: string }>().id;
    assert.deepEqual(await titles(mother), []);
    for (let times = 0; times < 2; times += 1) assert.equal((await mother.ask("POST", "/api/v1/me/appointments", { hold })).statusCode, 201);
    assert.deepEqual(await titles(mother), ["预约成功"]);
  });

  test("the same booked twice at once, and what could not be booked or changed, is told once and not at all", async () => {
    const body = { ...TEETH, startsAt: on(2, "09:00") };
    const replies = await Promise.all(Array.from({ length: 4 }, () => mother.ask("POST", "/api/v1/me/appointments", body)));
    assert.deepEqual(new Set(replies.map((reply) => reply.statusCode)), new Set([201]));
    assert.deepEqual(await titles(mother), ["预约成功"]);
    const id = replies[0]?.json<{ id: string }>().id ?? "";
    for (const [who, startsAt] of [[teen, on(2, "09:00")], [uncle, on(2, "10:00")], [teen, on(2, "10:00")]] as const) await book(who, startsAt);
    assert.equal((await uncle.ask("POST", "/api/v1/me/appointments", body)).json().code, "slot-taken");
    assert.equal((await change(mother, id, on(2, "10:00"))).json().code, "slot-taken");
    assert.deepEqual([await titles(mother), await titles(uncle)], [["预约成功"], ["预约成功"]], "who came too late is told nothing");
  });

  test("what cannot be told is not booked: both or neither", async () => {
    await lab.database.query("alter table messages.message add constraint nothing_new check (false) not valid");
    try {
      assert.equal((await mother.ask("POST", "/api/v1/me/appointments", { ...TEETH, startsAt: on(2, "09:00") })).statusCode, 500);
      const { rows } = await lab.database.query("select (select count(*)::int from booking.appointment) as booked, (select coalesce(sum(taken), 0)::int from booking.slot) as taken");
      assert.deepEqual(rows, [{ booked: 0, taken: 0 }]);
    } finally {
      await lab.database.query("alter table messages.message drop constraint nothing_new");
    }
    assert.deepEqual(await titles(mother), []);
  });

  test("by the link of a message: whoever has the telephone cancels, and the person is told", async () => {
    const id = await book(mother, on(2, "14:00"));
    lab.clock.now = Date.parse(on(1, "18:00"));
    await lab.run("booking:send-reminders");
    const token = /\/b\/([\w-]+)/.exec(await messageTo(lab.office, "15400007601", /\/b\//))?.[1] ?? "";
    assert.equal((await new Visitor(lab.app).ask("POST", `/api/v1/appointment-links/${token}/cancellation`)).statusCode, 204);
    assert.equal((await inbox(mother)).items[0]?.about.id, id);
    assert.deepEqual([await titles(mother), (await inbox(mother)).unread], [["已取消", "明天", "预约成功"], 2]);
  });

  test("a place that was offered and taken", async () => {
    const id = await book(uncle, on(2, "09:00"));
    await lab.database.query("update booking.slot set capacity = taken");
    await mother.ask("POST", "/api/v1/me/wishes", { ...TEETH, from: "2026-11-24", until: "2026-11-24" });
    await cancel(uncle, id);
    await lab.run("booking:make-offers");
    const { offer } = (await mother.ask("GET", "/api/v1/me/wishes")).json().items[0];
    for (let times = 0; times < 2; times += 1) assert.equal((await mother.ask("POST", `/api/v1/me/offers/${offer.id}/acceptance`)).statusCode, 201);
    assert.deepEqual(await titles(mother), ["预约成功", "有名额了"]);
  });
});

describe("somebody else's", () => {
  test("of a small child: the parent alone", async () => {
    const asChild = { "acting-for": `child:${baby}` };
    const id = await book(mother, on(2, "09:00"), asChild);
    await change(mother, id, on(2, "10:00"), asChild);
    await cancel(mother, id, asChild);
    assert.deepEqual([await titles(mother), (await inbox(mother)).unread], [["已取消", "已改期", "已代为预约"], 0]);
    assert.equal((await lab.database.query("select from messages.message where person = $1", [baby])).rowCount, 0);
  });

  test("of a child with an account: both, whoever of them did it", async () => {
    const id = await book(mother, on(2, "09:00"), { "acting-for": `child:${teen.person}` });
    assert.deepEqual([await titles(mother), await titles(teen), (await inbox(teen)).unread], [["已代为预约"], ["有人为您预约了"], 1]);
    assert.equal((await cancel(teen, id)).statusCode, 200);
    assert.deepEqual([await titles(mother), await titles(teen)], [["已取消", "已代为预约"], ["已取消", "有人为您预约了"]]);
    assert.deepEqual([(await inbox(mother)).unread, (await inbox(teen)).unread], [1, 1]);
    assert.deepEqual(lab.office.messages, []);
  });

  test("by a mandate: both; once it ended, its former holder hears nothing; who is signed in nowhere gets an SMS that names nobody", async () => {
    const offered = await mother.ask("POST", "/api/v1/me/mandates", { phone: "15400007602", name: "郑秋生", scope: { kind: "services", services: ["S002"] }, paymentCeilingFen: 0, validDays: 30, purpose: "代约" });
    assert.equal(offered.statusCode, 201, offered.body);
    const mandate = offered.json<{ id: string }>().id;
    // The SMS about the mandate itself arrives before any is counted.
    await messageTo(lab.office, "15400007602", /委托您代办/);
    assert.ok((await uncle.ask("POST", `/api/v1/me/mandates/${mandate}/acceptance`)).statusCode < 300);
    lab.office.messages.length = 0;
    const asHolder = { "acting-for": `mandate:${mandate}` };
    const [first, second] = [await book(uncle, on(2, "09:00"), asHolder), await book(uncle, on(2, "11:00"), asHolder)];
    assert.deepEqual([await titles(mother), await titles(uncle)], [["有人为您预约了", "有人为您预约了"], ["已代为预约", "已代为预约"]]);
    await mother.ask("POST", "/api/v1/sign-out");
    await cancel(uncle, first, asHolder);
    const text = await messageTo(lab.office, "15400007601", /11月24日 09:00 的预约已取消/);
    for (const hidden of ["郑秋生", "吴淑敏", "S002"]) assert.ok(!text.includes(hidden), text);
    assert.equal(lab.office.messages.some(({ to }) => to === "15400007602"), false);

    mother = await lab.signIn("15400007601");
    mother.headers.origin = "https://city.example";
    const heard = await titles(uncle);
    assert.ok((await mother.ask("DELETE", `/api/v1/me/mandates/${mandate}`)).statusCode < 300);
    assert.equal((await cancel(mother, second)).statusCode, 200);
    assert.deepEqual([(await titles(mother))[0], await titles(uncle)], ["已取消", heard]);
  });
});
