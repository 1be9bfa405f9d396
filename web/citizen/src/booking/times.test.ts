import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, chinaDate, clockText, dayPart, daysBetween, shortDate, spanText } from "./times.ts";

test("days and hours are China's, wherever the telephone is", () => {
  assert.equal(chinaDate("2026-11-22T16:00:00Z"), "2026-11-23");
  assert.equal(clockText("2026-11-22T01:30:00.000Z"), "09:30");
  assert.equal(spanText("2026-11-22T12:00:00Z", "2026-11-22T16:00:00Z"), "20:00–\u206024:00");
  assert.deepEqual(["2026-11-22T01:00:00Z", "2026-11-22T04:00:00Z", "2026-11-22T10:00:00Z"].map(dayPart), ["morning", "afternoon", "evening"]);
});

test("days are counted across the ends of months", () => {
  assert.equal(addDays("2026-11-22", 14), "2026-12-06");
  assert.equal(daysBetween("2026-11-22", "2026-12-06"), 14);
  assert.equal(shortDate("2026-12-06"), "12/6");
});
