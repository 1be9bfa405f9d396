import assert from "node:assert/strict";
import { test } from "node:test";
import { isChinese, isolated } from "./chinese.ts";

test("names, places and notes are Chinese; codes, and English that names somebody, are not", () => {
  for (const text of ["陈*", "海口市龙华区", "A 型血", "住宅 3 栋"]) assert.ok(isChinese(text), text);
  for (const text of ["", "2026-11-22", "470102********0024", "琼N1TFA2", "Handled for 陈秀 at the counter", "Appointment moved"]) assert.ok(!isChinese(text), text);
});

test("what turns the direction stays within its own text", () => {
  assert.equal(isolated("\u202Eabc"), "\u2068\u202Eabc\u2069");
});
