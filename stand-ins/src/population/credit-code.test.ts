import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyCheckCharacter, checkCharacter, CREDIT_CODES, readCreditCode, writeCreditCode } from "./credit-code.ts";
import { createPermutation } from "./permutation.ts";

test("the standards' own examples get their check characters", () => {
  assert.equal(checkCharacter("91350100M000100Y4"), "3");
  assert.deepEqual([bodyCheckCharacter("D2143569"), bodyCheckCharacter("M000100Y")], ["X", "4"]);
});

test("a code carries its index, holds both checks and none of the letters I, O, S, V, Z", () => {
  const permutation = createPermutation(CREDIT_CODES, 7, 0);
  const codes = new Set<string>();
  for (let index = 0; index < 100_000; index++) {
    const code = writeCreditCode("460102", index, permutation);
    codes.add(code);
    assert.match(code, /^91460102MA9[0-9A-HJ-NPQRTUWXY]{7}$/);
    assert.equal(code[17], checkCharacter(code));
    assert.equal(code[16], bodyCheckCharacter(code.slice(8, 16)));
    assert.equal(readCreditCode(code, permutation), index);
  }
  assert.equal(codes.size, 100_000);
});
