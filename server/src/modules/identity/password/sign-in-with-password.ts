import { holdAccount } from "../account/store.ts";
import { accountLocked, secondFactorNeeded, wrongPassword } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { openSession, type OpenedSession, type SignInPlace } from "../sign-in/open-session.ts";
import { redeemCode } from "../sign-in/redeem-code.ts";
import { requestCode } from "../sign-in/request-code.ts";
import { findTotp } from "../totp/store.ts";
import { redeemTotp } from "../totp/redeem-totp.ts";
import { verifyPassword } from "./verify-password.ts";

export interface PasswordSignIn {
  /** Eleven digits. */
  phone: string;
  password: string;
  /** From the authenticator app. */
  totp?: string;
  /** From the message, when there is no authenticator app. */
  code?: string;
  locale: string;
  place: SignInPlace;
}

/**
 * Signs in by password and a second factor: the authenticator app's code, or one by SMS for whoever has no app. Without
 * the second factor it says which one is needed, and sends the code.
 * @throws wrong-password, second-factor-needed, wrong-code, wrong-totp, account-locked, too-many-requests, overloaded
 */
export async function signInWithPassword(parts: IdentityParts, { phone, password, totp, code, locale, place }: PasswordSignIn): Promise<OpenedSession> {
  const { person, city, phone_hash: phoneHash, password_hash: passwordHash } = await verifyPassword(parts, { phone, password, origin: place.origin });
  const hasTotp = (await findTotp(parts.database, person))?.secret != null;
  if (hasTotp) {
    if (totp === undefined) throw secondFactorNeeded("The authenticator app's code is needed too.", { extensions: { factor: "totp" } });
    await redeemTotp(parts, { person, phone, code: totp, origin: place.origin });
  } else {
    if (code === undefined) {
      const sent = await requestCode(parts, { phone, purpose: "second-factor", city, locale, origin: place.origin });
      throw secondFactorNeeded("A code was sent to your number; it is needed too.", { extensions: { factor: "sms", ...sent } });
    }
    await redeemCode(parts, { phone, code, purpose: "second-factor", origin: place.origin });
  }
  return parts.database.transaction(async (tx) => {
    const account = await holdAccount(tx, person);
    if (account?.state === "locked") throw accountLocked("Its owner locked this account.");
    // Recovered, or changed by its owner, since the password was compared.
    if (!account?.phone_hash || !phoneHash?.equals(account.phone_hash) || account.password_hash !== passwordHash) throw wrongPassword("Number and password do not belong together.");
    return openSession(parts, tx, { person, city, means: ["password", hasTotp ? "totp" : "sms"], place });
  });
}
