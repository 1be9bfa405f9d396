import { record } from "../../audit/index.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { passkeyRefused } from "../errors.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import type { Origin } from "../sign-in/request-code.ts";
import { CHALLENGE_MS, checkSignature, newChallenge, requestOptions, type Site } from "./ceremony.ts";
import type { SignedAnswer } from "./contract.ts";
import { advanceCounter, type ChallengePurpose, findPasskeyByCredential, insertChallenge, listPasskeys, type PasskeyRow, takeChallenge } from "./store.ts";

const QUESTIONS = { byDevice: 60, byAddress: 600, windowSeconds: 600 };

export interface Question {
  id: string;
  options: object;
  expiresInSeconds: number;
}

/** @throws too-many-requests */
export async function askForPasskey(
  parts: IdentityParts,
  { purpose, boundTo = null, site, origin, person }: { purpose: Exclude<ChallengePurpose, "registration">; boundTo?: string | null; site: Site; origin: Origin; person?: string },
): Promise<Question> {
  const { database, clock } = parts;
  await countQuestion(parts, origin);
  const id = newId();
  const challenge = newChallenge();
  const known = person === undefined ? [] : await listPasskeys(database, person);
  const options = await requestOptions(site, challenge, known);
  await insertChallenge(database, { id, purpose, challenge, bound_to: boundTo, user_handle: null, expires_at: new Date(clock().getTime() + CHALLENGE_MS) });
  return { id, options, expiresInSeconds: CHALLENGE_MS / 1_000 };
}

/** @throws too-many-requests */
export async function countQuestion({ database, lookupHash }: IdentityParts, origin: Origin): Promise<void> {
  await countAttempt(database, [
    { bucket: `passkey-device:${lookupHash.hash("device", origin.device).toString("base64url")}`, limit: QUESTIONS.byDevice, windowSeconds: QUESTIONS.windowSeconds },
    { bucket: `passkey-address:${lookupHash.hash("address", origin.address).toString("base64url")}`, limit: QUESTIONS.byAddress, windowSeconds: QUESTIONS.windowSeconds },
  ]);
}

/**
 * The passkey that signed a challenge, which is used up whatever becomes of it.
 * @throws passkey-refused alike for a forged, late, used or foreign challenge, an unknown passkey, a false signature and a copy
 */
export async function redeemPasskey(
  parts: IdentityParts,
  { id, purpose, boundTo = null, answer, site, origin }: { id: string; purpose: Exclude<ChallengePurpose, "registration">; boundTo?: string | null; answer: SignedAnswer; site: Site; origin: Origin },
): Promise<PasskeyRow> {
  const { database, clock } = parts;
  await countQuestion(parts, origin);
  const now = clock();
  const challenge = await takeChallenge(database, { id, purpose, boundTo, now });
  if (!challenge) throw passkeyRefused("The device's answer does not hold.");
  const passkey = await findPasskeyByCredential(database, Buffer.from(answer.id, "base64url"));
  if (!passkey) throw passkeyRefused("The device's answer does not hold.");
  const { userHandle } = answer.response;
  if (userHandle != null && !Buffer.from(userHandle, "base64url").equals(passkey.user_handle)) throw passkeyRefused("The device's answer does not hold.");
  const counter = await checkSignature(site, challenge, passkey, answer);
  if (!(await advanceCounter(database, passkey.id, { counter, now }))) {
    await reportCopy(parts, passkey);
    throw passkeyRefused("The device's answer does not hold.");
  }
  return passkey;
}

/** The signature is right and the count is not: the key exists twice. Its owner decides which of them goes. */
async function reportCopy(parts: IdentityParts, { id, person }: PasskeyRow): Promise<void> {
  await parts.database.transaction(async (tx) => {
    await record(tx, { actor: { kind: "system", id: "sign-in" }, act: "passkey.refused", subject: person, about: { kind: "passkey", id }, detail: { reason: "counter" } });
    await tellOfChange(parts, tx, person, "passkey-copied");
  });
}
