// What can be booked on one day: items with something free then, each with the number of places that have it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { type BookingLab, on, type Person, startBookingLab } from "../appointment/testing.ts";

const text = (zh: string) => ({ zh, en: zh });
const one = [{ hours: "09:00-10:00", slotMinutes: 60, capacity: 1 }];
const weekly = { monday: one, tuesday: one, wednesday: one, thursday: one, friday: one, saturday: [], sunday: [] };

let lab: BookingLab;
let anna: Person;

before(async () => {
  lab = await startBookingLab([
    aBookingCalendar({ weekly }),
    aBookingCalendar({ id: "weekend", services: ["S001", "S002"], weekly: { ...weekly, saturday: one } }),
    aBookingCalendar({ id: "kinds", services: ["S002", "S003"], weekly, horizonDays: 3, kinds: [{ id: "second", names: text("二"), slots: 1, services: ["S002"] }, { id: "third", names: text("三"), slots: 1, capacity: 1, services: ["S003"] }] }),
  ]);
  anna = await lab.signIn("15400007801");
});
after(() => lab.stop());

// Answers are kept for some seconds: every look is at another day.
const bookableOn = async (day: string) => {
  const reply = await anna.ask("GET", `/api/v1/cities/haikou/bookables?day=${day}`);
  assert.equal(reply.statusCode, 200, reply.body);
  const { items, total } = reply.json<{ items: { service: string; places: number }[]; total: number }>();
  assert.equal(total, items.length);
  return items.map(({ service, places }) => [service, places]);
};

test("an ordinary day has all, each counted where it is free", async () => {
  assert.deepEqual(await bookableOn("2026-11-24"), [["S001", 2], ["S002", 2], ["S003", 1]]);
});

test("a day on which one place opens has that place's items alone", async () => {
  assert.deepEqual(await bookableOn("2026-11-28"), [["S001", 1], ["S002", 1]]);
});

test("what is taken does not count, and an item none of whose kinds is free is not there", async () => {
  const booked = await anna.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "kinds", kind: "third", services: ["S003"], startsAt: on(3, "09:00") });
  assert.equal(booked.statusCode, 201, booked.body);
  assert.deepEqual(await bookableOn("2026-11-25"), [["S001", 2], ["S002", 1]]);
});

test("a calendar that is not open for the day yet is left out", async () => {
  assert.deepEqual(await bookableOn("2026-11-27"), [["S001", 2], ["S002", 1]]);
});

test("a day that is shut at short notice is left out", async () => {
  const clerk = await lab.staff("haikou-clerk");
  const shut = await clerk.ask("PUT", "/staff/v1/cities/haikou/calendars/hall-counter/closures", { date: "2026-11-26", reason: text("停电") });
  assert.equal(shut.statusCode, 200, shut.body);
  assert.deepEqual(await bookableOn("2026-11-26"), [["S001", 1], ["S002", 1]]);
});

test("what is past, beyond every calendar or no day at all", async () => {
  assert.deepEqual(await bookableOn("2026-11-22"), []);
  assert.deepEqual(await bookableOn("2027-05-01"), []);
  assert.equal((await anna.ask("GET", "/api/v1/cities/haikou/bookables?day=tomorrow")).statusCode, 400);
});
