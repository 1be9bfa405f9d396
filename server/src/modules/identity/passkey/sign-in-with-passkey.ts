import { holdAccount } from "../account/store.ts";
import { accountLocked, passkeyRefused } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { openSession, type OpenedSession, type SignInPlace } from "../sign-in/open-session.ts";
import type { Site } from "./ceremony.ts";
import type { SignedAnswer } from "./contract.ts";
import { redeemPasskey } from "./redeem-passkey.ts";
import { listPasskeys } from "./store.ts";

/**
 * Signs in by a passkey alone: the device holds it, and has asked for a face, a finger or a PIN.
 * @throws passkey-refused, account-locked, too-many-requests
 */
export async function signInWithPasskey(parts: IdentityParts, { id, answer, site, place }: { id: string; answer: SignedAnswer; site: Site; place: SignInPlace }): Promise<OpenedSession> {
  const passkey = await redeemPasskey(parts, { id, purpose: "sign-in", answer, site, origin: place.origin });
  return parts.database.transaction(async (tx) => {
    const { person } = passkey;
    const account = await holdAccount(tx, person);
    // A recovery may have taken the passkey away since it signed.
    const stands = (await listPasskeys(tx, person)).some(({ id: each }) => each === passkey.id);
    if (!account || !stands || account.state === "closed") throw passkeyRefused("The device's answer does not hold.");
    if (account.state === "locked") throw accountLocked("Its owner locked this account.");
    return openSession(parts, tx, { person, city: account.city, means: ["passkey"], place });
  });
}
