// A solution has the bits that were asked for, and where there is none, none is told.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { leadingZeroBits, tryNumbers } from "./proof-of-work.ts";

test("zero bits are counted over bytes", () => {
  assert.equal(leadingZeroBits(Uint8Array.of(0xff, 0)), 0);
  assert.equal(leadingZeroBits(Uint8Array.of(0, 0, 0x1f)), 19);
  assert.equal(leadingZeroBits(new Uint8Array(4)), 32);
});

test("a solution is found, and it is one", () => {
  const nonce = tryNumbers("citizen-cloud challenge 1|haikou/red-packet|someone|29000000|", 12, 0, 200_000);
  assert.ok(nonce !== undefined);
  const digest = createHash("sha256").update(`citizen-cloud challenge 1|haikou/red-packet|someone|29000000|${nonce}`).digest();
  assert.equal(digest.readUInt16BE() >> 4, 0);
});

test("where none is, none is told", () => {
  assert.equal(tryNumbers("nothing", 200, 0, 50), undefined);
});
