import assert from "node:assert/strict";
import { test } from "node:test";
import { chinaMinutes } from "../../../kernel/china-time.ts";
import { firstReminder, nextReminder, remindersOf } from "./reminders.ts";

const iso = (dates: (Date | undefined)[]) => dates.map((date) => date?.toISOString());

test("the evening before, and two hours before", () => {
  assert.deepEqual(iso(remindersOf(new Date("2026-11-24T06:00:00Z"))), ["2026-11-23T10:00:00.000Z", "2026-11-24T04:00:00.000Z"]);
});

test("nobody is woken: what begins early is reminded of at seven, or half an hour before", () => {
  assert.deepEqual(iso(remindersOf(new Date("2026-11-24T00:00:00Z"))), ["2026-11-23T10:00:00.000Z", "2026-11-23T23:00:00.000Z"]);
  for (let minutes = 7 * 60; minutes < 1_440; minutes += 15) {
    const startsAt = new Date(Date.parse("2026-11-23T16:00:00Z") + minutes * 60_000);
    for (const at of remindersOf(startsAt)) assert.ok(at < startsAt && chinaMinutes(at) >= 6 * 60 + 30, `${minutes}: ${at.toISOString()}`);
  }
});

test("after the last there is none, and whoever has just booked is not reminded at once", () => {
  const startsAt = new Date("2026-11-24T06:00:00Z");
  assert.deepEqual(iso([nextReminder(startsAt, new Date("2026-11-23T10:00:00Z")), nextReminder(startsAt, new Date("2026-11-24T04:00:00Z"))]), ["2026-11-24T04:00:00.000Z", undefined]);
  assert.deepEqual(iso([firstReminder(startsAt, new Date("2026-11-23T09:30:00Z")), firstReminder(startsAt, new Date("2026-11-24T03:30:00Z"))]), ["2026-11-24T04:00:00.000Z", undefined]);
});
