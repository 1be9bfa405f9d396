import type { Crypto } from "../../../kernel/crypto/open.ts";
import type { Database, Handles } from "../../../kernel/database.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { staffPhonePlace } from "../staff/people.ts";
import { totpPlace } from "../staff/sign-in.ts";
import { lockOutdatedIdNumbers, lockOutdatedKeys, lockOutdatedPhones, lockOutdatedStaffSecrets, updateIdNumberHash, updatePhoneHash, updateStaffSecrets, updateWrappedKey } from "./store.ts";

const BATCH = 500;

export interface RotationReport {
  rewrappedKeys: number;
  rehashedNumbers: number;
  /** Members of staff whose secrets were sealed anew. */
  resealedStaff: number;
}

/**
 * Brings everything under the current master key: data keys are wrapped anew and look-up hashes made anew, batch by
 * batch, while people go on signing in, since values say which key they need and look-ups try every live one. When it
 * finds nothing left, only what is short-lived still needs the old key: codes, invitations (two weeks), recoveries.
 */
export async function rotateKeys(database: Database, crypto: Pick<Crypto, "keys" | "vault" | "lookupHash">): Promise<RotationReport> {
  const report: RotationReport = { rewrappedKeys: 0, rehashedNumbers: 0, resealedStaff: 0 };
  const drain = async (name: keyof RotationReport, work: (tx: Handles) => Promise<number>) => {
    for (let done = BATCH; done > 0; ) {
      done = await database.transaction(work);
      report[name] += done;
    }
  };
  const { header } = crypto.lookupHash;
  await drain("rewrappedKeys", async (tx) => {
    const keys = await lockOutdatedKeys(tx, crypto.keys.currentVersion, BATCH);
    for (const key of keys) await updateWrappedKey(tx, await crypto.vault.rewrap(key));
    return keys.length;
  });
  await drain("rehashedNumbers", async (tx) => {
    const phones = await lockOutdatedPhones(tx, header, BATCH);
    for (const { person, phone } of phones) {
      const cipher = await openPersonCipher(crypto, tx, person);
      await updatePhoneHash(tx, person, crypto.lookupHash.hash("phone", cipher.open(placeOf.phone(person), phone)));
    }
    return phones.length;
  });
  await drain("rehashedNumbers", async (tx) => {
    const numbers = await lockOutdatedIdNumbers(tx, header, BATCH);
    for (const { person, idNumber } of numbers) {
      const cipher = await openPersonCipher(crypto, tx, person);
      await updateIdNumberHash(tx, person, crypto.lookupHash.hash("id-number", cipher.open(placeOf.idNumber(person), idNumber)));
    }
    return numbers.length;
  });
  await drain("resealedStaff", async (tx) => {
    const staff = await lockOutdatedStaffSecrets(tx, crypto.vault.serviceHeader(), BATCH);
    const reseal = (place: string, sealed: Buffer | null) => sealed && crypto.vault.service.seal(place, crypto.vault.service.open(place, sealed));
    for (const { id, phone, totp_secret, pending_secret } of staff) {
      await updateStaffSecrets(tx, { id, phone: reseal(staffPhonePlace(id), phone), totp_secret: reseal(totpPlace(id), totp_secret), pending_secret: reseal(totpPlace(id), pending_secret) });
    }
    return staff.length;
  });
  return report;
}

/** Goes on with a rotation that a new key file began. */
export function rotateKeysJob(database: Database, crypto: Crypto): Job {
  return {
    name: "identity:rotate-keys",
    schedule: "5 * * * *",
    async run() {
      await rotateKeys(database, crypto);
    },
  };
}
