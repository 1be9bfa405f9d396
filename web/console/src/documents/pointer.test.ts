import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsAt, findingsWithin } from "./findings.ts";
import { isWithin, namesOn, nearestField, valueAt, withValue } from "./pointer.ts";

const item = { names: { zh: "甲", en: "A" }, steps: [{ name: { zh: "一", en: "one" } }, { name: { zh: "二", en: "two" } }] };

test("reads through objects and lists", () => {
  assert.equal(valueAt(item, "/steps/1/name/zh"), "二");
  assert.equal(valueAt(item, "/steps/7/name"), undefined);
  assert.equal(valueAt(item, ""), item);
});

test("writes a copy and keeps the identity of what did not change", () => {
  const next = withValue(item, "/steps/0/name/zh", "壹");
  assert.equal(valueAt(next, "/steps/0/name/zh"), "壹");
  assert.equal(item.steps[0]?.name.zh, "一");
  assert.equal(next.names, item.names);
  assert.equal(valueAt(next, "/steps/1"), item.steps[1]);
});

test("makes the group that a new value stands in, and takes a member away", () => {
  assert.deepEqual(withValue({}, "/limits/note", { zh: "注", en: "note" }), { limits: { note: { zh: "注", en: "note" } } });
  assert.deepEqual(withValue(item, "/names", undefined), { steps: item.steps });
  assert.deepEqual(valueAt(withValue(item, "/steps/0", undefined), "/steps"), [item.steps[1]]);
});

test("a fault in something not shown is seen at the nearest field around it", () => {
  const shown = new Set(["/names", "/steps/0/limit"]);
  const isShown = (pointer: string) => shown.has(pointer);
  assert.equal(nearestField("/names/en", isShown), "/names");
  assert.equal(nearestField("/steps/0/limit/amount", isShown), "/steps/0/limit");
  assert.equal(nearestField("/elsewhere", isShown), undefined);
});

test("positions in lists do not change a field's name", () => {
  assert.deepEqual(namesOn("/materials/3/name/zh"), ["materials", "name", "zh"]);
});

test("findings belong to a field or lie within it", () => {
  const findings = [{ pointer: "/names/en" }, { pointer: "/namesake" }, { pointer: "/names" }];
  assert.deepEqual(findingsAt(findings, "/names"), [{ pointer: "/names" }]);
  assert.deepEqual(findingsWithin(findings, "/names"), [{ pointer: "/names/en" }, { pointer: "/names" }]);
  assert.ok(!isWithin("/namesake", "/names"));
});
