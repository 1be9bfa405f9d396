/**
 * Citizen ID numbers (GB 11643-1999) that nobody can have: each begins with a division that never was. No province has ever had the
 * number 47 or 57, so nobody was ever registered there; everything behind it is as true as on a card, the birth date too.
 */
import type { CityId } from "./places.ts";

export type Sex = "female" | "male";

export interface UnassignedDivision {
  code: string;
  /** Where the demonstration takes it to be. */
  city: CityId;
}

/** None of the 6450 codes from 1981 to 2024 begins so (history of GB/T 2260, github.com/yescallop/areacodes). */
export const UNASSIGNED_DIVISIONS: readonly UnassignedDivision[] = [
  { code: "470102", city: "haikou" }, { code: "470103", city: "haikou" }, { code: "470104", city: "haikou" },
  { code: "570103", city: "chengdu" }, { code: "570123", city: "chengdu" }, { code: "570125", city: "chengdu" },
];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = "10X98765432";

export interface IdNumberParts {
  division: string;
  birthYear: number;
  month: number;
  day: number;
  /** 0 to 999; odd for a man. */
  order: number;
}

export function writeIdNumber({ division, birthYear, month, day, order }: IdNumberParts): string {
  const body = division + String(birthYear) + twoDigits(month) + twoDigits(day) + String(order).padStart(3, "0");
  return body + checkCharacter(body);
}

/** The parts of a number, or undefined when its form or check character is wrong. */
export function readIdNumber(text: string): IdNumberParts | undefined {
  if (!/^\d{17}[\dX]$/.test(text) || checkCharacter(text.slice(0, 17)) !== text[17]) return undefined;
  return {
    division: text.slice(0, 6),
    birthYear: Number(text.slice(6, 10)),
    month: Number(text.slice(10, 12)),
    day: Number(text.slice(12, 14)),
    order: Number(text.slice(14, 17)),
  };
}

/** ISO 7064 MOD 11-2. */
export function checkCharacter(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, position) => total + weight * Number(body[position]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
