import assert from "node:assert/strict";
import { test } from "node:test";
import { dayLook, firstFreeDay } from "./day-look.ts";

const day = (...free: number[]) => ({ slots: free.map((each) => ({ free: each })) });

test("a day is free, nearly full, full, shut or not open yet", () => {
  assert.deepEqual(dayLook(day(4, 8), 1), { state: "free", free: 12 });
  assert.deepEqual(dayLook(day(0, 2), 1), { state: "few", free: 2 });
  assert.equal(dayLook(day(0, 0), 1).state, "full");
  assert.equal(dayLook({ slots: [], closed: { zh: "休" } }, 1).state, "closed");
  assert.equal(dayLook({ slots: [], opensAt: "2026-11-30T23:30:00Z" }, 1).state, "later");
});

test("for a family only times with room for all of them count", () => {
  assert.equal(dayLook(day(2, 2, 1), 3).state, "full");
  assert.equal(firstFreeDay([day(0), day(2), day(5)], 3)?.slots[0]?.free, 5);
});
