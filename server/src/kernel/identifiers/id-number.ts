import { chinaDate } from "../china-time.ts";
import { plainCharacters } from "./typed.ts";

export type Sex = "male" | "female";

/** Whose number it is; all share one layout. */
export type IdNumberKind = "citizen" | "hong-kong-resident" | "macao-resident" | "taiwan-resident" | "foreign-resident";

export type IdNumberFault = "fifteen-digits" | "length" | "form" | "birth-date" | "birth-date-in-future" | "check-character";

export type IdNumber = { ok: true; normalised: string; kind: IdNumberKind; birthDate: string; sex: Sex } | { ok: false; reason: IdNumberFault };

/**
 * Reads a citizen identification number (GB 11643-1999): division of first registration, birth date, order, check
 * character. The division is not looked up: it is never updated on a card, so codes retired since are right on theirs.
 * Residence permits of Hong Kong, Macao and Taiwan people (810000, 820000, 830000) and permanent residence cards of
 * foreigners since 2023 (first digit 9) have the same layout and check.
 * @param now decides which birth dates lie in the future, by the calendar of China
 */
export function readIdNumber(text: string, now: Date): IdNumber {
  const normalised = plainCharacters(text).toUpperCase();
  if (/^\d{15}$/.test(normalised)) return { ok: false, reason: "fifteen-digits" };
  if (normalised.length !== 18) return { ok: false, reason: "length" };
  if (!/^[1-9]\d{16}[\dX]$/.test(normalised)) return { ok: false, reason: "form" };
  const birthDate = readBirthDate(normalised);
  if (birthDate === undefined) return { ok: false, reason: "birth-date" };
  if (birthDate > chinaDate(now)) return { ok: false, reason: "birth-date-in-future" };
  if (normalised.charAt(17) !== checkCharacter(normalised)) return { ok: false, reason: "check-character" };
  return { ok: true, normalised, kind: kindOf(normalised), birthDate, sex: Number(normalised.charAt(16)) % 2 === 1 ? "male" : "female" };
}

/** The check character for the first 17 digits: ISO 7064, MOD 11-2 (GB 11643-1999, annex A). */
export function checkCharacter(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits.charAt(index)), 0);
  return "10X98765432".charAt(sum % 11);
}

function readBirthDate(number: string): string | undefined {
  const date = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!/^(18|19|20)/.test(date)) return undefined;
  // A date that does not exist is either refused or counted on into the next month.
  const read = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== date ? undefined : date;
}

function kindOf(number: string): IdNumberKind {
  if (number.startsWith("810000")) return "hong-kong-resident";
  if (number.startsWith("820000")) return "macao-resident";
  if (number.startsWith("830000")) return "taiwan-resident";
  return number.startsWith("9") ? "foreign-resident" : "citizen";
}
