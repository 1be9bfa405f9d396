// The tree of areas reads upwards and downwards, and the nearest level comes first.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Division } from "../../api/catalogue.ts";
import { childrenOf, levelsOffered, trailOf } from "./divisions.ts";

const names = { zh: "某地", en: "Somewhere" };
const city: Division = { code: "460100", names, level: "city", status: "current" };
const district: Division = { code: "460106", names, level: "district", parent: "460100", status: "current" };
const street: Division = { code: "460106-J01", names, level: "street", parent: "460106", status: "current" };
const former: Division = { code: "460102", names, level: "district", parent: "460100", status: "retired" };
const all = [city, district, street, former];

test("only current areas are offered to go down to", () => {
  assert.deepEqual(childrenOf(city, all), [district]);
});

test("the way up leaves out the city", () => {
  assert.deepEqual(trailOf(street, all), [district, street]);
});

test("a street shows the community's services first", () => {
  assert.deepEqual(levelsOffered(street), ["community", "district", "city"]);
  assert.deepEqual(levelsOffered(district), ["district", "city"]);
});
