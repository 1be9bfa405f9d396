/** The code that checks somebody in: eight characters that nobody confuses, read out, typed or scanned. Pure but for the chance. */
import { randomInt } from "node:crypto";

/** Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const ALPHABET = "34679ACDEFGHJKMNPQRTWXY";
const LENGTH = 8;

/** `A7K9-M4QX`: 36 random bits, found by their keyed hash alone and only at the office. */
export function newCheckInCode(): string {
  const characters = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

/** What was typed or scanned, as the characters of a code. */
export function readCheckInCode(typed: string): string {
  const characters = typed.normalize("NFKC").toUpperCase().replaceAll(/[^0-9A-Z]/g, "");
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}
