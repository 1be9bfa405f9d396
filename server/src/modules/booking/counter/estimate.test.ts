import assert from "node:assert/strict";
import { test } from "node:test";
import { countersFor, minutesEach, placesOf, roundUp } from "./estimate.ts";
import type { Waiting } from "./next-to-call.ts";

const NOW = Date.parse("2026-11-23T01:00:00Z");
const MINUTE_MS = 60_000;
const aTicket = (id: string, change: Partial<Waiting> = {}): Waiting => ({ id, arrivedAt: NOW, order: Number(id), priority: false, walkInPercent: 30, ...change });

test("places are those in which people would be called", () => {
  const places = placesOf([aTicket("2"), aTicket("1"), aTicket("3", { priority: true })], { now: NOW, pace: 6 });
  assert.deepEqual(places.get("3"), { ahead: 0, minutes: 0 });
  assert.deepEqual(places.get("1"), { ahead: 1, minutes: 6 });
  assert.deepEqual(places.get("2"), { ahead: 2, minutes: 15 });
});

test("nobody is told a time before their appointment's", () => {
  const places = placesOf([aTicket("1", { startsAt: NOW + 40 * MINUTE_MS }), aTicket("2")], { now: NOW, pace: 5 });
  assert.deepEqual([places.get("2"), places.get("1")], [{ ahead: 0, minutes: 0 }, { ahead: 1, minutes: 40 }]);
});

test("how long a visit takes is learnt within the day, and one endless case does not spoil it", () => {
  assert.equal(minutesEach([]), 12);
  assert.ok(Math.abs(minutesEach(Array.from({ length: 20 }, () => 6)) - 7) < 0.01);
  assert.ok(minutesEach([6, 6, 6, 6, 6, 6, 6, 6, 6, 6_000]) < 12);
  assert.equal(minutesEach([0]), 9.8);
});

test("a counter counts less where people wait for its other lines too; none at all counts as one", () => {
  assert.equal(countersFor("a", [{ lines: ["a"] }, { lines: ["a", "b", "c", "d"] }], new Set(["a", "b", "c", "d"])), 1.25);
  assert.equal(countersFor("a", [{ lines: ["a", "b"] }], new Set(["a"])), 1);
  assert.equal(countersFor("z", [{ lines: ["a"] }], new Set()), 1);
});

test("minutes are whole, and by fives from ten", () => {
  assert.deepEqual([-3, 0, 0.2, 9.1, 10, 10.1, 23].map(roundUp), [0, 0, 1, 10, 10, 15, 25]);
});
