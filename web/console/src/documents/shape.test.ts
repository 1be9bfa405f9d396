import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { JsonObject } from "./json.ts";
import { LAYOUTS } from "./layouts.ts";
import { blankOf, fitShape, membersOf, type Schema, schemaAt, shapeOf, shapeTaken } from "./shape.ts";

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

const source = readSchema("source");
const recordKind = readSchema("record-kind");

test("expressions get lines, names of parts a choice, ids of other documents a search", () => {
  const shape = (schema: Schema, ...path: string[]) => shapeOf(schemaAt(schema, path) ?? {}, path.at(-1) ?? "");
  assert.deepEqual([shape(source, "operations", "answer"), shape(source, "operations", "request", "statement"), shape(source, "transport", "path")], ["code", "code", "string"]);
  assert.deepEqual([shape(recordKind, "headline"), shape(recordKind, "facts"), shape(recordKind, "operation"), shape(recordKind, "fields")], ["local-name", "local-names", "local-name", "list"]);
  assert.deepEqual([shape(recordKind, "source"), shape(readSchema("calendar-year"), "source"), shape(recordKind, "correction", "service")], ["reference", "string", "reference"]);
});

test("a calendar's week holds windows, an office's its hours; a campaign's times are instants", () => {
  const shape = (schema: Schema, ...path: string[]) => shapeOf(schemaAt(schema, path) ?? {}, path.at(-1) ?? "");
  const [calendar, campaign] = [readSchema("booking-calendar"), readSchema("campaign")];
  assert.deepEqual([shape(calendar, "weekly"), shape(calendar, "exceptions", "windows"), shape(calendar, "office"), shape(readSchema("office"), "hours", "weekly")], ["window-week", "windows", "reference", "week"]);
  assert.deepEqual([shape(campaign, "opensAt"), shape(campaign, "eligibility", "records"), shape(campaign, "groups", "when")], ["instant", "references", "code"]);
});

test("a group of several shapes offers all of them, and has what the chosen one has", () => {
  const transport = source.properties?.transport ?? {};
  assert.deepEqual(membersOf(transport).kind?.enum, ["http-json", "soap", "sql", "file-drop", "manual"]);
  assert.deepEqual(Object.keys(shapeTaken(transport, {}).properties ?? {}), ["kind"]);
  assert.deepEqual(Object.keys(shapeTaken(transport, { kind: "sql" }).properties ?? {}), ["kind", "dialect"]);
  const field = recordKind.properties?.fields?.items ?? {};
  assert.ok(shapeTaken(field, { type: "money" }).properties?.mask);
  assert.ok(!shapeTaken(field, { type: "list" }).properties?.mask);
  assert.deepEqual(blankOf(field), { name: "", names: { zh: "", en: "" } });
});

test("choosing another shape takes away what it lacks and begins what it needs", () => {
  const written: JsonObject = { transport: { kind: "manual", dialect: "mysql" }, names: { zh: "一", en: "one" } };
  assert.deepEqual(fitShape(source, written, "/transport/kind"), { transport: { kind: "manual", instructions: { zh: "", en: "" } }, names: written.names });
  assert.equal(fitShape(source, written, "/transport/dialect"), written);
  const fields: JsonObject = { fields: [{ name: "a", type: "list", unit: { zh: "元", en: "yuan" } }] };
  assert.deepEqual(fitShape(recordKind, fields, "/fields/0/type"), { fields: [{ name: "a", names: { zh: "", en: "" }, type: "list", fields: [{ name: "", names: { zh: "", en: "" } }] }] });
});

test("every field of every schema has its place in the layout, and nothing else has", () => {
  for (const [kind, sections] of Object.entries(LAYOUTS)) {
    const schema = readSchema(kind === "service" ? "service-item" : kind);
    const placed = sections.flatMap((section) => section.fields);
    assert.deepEqual([...placed].sort(), Object.keys(schema.properties ?? {}).sort(), kind);
  }
});
