/** Mobile numbers beginning with 154, which no carrier issues. Those from 154 0000 0000 are kept for the demonstration's people. */
import type { Permutation } from "./permutation.ts";

const PREFIX = "154";
const FIRST_DRAWN = 10_000_000;
export const PHONE_NUMBERS = 90_000_000;

export function demonstrationPhone(index: number): string {
  return PREFIX + String(index).padStart(8, "0");
}

export function writePhone(index: number, permutation: Permutation): string {
  return PREFIX + String(FIRST_DRAWN + permutation.apply(index));
}

/** The index behind a drawn number; whether somebody has it the population must say. */
export function readPhone(text: string, permutation: Permutation): number | undefined {
  if (!/^154[1-9]\d{7}$/.test(text)) return undefined;
  return permutation.invert(Number(text.slice(PREFIX.length)) - FIRST_DRAWN);
}
