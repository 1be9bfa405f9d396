// The lines of orientation stand at round figures around all values, and the newest label is never left out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { linePath, scaleFor, shownLabels } from "./chart-scale.ts";

test("round figures around the values", () => {
  assert.deepEqual(scaleFor(0, 87).ticks, [0, 50, 100]);
  assert.deepEqual(scaleFor(0, 300).ticks, [0, 100, 200, 300]);
});

test("a line far from nothing begins near its lowest", () => {
  const { from, to } = scaleFor(9_000, 10_000);
  assert.ok(from > 8_000 && from <= 9_000 && to >= 10_000);
});

test("values that are all the same, and none at all, still have a scale", () => {
  for (const value of [0, 5]) {
    const { from, to, ticks } = scaleFor(value, value);
    assert.ok(to > from && ticks.length >= 2, String(value));
  }
});

test("labels thin out from the newest backwards", () => {
  assert.deepEqual(shownLabels(5, 10), [0, 1, 2, 3, 4]);
  assert.deepEqual(shownLabels(7, 3), [0, 3, 6]);
  assert.deepEqual(shownLabels(0, 3), []);
});

test("a line breaks where nothing is known", () => {
  assert.equal(linePath([1, undefined, 3, 4], (index) => index, (value) => value), "M0.0 1.0M2.0 3.0L3.0 4.0");
});
