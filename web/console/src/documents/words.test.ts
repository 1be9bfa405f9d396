// Every field, option and rule that a clerk can meet has a name in both languages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { membersOf, type Schema } from "./shape.ts";
import { LAYOUTS } from "./layouts.ts";

const WORDS = Object.fromEntries(
  ["zh-Hans", "en"].map((locale) => [locale, JSON.parse(readFileSync(new URL(`../../document-words/messages/${locale}.json`, import.meta.url), "utf8")) as Record<string, string>]),
);

function readSchema(kind: string): Schema {
  const name = kind === "service" ? "service-item" : kind;
  return JSON.parse(readFileSync(new URL(`../../../../cities/schemas/${name}.schema.json`, import.meta.url), "utf8")) as Schema;
}

const snakeCase = (name: string) => name.replace(/[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`).replace(/^_/, "").replaceAll(/[-.]/g, "_");

function hasWord(prefix: string, path: string[]): boolean {
  const names = path.map(snakeCase);
  return names.some((_each, start) => Object.values(WORDS).every((words) => words[[prefix, ...names.slice(start)].join("_")]));
}

/** Walks a schema as the form does. */
function collect(schema: Schema, path: string[], missing: string[]): void {
  for (const option of schema.enum ?? []) if (!hasWord("option", [path.at(-1) ?? "", option])) missing.push(`option ${path.join(".")} ${option}`);
  if (schema.items) collect(schema.items, path, missing);
  for (const [name, member] of Object.entries(membersOf(schema))) {
    if (name in { monday: 0, tuesday: 0, wednesday: 0, thursday: 0, friday: 0, saturday: 0, sunday: 0 }) continue;
    if (!hasWord("field", [...path, name])) missing.push(`field ${[...path, name].join(".")}`);
    collect(member, [...path, name], missing);
  }
}

for (const kind of Object.keys(LAYOUTS)) {
  test(`the fields and options of a ${kind} are named`, () => {
    const missing: string[] = [];
    collect(readSchema(kind), [kind], missing);
    assert.deepEqual(missing, []);
  });
}

test("every section is named", () => {
  for (const sections of Object.values(LAYOUTS)) for (const { id } of sections) assert.ok(hasWord("section", [id]), id);
});

test("every rule of the server's linter is told in our words", () => {
  const lint = ["lint", "lint-sources", "lint-bookings"].map((name) => readFileSync(new URL(`../../../../server/src/modules/catalogue/${name}.ts`, import.meta.url), "utf8")).join("\n");
  const rules = [...lint.matchAll(/report\("([a-z0-9-]+)"|\)\("([a-z0-9-]+)", "\//g)].map((match) => match[1] ?? match[2] ?? "");
  assert.ok(rules.length > 15);
  for (const rule of new Set(rules)) assert.ok(hasWord("rule", [rule]), rule);
});

test("both languages have the same words", () => {
  for (const folder of ["../../document-words/messages", "../../room-words/messages", "../../messages"]) {
    const [zh, en] = ["zh-Hans", "en"].map((locale) => Object.keys(JSON.parse(readFileSync(new URL(`${folder}/${locale}.json`, import.meta.url), "utf8")) as object).sort());
    assert.deepEqual(zh, en);
  }
});
