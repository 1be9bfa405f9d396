import { accountLocked, secondFactorNeeded } from "../errors.ts";
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
  const { person, city, state } = await verifyPassword(parts, { phone, password, origin: place.origin });
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
  if (state === "locked") throw accountLocked("Its owner locked this account.");
  return parts.database.transaction((tx) => openSession(parts, tx, { person, city, means: ["password", hasTotp ? "totp" : "sms"], place }));
}
