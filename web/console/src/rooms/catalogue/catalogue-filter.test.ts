import assert from "node:assert/strict";
import { test } from "node:test";
import { filterItems, type Listed, readFilter, statesOf } from "./catalogue-filter.ts";

const items: Listed[] = [
  { id: "S001", names: { zh: "社保查询", en: "Social security record" }, version: 1, topic: "social", department: "hrss", serviceKind: "query", level: "city", views: 5_000 },
  { id: "S002", names: { zh: "冷门事项", en: "Rare item" }, version: 2, topic: "social", department: "health", serviceKind: "handle", level: "district", views: 1, draft: "submitted" },
  { id: "S003", names: { zh: "新事项", en: "New item" }, draft: "open" },
  { id: "S004", names: { zh: "旧事项", en: "Old item" }, version: 1, retired: true, views: 0 },
];

const shown = (query: string) => filterItems(items, readFilter(new URLSearchParams(query))).map((each) => each.id);

test("words are looked for in id and both names, all of them", () => {
  assert.deepEqual(shown("q=s001"), ["S001"]);
  assert.deepEqual(shown("q=item+rare"), ["S002"]);
  assert.deepEqual(shown("q=事项"), ["S002", "S003", "S004"]);
});

test("filters narrow together", () => {
  assert.deepEqual(shown("topic=social&department=health"), ["S002"]);
  assert.deepEqual(shown("level=city&kind=query"), ["S001"]);
});

test("each state can be asked for", () => {
  assert.deepEqual(shown("state=review"), ["S002"]);
  assert.deepEqual(shown("state=draft"), ["S003"]);
  assert.deepEqual(shown("state=retired"), ["S004"]);
  assert.deepEqual(shown("state=little-used"), ["S002"]);
  assert.deepEqual(shown("state=published"), ["S001", "S002"]);
});

test("where nobody has read anything yet, nothing is little used", () => {
  assert.deepEqual(statesOf({ id: "S009", names: { zh: "", en: "" }, version: 1, views: 0 }, 12), ["published"]);
});

test("retired items are shown to who asks for them or searches", () => {
  assert.deepEqual(shown(""), ["S001", "S002", "S003"]);
  assert.deepEqual(shown("q=old"), ["S004"]);
});
