import assert from "node:assert/strict";
import { test } from "node:test";
import { linePath, placeMinutes, roundScale } from "./minutes.ts";

const NOW = Date.parse("2026-11-22T08:30:40.000Z");

test("the running minute stands at the right edge, older ones than shown nowhere", () => {
  const minutes = ["2026-11-22T08:30:00.000Z", "2026-11-22T08:28:00.000Z", "2026-11-22T08:00:00.000Z"].map((minute) => ({ minute, answered: 1, failed: 0 }));
  assert.deepEqual(placeMinutes(minutes, NOW, 10).map(({ at }) => at), [9, 7]);
});

test("scales are round and never too small", () => {
  assert.deepEqual([0, 1, 2, 3, 7, 10, 11, 240, 501, 99_999].map(roundScale), [1, 1, 2, 5, 10, 10, 20, 500, 1_000, 100_000]);
});

test("a line breaks where a minute has no figure", () => {
  const at = (position: number, p95Ms?: number) => ({ minute: "", answered: 1, failed: 0, at: position, ...(p95Ms === undefined ? {} : { p95Ms }) });
  assert.equal(linePath([at(0, 50), at(1, 100), at(2), at(5, 0)], 100, 10), "M0.5 5.00h0L1.5 0.00M5.5 10.00h0");
});
