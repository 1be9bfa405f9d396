import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, clockOf, mondayOf, shareTaken, todayInChina } from "./week.ts";

test("a week begins on Monday, also for whoever looks on Sunday", () => {
  assert.equal(mondayOf("2026-11-22"), "2026-11-16");
  assert.equal(mondayOf("2026-11-23"), "2026-11-23");
  assert.equal(addDays("2026-11-30", 7), "2026-12-07");
});

test("days and hours are China's", () => {
  assert.equal(todayInChina(new Date("2026-11-22T16:30:00Z")), "2026-11-23");
  assert.equal(clockOf("2026-11-22T01:30:00Z"), "09:30");
});

test("what is taken is never more than all", () => {
  assert.deepEqual([{ taken: 3, capacity: 12 }, { taken: 5, capacity: 4 }, { taken: 0, capacity: 0 }].map(shareTaken), [0.25, 1, 1]);
});
