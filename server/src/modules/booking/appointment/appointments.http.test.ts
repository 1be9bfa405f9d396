// From a free slot to a kept appointment: holding, booking, changing, cancelling, and what is refused on the way.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { statusesOf } from "../../identity/testing.ts";
import { type BookingLab, MONDAY, on, type Person, startBookingLab } from "./testing.ts";

const text = (zh: string) => ({ zh, en: zh });
const HALL = { city: "haikou", calendar: "hall-counter" };

let lab: BookingLab;
let anna: Person;
let ben: Person;

before(async () => {
  lab = await startBookingLab([
    aBookingCalendar(),
    aBookingCalendar({ id: "several", services: ["S001", "S002", "S003"], servicesPerVisit: 2, kinds: [{ id: "short", names: text("短"), slots: 1 }, { id: "long", names: text("长"), slots: 2, capacity: 1 }], limits: { open: 5, within: { count: 2, days: 2 } } }),
    aBookingCalendar({ id: "at-home", where: "home", questions: [{ id: "floor", names: text("楼层"), required: true, pattern: "[0-9]{1,2}", longest: 2 }], limits: { open: 9 } }),
    aBookingCalendar({ id: "far-ahead", releaseAt: "12:00", leadMinutes: 120, limits: { open: 9 } }),
  ]);
  anna = await lab.signIn("15400007001");
  ben = await lab.signIn("15400007002");
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = MONDAY;
  await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.slot");
  await lab.app.forgetAttempts();
});

/** Answers are kept for a second: each look asks for another number of days. */
let looks = 0;
const freeAt = async (calendar: string, time: string, query = "") => {
  const reply = await anna.ask("GET", `/api/v1/cities/haikou/calendars/${calendar}/slots?days=${7 + (looks += 1)}${query}`);
  assert.equal(reply.statusCode, 200, reply.body);
  return reply.json<{ days: { slots: { startsAt: string; free: number }[] }[] }>().days.flatMap(({ slots }) => slots).find(({ startsAt }) => startsAt === time)?.free;
};
const taken = async (time: string, calendar = "hall-counter", kind = "") => (await lab.database.query<{ taken: number }>("select taken from booking.slot where calendar = $1 and starts_at = $2 and kind = $3", [calendar, time, kind])).rows[0]?.taken ?? 0;
const book = (who: Person, body: object) => who.ask("POST", "/api/v1/me/appointments", { ...HALL, ...body });

describe("holding a place", () => {
  test("keeps it from others until it is booked, and the code then checks in", async () => {
    const hold = await anna.ask("POST", "/api/v1/me/holds", { ...HALL, startsAt: on(2, "09:00") });
    assert.equal(hold.statusCode, 201, hold.body);
    assert.equal(hold.json().heldUntil, new Date(MONDAY + 600_000).toISOString());
    assert.equal(await taken(on(2, "09:00")), 1);
    assert.deepEqual((await anna.ask("GET", "/api/v1/me/appointments")).json().items, []);
    const booked = await anna.ask("POST", "/api/v1/me/appointments", { hold: hold.json().id });
    assert.equal(booked.statusCode, 201, booked.body);
    assert.match(booked.json().code, /^[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{4}$/);
    assert.deepEqual([booked.json().state, booked.json().startsAt, booked.json().endsAt, booked.json().office.id], ["booked", on(2, "09:00"), on(2, "09:30"), "main-hall"]);
    const again = await anna.ask("POST", "/api/v1/me/appointments", { hold: hold.json().id });
    assert.deepEqual([again.statusCode, again.json().code], [201, booked.json().code]);
    assert.equal(await taken(on(2, "09:00")), 1);
  });

  test("another choice gives the first place back", async () => {
    await anna.ask("POST", "/api/v1/me/holds", { ...HALL, startsAt: on(2, "09:00") });
    assert.equal((await anna.ask("POST", "/api/v1/me/holds", { ...HALL, startsAt: on(2, "10:00") })).statusCode, 201);
    assert.deepEqual([await taken(on(2, "09:00")), await taken(on(2, "10:00"))], [0, 1]);
  });

  test("one that ran out is gone, and its place is free", async () => {
    const { id } = (await anna.ask("POST", "/api/v1/me/holds", { ...HALL, startsAt: on(2, "09:00") })).json();
    lab.clock.now += 601_000;
    const late = await anna.ask("POST", "/api/v1/me/appointments", { hold: id });
    assert.deepEqual([late.statusCode, late.json().code], [410, "no-such-hold"]);
    await lab.run("booking:expire-holds");
    assert.equal(await taken(on(2, "09:00")), 0);
    assert.equal((await lab.database.query("select from booking.appointment")).rowCount, 0);
  });

  test("let go by hand is free at once, and nobody else can", async () => {
    const { id } = (await anna.ask("POST", "/api/v1/me/holds", { ...HALL, startsAt: on(2, "09:00") })).json();
    assert.equal((await ben.ask("DELETE", `/api/v1/me/holds/${id}`)).statusCode, 410);
    assert.equal((await ben.ask("POST", "/api/v1/me/appointments", { hold: id })).json().code, "no-such-hold");
    assert.equal((await anna.ask("DELETE", `/api/v1/me/holds/${id}`)).statusCode, 204);
    assert.equal(await taken(on(2, "09:00")), 0);
  });
});

describe("booking at once", () => {
  test("takes a place, and the same sent again is the same appointment", async () => {
    const first = await book(anna, { startsAt: on(2, "09:30") });
    assert.equal(first.statusCode, 201, first.body);
    const again = await book(anna, { startsAt: on(2, "09:30") });
    assert.deepEqual([again.statusCode, again.json().id], [201, first.json().id]);
    assert.equal(await taken(on(2, "09:30")), 1);
    assert.equal(await freeAt("hall-counter", on(2, "09:30")), 1);
  });

  test("the last place goes to one, and the next is told that somebody was faster", async () => {
    await lab.database.query("insert into booking.slot values ('haikou', 'hall-counter', $1, '', 2, 1)", [on(2, "11:00")]);
    const replies = await Promise.all([book(anna, { startsAt: on(2, "11:00") }), book(ben, { startsAt: on(2, "11:00") })]);
    assert.deepEqual(statusesOf(replies), [201, 409]);
    assert.equal(replies.find(({ statusCode }) => statusCode === 409)?.json().code, "slot-taken");
    assert.equal(await taken(on(2, "11:00")), 2);
  });

  test("no more than the calendar lets one person have", async () => {
    assert.deepEqual([(await book(anna, { startsAt: on(2, "09:00") })).statusCode, (await book(anna, { startsAt: on(3, "09:00") })).statusCode], [201, 201]);
    const third = await book(anna, { startsAt: on(4, "09:00") });
    assert.deepEqual([third.statusCode, third.json().code, third.json().limit], [409, "booking-limit", "open"]);
    assert.equal((await book(ben, { startsAt: on(4, "09:00") })).statusCode, 201);
  });

  const refused: [what: string, body: object, status: number, code: string][] = [
    ["a time at which nothing begins", { startsAt: on(2, "09:10") }, 400, "no-such-time"],
    ["a break", { startsAt: on(2, "12:00") }, 400, "no-such-time"],
    ["a weekend", { startsAt: on(6, "09:00") }, 400, "no-such-time"],
    ["the past", { startsAt: "2026-11-20T01:00:00.000Z" }, 409, "too-late"],
    ["a day beyond the horizon", { startsAt: "2026-12-08T01:00:00.000Z" }, 409, "not-yet-open"],
    ["a calendar that is not there", { calendar: "nowhere", startsAt: on(2, "09:00") }, 404, "no-such-calendar"],
    ["a kind that is not there", { kind: "other", startsAt: on(2, "09:00") }, 400, "invalid-request"],
    ["an item that is not booked there", { services: ["S002"], startsAt: on(2, "09:00") }, 400, "invalid-request"],
    ["more people than may come", { party: 2, startsAt: on(2, "09:00") }, 400, "invalid-request"],
    ["a need that cannot be met", { needs: ["guide-dog"], startsAt: on(2, "09:00") }, 400, "details-needed"],
    ["members where nobody is named", { members: [{ name: "某人", idNumber: "1" }], startsAt: on(2, "09:00") }, 400, "details-needed"],
  ];
  for (const [what, body, status, code] of refused) {
    test(`refuses ${what}`, async () => {
      const reply = await book(anna, body);
      assert.deepEqual([reply.statusCode, reply.json().code], [status, code], reply.body);
      assert.equal((await lab.database.query("select from booking.appointment")).rowCount, 0);
    });
  }

  test("what is in the form of a time and none of the calendar's is no time here, and no fault", async () => {
    for (const startsAt of ["2026-12-31T23:59:60Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "2026-11-24 01:00:01Z"]) {
      const reply = await book(anna, { startsAt });
      assert.equal(reply.json().code, "no-such-time", `${startsAt}: ${reply.body}`);
    }
  });

  test("the lead time and the hour at which the last day opens", async () => {
    const early = await book(anna, { calendar: "far-ahead", startsAt: on(1, "09:30") });
    assert.deepEqual([early.json().code, early.json().until], ["too-late", on(1, "07:30")]);
    const last = await book(anna, { calendar: "far-ahead", startsAt: "2026-12-07T01:00:00.000Z" });
    assert.deepEqual([last.json().code, last.json().opensAt], ["not-yet-open", "2026-11-24T04:00:00.000Z"]);
    lab.clock.now = Date.parse("2026-11-24T04:00:00Z");
    assert.equal((await book(anna, { calendar: "far-ahead", startsAt: "2026-12-07T01:00:00.000Z" })).statusCode, 201);
  });
});

describe("several items and kinds", () => {
  test("each item takes slots of its kind, one after the other", async () => {
    const reply = await book(anna, { calendar: "several", kind: "long", services: ["S001", "S002"], startsAt: on(2, "09:00") });
    assert.equal(reply.statusCode, 201, reply.body);
    assert.deepEqual([reply.json().endsAt, reply.json().services.length], [on(2, "11:00"), 2]);
    for (const time of ["09:00", "09:30", "10:00", "10:30"]) assert.deepEqual([await taken(on(2, time), "several"), await taken(on(2, time), "several", "long")], [1, 1], time);
    assert.equal(await taken(on(2, "11:00"), "several"), 0);
  });

  test("never over a break", async () => {
    assert.equal((await book(anna, { calendar: "several", kind: "long", services: ["S001"], startsAt: on(2, "11:30") })).json().code, "no-such-time");
    assert.equal(await freeAt("several", on(2, "11:30"), "&kind=long"), undefined);
    assert.equal(await freeAt("several", on(2, "11:30"), "&kind=short"), 2);
  });

  test("a kind has no more than its own places, and leaves the others to other kinds", async () => {
    assert.equal((await book(anna, { calendar: "several", kind: "long", services: ["S001"], startsAt: on(2, "14:00") })).statusCode, 201);
    assert.equal((await book(ben, { calendar: "several", kind: "long", services: ["S001"], startsAt: on(2, "14:30") })).json().code, "slot-taken");
    assert.deepEqual([await freeAt("several", on(2, "14:00"), "&kind=long"), await freeAt("several", on(2, "14:00"), "&kind=short")], [0, 1]);
    assert.equal((await book(ben, { calendar: "several", kind: "short", services: ["S001"], startsAt: on(2, "14:30") })).statusCode, 201);
  });

  test("no more than so many within so many days", async () => {
    assert.equal((await book(anna, { calendar: "several", kind: "short", services: ["S001"], startsAt: on(2, "09:00") })).statusCode, 201);
    assert.equal((await book(anna, { calendar: "several", kind: "short", services: ["S001"], startsAt: on(3, "09:00") })).statusCode, 201);
    const third = await book(anna, { calendar: "several", kind: "short", services: ["S001"], startsAt: on(3, "10:00") });
    assert.deepEqual([third.json().code, third.json().limit], ["booking-limit", "within"]);
    assert.equal((await book(anna, { calendar: "several", kind: "short", services: ["S001"], startsAt: on(4, "09:30") })).statusCode, 201);
  });
});

test("a visit at home asks for the address and the answers, which are sealed", async () => {
  const bare = await book(anna, { calendar: "at-home", startsAt: on(2, "09:00") });
  assert.deepEqual([bare.statusCode, bare.json().errors.map(({ pointer }: { pointer: string }) => pointer)], [400, ["/answers/floor", "/address"]]);
  const wrong = await book(anna, { calendar: "at-home", startsAt: on(2, "09:00"), address: "海秀路 1 号", answers: { floor: "顶楼" } });
  assert.deepEqual(wrong.json().errors.map(({ pointer }: { pointer: string }) => pointer), ["/answers/floor"]);
  const right = await book(anna, { calendar: "at-home", startsAt: on(2, "09:00"), address: "海秀路 1 号", answers: { floor: "12" }, needs: ["wheelchair"] });
  assert.equal(right.statusCode, 201, right.body);
  assert.deepEqual([right.json().address, right.json().answers, right.json().needs], ["海秀路 1 号", { floor: "12" }, ["wheelchair"]]);
  const { rows } = await lab.database.query("select to_jsonb(a)::text as row from booking.appointment a");
  assert.ok(!rows[0].row.includes("海秀路") && !rows[0].row.includes(right.json().code));
});

describe("changing and cancelling", () => {
  test("takes the new time and gives the old one back; id and code stay", async () => {
    const kept = (await book(anna, { startsAt: on(2, "09:00") })).json();
    const reply = await anna.ask("PUT", `/api/v1/me/appointments/${kept.id}/time`, { startsAt: on(3, "10:00") });
    assert.equal(reply.statusCode, 200, reply.body);
    assert.deepEqual([reply.json().id, reply.json().code, reply.json().startsAt, reply.json().sequence], [kept.id, kept.code, on(3, "10:00"), 1]);
    assert.deepEqual([await taken(on(2, "09:00")), await taken(on(3, "10:00"))], [0, 1]);
    assert.equal((await lab.database.query("select from booking.attendee where starts_at = $1", [on(3, "10:00")])).rowCount, 1);
  });

  test("into a full slot changes nothing", async () => {
    await lab.database.query("insert into booking.slot values ('haikou', 'hall-counter', $1, '', 2, 2)", [on(3, "10:00")]);
    const kept = (await book(anna, { startsAt: on(2, "09:00") })).json();
    assert.equal((await anna.ask("PUT", `/api/v1/me/appointments/${kept.id}/time`, { startsAt: on(3, "10:00") })).json().code, "slot-taken");
    assert.deepEqual([await taken(on(2, "09:00")), await taken(on(3, "10:00"))], [1, 2]);
    assert.equal((await anna.ask("GET", `/api/v1/me/appointments/${kept.id}`)).json().startsAt, on(2, "09:00"));
  });

  test("a long visit may move by half of its own time, also when the rest is full", async () => {
    const kept = (await book(anna, { calendar: "several", kind: "long", services: ["S001"], startsAt: on(2, "09:00") })).json();
    await lab.database.query("update booking.slot set capacity = 1 where calendar = 'several'");
    const moved = await anna.ask("PUT", `/api/v1/me/appointments/${kept.id}/time`, { startsAt: on(2, "09:30") });
    assert.equal(moved.statusCode, 200, moved.body);
    for (const [time, count] of [["09:00", 0], ["09:30", 1], ["10:00", 1]] as const) assert.deepEqual([await taken(on(2, time), "several"), await taken(on(2, time), "several", "long")], [count, count], time);
  });

  test("cancelled is free again, and once is enough", async () => {
    const { id } = (await book(anna, { startsAt: on(2, "09:00") })).json();
    for (let times = 0; times < 2; times += 1) {
      const reply = await anna.ask("POST", `/api/v1/me/appointments/${id}/cancellation`, { reason: "孩子病了" });
      assert.deepEqual([reply.statusCode, reply.json().state, reply.json().cancelledBy, reply.json().reason.zh], [200, "cancelled", "person", "孩子病了"]);
    }
    assert.equal(await taken(on(2, "09:00")), 0);
    assert.deepEqual((await anna.ask("GET", "/api/v1/me/appointments")).json().items, []);
    assert.deepEqual((await anna.ask("GET", "/api/v1/me/appointments?state=past")).json().items.map((item: { id: string }) => item.id), [id]);
    assert.equal((await anna.ask("PUT", `/api/v1/me/appointments/${id}/time`, { startsAt: on(3, "09:00") })).json().code, "appointment-ended");
  });

  test("not later than the calendar says", async () => {
    const { id, changeUntil } = (await book(anna, { startsAt: on(2, "09:00") })).json();
    assert.equal(changeUntil, on(2, "08:00"));
    lab.clock.now = Date.parse(changeUntil);
    const replies = [await anna.ask("POST", `/api/v1/me/appointments/${id}/cancellation`), await anna.ask("PUT", `/api/v1/me/appointments/${id}/time`, { startsAt: on(3, "09:00") })];
    assert.deepEqual(replies.map((reply) => [reply.statusCode, reply.json().code]), [[409, "too-late"], [409, "too-late"]]);
    assert.equal((await anna.ask("POST", `/api/v1/me/appointments/${id}/coming`)).json().comingAt, changeUntil);
  });
});

test("finding places: by item, soonest first, with the next free time and the distance", async () => {
  const bookables = (await anna.ask("GET", "/api/v1/cities/haikou/bookables")).json();
  assert.deepEqual(bookables.items.map(({ service, places }: { service: string; places: number }) => [service, places]), [["S001", 4], ["S002", 1], ["S003", 1]]);
  await book(anna, { startsAt: on(1, "09:00") });
  const places = (await anna.ask("GET", "/api/v1/cities/haikou/bookables/S001?at=20.05,110.2&sort=nearest")).json();
  assert.deepEqual(places.items.map(({ nextFree }: { nextFree: string }) => nextFree), [on(1, "09:00"), on(1, "09:00"), on(1, "09:00"), on(1, "10:30")]);
  assert.ok(places.items[0].distanceMetres > 1_000 && places.items[0].distanceMetres < 1_200);
  assert.equal((await anna.ask("GET", "/api/v1/cities/haikou/bookables/S004")).json().code, "not-bookable");
  assert.deepEqual((await anna.ask("GET", "/api/v1/cities/haikou/bookables/S001?day=2026-11-28")).json().items, []);
});
