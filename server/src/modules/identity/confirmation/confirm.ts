import { record } from "../../audit/index.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import type { Caller } from "../caller.ts";
import { passkeyRefused } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import type { Site } from "../passkey/ceremony.ts";
import { redeemPasskey } from "../passkey/redeem-passkey.ts";
import { verifyPassword } from "../password/verify-password.ts";
import { CONFIRMATION_MS } from "../session/session.ts";
import { announcePersonChanged, updateConfirmedAt } from "../session/store.ts";
import { redeemCode } from "../sign-in/redeem-code.ts";
import type { Origin } from "../sign-in/request-code.ts";
import { redeemTotp } from "../totp/redeem-totp.ts";
import type { ConfirmationBody } from "./contract.ts";

/**
 * The person proves once more to be there, by any one means their account has; this session, and no other, may do for
 * ten minutes what asks for that.
 * @throws wrong-code, wrong-password, wrong-totp, passkey-refused, too-many-requests, overloaded
 */
export async function confirmPresence(parts: IdentityParts, { person, session }: Caller, proof: ConfirmationBody, { site, origin }: { site: Site; origin: Origin }): Promise<Date> {
  const { phone } = await openOwnNumbers(parts, person);
  if (proof.means === "code") await redeemCode(parts, { phone, code: proof.code, purpose: "confirmation", origin });
  if (proof.means === "password") await verifyPassword(parts, { phone, password: proof.password, origin });
  if (proof.means === "totp") await redeemTotp(parts, { person, phone, code: proof.code, origin });
  if (proof.means === "passkey") {
    const passkey = await redeemPasskey(parts, { id: proof.id, purpose: "confirmation", boundTo: session.id, answer: proof.response, site, origin });
    if (passkey.person !== person) throw passkeyRefused("The device's answer does not hold.");
  }
  const confirmedAt = parts.clock();
  await parts.database.transaction(async (tx) => {
    await updateConfirmedAt(tx, session.id, confirmedAt);
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "session.confirmed", subject: person, city: session.city, about: { kind: "session", id: session.id }, detail: { means: proof.means } });
    await announcePersonChanged(tx, person);
  });
  return new Date(confirmedAt.getTime() + CONFIRMATION_MS);
}
