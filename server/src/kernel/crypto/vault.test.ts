import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import { SealedValueDamaged } from "./cipher.ts";
import { createMasterKeys, type MasterKeys } from "./keys.ts";
import { openVault, PersonKeyMissing } from "./vault.ts";

const ANNA = "018f0000-0000-7000-8000-00000000000a";
const BAO = "018f0000-0000-7000-8000-00000000000b";
const NAME = `identity.person.name/${ANNA}`;

const secrets = new Map([[1, randomBytes(32)], [2, randomBytes(32)]]);
const keys = createMasterKeys(1, secrets);

/** Counts what reaches the keys behind the cache. */
function counting(inner: MasterKeys): MasterKeys & { unwrapped: number } {
  return {
    currentVersion: inner.currentVersion,
    versions: inner.versions,
    unwrapped: 0,
    wrap: (dataKey, place) => inner.wrap(dataKey, place),
    unwrap(wrapped, place) {
      this.unwrapped += 1;
      return inner.unwrap(wrapped, place);
    },
    derive: (label, version) => inner.derive(label, version),
  };
}

for (const cipher of ["aes-256-gcm", "sm4-gcm"] as const) {
  test(`${cipher}: what is sealed for a person opens for that person, in every process with the master key`, async () => {
    const vault = openVault(keys, { cipher });
    const row = await vault.newPersonKey(ANNA);
    assert.deepEqual([row.person, row.version, row.cipher, row.master_version], [ANNA, 1, cipher, 1]);
    const sealed = (await vault.forPerson([row])).seal(NAME, "吴淑敏");
    assert.equal((await openVault(createMasterKeys(1, secrets)).forPerson([row])).open(NAME, sealed), "吴淑敏");
  });
}

test("a value moved to another person, and a key row moved to one, are refused, also when the key is in the cache", async () => {
  const vault = openVault(keys);
  const [annas, baos] = [await vault.newPersonKey(ANNA), await vault.newPersonKey(BAO)];
  const sealed = (await vault.forPerson([annas])).seal(NAME, "吴淑敏");
  const bao = await vault.forPerson([baos]);
  assert.throws(() => bao.open(NAME, sealed), SealedValueDamaged);
  await assert.rejects(vault.forPerson([{ ...annas, person: BAO }]), SealedValueDamaged);
  await assert.rejects(vault.forPerson([{ ...annas, version: 2 }]), SealedValueDamaged);
  await assert.rejects(vault.forPerson([{ ...annas, cipher: "sm4-gcm" }]), SealedValueDamaged);
  await assert.rejects(vault.forPerson([{ ...annas, wrapped: Buffer.from(annas.wrapped.toReversed()) }]), SealedValueDamaged);
  await assert.rejects(vault.forPerson([annas, { ...baos, version: 2 }]), RangeError);
});

test("while a person's key rotates, the newest seals and all open; each value names its own", async () => {
  const vault = openVault(keys);
  const first = await vault.newPersonKey(ANNA);
  const old = (await vault.forPerson([first])).seal(NAME, "before");
  const second = await openVault(keys, { cipher: "sm4-gcm" }).newPersonKey(ANNA, 2);
  for (const rows of [[first, second], [second, first]]) {
    const anna = await vault.forPerson(rows);
    const sealed = anna.seal(NAME, "after");
    assert.deepEqual([sealed.readUInt8(0), sealed.readUInt16BE(1)], [2, 2]);
    assert.deepEqual([anna.open(NAME, old), anna.open(NAME, sealed)], ["before", "after"]);
  }
  const withoutFirst = await vault.forPerson([second]);
  assert.throws(() => withoutFirst.open(NAME, old), SealedValueDamaged);
});

test("a person whose keys are destroyed cannot be read", async () => {
  await assert.rejects(openVault(keys).forPerson([]), (error) => error instanceof PersonKeyMissing && error.code === "person-key-missing");
});

test("when the master key rotates, rows are wrapped anew and what they sealed stays as it is", async () => {
  const row = await openVault(keys).newPersonKey(ANNA);
  const sealed = (await openVault(keys).forPerson([row])).seal(NAME, "吴淑敏");
  const rewrapped = await openVault(createMasterKeys(2, secrets)).rewrap(row);
  assert.deepEqual([rewrapped.version, rewrapped.cipher, rewrapped.master_version], [1, "aes-256-gcm", 2]);
  const withoutFirst = createMasterKeys(2, new Map([[2, secrets.get(2) as Buffer]]));
  assert.equal((await openVault(withoutFirst).forPerson([rewrapped])).open(NAME, sealed), "吴淑敏");
});

test("a key is unwrapped once, also for many asking together, and at most so many are kept", async () => {
  const master = counting(keys);
  const vault = openVault(master, { keysKept: 2 });
  const rows = await Promise.all([ANNA, BAO, "third"].map((person) => vault.newPersonKey(person)));
  const read = (index: number) => vault.forPerson(rows.slice(index, index + 1));
  await Promise.all([read(0), read(0), read(0)]);
  assert.equal(master.unwrapped, 1);
  await read(1);
  await read(0);
  await read(2); // The second was unused for longest and goes.
  assert.equal(master.unwrapped, 3);
  await read(0);
  assert.equal(master.unwrapped, 3);
  await read(1);
  assert.equal(master.unwrapped, 4);
});

test("a key that could not be had is asked for again", async () => {
  const master = counting(keys);
  const vault = openVault(master);
  const row = await vault.newPersonKey(ANNA);
  const { unwrap } = master;
  master.unwrap = () => Promise.reject(new Error("the KMS is away"));
  await assert.rejects(vault.forPerson([row]), /away/);
  master.unwrap = unwrap;
  await vault.forPerson([row]);
});

test("the service's own values open under every live master key and either cipher", () => {
  const place = "identity.sign_in_code.phone/1";
  const sealed = openVault(keys, { cipher: "sm4-gcm" }).service.seal(place, "15400000001");
  const rotated = openVault(createMasterKeys(2, secrets)).service;
  assert.equal(rotated.open(place, sealed), "15400000001");
  assert.throws(() => rotated.open("identity.sign_in_code.phone/2", sealed), SealedValueDamaged);
  assert.equal(rotated.seal(place, "").readUInt16BE(1), 2);
  const withoutFirst = openVault(createMasterKeys(2, new Map([[2, secrets.get(2) as Buffer]]))).service;
  assert.throws(() => withoutFirst.open(place, sealed), SealedValueDamaged);
});

test("neither the vault nor a person's cipher shows a key", async () => {
  const vault = openVault(keys);
  const anna = await vault.forPerson([await vault.newPersonKey(ANNA)]);
  const shown = inspect([vault, anna], { depth: null, showHidden: true }) + JSON.stringify([vault, anna]);
  assert.ok(!shown.includes("Buffer") && !shown.includes("Uint8Array"), shown);
});
