import { checkCharacter } from "../../server/src/kernel/identifiers/id-number.ts";

const DAYS = 365;
const ORDERS = 1_000;

/** A mobile number that no carrier issues. */
export function phoneAt(index: number): string {
  return `154${String(index).padStart(8, "0")}`;
}

/** A number that can be nobody's: of a division retired in 2002, born before 1900 (facts.md, 1.1). */
export function idNumberAt(index: number): string {
  const day = Math.floor(index / ORDERS);
  const birth = new Date(Date.UTC(1800 + Math.floor(day / DAYS), 0, 1 + (day % DAYS))).toISOString().slice(0, 10).replaceAll("-", "");
  const digits = `460102${birth}${String(index % ORDERS).padStart(3, "0")}`;
  return digits + checkCharacter(digits);
}
