// The digest is SHA-256, and a solution has the bits that were asked for.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { digestOf, leadingZeroBits, tryNumbers } from "./proof-of-work.ts";

function hex(words: Int32Array): string {
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

test("digests agree with Node's, around the ends of blocks and beyond", () => {
  for (const length of [0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1_000]) {
    const bytes = Uint8Array.from({ length }, (_unused, index) => (index * 31 + length) % 256);
    assert.equal(hex(digestOf(bytes)), createHash("sha256").update(bytes).digest("hex"), `${length} bytes`);
  }
});

test("zero bits are counted over words", () => {
  assert.equal(leadingZeroBits(Int32Array.of(-1, 0)), 0);
  assert.equal(leadingZeroBits(Int32Array.of(0, 1)), 63);
  assert.equal(leadingZeroBits(Int32Array.of(0x0000_ffff)), 16);
});

test("a solution is found, and it is one", () => {
  const solution = tryNumbers("haikou/red-packet:someone:29000000", 12, 0, 200_000);
  assert.ok(solution !== undefined);
  const digest = createHash("sha256").update(`haikou/red-packet:someone:29000000:${solution}`).digest();
  assert.equal(digest.readUInt16BE() >> 4, 0);
});

test("where none is, none is told", () => {
  assert.equal(tryNumbers("nothing", 200, 0, 50), undefined);
});
