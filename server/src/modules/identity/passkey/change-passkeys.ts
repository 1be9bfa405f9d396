import { record } from "../../audit/index.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskPhone } from "../../../kernel/mask.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import type { Caller } from "../caller.ts";
import { noSuchPasskey, passkeyKnown, passkeyRefused, tooManyPasskeys } from "../errors.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import { holdOwnAccount } from "../session/hold-own-account.ts";
import { announcePersonChanged } from "../session/store.ts";
import type { Origin } from "../sign-in/request-code.ts";
import { CHALLENGE_MS, checkRegistration, newChallenge, newUserHandle, registrationOptions, type Site } from "./ceremony.ts";
import type { Passkey, RegistrationAnswer } from "./contract.ts";
import { countQuestion, type Question } from "./redeem-passkey.ts";
import { deletePasskey, insertChallenge, insertPasskey, listPasskeys, type PasskeyRow, takeChallenge, updatePasskeyName } from "./store.ts";

const MOST_PASSKEYS = 10;

/** @throws too-many-passkeys, too-many-requests */
export async function offerPasskey(parts: IdentityParts, { person, session }: Caller, { site, origin }: { site: Site; origin: Origin }): Promise<Question> {
  const { database, clock } = parts;
  await countQuestion(parts, origin);
  const known = await listPasskeys(database, person);
  if (known.length >= MOST_PASSKEYS) throw tooManyPasskeys(`You have ${MOST_PASSKEYS} passkeys already.`);
  const { phone } = await openOwnNumbers(parts, person);
  const id = newId();
  const challenge = newChallenge();
  // One handle for all of a person's passkeys, so that a device does not take them for two people's.
  const userHandle = known[0]?.user_handle ?? newUserHandle();
  const options = await registrationOptions(site, { challenge, userHandle, account: maskPhone(phone), known });
  await insertChallenge(database, { id, purpose: "registration", challenge, bound_to: session.id, user_handle: userHandle, expires_at: new Date(clock().getTime() + CHALLENGE_MS) });
  return { id, options, expiresInSeconds: CHALLENGE_MS / 1_000 };
}

/** @throws passkey-refused, passkey-known, too-many-passkeys */
export async function addPasskey(parts: IdentityParts, caller: Caller, { id, name, answer, site }: { id: string; name: string; answer: RegistrationAnswer; site: Site }): Promise<Passkey> {
  const { database, clock } = parts;
  const { person, session } = caller;
  const now = clock();
  const challenge = await takeChallenge(database, { id, purpose: "registration", boundTo: session.id, now });
  if (!challenge?.user_handle) throw passkeyRefused("The device's answer does not hold.");
  const { credential, credentialBackedUp } = await checkRegistration(site, challenge, answer);
  const row: Omit<PasskeyRow, "name"> = {
    id: newId(),
    person,
    credential_id: Buffer.from(credential.id, "base64url"),
    user_handle: challenge.user_handle,
    public_key: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: answer.response.transports ?? [],
    synced: credentialBackedUp,
    created_at: now,
    last_used_at: null,
  };
  return database.transaction(async (tx) => {
    // Two additions at once take turns, so that the eleventh is seen.
    await holdOwnAccount(tx, caller);
    if ((await listPasskeys(tx, person)).length >= MOST_PASSKEYS) throw tooManyPasskeys(`You have ${MOST_PASSKEYS} passkeys already.`);
    const cipher = await openPersonCipher(parts, tx, person);
    const passkey = { ...row, name: cipher.seal(placeOf.passkeyName(row.id), name) };
    if (!(await insertPasskey(tx, passkey))) throw passkeyKnown("This passkey was added before.");
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "passkey.added", subject: person, city: session.city, about: { kind: "passkey", id: row.id } });
    await tellOfChange(parts, tx, person, "passkey-added");
    await announcePersonChanged(tx, person);
    return describePasskey(passkey, cipher);
  });
}

/** @throws no-such-passkey */
export async function renamePasskey(parts: IdentityParts, { person, session }: Caller, id: string, name: string): Promise<Passkey> {
  return parts.database.transaction(async (tx) => {
    const cipher = await openPersonCipher(parts, tx, person);
    const row = await updatePasskeyName(tx, person, id, cipher.seal(placeOf.passkeyName(id), name));
    if (!row) throw noSuchPasskey("There is no such passkey of yours.");
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "passkey.renamed", subject: person, city: session.city, about: { kind: "passkey", id } });
    return describePasskey(row, cipher);
  });
}

/** @throws no-such-passkey */
export async function removePasskey(parts: IdentityParts, { person, session }: Caller, id: string): Promise<void> {
  await parts.database.transaction(async (tx) => {
    if (!(await deletePasskey(tx, person, id))) throw noSuchPasskey("There is no such passkey of yours.");
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "passkey.removed", subject: person, city: session.city, about: { kind: "passkey", id } });
    await tellOfChange(parts, tx, person, "passkey-removed");
    await announcePersonChanged(tx, person);
  });
}

export function describePasskey({ id, name, synced, created_at, last_used_at }: PasskeyRow, cipher: PersonCipher): Passkey {
  return { id, name: cipher.open(placeOf.passkeyName(id), name), synced, createdAt: created_at.toISOString(), ...(last_used_at ? { lastUsedAt: last_used_at.toISOString() } : {}) };
}
