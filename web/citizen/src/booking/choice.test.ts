import assert from "node:assert/strict";
import { test } from "node:test";
import { readChoice, writeChoice } from "./choice.ts";

test("what was chosen comes back from the address as it was", () => {
  const choice = { calendar: "longhua-marriage", kind: "marriage", party: 2, also: ["S139"], from: "2026-11-22", date: "2026-11-25", startsAt: "2026-11-25T01:30:00.000Z" };
  assert.deepEqual(readChoice(new URLSearchParams(writeChoice(choice))), choice);
  assert.equal(writeChoice({ party: 1, also: [] }), "");
});

test("what no screen of ours wrote is not believed", () => {
  const odd = readChoice(new URLSearchParams("place=../x&kind=a%20b&party=-3&also=S139,drop%20table&from=2026-99-99&date=tomorrow&at=soon"));
  assert.deepEqual(odd, { calendar: undefined, kind: undefined, party: 1, also: ["S139"], from: undefined, date: undefined, startsAt: undefined });
});
