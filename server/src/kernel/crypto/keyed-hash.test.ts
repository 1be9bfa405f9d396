import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { openLookupHash } from "./keyed-hash.ts";
import { createMasterKeys } from "./keys.ts";

const secrets = new Map([[1, randomBytes(32)], [2, randomBytes(32)]]);
const keys = createMasterKeys(1, secrets);
const rotated = createMasterKeys(2, secrets);
const NUMBER = "460105188503140014";

test("the same text of the same kind has one hash; another kind, text or master key another", () => {
  const lookup = openLookupHash(keys);
  assert.deepEqual(lookup.hash("id-number", NUMBER), openLookupHash(keys).hash("id-number", NUMBER));
  const others = [
    lookup.hash("id-number", "510181189107010029"), lookup.hash("phone", NUMBER), openLookupHash(rotated).hash("id-number", NUMBER),
    openLookupHash(keys, "sm3").hash("id-number", NUMBER), openLookupHash(createMasterKeys(1, new Map([[1, randomBytes(32)]]))).hash("id-number", NUMBER),
  ];
  for (const other of others) assert.notDeepEqual(other.subarray(3), lookup.hash("id-number", NUMBER).subarray(3));
});

test("the hash names its algorithm and key version before 32 bytes of HMAC under the derived key", () => {
  for (const [name, id] of [["sha256", 1], ["sm3", 2]] as const) {
    const hash = openLookupHash(rotated, name).hash("phone", "15400000001");
    assert.deepEqual([hash.readUInt8(0), hash.readUInt16BE(1), hash.length], [id, 2, 35]);
    assert.deepEqual(hash.subarray(3), createHmac(name, rotated.derive(`lookup/${name}`)).update("phone\u000015400000001").digest());
  }
});

test("a look-up finds what was stored before the key or the algorithm changed, and asks for the newest first", () => {
  const stored = openLookupHash(keys, "sha256").hash("phone", "15400000001");
  const lookup = openLookupHash(rotated, "sm3");
  const candidates = lookup.candidates("phone", "15400000001");
  assert.equal(candidates.length, 4);
  assert.deepEqual(candidates[0], lookup.hash("phone", "15400000001"));
  assert.ok(candidates.some((each) => each.equals(stored)));
  assert.equal(lookup.version, 2);
});
