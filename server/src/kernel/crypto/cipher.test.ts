import assert from "node:assert/strict";
import { createCipheriv, createHmac, randomBytes, type CipherGCMTypes } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import { type CipherName, CIPHERS, open, seal, SealedValueDamaged, sealingKey } from "./cipher.ts";

const NAMES = Object.keys(CIPHERS) as CipherName[];
const PLACE = "identity.person.name/018f0000-0000-7000-8000-000000000001";
const aKey = (cipher: CipherName, version = 1) => sealingKey(cipher, version, randomBytes(CIPHERS[cipher].keyLength));

test("SM4-GCM is the one of RFC 8998, appendix A.1", () => {
  const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");
  const plain = hex(`aaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbb cccccccccccccccc dddddddddddddddd
                     eeeeeeeeeeeeeeee ffffffffffffffff eeeeeeeeeeeeeeee aaaaaaaaaaaaaaaa`);
  const cipher = createCipheriv("sm4-gcm" as CipherGCMTypes, hex("0123456789abcdeffedcba9876543210"), hex("00001234567800000000abcd"), { authTagLength: 16 });
  cipher.setAAD(hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  assert.equal(cipher.getAuthTag().toString("hex"), "83de3541e4c2b58177e065a9bf7b62ec");
  assert.equal(
    sealed.toString("hex"),
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
  );
});

test("SM3 and HMAC-SM3 are those of GB/T 32905-2016", () => {
  assert.equal(
    createHmac("sm3", "key").update("The quick brown fox jumps over the lazy dog").digest("hex"),
    "bd4a34077888162b210645b8ebf74b9af357303789357a27c7fc457244ebd398",
  );
});

for (const name of NAMES) {
  test(`${name}: what is sealed opens, and no two seals are alike`, () => {
    const key = aKey(name);
    for (const text of ["", "吴淑敏", "𠮷田", "a".repeat(10_000)]) {
      assert.equal(open(key, PLACE, seal(key, PLACE, text)), text);
      assert.notDeepEqual(seal(key, PLACE, text), seal(key, PLACE, text));
    }
  });

  test(`${name}: the value says its algorithm and key version in the layout agreed`, () => {
    const sealed = seal(aKey(name, 0x0102), PLACE, "abc");
    assert.deepEqual([sealed.readUInt8(0), sealed.readUInt16BE(1), sealed.length], [CIPHERS[name].id, 0x0102, 3 + 12 + 3 + 16]);
  });

  test(`${name}: cut anywhere, or with any bit flipped, it is refused and shows nothing of itself`, () => {
    const key = aKey(name);
    const sealed = seal(key, PLACE, "吴淑敏");
    const refused = (bytes: Buffer) =>
      assert.throws(() => open(key, PLACE, bytes), (error) => {
        assert.ok(error instanceof SealedValueDamaged);
        assert.equal(error.code, "sealed-value-damaged");
        const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
        assert.ok(!shown.includes("吴") && !shown.includes("Buffer"), shown);
        return true;
      });
    for (let length = 0; length < sealed.length; length += 1) refused(sealed.subarray(0, length));
    refused(Buffer.concat([sealed, Buffer.of(0)]));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      refused(flipped);
    }
  });

  test(`${name}: it opens at its own place and under its own key only`, () => {
    const key = aKey(name);
    const sealed = seal(key, PLACE, "吴淑敏");
    for (const elsewhere of ["", "identity.person.id_number/018f0000-0000-7000-8000-000000000001", "identity.person.name/018f0000-0000-7000-8000-000000000002"]) {
      assert.throws(() => open(key, elsewhere, sealed), SealedValueDamaged);
    }
    assert.throws(() => open(aKey(name), PLACE, sealed), SealedValueDamaged);
  });
}

test("a key shows nothing of itself, printed or serialised", () => {
  const secret = randomBytes(32);
  const key = sealingKey("aes-256-gcm", 1, secret);
  const shown = inspect(key, { depth: null, showHidden: true }) + JSON.stringify(key);
  for (const form of ["hex", "base64", "latin1"] as const) assert.ok(!shown.includes(secret.toString(form)));
  assert.ok(!shown.includes("Buffer"));
});

test("a key of the wrong length or version is refused", () => {
  assert.throws(() => sealingKey("sm4-gcm", 1, randomBytes(32)), RangeError);
  for (const version of [0, -1, 1.5, 0x8000]) assert.throws(() => sealingKey("sm4-gcm", version, randomBytes(16)), RangeError);
});
