import { type AuditEntry, record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { findOrAddPerson } from "../account/find-or-add-person.ts";
import { openPersonCipher } from "../account/person-cipher.ts";
import { readPhone } from "../account/phone.ts";
import { getProvenData } from "../account/proven-data.ts";
import { findAccount } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { identityNotConfirmed, malformedIdNumber } from "../errors.ts";
import { isOfAge } from "../family/age.ts";
import type { IdentityParts } from "../parts.ts";
import type { Staff } from "../staff/staff.ts";
import { scopeColumns } from "./authority.ts";
import type { MandateTerms } from "./contract.ts";
import { adultsOnly, alreadyMandated, grantorHasAccount, ownNumber } from "./errors.ts";
import { DAY_MS, OFFER_DAYS } from "./mandate.ts";
import { endOverdueMandates, hasOpenMandate, insertMandate, lockGrantor, placeOfMandate } from "./store.ts";

const OFFERS_BY_DAY = 20;
const OFFERS_TO_PHONE_BY_DAY = 5;

/**
 * An adult offers another a mandate. The number decides who may accept it, together with the name; whether anybody has an
 * account with it is asked nowhere here, so nothing about that can be learned, not even from how long the answer takes.
 * @returns the mandate's id
 * @throws adults-only, own-number, already-mandated, malformed-phone, too-many-requests
 */
export async function grantMandate(parts: IdentityParts, { person: grantor, session }: Caller, terms: MandateTerms): Promise<string> {
  const { database, lookupHash } = parts;
  const phone = readPhone(terms.phone);
  await refuseMinor(parts, grantor);
  const ownHash = (await findAccount(database, grantor))?.phone_hash;
  if (ownHash && lookupHash.candidates("phone", phone).some((hash) => hash.equals(ownHash))) throw ownNumber("A mandate is for another person.", { fields: [{ pointer: "/phone", detail: "is your own number" }] });
  await countOffer(parts, `mandate-offers:${grantor}`, phone);
  return database.transaction((tx) => offer(parts, tx, { grantor, phone, terms, city: session.city, actor: { kind: "person", id: grantor, city: session.city } }));
}

export interface EnteredMandate extends MandateTerms {
  /** As on the ID card that the clerk has in hand. */
  grantor: { name: string; idNumber: string };
}

/**
 * A clerk enters the mandate of somebody without a telephone, who stands at the counter with their ID card. Whoever has
 * an account grants there instead, so that no clerk can give away what a person would have to confirm.
 * The route that calls this checks the clerk's role.
 * @returns the mandate's id
 * @throws malformed-id-number, identity-not-confirmed, grantor-has-account, adults-only, already-mandated, malformed-phone, outside-unavailable, too-many-requests
 */
export async function enterMandate(parts: IdentityParts, clerk: Staff, { grantor: { name, idNumber: typed }, ...terms }: EnteredMandate): Promise<string> {
  const { database, registers, clock } = parts;
  const number = readIdNumber(typed, clock());
  if (!number.ok) throw malformedIdNumber("This is not an ID number.", { fields: [{ pointer: "/grantor/idNumber", detail: number.reason }] });
  if (!isOfAge(number.birthDate, clock())) throw adultsOnly("Who grants a mandate is of age.");
  const phone = readPhone(terms.phone);
  await countOffer(parts, `mandate-entries:${clerk.id}`, phone);
  if ((await registers.checkIdentity(name.trim(), number.normalised)) !== "match") throw identityNotConfirmed("The register does not confirm this name with this number.");
  return database.transaction(async (tx) => {
    const grantor = await findOrAddPerson(parts, tx, { name: name.trim(), idNumber: number.normalised, ground: "counter" });
    if (await findAccount(tx, grantor)) throw grantorHasAccount("This person has an account and grants mandates there.");
    const actor = { kind: "staff" as const, id: clerk.id, city: clerk.city, ...(clerk.department === undefined ? {} : { department: clerk.department }) };
    return offer(parts, tx, { grantor, phone, terms, city: clerk.city, actor, enteredBy: clerk.id });
  });
}

interface Offer {
  grantor: string;
  /** Eleven digits. */
  phone: string;
  terms: MandateTerms;
  city: string;
  actor: AuditEntry["actor"];
  enteredBy?: string;
}

async function offer(parts: IdentityParts, tx: Handles, { grantor, phone, terms, city, actor, enteredBy }: Offer): Promise<string> {
  const { vault, lookupHash, events, clock } = parts;
  const now = clock();
  const scope = scopeColumns(terms.scope);
  const phoneHashes = lookupHash.candidates("phone", phone);
  await lockGrantor(tx, grantor);
  await endOverdueMandates(tx, grantor, now);
  // Who holds one already is not compared with the number's owner: the refusal would tell who owns the number.
  if (await hasOpenMandate(tx, { grantor, holder: undefined, phoneHashes, scope })) throw alreadyMandated("A mandate of this scope is offered to this number already.");
  const id = newId();
  const cipher = await openPersonCipher(parts, tx, grantor);
  await insertMandate(tx, {
    id, grantor, city, ...scope,
    invited_phone: vault.service.seal(placeOfMandate.invitedPhone(id), phone),
    invited_phone_hash: lookupHash.hash("phone", phone),
    invited_name: cipher.seal(placeOfMandate.invitedName(id), terms.name.trim()),
    payment_ceiling_fen: terms.paymentCeilingFen,
    purpose: cipher.seal(placeOfMandate.purpose(id), terms.purpose.trim()),
    created_at: now,
    offer_expires_at: new Date(now.getTime() + Math.min(OFFER_DAYS, terms.validDays) * DAY_MS),
    expires_at: new Date(now.getTime() + terms.validDays * DAY_MS),
    entered_by: enteredBy ?? null,
  });
  await events.publish(tx, { name: "identity.mandate-offered", version: 1, payload: { mandate: id, grantor } });
  await record(tx, {
    actor, act: "mandate.offered", subject: grantor, city, ground: "Civil Code 165", about: { kind: "mandate", id },
    fields: enteredBy === undefined ? [] : ["name", "idNumber"], detail: { scope: scope.scope, validDays: terms.validDays, entered: enteredBy !== undefined },
  });
  return id;
}

async function countOffer({ database, lookupHash }: IdentityParts, bucket: string, phone: string): Promise<void> {
  await countAttempt(database, [
    { bucket, limit: OFFERS_BY_DAY, windowSeconds: 86_400 },
    { bucket: `${bucket}:${lookupHash.hash("phone", phone).toString("base64url")}`, limit: OFFERS_TO_PHONE_BY_DAY, windowSeconds: 86_400 },
  ]);
}

/** @throws adults-only */
export async function refuseMinor(parts: IdentityParts, person: string): Promise<void> {
  const { idNumber } = await getProvenData(parts, parts.database, person);
  const number = readIdNumber(idNumber, parts.clock());
  if (!number.ok || !isOfAge(number.birthDate, parts.clock())) throw adultsOnly("Mandates are between people of age.");
}
