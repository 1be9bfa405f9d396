// Our SHA-256 is everybody's, however the message comes in pieces.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { toHex } from "./bytes.ts";
import { PrefixedSha256, Sha256, sha256, sha256WithMark } from "./sha256.ts";

const known = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

test("the examples of FIPS 180-4", () => {
  assert.equal(toHex(sha256(Buffer.from("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(toHex(sha256()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(toHex(sha256(Buffer.from("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
});

test("as node:crypto, for every length and in any pieces", () => {
  for (let length = 0; length < 300; length += 1) {
    const message = randomBytes(length);
    assert.equal(toHex(sha256(message)), known(message));
    const hash = new Sha256();
    for (let from = 0; from < length; ) {
      const piece = 1 + Math.floor(Math.random() * 90);
      hash.update(message.subarray(from, from + piece));
      from += piece;
    }
    assert.equal(toHex(hash.digest()), known(message));
    const out = new Uint8Array(40);
    sha256WithMark(1, message, 0, length, out, 8);
    assert.equal(toHex(out.subarray(8)), known(Uint8Array.of(1), message));
  }
});

test("as node:crypto, beyond 512 MB of bits in the length's upper half", () => {
  const piece = new Uint8Array(1 << 20).fill(7);
  const [hash, other] = [new Sha256(), createHash("sha256")];
  for (let times = 0; times < 520; times += 1) other.update(piece);
  for (let times = 0; times < 520; times += 1) hash.update(piece);
  assert.equal(toHex(hash.digest()), other.digest("hex"));
});

test("with a first block worked through once", () => {
  const first = randomBytes(64);
  const hash = new PrefixedSha256(first);
  const out = new Uint8Array(32);
  for (let length = 0; length <= 55; length += 1) {
    const message = randomBytes(length);
    hash.digestInto(message, out);
    assert.equal(toHex(out), known(first, message));
  }
});
