import assert from "node:assert/strict";
import { test } from "node:test";
import { createPermutation } from "./permutation.ts";

test("every number of a small modulus is hit once and found back", () => {
  for (const modulus of [1, 2, 20, 365, 1_009]) {
    const permutation = createPermutation(modulus, 42, 0);
    const hit = Array.from({ length: modulus }, (_each, value) => permutation.apply(value));
    assert.equal(new Set(hit).size, modulus);
    assert.deepEqual(hit.map((value) => permutation.invert(value)), [...hit.keys()]);
  }
});

test("the largest modulus is still exact, and a larger one refused", () => {
  const permutation = createPermutation(94_906_265, 42, 0);
  for (let value = 94_806_265; value < 94_906_265; value += 7) assert.equal(permutation.invert(permutation.apply(value)), value);
  assert.throws(() => createPermutation(94_906_266, 42, 0), RangeError);
});
