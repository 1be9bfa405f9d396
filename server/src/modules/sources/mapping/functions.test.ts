import assert from "node:assert/strict";
import { test } from "node:test";
import { day, fen, month, time } from "./functions.ts";

const unreadable = { code: "unreadable" };

test("yuan become whole fen, without the detour over fractions of two", () => {
  assert.equal(fen("12.30"), 1230);
  assert.equal(fen("0.29"), 29);
  assert.equal(fen("1.1"), 110);
  assert.equal(fen("-3.05"), -305);
  assert.equal(fen("-0.00"), 0);
  assert.equal(fen("00012.50"), 1250);
  assert.equal(fen("12.3000"), 1230);
  assert.equal(fen("9999999999999.99"), 999_999_999_999_999);
  assert.equal(fen(19.99), 1999);
  assert.equal(fen(undefined), undefined);
  for (const wrong of ["", "12.345", "1,000.00", "¥3", "NaN", "1e3", "99999999999999", Number.NaN, Number.POSITIVE_INFINITY, true, {}]) assert.throws(() => fen(wrong), unreadable, JSON.stringify(wrong));
});

test("days, months and times in the ways departments write them", () => {
  assert.equal(day("20261122"), "2026-11-22");
  assert.equal(day("2026-11-22"), "2026-11-22");
  assert.equal(day("2026/11/22"), "2026-11-22");
  assert.equal(day("2026年11月22日"), "2026-11-22");
  assert.equal(day("20261122093000"), "2026-11-22");
  assert.equal(month("202611"), "2026-11");
  assert.equal(month("2026-11-22"), "2026-11");
  assert.equal(time("20261122093000"), "2026-11-22T09:30:00+08:00");
  assert.equal(time("2026-11-22 09:30:00"), "2026-11-22T09:30:00+08:00");
  assert.equal(time("2026-11-22T09:30"), "2026-11-22T09:30:00+08:00");
  for (const read of [day, month, time]) {
    assert.equal(read(undefined), undefined);
    for (const wrong of ["", "abc", "2026", {}, true]) assert.throws(() => read(wrong), unreadable);
  }
});
