import assert from "node:assert/strict";
import { test } from "node:test";
import { LATENCY_BOUNDS_MS, LATENCY_CLASSES, latencyClass, percentile } from "./latency.ts";

test("every time falls into the class whose bound is the next above", () => {
  assert.equal(latencyClass(0), 0);
  assert.equal(latencyClass(5), 0);
  assert.equal(latencyClass(5.1), 1);
  assert.equal(latencyClass(999_999), LATENCY_CLASSES - 1);
});

test("percentiles are the bounds of the classes they lie in", () => {
  const counts = Array.from({ length: LATENCY_CLASSES }, () => 0);
  assert.equal(percentile(counts, 0.5), undefined);
  counts[0] = 90;
  counts[6] = 9;
  counts[LATENCY_CLASSES - 1] = 1;
  assert.equal(percentile(counts, 0.5), 5);
  assert.equal(percentile(counts, 0.95), 100);
  assert.equal(percentile(counts, 1), LATENCY_BOUNDS_MS.at(-1));
});
