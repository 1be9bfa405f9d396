import { record } from "../../audit/index.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { findOwnPhone } from "../account/own-numbers.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount, findPersonByIdNumber, findPersonForUpdate, insertConsent, lockNumber, updatePerson } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { ageOn, OLD_ENOUGH_TO_SIGN_UP } from "../family/age.ts";
import { underFourteen } from "../family/errors.ts";
import { alreadyRegistered, alreadyVerified, identityNotConfirmed, malformedIdNumber, photoUnclear } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { announcePersonChanged } from "../session/store.ts";
import { takeOver } from "./take-over.ts";

export type RealNameProof = { kind: "photo"; photo: string } | { kind: "number" };

export interface RealNameClaim {
  name: string;
  /** As typed. */
  idNumber: string;
  proof: RealNameProof;
}

export const FACE_CONSENT = { purpose: "compare-face", version: 1 };
const TRIES_BY_DAY = 8;

/**
 * Takes a person from level 1 to 2: the police register has the name with the number, and either the face or the owner
 * of the telephone agrees. There is always the way without a face (Measures on face recognition, 2025).
 * Whoever the city knows already without an account, as a child or by a paper mandate, becomes that person (take-over.ts).
 * @throws malformed-id-number, under-fourteen, identity-not-confirmed, photo-unclear, already-verified, already-registered,
 *   outside-unavailable, too-many-requests
 */
export async function verifyRealName(parts: IdentityParts, { person: registered, session }: Caller, claim: RealNameClaim): Promise<void> {
  const { database, lookupHash, events, clock } = parts;
  const number = readIdNumber(claim.idNumber, clock());
  if (!number.ok) throw malformedIdNumber("This is not an ID number.", { fields: [{ pointer: "/idNumber", detail: number.reason }] });
  if (ageOn(number.birthDate, clock()) < OLD_ENOUGH_TO_SIGN_UP) throw underFourteen("Until fourteen a parent acts for a child.");
  const { normalised: idNumber } = number;
  const name = claim.name.trim();
  await countAttempt(database, [
    { bucket: `real-name-person:${registered}`, limit: TRIES_BY_DAY, windowSeconds: 86_400 },
    { bucket: `real-name-number:${lookupHash.hash("id-number", idNumber).toString("base64url")}`, limit: TRIES_BY_DAY, windowSeconds: 86_400 },
  ]);
  await checkWithRegisters(parts, registered, { name, idNumber, proof: claim.proof });

  await database.transaction(async (tx) => {
    const row = await findPersonForUpdate(tx, registered);
    if (row?.id_number_hash || row?.became) throw alreadyVerified("Your name and number are confirmed already.");
    const hashes = lookupHash.candidates("id-number", idNumber);
    await lockNumber(tx, hashes);
    const known = await findPersonByIdNumber(tx, hashes);
    if (known && (await findAccount(tx, known.id))) throw alreadyRegistered("An account with this ID number exists.");
    if (known) await takeOver(parts, tx, { from: registered, into: known.id, city: session.city });
    const person = known?.id ?? registered;
    const cipher = await openPersonCipher(parts, tx, person);
    const verifiedAt = clock();
    await updatePerson(tx, person, {
      name: cipher.seal(placeOf.name(person), name),
      id_number: cipher.seal(placeOf.idNumber(person), idNumber),
      id_number_hash: lookupHash.hash("id-number", idNumber),
      level: 2,
      level_ground: claim.proof.kind,
      verified_at: verifiedAt,
    });
    if (claim.proof.kind === "photo") await insertConsent(tx, { person, ...FACE_CONSENT, given_at: verifiedAt });
    await record(tx, {
      actor: { kind: "person", id: person, city: session.city }, act: "person.verified", subject: person, city: session.city,
      purpose: "real-name-check", ground: "PIPL 13(1)1", fields: ["name", "idNumber"], detail: { proof: claim.proof.kind },
    });
    await events.publish(tx, { name: "identity.level-raised", version: 1, payload: { person, level: 2 } });
    await announcePersonChanged(tx, person);
  });
}

/** Two questions outside, before the transaction begins. A wrong name and an unknown number are refused in the same words. */
async function checkWithRegisters(parts: IdentityParts, person: string, { name, idNumber, proof }: RealNameClaim): Promise<void> {
  const { registers } = parts;
  const refusal = () => identityNotConfirmed("The registers do not confirm this.");
  if ((await registers.checkIdentity(name, idNumber)) !== "match") throw refusal();
  if (proof.kind === "photo") {
    const result = await registers.checkPhoto(name, idNumber, proof.photo);
    if (result === "unclear") throw photoUnclear("The photograph cannot be compared.");
    if (result === "mismatch") throw refusal();
    return;
  }
  const phone = await findOwnPhone(parts, parts.database, person);
  // The same claim, sent just before, took the account over to whom the city knew.
  if (phone === undefined) throw alreadyVerified("Your name and number are confirmed already.");
  if ((await registers.checkNumberOwner(name, idNumber, phone)) !== "match") throw refusal();
}
