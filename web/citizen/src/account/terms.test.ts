// A mandate's last day is typed as a date and sent as a number of days.
import assert from "node:assert/strict";
import { test } from "node:test";
import { daysUntil } from "./terms.ts";

const now = new Date("2026-11-22T17:30:00Z"); // already the 23rd in China
const typed = (year: string, month: string, day: string) => daysUntil({ year, month, day }, now);

test("days are counted from today in China", () => {
  assert.equal(typed("2026", "11", "24"), 1);
  assert.equal(typed("2027", "11", "23"), 365);
  assert.equal(typed("２０２７", "１", "1"), 39);
  assert.equal(typed("2026", "11", "22"), -1);
});

test("what is no date is told apart", () => {
  for (const [year, month, day] of [["2027", "2", "29"], ["2027", "13", "1"], ["", "", ""], ["27", "1", "1"], ["2027", "x", "1"]] as const) assert.equal(typed(year, month, day), undefined);
});
