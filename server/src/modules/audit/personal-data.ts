/**
 * Keeps personal data out of texts that are never deleted. It catches mistakes, not intent: what a person typed into the
 * wrong field, or a value where its name was meant.
 */
import { checkCharacter } from "../../kernel/identifiers/id-number.ts";

const LONGEST_TEXT = 200;
/** Ids and digests are not numbers of a person, however many digits stand in a row in them. */
const MACHINE_ID = /(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{20,})(?![0-9a-z])/gi;
const ID_NUMBER = /(?<!\d)\d{6}[- ]?\d{8}[- ]?\d{3}[\dX](?!\d)/gi;
const MOBILE_NUMBER = /(?<!\d)(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/;

export type PersonalData = "an ID number" | "a mobile number" | "a long text";

/** What a text seems to hold that must not be in a record; undefined when it may be. */
export function findPersonalData(text: string): PersonalData | undefined {
  if (text.length > LONGEST_TEXT) return "a long text";
  // Compatibility forms first: full-width digits are digits too.
  const plain = text.normalize("NFKC").replace(MACHINE_ID, " ");
  if (plain.match(ID_NUMBER)?.some((number) => isIdNumber(number.replace(/[- ]/g, "")))) return "an ID number";
  return MOBILE_NUMBER.test(plain) ? "a mobile number" : undefined;
}

/** By its check character alone: a number whose birth date was mistyped is still somebody's. */
function isIdNumber(number: string): boolean {
  return number.charAt(17).toUpperCase() === checkCharacter(number.slice(0, 17));
}
