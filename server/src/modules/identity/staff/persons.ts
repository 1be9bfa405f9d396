/** The one door to a person's data for staff: with a purpose and a ground, by named fields, recorded and shown to the person. */
import type { Handles } from "../../../kernel/database.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { maskIdNumber, maskName, maskPhone } from "../../../kernel/mask.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { readPhone } from "../account/phone.ts";
import { type AccountRow, findAccount, findAccountByPhone, findPerson, findPersonByIdNumber, type PersonRow } from "../account/store.ts";
import { malformedIdNumber, notAllowed } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { recordByStaff } from "./caller.ts";
import { malformedSearch, noSuchPerson } from "./errors.ts";
import { hasTaken, type Role, type Staff } from "./staff.ts";

/** What staff may look for somebody for, each with the article of PIPL that allows it. */
export const PURPOSES = {
  "counter-service": "PIPL 13(1)3",
  "case-handling": "PIPL 13(1)3",
  "correction-request": "PIPL 46",
  complaint: "PIPL 50",
  "security-check": "PIPL 51",
  "emergency-rescue": "PIPL 13(1)4",
} as const;
export type Purpose = keyof typeof PURPOSES;

export interface AccessReason {
  purpose: Purpose;
  /** In the clerk's own words; the person reads them. */
  words: string;
  /** Number of the case or ticket. */
  reference: string;
}

const SEARCHING_ROLES: readonly Role[] = ["clerk", "department-head", "security-officer"];

export const PERSON_FIELDS = ["name", "idNumber", "phone", "level", "verifiedAt", "accountState", "homeArea", "fullIdNumber", "fullPhone"] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

type PersonValues = { [Field in PersonField]: Field extends "level" ? number : string };

/** Numbers are masked unless their full form is asked for by name, which the counter does not need. */
const FIELDS_OF_ROLE: Partial<Record<Role, readonly PersonField[]>> = {
  clerk: ["name", "idNumber", "phone", "level", "verifiedAt", "accountState"],
  "department-head": ["name", "idNumber", "phone", "level", "verifiedAt", "accountState", "homeArea", "fullIdNumber", "fullPhone"],
  "security-officer": ["level", "verifiedAt", "accountState"],
};

const BY_HOUR = 30;
const BY_DAY = 120;

/** @throws not-allowed */
export function refuseSearch(staff: Staff): void {
  if (!staff.roles.some((role) => SEARCHING_ROLES.includes(role)) && !hasTaken(staff, "person-search")) throw notAllowed("This needs the role clerk, department-head or security-officer.");
}

export function fieldsFor(staff: Staff): PersonField[] {
  if (hasTaken(staff, "all-person-fields")) return [...PERSON_FIELDS];
  const roles: Role[] = hasTaken(staff, "person-search") ? [...staff.roles, "clerk"] : staff.roles;
  return PERSON_FIELDS.filter((field) => roles.some((role) => FIELDS_OF_ROLE[role]?.includes(field)));
}

export interface FoundPerson {
  person: string;
  name?: string;
  idNumber?: string;
  phone?: string;
  level: number;
}

/**
 * One person by a whole number, masked. A search that finds nobody is recorded too: guessing leaves a trace.
 * @throws not-allowed, malformed-search, malformed-id-number, malformed-phone, too-many-requests, personal-data-in-record
 */
export async function searchPerson(parts: IdentityParts, staff: Staff, { idNumber, phone, ...reason }: AccessReason & { idNumber?: string | undefined; phone?: string | undefined }): Promise<FoundPerson | undefined> {
  refuseSearch(staff);
  const { database, lookupHash } = parts;
  if ((idNumber === undefined) === (phone === undefined)) throw malformedSearch("Give either an ID number or a mobile number.");
  const hashes = idNumber === undefined ? lookupHash.candidates("phone", readPhone(phone ?? "")) : lookupHash.candidates("id-number", readOwnIdNumber(parts, idNumber));
  await countAttempt(database, [
    { bucket: `staff-search-hour:${staff.id}`, limit: BY_HOUR, windowSeconds: 3_600 },
    { bucket: `staff-search-day:${staff.id}`, limit: BY_DAY, windowSeconds: 86_400 },
  ]);
  return database.transaction(async (tx) => {
    const account = idNumber === undefined ? await findAccountByPhone(tx, hashes) : undefined;
    const person = idNumber === undefined ? account && (await findPerson(tx, account.person)) : await findPersonByIdNumber(tx, hashes);
    const found = person && (await openHere(tx, staff, person, account));
    const by = idNumber === undefined ? "phone" : "idNumber";
    const shown = found ? { person: found.person.id, ...(await showFields(parts, tx, found, ["name", "idNumber", "phone"])), level: found.person.level } : undefined;
    await recordByStaff(tx, staff, { act: "person.searched", ...(found ? { subject: found.person.id } : {}), ...entryOf(reason), fields: found ? ["name", "idNumber", "phone", "level"] : [], detail: { by, purpose: reason.purpose, found: found !== undefined } });
    return shown;
  });
}

/**
 * The fields asked for, all or none.
 * @throws not-allowed when the role may not see one of them, no-such-person, too-many-requests, personal-data-in-record
 */
export async function readPerson(parts: IdentityParts, staff: Staff, person: string, { fields, ...reason }: AccessReason & { fields: PersonField[] }): Promise<Record<string, unknown>> {
  refuseSearch(staff);
  const allowed = fieldsFor(staff);
  const refused = fields.filter((field) => !allowed.includes(field));
  if (refused.length > 0) throw notAllowed(`Your roles do not cover ${refused.join(", ")}.`, { extensions: { fields: refused } });
  await countAttempt(parts.database, [{ bucket: `staff-read-hour:${staff.id}`, limit: BY_HOUR * 2, windowSeconds: 3_600 }]);
  return parts.database.transaction(async (tx) => {
    const row = await findPerson(tx, person);
    const found = row && (await openHere(tx, staff, row));
    if (!found) throw noSuchPerson("There is no such person in your city.");
    const shown = await showFields(parts, tx, found, fields);
    await recordByStaff(tx, staff, { act: "person.read", subject: person, ...entryOf(reason), fields, detail: { purpose: reason.purpose } });
    return { person, ...shown };
  });
}

const entryOf = ({ purpose, words, reference }: AccessReason) => ({ purpose: words, ground: PURPOSES[purpose], about: { kind: "case", id: reference } });

/** Somebody of another city, or who left, is nobody here. */
async function openHere(tx: Handles, staff: Staff, person: PersonRow, known?: AccountRow): Promise<{ person: PersonRow; account: AccountRow } | undefined> {
  const account = known ?? (await findAccount(tx, person.id));
  return account && account.city === staff.city && account.state !== "closed" ? { person, account } : undefined;
}

async function showFields(parts: IdentityParts, tx: Handles, { person, account }: { person: PersonRow; account: AccountRow }, fields: readonly PersonField[]): Promise<Partial<PersonValues>> {
  const cipher = await openPersonCipher(parts, tx, person.id);
  const name = person.name ? cipher.open(placeOf.name(person.id), person.name) : undefined;
  const idNumber = person.id_number ? cipher.open(placeOf.idNumber(person.id), person.id_number) : undefined;
  const phone = account.phone ? cipher.open(placeOf.phone(person.id), account.phone) : undefined;
  const values: { [Field in PersonField]: PersonValues[Field] | undefined } = {
    name: name && maskName(name),
    idNumber: idNumber && maskIdNumber(idNumber),
    phone: phone && maskPhone(phone),
    level: person.level,
    verifiedAt: person.verified_at?.toISOString(),
    accountState: account.state,
    homeArea: account.home_area ?? undefined,
    fullIdNumber: idNumber,
    fullPhone: phone,
  };
  return Object.fromEntries(fields.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]]])));
}

function readOwnIdNumber({ clock }: IdentityParts, typed: string): string {
  const number = readIdNumber(typed, clock());
  if (!number.ok) throw malformedIdNumber("This is not an ID number.", { fields: [{ pointer: "/idNumber", detail: number.reason }] });
  return number.normalised;
}
