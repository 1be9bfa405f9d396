import { record } from "../../audit/index.ts";
import { createBatchFor } from "../../../kernel/batch.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { placeOf } from "../account/person-cipher.ts";
import { type AccountRow, holdAccountByPhone, holdAccountsByPhone, insertAccount, insertPerson, lockNumber } from "../account/store.ts";
import { accountLocked } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { type Entry, openSession, openSessions, type OpenedSession, type SignInPlace } from "./open-session.ts";
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
  const phoneHashes = parts.lookupHash.candidates("phone", phone);
  const opened = await enterTogether(parts, { phoneHashes, place });
  if (opened) return { ...opened, registered: false };
  return parts.database.transaction(async (tx) => {
    const known = await holdAccountByPhone(tx, phoneHashes);
    const account = known ?? (await register(parts, tx, phone, city));
    if (account.state === "locked") throw accountLocked("Its owner locked this account.");
    const session = await openSession(parts, tx, { person: account.person, city: account.city, means: ["sms"], place });
    return { ...session, registered: account.person !== known?.person };
  });
}

interface Arrival {
  phoneHashes: Buffer[];
  place: SignInPlace;
}

const enterTogether = createBatchFor(enterKnownAccounts);

/** Opens sessions for those whose accounts are open and at rest; the others, undefined here, are looked at one by one. */
async function enterKnownAccounts(parts: IdentityParts, arrivals: Arrival[]): Promise<(OpenedSession | undefined)[]> {
  return parts.database.transaction(async (tx) => {
    const accounts = await holdAccountsByPhone(tx, arrivals.flatMap(({ phoneHashes }) => phoneHashes));
    const entries = new Map<Arrival, Entry>();
    for (const arrival of arrivals) {
      const account = accounts.find(({ phone_hash: hash }) => hash && arrival.phoneHashes.some((each) => each.equals(hash)));
      if (account && account.state !== "locked") entries.set(arrival, { person: account.person, city: account.city, means: ["sms"], place: arrival.place });
    }
    if (entries.size === 0) return arrivals.map(() => undefined);
    const opened = await openSessions(parts, tx, [...entries.values()]);
    const byArrival = new Map([...entries.keys()].map((arrival, index) => [arrival, opened[index]]));
    return arrivals.map((arrival) => byArrival.get(arrival));
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
