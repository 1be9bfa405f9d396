import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOf, secondsUntil, toBeSaid } from "./remaining.ts";

test("what is left is counted by the clock and ends at nothing", () => {
  const now = Date.parse("2026-11-22T01:00:00Z");
  assert.equal(secondsUntil("2026-11-22T01:04:05Z", now), 245);
  assert.equal(secondsUntil("2026-11-22T00:00:00Z", now), 0);
  assert.equal(clockOf(245), "4:05");
});

test("a countdown is said aloud when a minute is left and when it is over", () => {
  assert.deepEqual([300, 61, 60, 1, 0].map(toBeSaid), [undefined, undefined, "minute", "minute", "over"]);
});
