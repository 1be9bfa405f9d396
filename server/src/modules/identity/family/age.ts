/** Ages that decide who acts for whom: pure rules over birth dates, by the calendar of China. */
import { chinaDate } from "../../../kernel/china-time.ts";

/** Civil Code, article 17: from eighteen on a person acts alone. */
const OF_AGE = 18;
/** PIPL, article 31: until fourteen a guardian consents, and everything about the child is sensitive. */
export const OLD_ENOUGH_TO_SIGN_UP = 14;

/**
 * Whole years since a birth. Born on 29 February, one is a year older on 1 March of a year without that day.
 * @param birthDate YYYY-MM-DD
 */
export function ageOn(birthDate: string, now: Date): number {
  const today = chinaDate(now);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

export function isOfAge(birthDate: string, now: Date): boolean {
  return ageOn(birthDate, now) >= OF_AGE;
}

/** The year in which somebody comes of age. */
export function yearOfAge(birthDate: string): number {
  return Number(birthDate.slice(0, 4)) + OF_AGE;
}
