import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpen, stateOf, stoppedUntil } from "./move-request.ts";

const NOW = new Date("2026-11-22T04:00:00Z");
const DAY_MS = 86_400_000;
const before = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const report = (car: string, days: number) => ({ plate_hash: Buffer.from(car), reported_at: before(days) });

test("one car's reports stop nobody; two cars' do, for thirty days from the last", () => {
  assert.equal(stoppedUntil([], NOW), undefined);
  assert.equal(stoppedUntil([report("a", 1), report("a", 2)], NOW), undefined);
  assert.deepEqual(stoppedUntil([report("a", 5), report("b", 2)], NOW), new Date(before(2).getTime() + 30 * DAY_MS));
  assert.equal(stoppedUntil([report("a", 40), report("b", 30)], NOW), undefined);
  assert.equal(stoppedUntil([report("a", 181), report("b", 1)], NOW), undefined);
});

test("a request ends after its day, or when the owner reports it; what was cancelled or failed stays so", () => {
  const row = { state: "sent" as const, ends_at: new Date(NOW.getTime() + 1), misuse_reported_at: null };
  assert.deepEqual([stateOf(row, NOW), isOpen(row, NOW)], ["sent", true]);
  assert.deepEqual([stateOf({ ...row, ends_at: NOW }, NOW), isOpen({ ...row, ends_at: NOW }, NOW)], ["ended", false]);
  assert.equal(stateOf({ ...row, state: "answered", misuse_reported_at: NOW }, NOW), "ended");
  for (const state of ["cancelled", "failed"] as const) assert.deepEqual([stateOf({ ...row, state, ends_at: before(1) }, NOW), isOpen({ ...row, state }, NOW)], [state, false]);
});
