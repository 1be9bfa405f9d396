import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { sql } from "kysely";
import { createMasterKeys } from "../../../kernel/crypto/keys.ts";
import { assembleCrypto } from "../../../kernel/crypto/open.ts";
import { openDatabase } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { createTestDatabase } from "../../../testing/database.ts";
import { placeOf } from "../appointment/details.ts";
import { newSealedSalt, openSalt } from "../campaign/salt.ts";
import { seedPlace } from "../campaign/take-over.ts";
import { aCampaign } from "../rush/testing.ts";
import { resealBooking } from "./reseal.ts";

test("after a rotation lines, draws and check-in codes need the old master key no more", async () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const settings = { fieldCipher: "aes-256-gcm", lookupHash: "sha256" } as const;
  const before = assembleCrypto(createMasterKeys(1, new Map([[1, first]])), settings);
  const during = assembleCrypto(createMasterKeys(2, new Map([[1, first], [2, second]])), settings);
  const afterwards = assembleCrypto(createMasterKeys(2, new Map([[2, second]])), settings);
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.url, 2);
  try {
    const place = { city: "haikou", slug: "lots" };
    const salt = newSealedSalt(before.vault.service, place);
    const seed = before.vault.service.seal(seedPlace("haikou", "lots"), "seed");
    const [open, over] = [newId(), newId()];
    const booking = database.handle("booking");
    const { rows: [campaign] } = await sql<{ id: number }>`insert into booking.campaign (city, slug, rules, opens_at, closes_at, salt) values ('haikou', 'lots', ${JSON.stringify(aCampaign())}::jsonb, now(), now() + interval '1 hour', ${salt}) returning id`.execute(booking);
    await sql`insert into booking.draw (campaign, randomness, announced_at, seed, commitment) values (${campaign?.id}, 'committed', now(), ${seed}, ${randomBytes(32)})`.execute(booking);
    for (const [id, code] of [[open, "1234-5678"], [over, undefined]] as const) {
      await sql`insert into booking.appointment (id, city, calendar, person, made_by, state, kind, services, party, starts_at, ends_at, slots, of_kind, needs, created_at, code, code_hash)
        values (${id}, 'haikou', 'hall', ${id}, ${id}, ${code ? "booked" : "cancelled"}, 'visit', '{}', 1, now(), now() + interval '10 minutes', '{}', false, '{}', now(), ${code ? before.vault.service.seal(placeOf.code(id), code) : null}, ${code ? before.lookupHash.hash("check-in-code", code) : null})`.execute(booking);
    }
    assert.equal(await resealBooking(database, during), 3);
    assert.equal(await resealBooking(database, during), 0);
    const { rows: [kept] } = await sql<{ salt: Buffer; seed: Buffer }>`select salt, seed from booking.campaign join booking.draw on draw.campaign = campaign.id`.execute(booking);
    assert.ok(kept);
    assert.deepEqual(openSalt(afterwards.vault.service, { ...place, salt: kept.salt }), openSalt(before.vault.service, { ...place, salt }));
    assert.equal(afterwards.vault.service.open(seedPlace("haikou", "lots"), kept.seed), "seed");
    const { rows: found } = await sql<{ id: string; code: Buffer }>`select id, code from booking.appointment where code_hash = ${afterwards.lookupHash.hash("check-in-code", "1234-5678")}`.execute(booking);
    assert.deepEqual(found.map(({ id, code }) => [id, afterwards.vault.service.open(placeOf.code(id), code)]), [[open, "1234-5678"]]);
  } finally {
    await database.close();
    await testDatabase.drop();
  }
});
