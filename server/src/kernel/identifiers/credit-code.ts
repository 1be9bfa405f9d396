import { plainCharacters } from "./typed.ts";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

export type CreditCodeFault = "length" | "form" | "check-character";

export type CreditCode =
  | {
      ok: true;
      normalised: string;
      /** The organisation's own nine characters, the former organisation code (GB 11714). */
      body: string;
      /** The code stands, but something in it is odd: some registries never enforced the body's own check. */
      warnings: "body-check"[];
    }
  | { ok: false; reason: CreditCodeFault };

/**
 * Reads a unified social credit code (GB 32100-2015): registering department, category, six digits of division, nine
 * characters of body code, check character; without the letters I, O, S, V and Z.
 */
export function readCreditCode(text: string): CreditCode {
  const normalised = plainCharacters(text).toUpperCase();
  if (normalised.length !== 18) return { ok: false, reason: "length" };
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(normalised)) return { ok: false, reason: "form" };
  if (normalised.charAt(17) !== creditCheckCharacter(normalised)) return { ok: false, reason: "check-character" };
  const body = normalised.slice(8, 17);
  return { ok: true, normalised, body, warnings: body.charAt(8) === bodyCheckCharacter(body) ? [] : ["body-check"] };
}

/** Whether a text is a unified social credit code exactly as written, with the right check character. */
export function isCreditCode(text: string): boolean {
  const code = readCreditCode(text);
  return code.ok && code.normalised === text;
}

/** Modulus 31 with the weights 3^(i-1) (GB 32100-2015, 5.2). */
export function creditCheckCharacter(code: string): string {
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, weight, index) => total + weight * ALPHABET.indexOf(code.charAt(index)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Modulus 11 over digits and letters from A = 10 (GB 11714-1997, 3.3). */
export function bodyCheckCharacter(body: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number.parseInt(body.charAt(index), 36), 0);
  return "0X987654321".charAt(sum % 11);
}
