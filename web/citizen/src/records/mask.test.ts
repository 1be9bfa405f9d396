// What is masked keeps its length and gives away no more than is needed to recognise it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { maskText } from "./mask.ts";

test("numbers keep their ends", () => {
  assert.equal(maskText("460102187405200024", "id-number"), "4601************24");
  assert.equal(maskText("15400000000", "phone"), "154****0000");
  assert.equal(maskText("6217000012345678", "account"), "************5678");
});

test("what is too short to have ends is masked whole", () => {
  assert.equal(maskText("1234", "account"), "****");
  assert.equal(maskText("林", "name"), "*");
});

test("a name keeps its first character, also a rare one", () => {
  assert.equal(maskText("林晓雨", "name"), "林**");
  assert.equal(maskText("𠮷田", "name"), "𠮷*");
});
