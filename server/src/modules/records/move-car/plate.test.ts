import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlate } from "./plate.ts";

const RIGHT: [typed: string, plate: string][] = [["琼A12345", "琼A12345"], ["琼a·12345", "琼A12345"], [" 琼 A-12345 ", "琼A12345"], ["琼ＡＤ１２３４５", "琼AD12345"], ["川AF12345", "川AF12345"], ["粤Z1234港", "粤Z1234港"], ["琼A1234学", "琼A1234学"]];
for (const [typed, plate] of RIGHT) test(`${typed} is ${plate}`, () => assert.equal(readPlate(typed), plate));

for (const typed of ["", "A12345", "琼12345", "琼A1234", "琼A1234567", "琼I12345", "海A12345", "琼A12O45", "琼A12345'; --", "琼\u0000A12345"]) {
  test(`${JSON.stringify(typed)} is no plate`, () => assert.throws(() => readPlate(typed), { code: "malformed-plate" }));
}
