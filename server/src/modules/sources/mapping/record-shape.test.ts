/** Only a whole and right record is one; what is wrong is named by its place and never repeated. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecordKind } from "../../catalogue/index.ts";
import { compileRecordShape, MOST_FAULTS } from "./record-shape.ts";

const names = { zh: "名", en: "Name" };
const field = (name: string, type: string, more: object = {}) => ({ name, names, type, sensitivity: "plain", ...more });
const shapeOf = (...fields: object[]) => compileRecordShape(fields as RecordKind["fields"]);

test("a right record has no faults", () => {
  const shape = shapeOf(
    field("employer", "text"), field("sinceOn", "date"), field("month", "month"), field("at", "time"), field("balance", "money"), field("rate", "percent"), field("count", "number"), field("isPaid", "truth"),
    field("status", "code", { codes: [{ value: "active", names }] }), field("note", "text", { optional: true }),
    { name: "months", names, type: "list", sensitivity: "plain", fields: [field("on", "date"), field("paid", "money", { optional: true })] },
  );
  const record = { employer: "海南某公司", sinceOn: "2024-02-29", month: "2026-11", at: "2026-11-22T08:30:00+08:00", balance: -120350, rate: 3.1, count: 2.5, isPaid: false, status: "active", months: [{ on: "2026-11-01", paid: 0 }, { on: "2026-10-01" }] };
  assert.deepEqual(shape.findFaults(record), []);
  assert.deepEqual(shape.findFaults({ ...record, months: [] }), []);
  assert.deepEqual(shape.findFaults({ ...record, months: [{ on: "2026-13-01" }], more: 1 }), [
    { pointer: "", message: "has 1 members that the kind of record does not know" },
    { pointer: "/months/0/on", message: "must be a day that exists, as 2026-11-22" },
  ]);
  const { employer: _employer, ...rest } = record;
  assert.deepEqual(shape.findFaults(rest), [{ pointer: "/employer", message: "is missing" }]);
});

const WRONG: Record<string, unknown[]> = {
  text: ["", 1, null, {}, [], "a\nb", "a\0", "\u202Egnp.exe", "\uFFFD", "\uD800", "x".repeat(4001), true],
  date: ["2026-02-29", "2026-00-01", "2026-1-1", "20261122", "0000-01-01", "9999-12-31", "2026-11-22T00:00:00Z", 20261122, new Date(), null, "2026-04-31"],
  month: ["2026-13", "2026-00", "202611", "2026-11-01", 202611],
  time: ["2026-11-22T08:30:00", "2026-11-22 08:30:00+08:00", "2026-11-22T24:00:00Z", "2026-02-30T00:00:00Z", "now", 1763800000000],
  money: [1.5, "100", Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, null, true],
  number: ["1", Number.NaN, Number.POSITIVE_INFINITY, 1e16, null],
  percent: ["3.1", "3.1%", Number.NaN],
  truth: ["true", 0, 1, null],
};

test("wrong types and values that cannot be are found", () => {
  for (const [type, values] of Object.entries(WRONG)) {
    const shape = shapeOf(field("it", type));
    for (const value of values) assert.deepEqual(shape.findFaults({ it: value }).map(({ pointer }) => pointer), ["/it"], `${type}: ${JSON.stringify(value)}`);
  }
  const codes = shapeOf(field("it", "code", { codes: [{ value: "active", names }] }));
  for (const value of ["Active", "", "constructor", 1, ["active"], undefined]) assert.equal(codes.findFaults({ it: value }).length, 1, JSON.stringify(value));
});

test("what is no object, and lists that are none or too long, are found", () => {
  const shape = shapeOf({ name: "list", names, type: "list", sensitivity: "plain", fields: [field("a", "text")] });
  for (const record of [undefined, null, [], "text", 1]) assert.deepEqual(shape.findFaults(record), [{ pointer: "", message: "must be an object" }]);
  assert.match(shape.findFaults({ list: { a: "one" } })[0]?.message ?? "", /must be a list/);
  assert.match(shape.findFaults({ list: Array.from({ length: 1001 }, () => ({ a: "x" })) })[0]?.message ?? "", /more than 1000/);
  assert.equal(shape.findFaults({ list: Array.from({ length: 900 }, () => "x") }).length, MOST_FAULTS);
  assert.deepEqual(shape.findFaults(Object.create({ list: [] })), [{ pointer: "/list", message: "is missing" }]);
});

test("a fault repeats nothing of the data, its names of members included", () => {
  const shape = shapeOf(field("a", "money"), field("b", "date"));
  const faults = shape.findFaults({ a: "460100199001011234", b: "secret", "460100199001011234": 1 });
  assert.equal(faults.length, 3);
  assert.ok(!/460100|secret/.test(JSON.stringify(faults)));
});
