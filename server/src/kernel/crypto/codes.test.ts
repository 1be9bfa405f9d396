import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { isSameSecret, openCodes } from "./codes.ts";
import { createMasterKeys } from "./keys.ts";

const secrets = new Map([[1, randomBytes(32)], [2, randomBytes(32)]]);
const codes = openCodes(createMasterKeys(1, secrets));

test("a code is six digits, the same each time, and another for another id or label", () => {
  assert.match(codes.deriveCode("sign-in", "1"), /^\d{6}$/);
  assert.equal(codes.deriveCode("sign-in", "1"), codes.deriveCode("sign-in", "1"));
  const ids = Array.from({ length: 50 }, (_, index) => String(index));
  assert.notDeepEqual(ids.map((id) => codes.deriveCode("sign-in", id)), ids.map((id) => codes.deriveCode("recovery", id)));
});

test("all codes are equally likely: each digit at each place comes up a tenth of the time", () => {
  // A key of its own, so that the test says the same each time.
  const fixed = openCodes(createMasterKeys(1, new Map([[1, Buffer.alloc(32, 7)]])));
  const counts = Array.from({ length: 6 }, () => Array.from({ length: 10 }, () => 0));
  const rounds = 10_000;
  for (let id = 0; id < rounds; id += 1) {
    const code = fixed.deriveCode("sign-in", String(id));
    for (const [place, digits] of counts.entries()) digits[Number(code.charAt(place))]! += 1;
  }
  // Chi-square with 9 degrees of freedom: above 27.9 once in a thousand.
  for (const place of counts) assert.ok(place.reduce((sum, count) => sum + (count - rounds / 10) ** 2 / (rounds / 10), 0) < 27.9, place.join(" "));
});

test("the digits typed match their own id and label only, also after the key was rotated", () => {
  const sent = codes.deriveCode("sign-in", "1");
  const wrong = String((Number(sent) + 1) % 1_000_000).padStart(6, "0");
  const rotated = openCodes(createMasterKeys(2, secrets));
  assert.ok(codes.matchesCode("sign-in", "1", sent) && rotated.matchesCode("sign-in", "1", sent));
  for (const typed of [wrong, "", sent.slice(1), `${sent}0`, "１２３４５６"]) assert.ok(!codes.matchesCode("sign-in", "1", typed), typed);
  assert.ok(!openCodes(createMasterKeys(2, new Map([[2, secrets.get(2) as Buffer]]))).matchesCode("sign-in", "1", sent));
});

test("secrets are the same when all their bytes are", () => {
  assert.ok(isSameSecret("abc", Buffer.from("abc")));
  for (const other of ["abd", "ab", "abcd", ""]) assert.ok(!isSameSecret("abc", other), other);
});
