import assert from "node:assert/strict";
import { test } from "node:test";
import { callKey, newCalls, spelled } from "./calls.ts";

const aCall = (number: string, counter = 1, calledAt = "2026-11-23T01:00:00.000Z") => ({ number, counter, calledAt, times: 1 });

test("only what was not said is said, the oldest first; a number called once more is said once more", () => {
  const said = new Set([aCall("A001")].map(callKey));
  assert.deepEqual(newCalls(said, [aCall("A003"), aCall("A002"), aCall("A001")]).map(({ number }) => number), ["A002", "A003"]);
  assert.equal(newCalls(said, [aCall("A001", 1, "2026-11-23T01:01:00.000Z")]).length, 1);
  assert.deepEqual(newCalls(said, [aCall("A001")]), []);
});

test("a number is said character by character", () => {
  assert.equal(spelled("A012"), "A 0 1 2");
});
