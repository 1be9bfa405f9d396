import assert from "node:assert/strict";
import { test } from "node:test";
import { printValue } from "./print-value.ts";

const codes = [{ value: "paid", names: { zh: "已缴", en: "Paid" } }];

const CASES: [type: string, value: unknown, printed: string][] = [
  ["money", 0, "¥0.00"], ["money", 5, "¥0.05"], ["money", 123_456_789, "¥1,234,567.89"], ["money", -100_050, "¥-1,000.50"], ["money", 9_007_199_254_740_991, "¥90,071,992,547,409.91"],
  ["percent", 3.1, "3.1 %"], ["number", 128, "128"], ["truth", true, "是 Yes"], ["truth", false, "否 No"], ["date", "2026-11-22", "2026-11-22"], ["month", "2026-11", "2026-11"],
  ["time", "2026-11-22T18:30:00Z", "2026-11-23 02:30"], ["time", "soon", "soon"], ["text", "海口", "海口"], ["text", undefined, "—"], ["text", null, "—"],
  ["code", "paid", "已缴 Paid"], ["code", "unheard-of", "unheard-of"],
];
for (const [type, value, printed] of CASES) {
  test(`${type} ${JSON.stringify(value)} is printed ${printed}`, () => assert.equal(printValue({ name: "x", type, codes }, value), printed));
}

test("a unit follows its number", () => {
  assert.equal(printValue({ name: "x", type: "number", unit: { zh: "个月", en: "months" } }, 12), "12 个月");
});
