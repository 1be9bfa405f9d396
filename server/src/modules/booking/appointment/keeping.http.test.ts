// Between booking and coming: reminders with one tap, the calendar's file and subscription, and what staying away costs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { WEB_DIR } from "../../../root.ts";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { messageTo, Visitor } from "../../identity/testing.ts";
import { until } from "../../../testing/patience.ts";
import { type BookingLab, MONDAY, on, type Person, startBookingLab } from "./testing.ts";

const HALL = { city: "haikou", calendar: "hall-counter" };
let lab: BookingLab;
let anna: Person;
let ben: Person;

before(async () => {
  lab = await startBookingLab([aBookingCalendar({ limits: { open: 9 }, noShow: { strikes: 2, withinDays: 90, laterDays: 7, forDays: 10 } }), aBookingCalendar({ id: "at-home", where: "home" })], { PUBLIC_URL: "https://city.example" });
  anna = await lab.signIn("15400007201");
  ben = await lab.signIn("15400007202");
  for (const who of [anna, ben]) who.headers.origin = "https://city.example";
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = MONDAY;
  await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.slot; delete from messages.message");
  await lab.app.forgetAttempts();
  lab.office.messages.length = 0;
});

const book = async (who: Person, startsAt: string, change: object = {}) => {
  const reply = await who.ask("POST", "/api/v1/me/appointments", { ...HALL, startsAt, ...change });
  assert.equal(reply.statusCode, 201, reply.body);
  return reply.json();
};
/** Beside what confirms what they did themselves. */
const reminders = async (who: Person) => (await who.ask("GET", "/api/v1/me/messages")).json().items.filter(({ title }: { title: { zh: string } }) => /^(明天|即将开始)：/.test(title.zh));

test("people are reminded the evening before and two hours before, once each, in inbox and SMS", async () => {
  const { id, reminders: announced } = await book(anna, on(2, "14:00"));
  assert.deepEqual(announced, [on(1, "18:00"), on(2, "12:00")]);
  await lab.run("booking:send-reminders");
  assert.deepEqual(await reminders(anna), []);
  lab.clock.now = Date.parse(on(1, "18:00"));
  for (let times = 0; times < 2; times += 1) await lab.run("booking:send-reminders");
  const [told, ...others] = await reminders(anna);
  assert.deepEqual([told.class, told.link, told.actions.map(({ path }: { path: string }) => path), others.length], ["appointment", `/me/appointments/${id}`, [`/api/v1/me/appointments/${id}/coming`, `/api/v1/me/appointments/${id}/cancellation`], 0]);
  assert.match(await messageTo(lab.office, "15400007201", /https:\/\/city\.example\/b\//), /11月24日 14:00/);
  lab.clock.now = Date.parse(on(2, "12:00"));
  await lab.run("booking:send-reminders");
  assert.equal((await reminders(anna)).length, 2);
  lab.clock.now = Date.parse(on(2, "13:59"));
  await lab.run("booking:send-reminders");
  assert.equal((await reminders(anna)).length, 2);
});

test("a reminder that cannot be sent keeps none of the others, and is sent when it can be", async () => {
  const repair = await lab.spoil((await book(anna, on(2, "14:00"))).id);
  await book(ben, on(2, "14:00"));
  lab.clock.now = Date.parse(on(1, "18:00"));
  await lab.run("booking:send-reminders");
  assert.deepEqual([(await reminders(anna)).length, (await reminders(ben)).length], [0, 1]);
  await repair();
  await lab.run("booking:send-reminders");
  assert.deepEqual([(await reminders(anna)).length, (await reminders(ben)).length], [1, 1]);
});

test("what was cancelled or moved is not reminded of at its old time", async () => {
  const [gone, moved] = [await book(anna, on(2, "09:00")), await book(anna, on(2, "10:00"))];
  await anna.ask("POST", `/api/v1/me/appointments/${gone.id}/cancellation`);
  await anna.ask("PUT", `/api/v1/me/appointments/${moved.id}/time`, { startsAt: on(4, "10:00") });
  lab.clock.now = Date.parse(on(1, "18:01"));
  await lab.run("booking:send-reminders");
  assert.deepEqual(await reminders(anna), []);
});

test("the message's link shows the least, takes coming and cancelling, and names nobody", async () => {
  const { id } = await book(anna, on(2, "14:00"));
  lab.clock.now = Date.parse(on(1, "18:00"));
  await lab.run("booking:send-reminders");
  const token = /\/b\/([\w-]+)/.exec(await messageTo(lab.office, "15400007201", /\/b\//))?.[1] ?? "";
  const stranger = new Visitor(lab.app);
  const seen = await stranger.ask("GET", `/api/v1/appointment-links/${token}`);
  assert.equal(seen.statusCode, 200, seen.body);
  assert.deepEqual([seen.json().startsAt, seen.json().state], [on(2, "14:00"), "booked"]);
  for (const hidden of [id, anna.person, "code", "members", "S001"]) assert.ok(!seen.body.includes(hidden), hidden);
  assert.equal((await stranger.ask("POST", `/api/v1/appointment-links/${token}/coming`)).statusCode, 204);
  assert.equal((await anna.ask("GET", `/api/v1/me/appointments/${id}`)).json().comingAt, on(1, "18:00"));
  // What the message asked is answered.
  assert.equal((await reminders(anna))[0].actions, undefined);
  assert.equal((await stranger.ask("POST", `/api/v1/appointment-links/${token}/cancellation`)).statusCode, 204);
  assert.equal((await anna.ask("GET", `/api/v1/me/appointments/${id}`)).json().state, "cancelled");
  for (const wrong of ["a".repeat(22), `${token}x`, "%20"]) assert.equal((await stranger.ask("GET", `/api/v1/appointment-links/${wrong}`)).statusCode >= 400, true, wrong);
  lab.clock.now = Date.parse(on(2, "14:30"));
  assert.equal((await stranger.ask("GET", `/api/v1/appointment-links/${token}`)).json().code, "no-such-link");
});

test("the calendar's file, and a secret address that shows changes and ends", async () => {
  const { id } = await book(anna, on(2, "14:00"));
  const file = await anna.ask("GET", `/api/v1/me/appointments/${id}/calendar.ics`);
  assert.deepEqual([file.statusCode, file.headers["content-type"]], [200, "text/calendar; charset=utf-8"]);
  assert.match(file.body, /DTSTART;TZID=Asia\/Shanghai:20261124T140000\r\n/);
  // As the people's app writes its addresses: the city, then a pattern of its list of screens.
  const url = /^URL:(.*)$/m.exec(file.body.replaceAll("\r\n ", ""))?.[1]?.trim();
  assert.equal(url, `https://city.example/haikou/me/appointments/${id}`);
  assert.ok(readFileSync(join(WEB_DIR, "citizen/src/routing/routes.ts"), "utf8").includes('pattern: "/me/appointments/:id"'));
  assert.equal((await ben.ask("GET", `/api/v1/me/appointments/${id}/calendar.ics`)).statusCode, 404);
  const path = new URL((await anna.ask("POST", "/api/v1/me/calendar-feed")).json().url).pathname;
  const program = new Visitor(lab.app);
  const read = async (address = path) => program.ask("GET", address);
  assert.match((await read()).body, new RegExp(`UID:${id}@`));
  await anna.ask("PUT", `/api/v1/me/appointments/${id}/time`, { startsAt: on(3, "14:00") });
  assert.match((await read(`${path}?lang=en`)).body, /SEQUENCE:1\r\nSTATUS:CONFIRMED\r\nDTSTART;TZID=Asia\/Shanghai:20261125T140000/);
  await anna.ask("POST", `/api/v1/me/appointments/${id}/cancellation`);
  assert.match((await read()).body, /SEQUENCE:2\r\nSTATUS:CANCELLED/);
  const fresh = new URL((await anna.ask("POST", "/api/v1/me/calendar-feed")).json().url).pathname;
  assert.deepEqual([(await read()).statusCode, (await read(fresh)).statusCode], [404, 200]);
  assert.equal((await anna.ask("DELETE", "/api/v1/me/calendar-feed")).statusCode, 204);
  assert.equal((await read(fresh)).statusCode, 404);
});

test("behind one address a whole city opens its links and feeds; who guesses there is stopped, and stops nobody else", async () => {
  await book(anna, on(2, "14:00"));
  lab.clock.now = Date.parse(on(1, "18:00"));
  await lab.run("booking:send-reminders");
  const link = /\/b\/([\w-]+)/.exec(await messageTo(lab.office, "15400007201", /\/b\//))?.[1] ?? "";
  const feed = new URL((await anna.ask("POST", "/api/v1/me/calendar-feed")).json().url).pathname;
  const network = new Visitor(lab.app);
  const counted = async () => (await lab.database.query<{ used: number }>("select used from kernel.rate_window where bucket ~ '^(appointment-links|calendar-feeds):' order by bucket")).rows.map(({ used }) => used);
  const honest = async () => [(await network.ask("GET", `/api/v1/appointment-links/${link}`)).statusCode, (await network.ask("POST", `/api/v1/appointment-links/${link}/coming`)).statusCode, (await network.ask("GET", feed)).statusCode];
  const guess = async () => [(await network.ask("GET", `/api/v1/appointment-links/${"a".repeat(22)}`)).statusCode, (await network.ask("GET", `/api/v1/calendar-feeds/${"a".repeat(43)}.ics`)).statusCode];
  assert.deepEqual([await honest(), await counted()], [[200, 204, 200], []], "who has a link uses up nobody's attempts");
  assert.deepEqual([await guess(), await counted()], [[404, 404], [1, 1]]);
  await lab.database.query("update kernel.rate_window set used = case when bucket like 'appointment-links:%' then 120 else 600 end where bucket ~ '^(appointment-links|calendar-feeds):'");
  assert.deepEqual([await guess(), await honest()], [[429, 429], [200, 204, 200]]);
});

test("the secret address ends with \"this was not me\": whoever was in the account may have it", async () => {
  const owner = await lab.signIn("15400007209");
  const path = new URL((await owner.ask("POST", "/api/v1/me/calendar-feed")).json().url).pathname;
  const program = new Visitor(lab.app);
  assert.equal((await program.ask("GET", path)).statusCode, 200);
  assert.equal((await owner.ask("POST", "/api/v1/me/lock")).statusCode, 204);
  await until(async () => (await program.ask("GET", path)).statusCode === 404, "that the address no longer answers");
});

test("nobody moves an appointment to and fro without end: each move gives a place to the line and tells somebody", async () => {
  const { id } = await book(anna, on(2, "09:00"));
  const replies = [];
  for (let move = 0; move < 61; move += 1) replies.push((await anna.ask("PUT", `/api/v1/me/appointments/${id}/time`, { startsAt: on(2, move % 2 === 0 ? "10:00" : "09:00") })).statusCode);
  assert.deepEqual([replies.filter((status) => status === 200).length, replies.at(-1)], [60, 429]);
  await lab.app.forgetAttempts();
  assert.equal((await anna.ask("POST", `/api/v1/me/appointments/${id}/cancellation`)).statusCode, 200);
});

test("who stayed away twice books later than others for a time, and never not at all", async () => {
  const [first, second] = [await book(anna, on(1, "09:00")), await book(anna, on(1, "10:00"))];
  await book(ben, on(1, "09:00"));
  const visit = await book(anna, on(1, "11:00"), { calendar: "at-home", address: "海秀路 1 号" });
  lab.clock.now = Date.parse(on(2, "00:30"));
  await lab.run("booking:end-day");
  const state = async (id: string) => (await anna.ask("GET", `/api/v1/me/appointments/${id}`)).json().state;
  assert.deepEqual([await state(first.id), await state(second.id), await state(visit.id)], ["missed", "missed", "served"]);
  // The horizon is fourteen days; for her it is seven.
  const late = await anna.ask("POST", "/api/v1/me/appointments", { ...HALL, startsAt: "2026-12-01T01:00:00.000Z" });
  assert.deepEqual([late.statusCode, late.json().code, late.json().because], [409, "not-yet-open", "missed"]);
  await book(anna, "2026-11-30T01:00:00.000Z");
  await book(ben, "2026-12-01T01:00:00.000Z");
  // Ten days after the second it is over.
  lab.clock.now += 10 * 86_400_000;
  await book(anna, "2026-12-15T01:00:00.000Z");
});
