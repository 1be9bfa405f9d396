/**
 * Citizen ID numbers (GB 11643-1999) that no living person can have:
 *
 * - Each begins with a division code that was retired by 2002.
 * - Whoever was born before 2003 carries a birth year 120 years too early (1956 is written 1836): nobody born then lives.
 *   120 years are two whole sixty-year cycles, so zodiac sign and leap years agree, and every result is before 1900.
 * - Whoever was born from 2003 on carries the true date, when nobody was first registered under the code any more.
 */
import type { CityId } from "./places.ts";

export type Sex = "female" | "male";

export interface RetiredDivision {
  code: string;
  city: CityId;
}

/** Retired in 2002, 2002, 2002, 1990, 2002 and 2001 (history of GB/T 2260, github.com/yescallop/areacodes). */
export const RETIRED_DIVISIONS: readonly RetiredDivision[] = [
  { code: "460102", city: "haikou" }, { code: "460103", city: "haikou" }, { code: "460104", city: "haikou" },
  { code: "510103", city: "chengdu" }, { code: "510123", city: "chengdu" }, { code: "510125", city: "chengdu" },
];

const FIRST_YEAR_WRITTEN_TRULY = 2003;
const YEARS_TOO_EARLY = 120;

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
  const year = birthYear < FIRST_YEAR_WRITTEN_TRULY ? birthYear - YEARS_TOO_EARLY : birthYear;
  const body = division + String(year) + twoDigits(month) + twoDigits(day) + String(order).padStart(3, "0");
  return body + checkCharacter(body);
}

/** The parts of a number with its true birth year, or undefined when its form or check character is wrong. */
export function readIdNumber(text: string): IdNumberParts | undefined {
  if (!/^\d{17}[\dX]$/.test(text) || checkCharacter(text.slice(0, 17)) !== text[17]) return undefined;
  const year = Number(text.slice(6, 10));
  return {
    division: text.slice(0, 6),
    birthYear: year < 1900 ? year + YEARS_TOO_EARLY : year,
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
