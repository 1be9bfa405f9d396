// The pace of a wall: silence counts, and the second under way does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { paceOf } from "./seconds.ts";

const now = Date.parse("2027-01-18T00:00:10.400Z");
const second = (at: number, accepted: number, p99Ms?: number) => ({ second: new Date(Date.parse("2027-01-18T00:00:00Z") + at * 1_000).toISOString(), accepted, repeated: 1, refused: 2, ...(p99Ms === undefined ? {} : { p99Ms }) });

test("the pace is of the last full seconds, and silence counts", () => {
  assert.deepEqual(paceOf([second(4, 1_000), second(6, 500, 8), second(8, 700, 12), second(10, 9_000, 900)], now, 5), { accepted: 240, repeated: 0, refused: 1, p99Ms: 12 });
  assert.deepEqual(paceOf([], now, 5), { accepted: 0, repeated: 0, refused: 0 });
});
