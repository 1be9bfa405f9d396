import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { ROOT_DIR } from "../../root.ts";
import { digestFolder, writeCityFolder } from "./city-folder.ts";
import { lintFolder } from "./lint-folder.ts";
import { aCity } from "./testing.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "citizen-cloud-city-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a city written as a folder reads back to the same documents", () => {
  writeCityFolder(folder, aCity());
  assert.deepEqual(lintFolder(folder), { findings: [], documents: aCity() });
});

test("a folder's digest follows what is in its files, and nothing else", () => {
  writeCityFolder(folder, aCity());
  const written = digestFolder(folder);
  writeFileSync(join(folder, "notes.txt"), "for ourselves");
  assert.equal(digestFolder(folder), written);
  writeFileSync(join(folder, "topics.json"), "[]");
  assert.notEqual(digestFolder(folder), written);
});

for (const city of ["haikou", "chengdu"]) {
  test(`${city} keeps every rule, and its files are as the exporter writes them`, () => {
    const source = join(ROOT_DIR, "cities", city);
    const { findings, documents } = lintFolder(source);
    assert.deepEqual(findings, []);
    assert.ok(documents);
    assert.ok(documents.services.length >= 267 && documents.departments.length === 44 && documents.topics.length === 22);
    writeCityFolder(folder, documents);
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".json"))) {
      assert.equal(readFileSync(join(source, file), "utf8"), readFileSync(join(folder, file), "utf8"), `${file} is not in the exporter's form: citizen-cloud city export writes it so`);
    }
  });
}

test("every fault is shown with its file and line, and a faulty folder gives no documents", () => {
  cpSync(join(ROOT_DIR, "cities/haikou"), folder, { recursive: true });
  const file = join(folder, "services/transport/S077.json");
  const lines = readFileSync(file, "utf8").split("\n");
  const line = lines.findIndex((each) => each.includes('"department"'));
  lines[line] = '  "department": "nobody",';
  writeFileSync(file, lines.join("\n"));
  const { findings, documents } = lintFolder(folder);
  assert.equal(documents, undefined);
  assert.deepEqual(findings.map(({ file: where, line: at, rule }) => [where, at, rule]), [["services/transport/S077.json", line + 1, "unknown-reference"]]);
});

test("what is not JSON, not a list, or there twice is told in a sentence", () => {
  writeCityFolder(folder, aCity());
  writeFileSync(join(folder, "topics.json"), "[\n  {,\n]");
  writeFileSync(join(folder, "offices.json"), "{}");
  cpSync(join(folder, "services/transport/S001.json"), join(folder, "services/S001-copy.json"));
  const { findings } = lintFolder(folder);
  assert.deepEqual(findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`), ["topics.json:2 readable", "offices.json:1 readable", "services/transport/S001.json:2 double"]);
});

test("what cannot be read is a finding with its file, never a crash", () => {
  writeCityFolder(folder, aCity());
  mkdirSync(join(folder, "services/folder.json"));
  writeFileSync(join(folder, "topics.json"), "[".repeat(100_000));
  const { findings } = lintFolder(folder);
  assert.ok(findings.some(({ file, rule }) => file === "services/folder.json" && rule === "readable"));
  assert.ok(findings.some(({ file, rule }) => file === "topics.json" && rule === "readable"));
});
