/** The code of a proof: a hundred random bits, written so that people can read them to each other. Pure but for the chance. */
import { createHash, randomBytes } from "node:crypto";

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 20;
const GROUP = 5;

/** `7KX2M-0QD4H-…`: four groups of five. */
export function newProofCode(): string {
  // 256 is eight times 32: the remainder favours no character.
  const characters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
  return characters.replaceAll(new RegExp(`.{${GROUP}}(?=.)`, "g"), "$&-");
}

/** What was typed, as the characters of a code; whatever can be none gives a text that no code has. */
export function readProofCode(typed: string): string {
  const characters = typed.normalize("NFKC").toUpperCase().replaceAll(/[^0-9A-Z]/g, "");
  return characters.replaceAll(/[IL]/g, "1").replaceAll("O", "0");
}

/** What is stored. A hundred random bits need no salt and no key. */
export function digestOfCode(code: string): Buffer {
  return createHash("sha256").update(readProofCode(code)).digest();
}
