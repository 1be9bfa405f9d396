/** Being seen in person: the app shows digits, the clerk types them, compares the card with the face, and confirms. */
import { randomInt } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskIdNumber, maskName } from "../../../kernel/mask.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount, findPerson, findPersonByIdNumber, findPersonForUpdate, lockNumber, updatePerson } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { alreadyRegistered, alreadyVerified, identityNotConfirmed, malformedIdNumber } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { ageOn, OLD_ENOUGH_TO_SIGN_UP } from "../family/age.ts";
import { underFourteen } from "../family/errors.ts";
import { takeOver } from "../real-name/take-over.ts";
import { vouchInPerson } from "../recovery/vouch-in-person.ts";
import { announcePersonChanged } from "../session/store.ts";
import { recordByStaff } from "./caller.ts";
import { cardDiffers, noSuchPerson, wrongInPersonCode } from "./errors.ts";
import type { Staff } from "./staff.ts";

const CODE_MS = 10 * 60_000;
/** A clerk who mistypes now and then does not reach it; a hundred million codes are out of reach at this pace. */
const TRIES_BY_HOUR = 60;
const VOUCHERS_BY_HOUR = 20;

interface InPersonCodeTable {
  id: string;
  person: string;
  code: Buffer;
  code_hash: Buffer;
  expires_at: Date;
  seen_by: string | null;
}

type InPersonCodeRow = Selectable<InPersonCodeTable>;

const codes = (source: Handles): Kysely<{ in_person_code: InPersonCodeTable }> => source.handle<{ in_person_code: InPersonCodeTable }>("identity");
const codePlace = (id: string) => `identity.in_person_code.code/${id}`;

/** The digits to show at the counter: the same ones for as long as they are good. */
export async function showInPersonCode({ database, vault, lookupHash, clock }: IdentityParts, { person, level }: Caller): Promise<{ code: string; expiresAt: Date }> {
  if (level === 3) throw alreadyVerified("You were verified in person already.");
  const now = clock();
  for (let tries = 0; tries < 5; tries += 1) {
    const kept = await codes(database).selectFrom("in_person_code").selectAll().where("person", "=", person).executeTakeFirst();
    if (kept && kept.seen_by === null && kept.expires_at > now) return { code: vault.service.open(codePlace(kept.id), kept.code), expiresAt: kept.expires_at };
    const id = newId();
    const code = String(randomInt(100_000_000)).padStart(8, "0");
    const hash = lookupHash.hash("in-person-code", code);
    const values = { id, code: vault.service.seal(codePlace(id), code), code_hash: hash, expires_at: new Date(now.getTime() + CODE_MS), seen_by: null };
    // Somebody else's digits that have ended may be given again.
    await codes(database).deleteFrom("in_person_code").where("code_hash", "=", hash).where("expires_at", "<=", now).execute();
    const taken = await codes(database).selectFrom("in_person_code").select("id").where("code_hash", "=", hash).executeTakeFirst();
    if (taken) continue;
    await codes(database).insertInto("in_person_code").values({ person, ...values }).onConflict((conflict) => conflict.column("person").doUpdateSet(values)).execute();
  }
  throw new Error("No free code was found");
}

export interface SeenPerson {
  id: string;
  level: number;
  name?: string;
  idNumber?: string;
  /** Their name is not proven: name and number have to be typed from the card. */
  needsRegister: boolean;
}

/**
 * The account that a person at the counter shows. Whose code it is, this clerk alone may confirm.
 * @throws wrong-in-person-code, too-many-requests
 */
export async function seeInPersonCode(parts: IdentityParts, clerk: Staff, code: string, hall: string): Promise<SeenPerson> {
  const { database, lookupHash, clock } = parts;
  await countAttempt(database, [{ bucket: `staff-in-person:${clerk.id}`, limit: TRIES_BY_HOUR, windowSeconds: 3_600 }]);
  return database.transaction(async (tx) => {
    const row = await codes(tx).selectFrom("in_person_code").selectAll().where("code_hash", "in", lookupHash.candidates("in-person-code", code)).forUpdate().executeTakeFirst();
    if (!row || row.expires_at <= clock() || (row.seen_by !== null && row.seen_by !== clerk.id)) throw wrongInPersonCode("This code is not right, or has ended.");
    await codes(tx).updateTable("in_person_code").set({ seen_by: clerk.id }).where("id", "=", row.id).execute();
    const person = await findPerson(tx, row.person);
    if (!person) throw new Error(`The code ${row.id} belongs to nobody`);
    const cipher = await openPersonCipher(parts, tx, row.person);
    await recordByStaff(tx, clerk, { act: "person.read", subject: row.person, purpose: "verification-in-person", ground: "PIPL 13(1)3", fields: ["name", "idNumber", "level"], about: { kind: "verification", id: row.id }, detail: { hall } });
    return {
      id: row.id,
      level: person.level,
      ...(person.name ? { name: maskName(cipher.open(placeOf.name(row.person), person.name)) } : {}),
      ...(person.id_number ? { idNumber: maskIdNumber(cipher.open(placeOf.idNumber(row.person), person.id_number)) } : {}),
      needsRegister: person.id_number === null,
    };
  });
}

export interface SeenCard {
  /** As on the card. */
  name: string;
  /** As on the card, typed or read by the machine. */
  idNumber: string;
  document: "id-card" | "passport" | "residence-permit";
  hall: string;
}

/**
 * The clerk saw the card and the face: level 3. The number typed from the card must be the account's; for an account
 * without a proven name the police register is asked.
 * @throws wrong-in-person-code, card-differs, malformed-id-number, identity-not-confirmed, already-registered,
 *   already-verified, outside-unavailable, too-many-requests
 */
export async function confirmInPerson(parts: IdentityParts, clerk: Staff, id: string, card: SeenCard): Promise<void> {
  const { database, registers, lookupHash, clock, events } = parts;
  await countAttempt(database, [{ bucket: `staff-in-person-confirm:${clerk.id}`, limit: TRIES_BY_HOUR, windowSeconds: 3_600 }]);
  const number = readIdNumber(card.idNumber, clock());
  if (!number.ok) throw malformedIdNumber("This is not an ID number.", { fields: [{ pointer: "/idNumber", detail: number.reason }] });
  if (ageOn(number.birthDate, clock()) < OLD_ENOUGH_TO_SIGN_UP) throw underFourteen("Until fourteen a parent acts for a child.");
  const name = card.name.trim();
  const seen = await findSeen(database, id, clerk, clock());
  const before = await findPerson(database, seen.person);
  if (before?.id_number === null && (await registers.checkIdentity(name, number.normalised)) !== "match") throw identityNotConfirmed("The register does not confirm this name with this number.");
  await database.transaction(async (tx) => {
    const { person } = await findSeen(tx, id, clerk, clock());
    const row = await findPersonForUpdate(tx, person);
    const account = await findAccount(tx, person);
    if (!row || !account) throw wrongInPersonCode("This code is not right, or has ended.");
    if (row.level === 3) throw alreadyVerified("This person was verified in person already.");
    const cipher = await openPersonCipher(parts, tx, person);
    const raised = { level: 3 as const, level_ground: "in-person", verified_at: clock() };
    let subject = person;
    await codes(tx).deleteFrom("in_person_code").where("id", "=", id).execute();
    if (row.id_number) {
      const same = cipher.open(placeOf.idNumber(person), row.id_number) === number.normalised && row.name !== null && plainName(cipher.open(placeOf.name(person), row.name)) === plainName(name);
      if (!same) throw cardDiffers("Name or number of the card are not the account's.");
      await updatePerson(tx, person, raised);
    } else {
      const hashes = lookupHash.candidates("id-number", number.normalised);
      await lockNumber(tx, hashes);
      const known = await findPersonByIdNumber(tx, hashes);
      if (known && (await findAccount(tx, known.id))) throw alreadyRegistered("This ID number belongs to another account.");
      // Somebody whom the city knows already without an account, as a child or by a paper mandate.
      if (known) await takeOver(parts, tx, { from: person, into: known.id, city: account.city });
      subject = known?.id ?? person;
      const own = await openPersonCipher(parts, tx, subject);
      await updatePerson(tx, subject, { ...raised, name: own.seal(placeOf.name(subject), name), id_number: own.seal(placeOf.idNumber(subject), number.normalised), id_number_hash: lookupHash.hash("id-number", number.normalised) });
    }
    await recordByStaff(tx, clerk, {
      act: "person.verified", subject, purpose: "verification-in-person", ground: "PIPL 13(1)3", fields: ["name", "idNumber", "level"], about: { kind: "verification", id },
      detail: { proof: "in-person", hall: card.hall, document: card.document },
    });
    await events.publish(tx, { name: "identity.level-raised", version: 1, payload: { person: subject, level: 3 } });
    await announcePersonChanged(tx, subject);
  });
}

/**
 * For who lost their number: the clerk saw card and face, and gives a code that is one of two proofs of the recovery.
 * @throws malformed-id-number, no-such-person alike for an unknown number and another name, too-many-requests
 */
export async function vouchForRecovery(parts: IdentityParts, clerk: Staff, card: SeenCard): Promise<{ code: string; expiresAt: Date }> {
  const { database, lookupHash, clock } = parts;
  await countAttempt(database, [{ bucket: `staff-voucher:${clerk.id}`, limit: VOUCHERS_BY_HOUR, windowSeconds: 3_600 }]);
  const number = readIdNumber(card.idNumber, clock());
  if (!number.ok) throw malformedIdNumber("This is not an ID number.", { fields: [{ pointer: "/idNumber", detail: number.reason }] });
  return database.transaction(async (tx) => {
    const row = await findPersonByIdNumber(tx, lookupHash.candidates("id-number", number.normalised));
    const account = row && (await findAccount(tx, row.id));
    const kept = row?.name && account && account.city === clerk.city && account.state !== "closed" ? (await openPersonCipher(parts, tx, row.id)).open(placeOf.name(row.id), row.name) : undefined;
    if (!row || kept === undefined || plainName(kept) !== plainName(card.name)) throw noSuchPerson("There is no account with this name and number in your city.");
    const voucher = await vouchInPerson(parts, tx, { person: row.id, clerk, ground: "PIPL 13(1)3" });
    await recordByStaff(tx, clerk, { act: "person.verified", subject: row.id, purpose: "account-recovery", ground: "PIPL 13(1)3", fields: ["name", "idNumber"], detail: { proof: "in-person", hall: card.hall, document: card.document } });
    return voucher;
  });
}

async function findSeen(source: Handles, id: string, clerk: Staff, now: Date): Promise<InPersonCodeRow> {
  const row = await codes(source).selectFrom("in_person_code").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row || row.seen_by !== clerk.id || row.expires_at <= now) throw wrongInPersonCode("This code is not right, or has ended.");
  return row;
}

/** A card may write a name with a space that looks nice, or full-width letters. */
function plainName(name: string): string {
  return name.normalize("NFKC").replace(/[\s·•]/gu, "").toLowerCase();
}
