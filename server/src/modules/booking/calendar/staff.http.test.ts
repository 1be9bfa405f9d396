// The staff's side: today's load, what a change would do, shutting a day with everybody told and offered another time, and who comes.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { BookingCalendar } from "../../catalogue/index.ts";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { messageTo, type Visitor } from "../../identity/testing.ts";
import { anIdNumber, type BookingLab, MONDAY, on, type Person, startBookingLab } from "../appointment/testing.ts";

const HALL = { city: "haikou", calendar: "hall-counter" };
const CALENDAR = aBookingCalendar({ party: { most: 3, named: true }, assurance: 2 });
const base = "/staff/v1/cities/haikou";
let lab: BookingLab;
let clerk: Visitor;
let anna: Person;
let ben: Person;

before(async () => {
  lab = await startBookingLab([CALENDAR]);
  clerk = await lab.staff("haikou-clerk");
  anna = await lab.signUp("15400007301", "吴建国", anIdNumber("1985-02-03", 711));
  ben = await lab.signUp("15400007302", "郑秋生", anIdNumber("1987-02-03", 713));
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = MONDAY + 60_000;
  await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.slot; update booking.closure set lifted_at = now(); delete from messages.message");
  await lab.app.forgetAttempts();
  lab.office.messages.length = 0;
  // Closures are remembered for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_050));
});

const book = async (who: Person, startsAt: string, change: object = {}) => {
  const reply = await who.ask("POST", "/api/v1/me/appointments", { ...HALL, startsAt, ...change });
  assert.equal(reply.statusCode, 201, reply.body);
  return reply.json();
};

test("the list shows today's load, the days what is taken of each slot", async () => {
  await book(anna, on(1, "09:00"));
  const { items } = (await clerk.ask("GET", `${base}/calendars`)).json();
  assert.deepEqual([items.length, items[0].today.capacity, items[0].today.booked], [1, 24, 1]);
  const days = (await clerk.ask("GET", `${base}/calendars/hall-counter/days?from=2026-11-23&days=7`)).json().items;
  assert.deepEqual(days.map(({ capacity, taken }: { capacity: number; taken: number }) => [capacity, taken]), [[24, 1], [24, 0], [24, 0], [24, 0], [24, 0], [0, 0], [0, 0]]);
  assert.equal(days[0].slots[0].taken, 1);
});

test("a changed calendar says whom it keeps, whose end it moves, who has no place any more, and where it is too full", async () => {
  await book(anna, on(1, "09:00"));
  await book(ben, on(1, "09:00"));
  await book(anna, on(2, "11:30"));
  await book(ben, on(3, "09:30"));
  const preview = async (change: Partial<BookingCalendar>) => {
    const reply = await clerk.ask("POST", `${base}/calendars/hall-counter/preview`, { body: { ...CALENDAR, ...change } });
    assert.equal(reply.statusCode, 200, reply.body);
    return reply.json();
  };
  const same = await preview({});
  assert.deepEqual([same.kept, same.moved, same.orphaned, same.overbooked, same.capacityBefore === same.capacityAfter], [4, [], [], [], true]);
  const day = [{ hours: "09:00-11:00", slotMinutes: 20, capacity: 1 }];
  const other = await preview({ weekly: { ...CALENDAR.weekly, monday: day, tuesday: day } });
  assert.equal(other.kept, 1);
  assert.deepEqual(other.moved, [{ startsAt: on(1, "09:00"), kind: "counter", appointments: 2, people: 2, endsAt: on(1, "09:30"), willEndAt: on(1, "09:20") }]);
  assert.deepEqual(other.orphaned, [{ startsAt: on(2, "11:30"), kind: "counter", appointments: 1, people: 1 }]);
  assert.deepEqual(other.overbooked, [{ startsAt: on(1, "09:00"), kind: "", capacity: 1, taken: 2 }]);
  assert.ok(other.capacityAfter < other.capacityBefore);
  // However many it concerns.
  await manyAt(on(4, "11:30"), "booked", 5_001);
  const thursday = await preview({ weekly: { ...CALENDAR.weekly, thursday: day } });
  assert.deepEqual([thursday.kept, thursday.orphaned], [4, [{ startsAt: on(4, "11:30"), kind: "counter", appointments: 5_001, people: 5_001 }]]);
  assert.equal((await clerk.ask("POST", `${base}/calendars/hall-counter/preview`, { body: { ...CALENDAR, id: "another" } })).json().code, "invalid-request");
});

test("shutting a day: first what it would do, then everybody is told and another time is kept for them", async () => {
  const { id } = await book(anna, on(2, "09:00"), { needs: ["wheelchair"], party: 2, members: [{ person: anna.person }, { name: "吴小红", idNumber: anIdNumber("1990-05-05", 721) }] });
  const body = { date: "2026-11-24", reason: { zh: "停电检修", en: "Power works" } };
  const seen = await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { ...body, preview: true });
  assert.deepEqual([seen.statusCode, seen.json().appointments, seen.json().people, seen.json().id], [200, 1, 2, undefined]);
  assert.equal((await anna.ask("GET", `/api/v1/me/appointments/${id}`)).json().state, "booked");

  const closed = await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, body);
  assert.equal(closed.statusCode, 200, closed.body);
  await lab.run("booking:clear-closed");
  const calledOff = (await anna.ask("GET", `/api/v1/me/appointments/${id}`)).json();
  assert.deepEqual([calledOff.state, calledOff.cancelledBy, calledOff.reason.zh], ["cancelled", "office", "停电检修"]);
  assert.match(await messageTo(lab.office, "15400007301", /由单位取消/), /已为您保留/);
  const [told] = (await anna.ask("GET", "/api/v1/me/messages")).json().items;
  const accepted = await anna.ask("POST", told.actions[0].path);
  assert.equal(accepted.statusCode, 201, accepted.body);
  assert.deepEqual([accepted.json().startsAt, accepted.json().party, accepted.json().needs, accepted.json().members.length], [calledOff.offer.startsAt, 2, ["wheelchair"], 2]);
  assert.ok(accepted.json().startsAt < on(2, "00:00") || accepted.json().startsAt > on(2, "24:00"));
  // Nobody books what is shut, until it is opened again.
  assert.equal((await ben.ask("POST", "/api/v1/me/appointments", { ...HALL, startsAt: on(2, "10:00") })).json().code, "no-such-time");
  const slots = (await ben.ask("GET", "/api/v1/cities/haikou/calendars/hall-counter/slots?from=2026-11-24&days=1")).json();
  assert.deepEqual([slots.days[0].closed.zh, slots.days[0].slots], ["停电检修", []]);
  assert.equal((await clerk.ask("DELETE", `${base}/calendars/hall-counter/closures/${closed.json().id}`)).statusCode, 204);
  await book(ben, on(2, "10:00"));
});

test("hours of a day are shut for those alone who come then", async () => {
  const [early, late] = [await book(anna, on(2, "09:00")), await book(ben, on(2, "15:00"))];
  await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { date: "2026-11-24", hours: "14:00-17:00", reason: { zh: "开会", en: "Meeting" } });
  await lab.run("booking:clear-closed");
  assert.deepEqual([(await anna.ask("GET", `/api/v1/me/appointments/${early.id}`)).json().state, (await ben.ask("GET", `/api/v1/me/appointments/${late.id}`)).json().state], ["booked", "cancelled"]);
});

test("an appointment that cannot be called off keeps nobody else from hearing, and no other place for itself", async () => {
  const [broken, sound] = [await book(anna, on(2, "09:00")), await book(ben, on(2, "10:00"))];
  const repair = await lab.spoil(broken.id);
  await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { date: "2026-11-24", reason: { zh: "停电检修", en: "Power works" } });
  await lab.run("booking:clear-closed");
  const held = async () => (await lab.database.query<{ person: string }>("select person from booking.appointment where state = 'held'")).rows.map(({ person }) => person);
  assert.deepEqual([(await ben.ask("GET", `/api/v1/me/appointments/${sound.id}`)).json().state, await held()], ["cancelled", [ben.person]]);
  await repair();
  await lab.run("booking:clear-closed");
  assert.deepEqual([(await anna.ask("GET", `/api/v1/me/appointments/${broken.id}`)).json().state, (await held()).length], ["cancelled", 2]);
});

test("hours that end before they begin are refused, and shut nothing", async () => {
  for (const hours of ["12:00-09:00", "09:00-09:00"]) {
    const reply = await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { date: "2026-11-24", hours, reason: { zh: "开会", en: "Meeting" } });
    assert.deepEqual([reply.statusCode, reply.json().code, reply.json().errors[0].pointer], [400, "invalid-request", "/hours"], hours);
  }
  assert.equal((await lab.database.query("select from booking.closure where lifted_at is null")).rowCount, 0);
});

/** Held by nobody in particular, in no slot. */
const manyAt = (startsAt: string, state: "booked" | "held", count: number) => lab.database.query(
  `insert into booking.appointment (id, city, calendar, person, made_by, state, kind, services, party, starts_at, ends_at, slots, of_kind, needs, held_until, created_at)
   select gen_random_uuid(), 'haikou', 'hall-counter', gen_random_uuid(), gen_random_uuid(), $1, 'counter', '{S001}', 1, $2, $2::timestamptz + interval '30 minutes', '{}', false, '{}', case $1 when 'held' then $2::timestamptz end, now() from generate_series(1, $3)`,
  [state, startsAt, count],
);

test("the afternoon of a day is shut for all who come then, however many come in the morning", async () => {
  await manyAt(on(2, "09:00"), "booked", 2_001);
  await manyAt(on(2, "14:30"), "held", 201);
  const { id } = await book(ben, on(2, "15:00"), { party: 2, members: [{ person: ben.person }, { name: "吴小红", idNumber: anIdNumber("1990-05-05", 721) }] });
  const body = { date: "2026-11-24", hours: "14:00-17:00", reason: { zh: "开会", en: "Meeting" } };
  const seen = (await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { ...body, preview: true })).json();
  assert.deepEqual([seen.appointments, seen.people, seen.affected], [1, 2, [{ startsAt: on(2, "15:00"), kind: "counter", appointments: 1, people: 2 }]]);
  const morning = (await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { ...body, hours: "09:00-12:00", preview: true })).json();
  assert.deepEqual([morning.appointments, morning.affected.length], [2_001, 1]);
  await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, body);
  await lab.run("booking:clear-closed");
  assert.equal((await ben.ask("GET", `/api/v1/me/appointments/${id}`)).json().state, "cancelled");
  const { rows } = await lab.database.query("select state, count(*)::int from booking.appointment where starts_at between $1 and $2 group by state order by state", [on(2, "00:00"), on(3, "00:00")]);
  assert.deepEqual(rows, [{ state: "booked", count: 2_001 }, { state: "cancelled", count: 1 }]);
});

test("a closing that is sent twice, or at once, is one closure; other hours are another, and once lifted it can be shut anew", async () => {
  const shut = (change: object = {}) => clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { date: "2026-11-25", reason: { zh: "停电", en: "No power" }, ...change });
  const standing = async () => (await clerk.ask("GET", `${base}/calendars/hall-counter/days?from=2026-11-25&days=1`)).json().items[0].closures;
  const replies = await Promise.all([shut(), shut(), shut()]);
  const again = await shut({ reason: { zh: "开会", en: "Meeting" } });
  assert.deepEqual([...replies, again].map(({ statusCode }) => statusCode), [200, 200, 200, 200]);
  const [id] = new Set([...replies, again].map((reply) => reply.json().id));
  assert.deepEqual(await standing(), [{ id, reason: { zh: "停电", en: "No power" } }]);
  assert.deepEqual(again.json().reason, { zh: "停电", en: "No power" });
  const { rows } = await lab.database.query("select from audit.entry where act = 'calendar.closed' and detail ->> 'date' = '2026-11-25'");
  assert.equal(rows.length, 1, "and on record once");
  assert.notEqual((await shut({ hours: "09:00-10:00" })).json().id, id);
  assert.equal((await clerk.ask("DELETE", `${base}/calendars/hall-counter/closures/${id}`)).statusCode, 204);
  assert.notEqual((await shut()).json().id, id);
});

test("who comes on a day is masked, and each of them sees that somebody looked", async () => {
  await book(anna, on(2, "09:00"));
  const reply = await clerk.ask("GET", `${base}/appointments?calendar=hall-counter&date=2026-11-24`);
  assert.deepEqual([reply.statusCode, reply.json().items[0].name], [200, "吴**"]);
  for (const hidden of ["吴建国", anIdNumber("1985-02-03", 711), anna.person]) assert.ok(!reply.body.includes(hidden));
  const accesses = (await anna.ask("GET", "/api/v1/me/accesses")).json().items;
  assert.ok(accesses.some(({ act, fields }: { act: string; fields?: string[] }) => act === "appointment.read" && fields?.includes("name")), JSON.stringify(accesses).slice(0, 500));
});

test("whoever works for one district reaches neither the calendars of another nor those of the whole city", async () => {
  await book(anna, on(1, "09:00"));
  const asked = async () => {
    const list = await clerk.ask("GET", `${base}/calendars`);
    const days = await clerk.ask("GET", `${base}/calendars/hall-counter/days`);
    const visits = await clerk.ask("GET", `${base}/appointments?calendar=hall-counter&date=2026-11-23`);
    const closure = await clerk.ask("PUT", `${base}/calendars/hall-counter/closures`, { date: "2026-11-23", reason: { zh: "停电", en: "No power" }, preview: true });
    return [list.json().total, days.statusCode, visits.statusCode, closure.statusCode];
  };
  assert.deepEqual(await asked(), [1, 200, 200, 200]);
  await lab.database.query("update identity.staff set division = '460106' where id = 'haikou-clerk'");
  assert.deepEqual(await asked(), [0, 404, 404, 404]);
  await lab.database.query("update identity.staff set division = '460100' where id = 'haikou-clerk'");
  assert.deepEqual(await asked(), [1, 200, 200, 200]);
  await lab.database.query("update identity.staff set division = null where id = 'haikou-clerk'");
});
