import { plainCharacters } from "./typed.ts";

export type MobileNumberFault = "foreign" | "length" | "form";

export type MobileNumber = { ok: true; normalised: string } | { ok: false; reason: MobileNumberFault };

/**
 * Reads a mobile number of mainland China: eleven digits, the first 1 and the second 3 to 9 (telephone network numbering
 * plan, 2017 edition). The country's code may stand before it. A number of another country has its own reason, because
 * "write it with 11 digits" would be the wrong advice.
 */
export function readMobileNumber(text: string): MobileNumber {
  const typed = plainCharacters(text).replaceAll(/[().]/g, "");
  const normalised = typed.replace(/^(?:\+|00)86|^86(?=\d{11}$)/, "");
  if (/^(?:\+|00)\d/.test(normalised)) return { ok: false, reason: "foreign" };
  if (normalised.length !== 11) return { ok: false, reason: "length" };
  return /^1[3-9]\d{9}$/.test(normalised) ? { ok: true, normalised } : { ok: false, reason: "form" };
}
