import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOf, wallTime } from "./instant.ts";

test("an instant is written as the clock on the city's wall, whatever offset it came with", () => {
  assert.equal(wallTime("2027-02-24T08:00:00+08:00"), "2027-02-24T08:00");
  assert.equal(wallTime("2027-02-24T00:00:00Z"), "2027-02-24T08:00");
  assert.equal(instantOf("2027-02-24T08:00"), "2027-02-24T08:00:00+08:00");
  assert.equal(wallTime(""), "");
});
