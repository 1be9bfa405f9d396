import assert from "node:assert/strict";
import { test } from "node:test";
import { isRelevant, transportOf } from "./relevance.ts";

const SQL = transportOf({ transport: { kind: "sql", dialect: "mysql" } });

test("a request has what its source's transport takes", () => {
  const shown = (transport = SQL) => ["input", "method", "path", "action", "element", "statement"].filter((name) => isRelevant("source", "/operations/2/request", name, {}, transport));
  assert.deepEqual(shown(), ["input", "statement"]);
  assert.deepEqual(shown(transportOf({ transport: { kind: "http-json" } })), ["input", "method", "path"]);
  assert.deepEqual(shown(transportOf({})), ["input"]);
});

test("what is written stays in sight where it does not belong", () => {
  assert.ok(isRelevant("source", "/operations/0/request", "path", { path: "/v1" }, SQL));
});

test("a field has codes when it is one, a unit when it is counted", () => {
  const shown = (type: string) => ["codes", "unit", "mask", "optional"].filter((name) => isRelevant("record-kind", "/fields/0/fields/1", name, { type }, SQL));
  assert.deepEqual(shown("code"), ["codes", "optional"]);
  assert.deepEqual(shown("number"), ["unit", "optional"]);
  assert.deepEqual(shown("text"), ["mask", "optional"]);
});

test("other documents keep all their members", () => {
  assert.ok(isRelevant("service", "/fee", "lines", {}, SQL));
});
