import assert from "node:assert/strict";
import { test } from "node:test";
import { linePath, placeInTime, roundScale } from "./time-slots.ts";

const now = Date.parse("2026-11-22T08:30:40.400Z");
const placesOf = (times: string[], slotMs: number) => placeInTime(times.map((time) => ({ time: `2026-11-22T${time}.000Z` })), ({ time }) => time, { now, slotMs, shown: 10 }).map(({ at }) => at);

test("the running slot stands at the right edge, older ones than shown and later ones nowhere", () => {
  assert.deepEqual(placesOf(["08:30:00", "08:28:00", "08:00:00"], 60_000), [9, 7]);
  assert.deepEqual(placesOf(["08:30:40", "08:30:31", "08:30:20", "08:30:41"], 1_000), [9, 0]);
});

test("scales are round and never too small", () => {
  assert.deepEqual([0, 1, 2, 3, 7, 10, 11, 240, 501, 99_999].map(roundScale), [1, 1, 2, 5, 10, 10, 20, 500, 1_000, 100_000]);
});

test("a line breaks where a slot has no figure", () => {
  const slots = [{ at: 0, figure: 50 }, { at: 1, figure: 100 }, { at: 2, figure: undefined }, { at: 5, figure: 0 }];
  assert.equal(linePath(slots, ({ figure }) => figure, 100, 10), "M0.5 5.00h0L1.5 0.00M5.5 10.00h0");
});
