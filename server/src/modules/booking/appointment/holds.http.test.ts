// Nobody keeps places from others by holding them: one for an item, a few for an account, and not over and over.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { statusesOf } from "../../identity/testing.ts";
import { anIdNumber, type BookingLab, MONDAY, on, type Person, startBookingLab } from "./testing.ts";

const PARENT = anIdNumber("1985-02-03", 851);
const CHILD = { name: "李小明", idNumber: anIdNumber("2018-06-01", 852), recordNumber: "R-852" };
const named = { party: { most: 2, named: true }, assurance: 2 } as const;

let lab: BookingLab;
let parent: Person;
let other: Person;
let child = "";

before(async () => {
  lab = await startBookingLab([
    aBookingCalendar({ id: "museum", ...named }),
    aBookingCalendar({ id: "museum-east", ...named }),
    aBookingCalendar({ id: "rare", limits: { open: 5, within: { count: 1, days: 30 } } }),
    ...["S002", "S003", "S004"].map((id) => aBookingCalendar({ id: `for-${id}`, services: [id], ...named })),
  ]);
  lab.children.set(PARENT, [{ ...CHILD, relation: "mother" }]);
  parent = await lab.signUp("15400007501", "吴淑敏", PARENT);
  other = await lab.signUp("15400007502", "郑秋生", anIdNumber("1987-02-03", 853));
  const added = await parent.ask("POST", "/api/v1/me/family/children", { recordNumber: CHILD.recordNumber, consent: true });
  child = added.json<{ person: string }>().person;
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = MONDAY + 3_600_000;
  await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.slot");
  await lab.app.forgetAttempts();
});

const hold = (who: Person, calendar: string, startsAt = on(2, "09:00"), headers: Record<string, string> = {}) => who.ask("POST", "/api/v1/me/holds", { city: "haikou", calendar, startsAt, party: 2 }, headers);
const held = async () => (await lab.database.query<{ calendar: string; owner: string }>("select calendar, owner from booking.appointment where state = 'held' order by calendar")).rows;
const taken = async (calendar: string) => (await lab.database.query<{ taken: number }>("select coalesce(sum(taken), 0)::int as taken from booking.slot where calendar = $1", [calendar])).rows[0]?.taken;
const asParent = () => ({ "acting-for": `child:${child}` });

test("another time of the same item, in this calendar or another, gives the first place back; another's and a child's stay", async () => {
  assert.deepEqual(statusesOf([await hold(other, "museum-east", on(3, "09:00")), await hold(parent, "museum", on(4, "09:00"), asParent())]), [201, 201]);
  for (const [calendar, time] of [["museum", "09:00"], ["museum", "09:30"], ["museum-east", "09:30"]] as const) assert.equal((await hold(parent, calendar, on(2, time))).statusCode, 201);
  assert.deepEqual((await held()).map(({ calendar }) => calendar), ["museum", "museum-east", "museum-east"]);
  assert.deepEqual([await taken("museum"), await taken("museum-east")], [2, 4]);
  // One that fails gives nothing back.
  await lab.database.query("update booking.slot set taken = capacity where calendar = 'museum' and starts_at = $1", [on(2, "09:00")]);
  assert.equal((await hold(parent, "museum", on(2, "09:00"))).json().code, "slot-taken");
  assert.equal((await held()).length, 3);
});

test("an account holds three at once, for whomever; one that is booked or given back makes room", async () => {
  const first = await hold(parent, "museum");
  for (const reply of [first, await hold(parent, "for-S002"), await hold(parent, "for-S003", on(2, "09:00"), asParent())]) assert.equal(reply.statusCode, 201, reply.body);
  for (const headers of [{}, asParent()]) {
    const refused = await hold(parent, "for-S004", on(2, "09:00"), headers);
    assert.deepEqual([refused.statusCode, refused.json().code, refused.json().limit], [409, "booking-limit", "held"]);
  }
  assert.equal(await taken("for-S004"), 0);
  assert.equal((await hold(parent, "for-S002", on(3, "09:00"))).statusCode, 201, "in place of one of the three");
  assert.equal((await hold(other, "for-S004")).statusCode, 201);
  assert.equal((await parent.ask("DELETE", `/api/v1/me/holds/${first.json().id}`)).statusCode, 204);
  assert.equal((await hold(parent, "for-S004")).statusCode, 409, "the other one has it");
  assert.equal((await hold(parent, "for-S004", on(3, "09:00"))).statusCode, 201);
  lab.clock.now += 601_000;
  assert.equal((await hold(parent, "museum")).statusCode, 201, "what ran out holds nothing");
});

test("however many are asked for at once, no more than three are held", async () => {
  const asked = ["museum", "for-S002", "for-S003", "for-S004"].flatMap((calendar) => [hold(parent, calendar), hold(parent, calendar, on(3, "09:00"), asParent())]);
  const replies = await Promise.all(asked);
  assert.deepEqual(statusesOf(replies), [201, 201, 201, 409, 409, 409, 409, 409]);
  assert.equal((await held()).length, 3);
});

test("at once in two calendars for one item, one is held", async () => {
  const replies = await Promise.all(["museum", "museum-east", "museum", "museum-east"].map(async (calendar) => hold(parent, calendar)));
  assert.deepEqual(statusesOf(replies), [201, 201, 201, 201]);
  assert.deepEqual([(await held()).length, ((await taken("museum")) ?? 0) + ((await taken("museum-east")) ?? 0)], [1, 2]);
});

test("where one may come once in so many days, another time may still be chosen, held or booked; what is booked counts", async () => {
  const rare = (path: string, startsAt: string) => other.ask("POST", `/api/v1/me/${path}`, { city: "haikou", calendar: "rare", startsAt });
  for (const time of ["09:00", "10:00"]) assert.equal((await rare("holds", on(2, time))).statusCode, 201);
  const booked = await rare("appointments", on(3, "09:00"));
  assert.equal(booked.statusCode, 201, booked.body);
  assert.deepEqual(await held(), []);
  for (const path of ["holds", "appointments"]) assert.deepEqual([(await rare(path, on(4, "09:00"))).json().code, (await rare(path, on(4, "09:00"))).json().limit], ["booking-limit", "within"]);
});

test("what has begun is neither held nor booked any more", async () => {
  lab.clock.now = Date.parse(on(1, "08:55"));
  const late = await hold(parent, "museum", on(1, "09:00"));
  assert.equal(late.json().heldUntil, on(1, "09:00"));
  lab.clock.now = Date.parse(on(1, "09:00"));
  const members = [{ person: parent.person }, { person: child }];
  assert.equal((await parent.ask("POST", "/api/v1/me/appointments", { hold: late.json().id, members })).json().code, "no-such-hold");
  assert.equal((await hold(parent, "museum", on(1, "09:00"))).json().code, "too-late");
});

test("a place is not held over and over: twenty in a calendar and a day", async () => {
  const replies = [];
  for (let tries = 0; tries < 21; tries += 1) replies.push(await hold(parent, "museum", on(2, tries % 2 === 0 ? "09:00" : "09:30")));
  assert.deepEqual(statusesOf(replies), [...Array.from({ length: 20 }, () => 201), 429]);
  assert.ok(Number(replies.at(-1)?.headers["retry-after"]) > 3_600);
  assert.equal((await hold(parent, "for-S002")).statusCode, 201);
});
