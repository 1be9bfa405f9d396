// The lists on the device keep order, stay short, and never hold a thing twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withFirst } from "./stored-list.ts";

test("a new item comes first and the oldest falls off", () => {
  assert.deepEqual(withFirst(["b", "c"], "a", 2), ["a", "b"]);
});

test("an item seen again moves to the front", () => {
  assert.deepEqual(withFirst(["a", "b", "c"], "c", 5), ["c", "a", "b"]);
});
