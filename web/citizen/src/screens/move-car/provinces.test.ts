// A plate is understood however it was typed, and what cannot be one is not sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isPlateRest, provincesFrom, splitPlate, tidyPlate } from "./provinces.ts";

test("the city's own province comes first, and all are there", () => {
  assert.equal(provincesFrom("460100")[0], "琼");
  assert.equal(provincesFrom("510100")[0], "川");
  assert.equal(new Set(provincesFrom("460100")).size, 31);
  assert.equal(provincesFrom("??").length, 31);
});

test("spaces, dots and full-width letters are tidied", () => {
  assert.equal(tidyPlate(" a·12 34５ "), "A12345");
});

test("a whole plate is taken apart", () => {
  assert.deepEqual(splitPlate("琼A12345"), { province: "琼", rest: "A12345" });
  assert.deepEqual(splitPlate("a12345"), { rest: "A12345" });
});

test("ordinary, new-energy, trailer and learner plates; nothing shorter, longer or with I and O", () => {
  for (const rest of ["A12345", "AD12345", "A1234挂", "A1234学"]) assert.ok(isPlateRest(rest), rest);
  for (const rest of ["", "A1234", "AD123456", "A1I345", "O12345", "112345"]) assert.ok(!isPlateRest(rest), rest);
});
