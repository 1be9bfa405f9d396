/** Income tax withheld each month, reckoned over the year as the law has it: the more of the year's income there is, the higher its rate. */
import type { Person } from "../population/index.ts";
import { type Day, type Month, monthNumber } from "./dates.ts";
import { FLEXIBLE_EMPLOYER, workMonths } from "./employment.ts";
import type { World } from "./world.ts";

/** Fen. */
export interface TaxPayment {
  month: Month;
  employer: string;
  creditCode: string;
  income: number;
  tax: number;
}

const YEARS_SHOWN = 5;
/** Fen a month that is not taxed. */
const ALLOWANCE = 500_000;
/** What of the wage goes to insurance and the housing fund first. */
const CONTRIBUTIONS = 0.225;
/** Individual Income Tax Law, table 1: up to so many fen a year so many percent, less a fixed sum. */
const RATES: readonly (readonly [upTo: number, percent: number, less: number])[] = [
  [3_600_000, 3, 0], [14_400_000, 10, 252_000], [30_000_000, 20, 1_692_000], [42_000_000, 25, 3_192_000], [66_000_000, 30, 5_292_000], [96_000_000, 35, 8_592_000], [Number.POSITIVE_INFINITY, 45, 18_192_000],
];

/** Newest first; wages of five calendar years. Flexible workers declare nothing by the month. */
export function taxPaymentsOf(world: World, person: Person, today: Day): TaxPayment[] {
  const firstMonth = `${Number(today.slice(0, 4)) - YEARS_SHOWN + 1}-01`;
  const months = workMonths(world, person, today, monthNumber(today.slice(0, 7)) - monthNumber(firstMonth) + 1).filter(({ month, employer }) => month >= firstMonth && employer !== FLEXIBLE_EMPLOYER);
  let year = "";
  let taxable = 0;
  let withheld = 0;
  return months.reverse().map(({ month, employer, creditCode, base }) => {
    if (!month.startsWith(year) || year === "") [year, taxable, withheld] = [month.slice(0, 4), 0, 0];
    taxable += Math.max(0, Math.round(base * (1 - CONTRIBUTIONS)) - ALLOWANCE);
    const tax = Math.max(0, taxOn(taxable) - withheld);
    withheld += tax;
    return { month, employer, creditCode, income: base, tax };
  }).reverse();
}

function taxOn(taxable: number): number {
  const [, percent, less] = RATES.find(([upTo]) => taxable <= upTo) as (typeof RATES)[number];
  return Math.round((taxable * percent) / 100) - less;
}
