import assert from "node:assert/strict";
import { test } from "node:test";
import { isSocialCreditCode } from "./identifiers.ts";

test("the credit code's check character follows the standard's own example", () => {
  assert.ok(isSocialCreditCode("91350100M000100Y43"));
  for (const valid of ["11460100MB9999A02E", "91460100MA9999D08P", "92460105MA9999F00F", "93510100MA9999G07H", "11100000000013338W"]) assert.ok(isSocialCreditCode(valid), valid);
});

test("a wrong check character, a letter the alphabet lacks, and a wrong length are refused", () => {
  for (const invalid of ["91350100M000100Y44", "91350100I000100Y43", "91350100M000100Y4", "91350100m000100y43", ""]) assert.ok(!isSocialCreditCode(invalid), invalid);
});
