import assert from "node:assert/strict";
import { test } from "node:test";
import { findBookables, groupByTopic } from "./find-bookables.ts";

const item = (zh: string, en: string, topic: string) => ({ names: { zh, en }, summary: { zh: "", en: "" }, topic, topicNames: { zh: topic === "health" ? "看病" : "文化", en: topic } });
const items = [item("预约挂号", "Hospital registration", "health"), item("图书馆座位", "Library seats", "culture"), item("接种疫苗", "Vaccination", "health")];

test("what can be booked is found by parts of words, in either language and by its topic", () => {
  assert.deepEqual(findBookables(items, "LIBRARY").map(({ names }) => names.zh), ["图书馆座位"]);
  assert.deepEqual(findBookables(items, "看病 疫苗").map(({ names }) => names.zh), ["接种疫苗"]);
  assert.equal(findBookables(items, " ").length, 3);
});

test("items stand together by topic, in the order they came", () => {
  assert.deepEqual(groupByTopic(items).map(({ topic, items: group }) => [topic, group.length]), [["health", 2], ["culture", 1]]);
});
