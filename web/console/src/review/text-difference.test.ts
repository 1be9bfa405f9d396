import assert from "node:assert/strict";
import { test } from "node:test";
import { textDifference } from "./text-difference.ts";

test("Chinese is compared by character", () => {
  assert.deepEqual(textDifference("提前10分钟到", "提前20分钟到"), [
    { change: "same", text: "提前" },
    { change: "removed", text: "10" },
    { change: "added", text: "20" },
    { change: "same", text: "分钟到" },
  ]);
});

test("English is compared by word", () => {
  assert.deepEqual(textDifference("Bring your old card", "Bring your new card"), [
    { change: "same", text: "Bring your " },
    { change: "removed", text: "old" },
    { change: "added", text: "new" },
    { change: "same", text: " card" },
  ]);
});

test("sentences with nothing in common stand one after the other", () => {
  assert.deepEqual(textDifference("abc", "xyz"), [{ change: "removed", text: "abc" }, { change: "added", text: "xyz" }]);
});

test("an empty side leaves no empty piece", () => {
  assert.deepEqual(textDifference("", "新"), [{ change: "added", text: "新" }]);
});
