import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { placeOf } from "../account/person-cipher.ts";
import { type AccountRow, holdAccountByPhone, insertAccount, insertPerson, lockNumber } from "../account/store.ts";
import { accountLocked } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { openSession, type OpenedSession, type SignInPlace } from "./open-session.ts";
import { redeemCode } from "./redeem-code.ts";

export interface CodeSignIn {
  /** Eleven digits. */
  phone: string;
  code: string;
  /** The city an account would be opened in. */
  city: string;
  place: SignInPlace;
}

/**
 * Signs in by a code, and registers who has no account yet: one way for both, so that nothing tells a stranger which
 * numbers have accounts.
 * @throws wrong-code, too-many-requests, account-locked
 */
export async function signInWithCode(parts: IdentityParts, { phone, code, city, place }: CodeSignIn): Promise<OpenedSession & { registered: boolean }> {
  await redeemCode(parts, { phone, code, purpose: "sign-in", origin: place.origin });
  const hashes = parts.lookupHash.candidates("phone", phone);
  return parts.database.transaction(async (tx) => {
    const known = await holdAccountByPhone(tx, hashes);
    const account = known ?? (await register(parts, tx, phone, city));
    if (account.state === "locked") throw accountLocked("Its owner locked this account.");
    const session = await openSession(parts, tx, { person: account.person, city: account.city, means: ["sms"], place });
    return { ...session, registered: account.person !== known?.person };
  });
}

/** Opens an account, unless somebody did so since it was looked for. */
async function register(parts: IdentityParts, tx: Handles, phone: string, city: string): Promise<Pick<AccountRow, "person" | "city" | "state">> {
  const { vault, lookupHash, events, clock } = parts;
  const hashes = lookupHash.candidates("phone", phone);
  await lockNumber(tx, hashes);
  const openedMeanwhile = await holdAccountByPhone(tx, hashes);
  if (openedMeanwhile) return openedMeanwhile;
  const person = newId();
  const key = await vault.newPersonKey(person);
  const cipher = await vault.forPerson([key]);
  await Promise.all([
    insertPerson(tx, { id: person, created_at: clock() }, key),
    insertAccount(tx, { person, city, phone: cipher.seal(placeOf.phone(person), phone), phone_hash: lookupHash.hash("phone", phone), created_at: clock() }),
    record(tx, { actor: { kind: "person", id: person, city }, act: "account.opened", subject: person, city }),
    events.publish(tx, { name: "identity.account-opened", version: 1, payload: { person, city } }),
  ]);
  return { person, city, state: "active" };
}
