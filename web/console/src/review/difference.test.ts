import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { JsonObject } from "../documents/json.ts";
import type { Schema } from "../documents/shape.ts";
import { differences } from "./difference.ts";

const schema = JSON.parse(readFileSync(new URL("../../../../cities/schemas/service-item.schema.json", import.meta.url), "utf8")) as Schema;
const published = JSON.parse(readFileSync(new URL("../../../../cities/haikou/services/health/S103.json", import.meta.url), "utf8")) as JsonObject;

/** Reaches into the sample without a cast at every step. */
interface Editable {
  names: { zh: string; en: string };
  conditions: JsonObject[];
  materials: { copies: number }[];
  steps: JsonObject[];
  faq: JsonObject[];
  limits: JsonObject;
}

function changed(edit: (item: Editable) => void) {
  const draft = structuredClone(published);
  edit(draft as unknown as Editable);
  return differences(schema, published, draft);
}

test("nothing changed, nothing told", () => {
  assert.deepEqual(changed(() => {}), []);
});

test("a rewritten text is one change with both languages", () => {
  const changes = changed((item) => {
    item.names.en = "Book a doctor";
  });
  assert.deepEqual(changes, [{ kind: "changed", pointer: "/names", before: published.names, after: { zh: "预约挂号", en: "Book a doctor" } }]);
});

test("a member put in the middle of a list does not make the rest look changed", () => {
  const changes = changed((item) => item.conditions.splice(1, 0, { zh: "新条件", en: "New condition" }));
  assert.deepEqual(changes.map(({ kind, pointer }) => ({ kind, pointer })), [{ kind: "added", pointer: "/conditions/1" }]);
});

test("a field inside a list's member is told by its own pointer", () => {
  const changes = changed((item) => {
    (item.materials[1] as { copies: number }).copies = 2;
  });
  assert.deepEqual(changes, [{ kind: "changed", pointer: "/materials/1/copies", before: 0, after: 2 }]);
});

test("what was removed points into the old document", () => {
  const changes = changed((item) => item.steps.splice(2, 1));
  assert.deepEqual(changes.map(({ kind, pointer }) => ({ kind, pointer })), [{ kind: "removed", pointer: "/steps/2" }]);
});

test("two members swapped are one move", () => {
  const changes = changed((item) => item.faq.reverse());
  assert.ok(changes.length >= 1);
  assert.ok(changes.every((each) => each.kind === "moved"));
});

test("an optional group that appears is added as a whole", () => {
  const changes = changed((item) => {
    item.limits.statutory = { amount: 5, unit: "working-day" };
  });
  assert.deepEqual(changes, [{ kind: "added", pointer: "/limits/statutory", after: { amount: 5, unit: "working-day" } }]);
});

test("a new document is all additions", () => {
  assert.ok(differences(schema, undefined, published).every((each) => each.kind === "added"));
});
