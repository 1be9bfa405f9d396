import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, atChina, chinaDate, chinaMinutes, weekdayOf } from "./china-time.ts";

test("China's day begins at 16:00 UTC of the day before", () => {
  assert.equal(chinaDate(new Date("2026-11-21T15:59:59Z")), "2026-11-21");
  assert.equal(chinaDate(new Date("2026-11-21T16:00:00Z")), "2026-11-22");
  assert.equal(chinaMinutes(new Date("2026-11-21T16:00:00Z")), 0);
  assert.equal(chinaMinutes(new Date("2026-11-22T01:30:59Z")), 9 * 60 + 30);
});

test("a date and a time of China are an instant, and back", () => {
  assert.equal(atChina("2026-11-22", "09:30").toISOString(), "2026-11-22T01:30:00.000Z");
  assert.equal(atChina("2026-12-31", "24:00").toISOString(), "2026-12-31T16:00:00.000Z");
  for (let minute = 0; minute < 1_440; minute += 7) {
    const at = new Date(Date.parse("2027-02-28T16:00:00Z") + minute * 60_000);
    const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    assert.equal(atChina(chinaDate(at), time).getTime(), at.getTime());
    assert.equal(chinaMinutes(at), minute);
  }
});

test("days are counted over the ends of months and years, weeks begin on Monday", () => {
  assert.equal(addDays("2028-02-28", 1), "2028-02-29");
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2027-01-01", -1), "2026-12-31");
  assert.deepEqual(["2026-11-22", "2026-11-23"].map(weekdayOf), [7, 1]);
});
