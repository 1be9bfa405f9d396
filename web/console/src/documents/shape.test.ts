import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LAYOUTS } from "./layouts.ts";
import { blankOf, type Schema, schemaAt, shapeOf } from "./shape.ts";

function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../../../cities/schemas/${name}.schema.json`, import.meta.url), "utf8")) as Schema;
}

const service = readSchema("service-item");

test("the control follows from the schema", () => {
  const shapes = ["names", "aliases", "kind", "alsoKinds", "department", "related", "assurance", "materials", "visits", "legalBasis"].map((name) => shapeOf(schemaAt(service, [name]) ?? {}, name));
  assert.deepEqual(shapes, ["text", "words", "choice", "choices", "reference", "references", "scale", "list", "group", "list"]);
  assert.equal(shapeOf(schemaAt(service, ["limits", "promised"]) ?? {}, "promised"), "promise");
  assert.equal(shapeOf(schemaAt(service, ["steps", "limit"]) ?? {}, "limit"), "duration");
});

test("a blank item has every list and text and makes no choice", () => {
  const blank = blankOf(service) as Record<string, unknown>;
  assert.deepEqual(blank.names, { zh: "", en: "" });
  assert.deepEqual(blank.materials, []);
  assert.equal((blank.steps as unknown[]).length, 2);
  assert.ok(!("kind" in blank));
  assert.ok(!("promised" in (blank.limits as object)));
});

test("every field of every schema has its place in the layout, and nothing else has", () => {
  for (const [kind, sections] of Object.entries(LAYOUTS)) {
    const schema = readSchema(kind === "service" ? "service-item" : kind);
    const placed = sections.flatMap((section) => section.fields);
    assert.deepEqual([...placed].sort(), Object.keys(schema.properties ?? {}).sort(), kind);
  }
});
