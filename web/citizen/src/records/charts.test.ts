// A chart runs from the oldest to the newest, and its labels are short.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chartData, newestOf, shortLabel } from "./charts.ts";
import type { RecordKind } from "./kinds.ts";

const text = { zh: "", en: "" };
const fields = [
  {
    name: "balances", names: text, type: "list", sensitivity: "personal",
    fields: [
      { name: "month", names: text, type: "month", sensitivity: "personal" },
      { name: "balance", names: text, type: "money", sensitivity: "personal" },
    ],
  },
] as unknown as RecordKind["fields"];
const chart = { names: text, shape: "line", list: "balances", x: "month", y: ["balance"] } as const;

test("oldest first, whatever the department's order", () => {
  const data = chartData({ fields }, { ...chart, y: ["balance"] }, { balances: [{ month: "2026-11", balance: 3 }, { month: "2025-12", balance: 1 }, { month: "2026-01", balance: 2 }] });
  assert.deepEqual(data?.labels, ["2025.12", "2026.01", "2026.11"]);
  assert.deepEqual(data.rows.map(({ balance }) => balance), [1, 2, 3]);
});

test("without the list or its fields there is nothing to draw", () => {
  assert.equal(chartData({ fields }, { ...chart, list: "other", y: ["balance"] }, {}), undefined);
  assert.equal(chartData({ fields }, { ...chart, y: ["other"] }, {}), undefined);
});

test("what lies ahead is not the newest", () => {
  const x = { name: "dueOn", names: text, type: "date", sensitivity: "personal" } as const;
  assert.equal(newestOf({ x, rows: [{ dueOn: "2026-10-18" }, { dueOn: "2026-12-18" }] }, "2026-11-22"), undefined);
  assert.equal(newestOf({ x, rows: [{ dueOn: "2026-10-18" }, { dueOn: "2026-11-22" }] }, "2026-11-22"), 1);
  assert.equal(newestOf({ x: { ...x, type: "month" }, rows: [{ dueOn: "2026-11" }] }, "2026-11-22"), 0);
});

test("labels are short", () => {
  assert.equal(shortLabel({ type: "date" }, "2026-11-20"), "11.20");
  assert.equal(shortLabel({ type: "time" }, "2026-11-20T06:00:00Z"), "14:00");
  assert.equal(shortLabel({ type: "date" }, "2026-11-20", { years: true }), "2026.11");
  assert.equal(shortLabel({ type: "text" }, "龙华"), "龙华");
});
