// A countdown shows every second, speaks at a few moments only, and never sounds more exact than it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { remainingOf, roughly, spokenBetween, untilNextSecond } from "./countdown.ts";

const HOUR = 3_600_000;

test("parts add up, and the last second counts until it is over", () => {
  assert.deepEqual(remainingOf(2 * 24 * HOUR + 3 * HOUR + 4 * 60_000 + 5_000), { days: 2, hours: 3, minutes: 4, seconds: 5 });
  assert.deepEqual(remainingOf(1), { days: 0, hours: 0, minutes: 0, seconds: 1 });
  assert.deepEqual(remainingOf(-5_000), { days: 0, hours: 0, minutes: 0, seconds: 0 });
});

test("it is drawn again when the second changes", () => {
  assert.equal(untilNextSecond(5_250), 250);
  assert.equal(untilNextSecond(5_000), 1_000);
});

test("a whole day of seconds is said in six sentences and the end", () => {
  const spoken: number[] = [];
  for (let left = 25 * HOUR; left > -3_000; left -= 1_000) {
    const moment = spokenBetween(left + 1_000, left);
    if (moment !== undefined) spoken.push(moment);
  }
  assert.deepEqual(spoken, [24 * HOUR, HOUR, 600_000, 300_000, 60_000, 10_000, 0]);
});

test("a device that wakes up says the nearest of what it slept through", () => {
  assert.equal(spokenBetween(2 * HOUR, 50_000), 60_000);
  assert.equal(spokenBetween(2 * HOUR, -1), 0);
  assert.equal(spokenBetween(50_000, 40_000), undefined);
});

test("rough words round up", () => {
  assert.deepEqual(roughly(3 * 24 * HOUR - 1), { count: 3, unit: "days" });
  assert.deepEqual(roughly(95 * 60_000), { count: 2, unit: "hours" });
  assert.deepEqual(roughly(61_000), { count: 2, unit: "minutes" });
  assert.deepEqual(roughly(12_000), { count: 20, unit: "seconds" });
  assert.deepEqual(roughly(-1), { count: 10, unit: "seconds" });
});
