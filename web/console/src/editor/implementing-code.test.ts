import assert from "node:assert/strict";
import { test } from "node:test";
import { implementingCode } from "./implementing-code.ts";

const departments = [{ id: "health", socialCreditCode: "11460100MB99992016" }];

test("the code is credit code, exercise level and base code joined", () => {
  assert.equal(implementingCode({ department: "health", level: "district", codes: { base: "002000103000" } }, departments), "11460100MB999920164002000103000");
});

test("nothing is guessed while a part is missing", () => {
  assert.equal(implementingCode({ department: "other", level: "city", codes: { base: "002000103000" } }, departments), undefined);
  assert.equal(implementingCode({ department: "health", level: "city" }, departments), undefined);
});
