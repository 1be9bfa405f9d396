// A place given back goes to whoever waits, one after the other, each for a time, and is never simply open again while somebody waits.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { messageTo, statusesOf } from "../../identity/testing.ts";
import { type BookingLab, MONDAY, on, type Person, startBookingLab } from "./testing.ts";

const HALL = { city: "haikou", calendar: "hall-counter" };
const one = [{ hours: "09:00-12:00", slotMinutes: 30, capacity: 1 }];
const week = { monday: one, tuesday: one, wednesday: one, thursday: one, friday: one, saturday: [], sunday: [] };

let lab: BookingLab;
let anna: Person;
let ben: Person;
let carl: Person;
let dora: Person;

before(async () => {
  lab = await startBookingLab([
    aBookingCalendar({ weekly: week, limits: { open: 3 } }), aBookingCalendar({ id: "long", weekly: week, kinds: [{ id: "double", names: { zh: "双", en: "double" }, slots: 2 }] }), aBookingCalendar({ id: "pairs", party: { most: 2, named: false } }),
    aBookingCalendar({ id: "groups", party: { most: 3, named: false }, weekly: { ...week, tuesday: [{ hours: "09:00-12:00", slotMinutes: 30, capacity: 3 }] }, kinds: [{ id: "any", names: { zh: "普通", en: "Any" }, slots: 1 }, { id: "few", names: { zh: "专科", en: "Few" }, slots: 1, capacity: 1 }] }),
    aBookingCalendar({ id: "near", weekly: week, changeUntilMinutes: 0 }),
  ]);
  [anna, ben, carl, dora] = [await lab.signIn("15400007101"), await lab.signIn("15400007102"), await lab.signIn("15400007103"), await lab.signIn("15400007104")];
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = MONDAY;
  await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.wish; delete from booking.freed; delete from booking.slot");
  await lab.app.forgetAttempts();
});

const taken = async (time: string, calendar = "hall-counter") => (await lab.database.query<{ taken: number }>("select taken from booking.slot where calendar = $1 and starts_at = $2 and kind = ''", [calendar, time])).rows[0]?.taken ?? 0;
const book = async (who: Person, startsAt: string, calendar = "hall-counter", change: object = {}) => {
  const reply = await who.ask("POST", "/api/v1/me/appointments", { ...HALL, calendar, startsAt, ...change });
  assert.equal(reply.statusCode, 201, reply.body);
  return reply.json<{ id: string }>().id;
};
const wish = async (who: Person, change: object = {}) => {
  const reply = await who.ask("POST", "/api/v1/me/wishes", { ...HALL, from: "2026-11-23", until: "2026-11-27", ...change });
  assert.equal(reply.statusCode, 201, reply.body);
  return reply.json<{ id: string; place: number }>();
};
const wishOf = async (who: Person) => (await who.ask("GET", "/api/v1/me/wishes")).json().items[0];
const cancel = async (who: Person, id: string) => {
  assert.equal((await who.ask("POST", `/api/v1/me/appointments/${id}/cancellation`)).statusCode, 200);
  await lab.run("booking:make-offers");
};

test("the first in the line is offered it, then the next, and whoever takes it has an appointment", async () => {
  const booked = await book(anna, on(2, "09:00"));
  assert.deepEqual([(await wish(ben)).place, (await wish(carl)).place], [1, 2]);
  await cancel(anna, booked);
  assert.equal(await taken(on(2, "09:00")), 1);
  const offer = (await wishOf(ben)).offer;
  assert.deepEqual([offer.startsAt, offer.until], [on(2, "09:00"), new Date(MONDAY + 1_800_000).toISOString()]);
  assert.deepEqual([(await wishOf(carl)).state, (await wishOf(carl)).place], ["waiting", 2]);
  // Nobody else gets it, and it shows as taken.
  assert.equal((await dora.ask("POST", "/api/v1/me/appointments", { ...HALL, startsAt: on(2, "09:00") })).json().code, "slot-taken");
  const told = (await ben.ask("GET", "/api/v1/me/messages")).json().items[0];
  assert.deepEqual(told.actions.map(({ id }: { id: string }) => id), ["accept", "refuse"]);
  await messageTo(lab.office, "15400007102", /候补/);

  lab.clock.now += 1_801_000;
  assert.equal((await ben.ask("POST", `/api/v1/me/offers/${offer.id}/acceptance`)).json().code, "offer-over");
  await lab.run("booking:expire-holds");
  await lab.run("booking:make-offers");
  assert.equal((await wishOf(ben)).state, "waiting");
  const next = (await wishOf(carl)).offer;
  assert.equal(next.startsAt, on(2, "09:00"));
  assert.equal((await dora.ask("POST", `/api/v1/me/offers/${next.id}/acceptance`)).json().code, "offer-over");
  const accepted = await carl.ask("POST", `/api/v1/me/offers/${next.id}/acceptance`);
  assert.equal(accepted.statusCode, 201, accepted.body);
  assert.deepEqual([accepted.json().state, accepted.json().startsAt], ["booked", on(2, "09:00")]);
  assert.deepEqual([(await wishOf(carl)).state, (await wishOf(carl)).appointment], ["fulfilled", accepted.json().id]);
  assert.equal((await carl.ask("POST", `/api/v1/me/offers/${next.id}/acceptance`)).json().id, accepted.json().id);
  assert.equal(await taken(on(2, "09:00")), 1);
});

test("taken by one tap that was sent twice at once, it is one appointment, and both are told so", async () => {
  const booked = await book(anna, on(2, "09:00"));
  await wish(ben);
  await cancel(anna, booked);
  const { offer } = await wishOf(ben);
  const replies = await Promise.all([0, 1, 2].map(async () => ben.ask("POST", `/api/v1/me/offers/${offer.id}/acceptance`)));
  assert.deepEqual(replies.map(({ statusCode }) => statusCode), [201, 201, 201]);
  assert.equal(new Set(replies.map((reply) => reply.json().id)).size, 1);
  assert.equal(await taken(on(2, "09:00")), 1);
});

test("refused, it goes on at once; with nobody left it is open to everybody", async () => {
  const booked = await book(anna, on(2, "09:00"));
  await wish(ben);
  await wish(carl);
  await cancel(anna, booked);
  for (const who of [ben, carl]) {
    const { offer } = await wishOf(who);
    assert.equal(offer.startsAt, on(2, "09:00"));
    assert.equal((await who.ask("POST", `/api/v1/me/offers/${offer.id}/refusal`)).statusCode, 204);
    await lab.run("booking:make-offers");
  }
  // Both let this time pass: it is not offered to them again.
  assert.equal(await taken(on(2, "09:00")), 0);
  await book(dora, on(2, "09:00"));
});

const heldFor = async (offer: { id: string }) => (await lab.database.query<{ appointment: string }>("select appointment from booking.offer where id = $1", [offer.id])).rows[0]?.appointment ?? "";

test("giving the offered place back as a hold refuses the offer: it goes on at once, and the wish waits for another time", async () => {
  const booked = await book(anna, on(2, "09:00"));
  await wish(ben);
  await wish(carl);
  await cancel(anna, booked);
  const { offer } = await wishOf(ben);
  const hold = await heldFor(offer);
  assert.equal((await carl.ask("DELETE", `/api/v1/me/holds/${hold}`)).json().code, "no-such-hold");
  assert.equal((await ben.ask("DELETE", `/api/v1/me/holds/${hold}`)).statusCode, 204);
  await lab.run("booking:make-offers");
  assert.deepEqual([(await wishOf(ben)).state, (await wishOf(carl)).offer.startsAt, await taken(on(2, "09:00"))], ["waiting", on(2, "09:00"), 1]);
  assert.equal((await ben.ask("POST", `/api/v1/me/offers/${offer.id}/acceptance`)).json().code, "offer-over");
  const [told] = (await ben.ask("GET", "/api/v1/me/messages")).json().items;
  assert.deepEqual(told.actions ?? [], [], "its message asks for no answer any more");
  // And he is still in the line.
  await cancel(dora, await book(dora, on(3, "09:00")));
  assert.equal((await wishOf(ben)).offer.startsAt, on(3, "09:00"));
});

test("booking the offered place as a hold accepts the offer, once however often it is sent", async () => {
  const booked = await book(anna, on(2, "09:00"));
  await wish(ben);
  await cancel(anna, booked);
  const hold = await heldFor((await wishOf(ben)).offer);
  const replies = await Promise.all([0, 1].map(async () => ben.ask("POST", "/api/v1/me/appointments", { hold })));
  assert.deepEqual(replies.map((reply) => [reply.statusCode, reply.json().id]), [[201, hold], [201, hold]]);
  assert.deepEqual([(await wishOf(ben)).state, (await wishOf(ben)).appointment], ["fulfilled", hold]);
  await lab.run("booking:expire-holds");
  assert.equal(await taken(on(2, "09:00")), 1);
});

test("only a time that somebody wished for is offered to them", async () => {
  const [early, late] = [await book(anna, on(2, "09:00")), await book(anna, on(4, "10:30"))];
  await wish(ben, { days: [4], hours: "10:00-11:00" });
  await cancel(anna, early);
  assert.deepEqual([(await wishOf(ben)).state, await taken(on(2, "09:00"))], ["waiting", 0]);
  await cancel(anna, late);
  assert.deepEqual([(await wishOf(ben)).offer.startsAt, await taken(on(4, "10:30"))], [on(4, "10:30"), 1]);
});

test("a change gives the old place to the line as well, and so does a hold that ran out", async () => {
  const booked = await book(anna, on(2, "09:00"));
  await wish(ben);
  await wish(carl);
  assert.equal((await anna.ask("PUT", `/api/v1/me/appointments/${booked}/time`, { startsAt: on(2, "10:00") })).statusCode, 200);
  await lab.run("booking:make-offers");
  assert.equal((await wishOf(ben)).offer.startsAt, on(2, "09:00"));
  await dora.ask("POST", "/api/v1/me/holds", { ...HALL, startsAt: on(3, "09:00") });
  lab.clock.now += 601_000;
  await lab.run("booking:expire-holds");
  await lab.run("booking:make-offers");
  assert.equal((await wishOf(carl)).offer.startsAt, on(3, "09:00"));
});

test("a long visit is offered when what was given back and what is free make it whole", async () => {
  const booked = await book(anna, on(2, "09:00"), "long");
  await wish(ben, { calendar: "long" });
  await cancel(anna, booked);
  const { offer } = await wishOf(ben);
  assert.deepEqual([offer.startsAt, offer.endsAt], [on(2, "09:00"), on(2, "10:00")]);
  assert.deepEqual([await taken(on(2, "09:00"), "long"), await taken(on(2, "09:30"), "long")], [1, 1]);
});

test("a calendar that has more places than when its slot was first booked offers those as well", async () => {
  const booked = await book(anna, on(2, "09:00"), "pairs");
  // As it was when the calendar had one place.
  await lab.database.query("update booking.slot set capacity = 1 where calendar = 'pairs'");
  const only = { calendar: "pairs", from: "2026-11-24", until: "2026-11-24" };
  await wish(ben, { ...only, party: 2 });
  await wish(carl, only);
  await cancel(anna, booked);
  assert.equal((await wishOf(ben)).offer.startsAt, on(2, "09:00"));
  assert.equal(await taken(on(2, "09:00"), "pairs"), 2);
});

/** Before everybody else in a line; by nobody who has an account. */
const manyWait = (calendar: string, { first, count, kind, party = 1, date = "2026-11-24" }: { first: number; count: number; kind: string; party?: number; date?: string }) => lab.database.query(
  `insert into booking.wish (id, city, calendar, person, made_by, kind, services, slots, party, from_date, until_date, created_at)
   select ('00000000-0000-7000-8000-' || lpad(($1 + n)::text, 12, '0'))::uuid, 'haikou', $2, someone, someone, $3, '{S001}', 1, $4, $5, $5, now() from (select n, gen_random_uuid() as someone from generate_series(1, $6) n) people`,
  [first, calendar, kind, party, date, count],
);

test("whoever waits behind hundreds is offered what those cannot use: another day, another kind, a larger party", async () => {
  await manyWait("hall-counter", { first: 0, count: 501, kind: "counter", date: "2026-11-27" });
  const booked = await book(anna, on(2, "09:00"));
  assert.equal((await wish(ben)).place, 502);
  await cancel(anna, booked);
  assert.equal((await wishOf(ben)).offer.startsAt, on(2, "09:00"));

  const party = await book(anna, on(2, "09:00"), "groups", { kind: "any", party: 3 });
  await manyWait("groups", { first: 1_000, count: 1, kind: "any", party: 2 });
  await manyWait("groups", { first: 1_001, count: 501, kind: "any", party: 3 });
  await wish(carl, { calendar: "groups", kind: "any", until: "2026-11-24" });
  await cancel(anna, party);
  assert.deepEqual([(await wishOf(carl)).offer?.startsAt, await taken(on(2, "09:00"), "groups")], [on(2, "09:00"), 3]);
});

const inHand = async () => (await lab.database.query("select from booking.freed")).rowCount;

test("of the places of a party each goes to whom it fits, and the rest is open to everybody", async () => {
  const booked = await book(anna, on(2, "09:00"), "groups", { kind: "any", party: 3 });
  await wish(ben, { calendar: "groups", kind: "any" });
  await cancel(anna, booked);
  assert.equal((await wishOf(ben)).offer.startsAt, on(2, "09:00"));
  assert.deepEqual([await taken(on(2, "09:00"), "groups"), await inHand()], [1, 0]);
});

test("an offered place counts among those of its kind, which are no more than before", async () => {
  const booked = await book(anna, on(2, "09:00"), "groups", { kind: "few" });
  await wish(ben, { calendar: "groups", kind: "few" });
  await cancel(anna, booked);
  assert.equal((await wishOf(ben)).offer.startsAt, on(2, "09:00"));
  assert.deepEqual((await lab.database.query("select kind, capacity, taken from booking.slot where calendar = 'groups' order by kind")).rows, [{ kind: "", capacity: 3, taken: 1 }, { kind: "few", capacity: 1, taken: 1 }]);
});

test("what nobody may have who waits is open to everybody: their kind of visit is full, or it is too near to be offered", async () => {
  await book(carl, on(2, "09:00"), "groups", { kind: "few" });
  const other = await book(anna, on(2, "09:00"), "groups", { kind: "any" });
  await wish(ben, { calendar: "groups", kind: "few" });
  await cancel(anna, other);
  assert.deepEqual([(await wishOf(ben)).state, await taken(on(2, "09:00"), "groups"), await inHand()], ["waiting", 1, 0]);

  const soon = await book(anna, on(1, "11:00"), "near");
  await wish(dora, { calendar: "near" });
  lab.clock.now = Date.parse(on(1, "10:45"));
  await cancel(anna, soon);
  assert.deepEqual([(await wishOf(dora)).state, await taken(on(1, "11:00"), "near"), await inHand()], ["waiting", 0, 0]);
});

test("a hold that cannot be given back keeps none of the others", async () => {
  const hold = async (who: Person, time: string) => (await who.ask("POST", "/api/v1/me/holds", { ...HALL, startsAt: on(2, time) })).json<{ id: string }>().id;
  const repair = await lab.spoil(await hold(anna, "09:00"));
  await hold(ben, "10:00");
  lab.clock.now += 601_000;
  await lab.run("booking:expire-holds");
  assert.deepEqual([await taken(on(2, "09:00")), await taken(on(2, "10:00"))], [1, 0]);
  await repair();
  await lab.run("booking:expire-holds");
  assert.equal(await taken(on(2, "09:00")), 0);
});

test("one calendar's trouble keeps no place of the others from the line", async () => {
  // More given back than was taken cannot be; the third calendar was taken back by the city.
  for (const calendar of ["a-broken", "z-broken"]) await lab.database.query("insert into booking.slot values ('haikou', $1, $2, '', 1, 0)", [calendar, on(2, "09:00")]);
  await lab.database.query("insert into booking.slot values ('haikou', 'taken-back', $1, '', 3, 3)", [on(2, "09:00")]);
  for (const calendar of ["a-broken", "taken-back", "z-broken"]) await lab.database.query("insert into booking.freed values ('haikou', $1, $2, 1)", [calendar, on(2, "09:00")]);
  const booked = await book(anna, on(2, "09:00"));
  await wish(ben);
  await cancel(anna, booked);
  assert.equal((await wishOf(ben)).offer.startsAt, on(2, "09:00"));
  assert.deepEqual([await taken(on(2, "09:00"), "taken-back"), await inHand()], [2, 2]);
  // And nobody looks at what is over.
  lab.clock.now = Date.parse(on(3, "00:30"));
  await lab.run("booking:end-day");
  assert.equal(await inHand(), 0);
});

test("near the time offers are shorter, and too near it is open to whoever is faster", async () => {
  const [soon, sooner] = [await book(anna, on(1, "11:00")), await book(anna, on(1, "11:30"))];
  await wish(ben);
  lab.clock.now = Date.parse(on(1, "09:59"));
  await cancel(anna, soon);
  assert.equal((await wishOf(ben)).offer.until, new Date(lab.clock.now + (61 * 60_000) / 4).toISOString());
  await wish(carl);
  await lab.database.query("update booking.appointment set ends_at = ends_at where id = $1", [sooner]);
  lab.clock.now = Date.parse(on(1, "10:29"));
  await cancel(anna, sooner);
  assert.equal((await wishOf(carl)).offer.startsAt, on(1, "11:30"));
  lab.clock.now = Date.parse(on(1, "11:20"));
  await lab.run("booking:expire-holds");
  await lab.run("booking:make-offers");
  assert.equal(await taken(on(1, "11:30")), 0);
});

test("who waits no longer gives the offered place to the next", async () => {
  const booked = await book(anna, on(2, "09:00"));
  const first = await wish(ben);
  await wish(carl);
  await cancel(anna, booked);
  assert.equal((await carl.ask("DELETE", `/api/v1/me/wishes/${first.id}`)).statusCode, 404);
  assert.equal((await ben.ask("DELETE", `/api/v1/me/wishes/${first.id}`)).statusCode, 204);
  await lab.run("booking:make-offers");
  assert.equal((await wishOf(carl)).offer.startsAt, on(2, "09:00"));
});

test("however many wishes are sent at once, nobody waits three times for one calendar", async () => {
  const replies = await Promise.all(Array.from({ length: 8 }, async () => ben.ask("POST", "/api/v1/me/wishes", { ...HALL, from: "2026-11-23", until: "2026-11-27" })));
  assert.deepEqual(statusesOf(replies), [201, 201, ...Array.from({ length: 6 }, () => 409)]);
  assert.equal((await lab.database.query("select from booking.wish where state = 'waiting'")).rowCount, 2);
});

test("nobody waits three times for one calendar, nor for days that are over", async () => {
  await wish(ben);
  await wish(ben);
  assert.equal((await ben.ask("POST", "/api/v1/me/wishes", { ...HALL, from: "2026-11-23", until: "2026-11-27" })).json().code, "too-many-wishes");
  assert.equal((await carl.ask("POST", "/api/v1/me/wishes", { ...HALL, from: "2026-11-02", until: "2026-11-20" })).json().code, "invalid-request");
});
