import assert from "node:assert/strict";
import { it } from "node:test";
import { editDistance, TypoIndex } from "./typos.ts";

it("counts a swap of neighbours as one mistake", () => {
  assert.equal(editDistance("hosptial", "hospital"), 1);
  assert.equal(editDistance("maried", "married"), 1);
  assert.equal(editDistance("公金积", "公积金"), 1);
  assert.equal(editDistance("same", "same"), 0);
  assert.equal(editDistance("", "abc"), 3);
});

it("finds the same words as comparing with all of them", () => {
  const words = ["licence", "license", "pension", "passport", "hospital", "housing", "hosting", "water", "waiter", "marriage"];
  const allowed = (length: number) => (length >= 8 ? 2 : 1);
  const index = new TypoIndex(words, allowed);
  for (const typed of ["lisence", "pasport", "hosptial", "hoursing", "wter", "waterr", "mariage", "xyz"]) {
    const expected = words.filter((word) => editDistance(typed, word) <= allowed(Math.max(word.length, typed.length)));
    assert.deepEqual(index.near(typed).map(({ text }) => text).sort(), expected.sort(), typed);
  }
});
