/** The individual account of old-age insurance, year by year. */
import type { Person } from "../population/index.ts";
import { type Day, monthNumber } from "./dates.ts";
import { baseIn, type Career, FLEXIBLE_EMPLOYER, type WorkMonth } from "./employment.ts";
import type { World } from "./world.ts";

export interface InsuranceYear {
  year: number;
  /** That were paid. */
  months: number;
  /** Fen. */
  personal: number;
  employer: number;
}

/** Hundredths of the base. Flexible workers pay all of theirs. */
const EMPLOYED = { personal: 8, employer: 16 };
const FLEXIBLE = { personal: 20, employer: 0 };

export function pensionShares({ base, employer }: Pick<WorkMonth, "base" | "employer">): { personal: number; employer: number } {
  const shares = employer === FLEXIBLE_EMPLOYER ? FLEXIBLE : EMPLOYED;
  return { personal: (base * shares.personal) / 100, employer: (base * shares.employer) / 100 };
}

/**
 * Oldest first.
 * @param recent the newest months, among which are all that are not paid
 */
export function insuranceYears(world: World, person: Person, today: Day, { jobs }: Career, recent: readonly WorkMonth[]): InsuranceYear[] {
  const years = new Map<number, InsuranceYear>();
  const add = (number: number, employer: string, months: number) => {
    const year = Math.floor(number / 12);
    const known = years.get(year) ?? { year, months: 0, personal: 0, employer: 0 };
    const shares = pensionShares({ base: baseIn(world, person, `${year}-01`), employer });
    years.set(year, { year, months: known.months + months, personal: known.personal + shares.personal * months, employer: known.employer + shares.employer * months });
  };
  const present = monthNumber(today.slice(0, 7));
  const oldestRecent = recent.length === 0 ? present + 1 : monthNumber((recent.at(-1) as WorkMonth).month);
  for (const { firstMonth, lastMonth, employer } of jobs) {
    const last = Math.min(lastMonth === undefined ? present : monthNumber(lastMonth), present, oldestRecent - 1);
    for (let number = monthNumber(firstMonth); number <= last; ) {
      const months = Math.min(12 - (number % 12), last - number + 1);
      add(number, employer, months);
      number += months;
    }
  }
  for (const { month, employer, status } of recent.toReversed()) if (status !== "missing") add(monthNumber(month), employer, 1);
  return [...years.values()];
}
