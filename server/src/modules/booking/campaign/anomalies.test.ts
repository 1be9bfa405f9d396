// Figures that look like touts and scripts stand out, and an honest crowd does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findAnomalies } from "./anomalies.ts";
import type { PulseRow } from "./wall-store.ts";

const second = (offset: number, change: Partial<PulseRow> = {}): PulseRow => ({ second: new Date(Date.UTC(2027, 1, 24, 0, 0, offset)), process: "one", accepted: 100, repeated: 3, refused: {}, queue: 0, p99_ms: 5, networks: {}, ...change });
const crowd = (seconds = 50) => Array.from({ length: seconds }, (_each, offset) => second(offset));

test("an honest crowd is nothing to look at", () => {
  assert.deepEqual(findAnomalies(crowd()), []);
  assert.deepEqual(findAnomalies([]), []);
});

test("one network counts once a minute and process, however often it is told", () => {
  const pulses = [10, 20, 30].map((offset) => second(offset, { networks: { abc: offset * 10 } }));
  const found = findAnomalies([...pulses, second(31, { process: "two", networks: { abc: 40 } })]);
  assert.deepEqual(found.map(({ kind, count }) => [kind, count]), [["network", 340]]);
});

test("a second far beyond the others, and forged requests", () => {
  const found = findAnomalies([...crowd(), second(51, { accepted: 5_000 }), second(52, { refused: { "pass-refused": 400, "wait-for-your-turn": 90_000 } })]);
  assert.deepEqual(found.map(({ kind, count }) => `${kind} ${count}`).sort(), ["refusal 400", "second 5000"]);
  for (const { note } of found) assert.ok(note.zh && note.en);
});
