import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createMasterKeys } from "../../../kernel/crypto/keys.ts";
import { assembleCrypto } from "../../../kernel/crypto/open.ts";
import { openDatabase } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { createTestDatabase } from "../../../testing/database.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount, findAccountByPhone, insertAccount, insertPerson } from "../account/store.ts";
import { staffPhonePlace } from "../staff/people.ts";
import { findStaff, insertStaff } from "../staff/store.ts";
import { rotateKeys } from "./rotate-keys.ts";

test("after a rotation everything opens without the old master key, and people are found by the new hash", async () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const settings = { fieldCipher: "aes-256-gcm", lookupHash: "sha256" } as const;
  const before = assembleCrypto(createMasterKeys(1, new Map([[1, first]])), settings);
  const during = assembleCrypto(createMasterKeys(2, new Map([[1, first], [2, second]])), { fieldCipher: "sm4-gcm", lookupHash: "sm3" });
  const afterwards = assembleCrypto(createMasterKeys(2, new Map([[2, second]])), { fieldCipher: "sm4-gcm", lookupHash: "sm3" });
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.url, 2);
  try {
    const phones = Array.from({ length: 7 }, (_, index) => `1540000020${index}`);
    for (const phone of phones) {
      const person = newId();
      const key = await before.vault.newPersonKey(person);
      const createdAt = new Date();
      await database.transaction((tx) => insertPerson(tx, { id: person, created_at: createdAt }, key));
      const cipher = await before.vault.forPerson([key]);
      await insertAccount(database, { person, city: "haikou", phone: cipher.seal(placeOf.phone(person), phone), phone_hash: before.lookupHash.hash("phone", phone), created_at: createdAt });
    }
    await insertStaff(database, {
      id: "haikou-clerk-9", city: "haikou", name: "何处 He Chu", department: null, division: null, roles: ["clerk"], state: "active", demonstration: false,
      phone: before.vault.service.seal(staffPhonePlace("haikou-clerk-9"), "15400002099"), joined_at: new Date(),
    });
    for (const phone of phones) assert.ok(await findAccountByPhone(database, during.lookupHash.candidates("phone", phone)), "found while both keys live");
    assert.deepEqual(await rotateKeys(database, during), { rewrappedKeys: 7, rehashedNumbers: 7, resealedStaff: 1 });
    assert.deepEqual(await rotateKeys(database, during), { rewrappedKeys: 0, rehashedNumbers: 0, resealedStaff: 0 });
    for (const phone of phones) {
      const found = await findAccountByPhone(database, [afterwards.lookupHash.hash("phone", phone)]);
      assert.ok(found?.phone);
      const cipher = await openPersonCipher(afterwards, database, found.person);
      assert.equal(cipher.open(placeOf.phone(found.person), (await findAccount(database, found.person))?.phone ?? Buffer.alloc(0)), phone);
    }
    assert.equal(afterwards.vault.service.open(staffPhonePlace("haikou-clerk-9"), (await findStaff(database, "haikou-clerk-9"))?.phone ?? Buffer.alloc(0)), "15400002099");
  } finally {
    await database.close();
    await testDatabase.drop();
  }
});
