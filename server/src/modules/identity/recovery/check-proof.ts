import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { placeOf } from "../account/person-cipher.ts";
import { readPhone } from "../account/phone.ts";
import { findAccountByPhone, findPersonByIdNumber, insertConsent } from "../account/store.ts";
import { identityNotConfirmed, malformedIdNumber, photoUnclear, proofRefused } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import type { Site } from "../passkey/ceremony.ts";
import { redeemPasskey } from "../passkey/redeem-passkey.ts";
import { verifyPassword } from "../password/verify-password.ts";
import { FACE_CONSENT } from "../real-name/verify-real-name.ts";
import { redeemCode } from "../sign-in/redeem-code.ts";
import type { Origin } from "../sign-in/request-code.ts";
import { redeemTotp } from "../totp/redeem-totp.ts";
import { digest } from "./begin-recovery.ts";
import type { RecoveryProof } from "./contract.ts";
import { type RecoveryRow, redeemVoucher } from "./store.ts";
import { readVoucherCode } from "./vouch-in-person.ts";

const CHECKS_BY_DAY = 8;

export interface ProofPlace {
  site: Site;
  origin: Origin;
}

/**
 * Whose account a proof speaks for. What a number or a name has no account for is refused as a wrong proof is.
 * @returns null for the code to the new number, which speaks for nobody
 * @throws wrong-code, wrong-password, wrong-totp, passkey-refused, proof-refused, identity-not-confirmed, photo-unclear,
 *   malformed-phone, malformed-id-number, outside-unavailable, too-many-requests, overloaded
 */
export async function checkProof(parts: IdentityParts, recovery: RecoveryRow, proof: RecoveryProof, { site, origin }: ProofPlace): Promise<string | null> {
  const { database, lookupHash, clock } = parts;
  switch (proof.means) {
    case "new-number": {
      await redeemCode(parts, { phone: newPhoneOf(parts, recovery), code: proof.code, purpose: "new-number", origin });
      return null;
    }
    case "old-number": {
      const phone = readPhone(proof.phone, "/proof/phone");
      await redeemCode(parts, { phone, code: proof.code, purpose: "recovery", origin });
      const account = await findAccountByPhone(database, lookupHash.candidates("phone", phone));
      if (!account) throw refusal();
      return account.person;
    }
    case "password":
      return (await verifyPassword(parts, { phone: readPhone(proof.phone, "/proof/phone"), password: proof.password, origin })).person;
    case "totp": {
      const phone = readPhone(proof.phone, "/proof/phone");
      const person = (await findAccountByPhone(database, lookupHash.candidates("phone", phone)))?.person;
      await redeemTotp(parts, { person, phone, code: proof.code, origin });
      if (person === undefined) throw refusal();
      return person;
    }
    case "passkey":
      return (await redeemPasskey(parts, { id: proof.id, purpose: "recovery", boundTo: recovery.id, answer: proof.response, site, origin })).person;
    case "real-name":
      return checkRealName(parts, recovery, proof);
    default: {
      const voucher = await redeemVoucher(database, digest(readVoucherCode(proof.code)), clock());
      if (!voucher) throw refusal();
      return voucher.person;
    }
  }
}

async function checkRealName(parts: IdentityParts, recovery: RecoveryRow, { name: typedName, idNumber: typed, proof }: Extract<RecoveryProof, { means: "real-name" }>): Promise<string> {
  const { database, lookupHash, registers, clock } = parts;
  const number = readIdNumber(typed, clock());
  if (!number.ok) throw malformedIdNumber("This is not an ID number.", { fields: [{ pointer: "/proof/idNumber", detail: number.reason }] });
  const { normalised: idNumber } = number;
  const name = typedName.trim();
  await countAttempt(database, [{ bucket: `real-name-number:${lookupHash.hash("id-number", idNumber).toString("base64url")}`, limit: CHECKS_BY_DAY, windowSeconds: 86_400 }]);
  const notConfirmed = () => identityNotConfirmed("The registers do not confirm this.");
  if ((await registers.checkIdentity(name, idNumber)) !== "match") throw notConfirmed();
  if (proof.kind === "photo") {
    const result = await registers.checkPhoto(name, idNumber, proof.photo);
    if (result === "unclear") throw photoUnclear("The photograph cannot be compared.");
    if (result === "mismatch") throw notConfirmed();
  } else if ((await registers.checkNumberOwner(name, idNumber, newPhoneOf(parts, recovery))) !== "match") throw notConfirmed();
  const person = await findPersonByIdNumber(database, lookupHash.candidates("id-number", idNumber));
  if (!person) throw notConfirmed();
  // Given once for one recovery, however often the photograph was sent.
  if (proof.kind === "photo" && !recovery.proofs.includes("real-name")) await insertConsent(database, { person: person.id, ...FACE_CONSENT, given_at: clock() });
  return person.id;
}

export function newPhoneOf({ vault }: Pick<IdentityParts, "vault">, { id, new_phone }: RecoveryRow): string {
  return vault.service.open(placeOf.recoveryPhone(id), new_phone);
}

/** In the words of a wrong code: that a number has no account is nobody's to learn. */
function refusal(): Error {
  return proofRefused("This proof does not hold.");
}
