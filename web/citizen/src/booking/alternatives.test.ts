import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestSlots } from "./alternatives.ts";

const slot = (time: string, free: number) => ({ startsAt: `2026-11-25T${time}:00.000Z`, free });
const days = [{ slots: [slot("01:00", 3), slot("01:30", 0), slot("02:00", 1), slot("03:00", 2)] }, { slots: [slot("08:00", 5)] }];

test("the nearest free times come first, the lost one not at all", () => {
  assert.deepEqual(nearestSlots(days, "2026-11-25T01:30:00Z", 1, 3).map(({ startsAt }) => startsAt.slice(11, 16)), ["01:00", "02:00", "03:00"]);
});

test("a family is offered only times with room for all", () => {
  assert.deepEqual(nearestSlots(days, "2026-11-25T02:00:00Z", 3, 3).map(({ startsAt }) => startsAt.slice(11, 16)), ["01:00", "08:00"]);
});
