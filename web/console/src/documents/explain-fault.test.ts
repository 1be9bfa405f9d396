import assert from "node:assert/strict";
import { test } from "node:test";
import { faultWord, withoutEchoes, withoutUnmadeChoices } from "./explain-fault.ts";

test("the validator's sentences become our words", () => {
  assert.deepEqual(faultWord("/names is missing"), { name: "fault_missing" });
  assert.deepEqual(faultWord("/names/en must NOT have fewer than 1 characters"), { name: "fault_missing" });
  assert.deepEqual(faultWord("/popular must NOT have fewer than 4 items"), { name: "fault_too_few", inputs: { least: "4" } });
  assert.deepEqual(faultWord('/codes/base must match pattern "^[0-9]{12}$"'), { name: "fault_pattern" });
});

test("a sentence we do not know stays the server's", () => {
  assert.equal(faultWord("the result has no sample"), undefined);
});

test("the forms of one choice are told once", () => {
  const faults = ["must be equal to constant", "must match a schema in anyOf", "must be object"].map((message) => ({ pointer: "/limits/promised", message: `/limits/promised ${message}` }));
  assert.equal(withoutEchoes(faults).length, 2);
});

test("a group without its choice is told of once, at the choice", () => {
  const missing = { pointer: "/transport/kind", message: "/transport/kind is missing" };
  assert.deepEqual(withoutUnmadeChoices([missing, { pointer: "/transport", message: '/transport tag "kind" must be string' }]), [missing]);
});
