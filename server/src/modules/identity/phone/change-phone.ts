import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccountByPhone, lockNumber, updateAccount } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { numberInUse } from "../errors.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import { holdOwnAccount } from "../session/hold-own-account.ts";
import { announcePersonChanged } from "../session/store.ts";
import { redeemCode } from "../sign-in/redeem-code.ts";
import type { Origin } from "../sign-in/request-code.ts";

/**
 * Gives the account another number, whose holder typed the code sent to it. The old number is told.
 * @throws wrong-code, number-in-use, too-many-requests
 */
export async function changePhone(parts: IdentityParts, caller: Caller, { phone, code, origin }: { phone: string; code: string; origin: Origin }): Promise<void> {
  const { person, session } = caller;
  await redeemCode(parts, { phone, code, purpose: "new-number", origin });
  await parts.database.transaction(async (tx) => {
    const hashes = parts.lookupHash.candidates("phone", phone);
    await lockNumber(tx, hashes);
    await holdOwnAccount(tx, caller);
    const { phone: oldPhone } = await openOwnNumbers(parts, person, tx);
    if (oldPhone === phone) return;
    // Told only to whoever holds the number.
    if (await findAccountByPhone(tx, hashes)) throw numberInUse("Another account has this number.", { fields: [{ pointer: "/phone", detail: "opens another account" }] });
    await writePhone(parts, tx, person, phone);
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "phone.changed", subject: person, city: session.city, fields: ["phone"] });
    await tellOfChange(parts, tx, person, "number-changed", { phone: oldPhone });
    await tellOfChange(parts, tx, person, "number-is-yours", { phone });
    await announcePersonChanged(tx, person);
  });
}

export async function writePhone(parts: Pick<IdentityParts, "vault" | "lookupHash">, tx: Handles, person: string, phone: string): Promise<void> {
  const cipher = await openPersonCipher(parts, tx, person);
  await updateAccount(tx, person, { phone: cipher.seal(placeOf.phone(person), phone), phone_hash: parts.lookupHash.hash("phone", phone) });
}
