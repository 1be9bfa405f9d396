/**
 * Unified social credit codes (GB 32100-2015) that no enterprise can have: the codes exist since 2015, and these name a
 * division that was retired by 2002.
 */
import type { Permutation } from "./permutation.ts";

/** No I, O, S, V, Z. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** GB 11714 counts all 26 letters. */
const BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
/** 9 market regulation, 1 enterprise. */
const ENTERPRISE = "91";
const BODY_PREFIX = "MA9";
const BODY_DIGITS = 5;
export const CREDIT_CODES = ALPHABET.length ** BODY_DIGITS;

export function writeCreditCode(division: string, index: number, permutation: Permutation): string {
  let value = permutation.apply(index);
  let digits = "";
  for (let position = 0; position < BODY_DIGITS; position++) {
    digits = ALPHABET.charAt(value % ALPHABET.length) + digits;
    value = Math.floor(value / ALPHABET.length);
  }
  const body = BODY_PREFIX + digits;
  const code = ENTERPRISE + division + body + bodyCheckCharacter(body);
  return code + checkCharacter(code);
}

/** The index behind a code; whether the enterprise exists the population must say. */
export function readCreditCode(text: string, permutation: Permutation): number | undefined {
  if (!/^91\d{6}MA9[0-9A-Z]{5}[0-9A-Z]{2}$/.test(text)) return undefined;
  let value = 0;
  for (const character of text.slice(11, 16)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    value = value * ALPHABET.length + digit;
  }
  return permutation.invert(value);
}

/** Of the body code, GB 11714. */
export function bodyCheckCharacter(body: string): string {
  const sum = BODY_WEIGHTS.reduce((total, weight, position) => total + weight * BODY_ALPHABET.indexOf(body.charAt(position)), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return "X";
  return check === 11 ? "0" : String(check);
}

/** Of the whole code: weights are powers of three modulo 31. */
export function checkCharacter(code: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += weight * ALPHABET.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}
