import assert from "node:assert/strict";
import { test } from "node:test";
import { firstDay, readChoice, writeChoice } from "./choice.ts";

test("what was chosen comes back from the address as it was", () => {
  const choice = { calendar: "longhua-marriage", kind: "marriage", party: 2, also: ["S139"], day: "2026-11-25", from: "2026-11-22", date: "2026-11-25", startsAt: "2026-11-25T01:30:00.000Z" };
  assert.deepEqual(readChoice(new URLSearchParams(writeChoice(choice))), choice);
  assert.equal(writeChoice({ party: 1, also: [] }), "");
});

test("what no screen of ours wrote is not believed", () => {
  const odd = readChoice(new URLSearchParams("place=../x&kind=a%20b&party=-3&also=S139,drop%20table&day=0026-11-25&from=2026-99-99&date=2026-02-30&at=soon"));
  assert.deepEqual(odd, { calendar: undefined, kind: undefined, party: 1, also: ["S139"], day: undefined, from: undefined, date: undefined, startsAt: undefined });
});

test("days are shown from today on, unless the chosen one lies beyond", () => {
  const from = (change: object) => firstDay({ party: 1, also: [], ...change }, "2026-11-22");
  assert.deepEqual([from({}), from({ date: "2026-12-05" }), from({ date: "2026-12-06" }), from({ from: "2026-11-29", date: "2026-12-06" })], ["2026-11-22", "2026-11-22", "2026-12-06", "2026-11-29"]);
});
