/** The housing fund: what the employer and the worker put into the account each month, what was taken out, and the loan on the home. */
import type { Person } from "../population/index.ts";
import { type Day, type Month, addMonths, dayOfMonth, lastDayOf, monthAt, monthNumber, monthsBetween } from "./dates.ts";
import { baseIn, careerOf, FLEXIBLE_EMPLOYER, workMonths } from "./employment.ts";
import { type HomeLoan, homeLoanOf, homesOf } from "./homes.ts";
import { accountNumber, chance, type World } from "./world.ts";

/** Fen. */
export interface FundMovement {
  number: number;
  on: Day;
  month: Month;
  kind: "deposit" | "interest" | "withdrawal";
  amount: number;
  balance: number;
  employer: string | undefined;
}

/** Fen. */
export interface FundAccount {
  accountNumber: string;
  status: "active" | "sealed";
  employer: string;
  balance: number;
  monthlyDeposit: number;
  lastMonth: Month;
  /** Newest first. */
  movements: FundMovement[];
  /** At the end of each month, newest first. */
  balances: { month: Month; balance: number }[];
}

/** Fen. */
export interface Instalment {
  number: number;
  dueOn: Day;
  principal: number;
  interest: number;
  amount: number;
  status: "paid" | "missed" | "due" | "upcoming";
}

/** Fen. */
export interface FundLoan extends HomeLoan {
  remaining: number;
  nextOn: Day;
  /** With what was missed. */
  nextAmount: number;
  missedInARow: number;
  /** The year past and the year to come. */
  instalments: Instalment[];
}

/** The story is told from here, with what was saved before as one sum, so that it does not change while the calendar rolls. */
const FIRST_MONTH: Month = "2021-01";
const MONTHS_SHOWN = 24;
const MOVEMENTS_SHOWN = 60;
const INSTALMENTS_SHOWN = 12;
/** Percent a year, reckoned on 30 June. */
const INTEREST = 1.5;
const MISSED: Record<HomeLoan["trouble"], number> = { none: 0, "balance-low": 0, "debit-failed": 1, "missed-one": 1, "missed-two": 2, breach: 3 };

/** Undefined for who never was employed, and for pensioners, who took everything out when they retired. */
export function fundAccountOf(world: World, person: Person, today: Day): FundAccount | undefined {
  const career = careerOf(world, person, today);
  const job = career.jobs.at(-1);
  if (!job || career.occupation === "pensioner" || job.employer === FLEXIBLE_EMPLOYER) return undefined;
  const firstMonth = monthNumber(career.jobs[0]?.firstMonth ?? job.firstMonth);
  const start = Math.max(firstMonth, monthNumber(FIRST_MONTH));
  const present = monthNumber(today.slice(0, 7));
  const works = workMonths(world, person, today, present - start + 1, career).filter(({ status }) => status !== "missing");
  if (works.length === 0) return undefined;

  const changes: Omit<FundMovement, "number" | "balance">[] = works.map(({ month, employer, base, paidOn }) => ({ on: paidOn ?? lastDayOf(month), month, kind: "deposit", amount: depositOn(world, person, base), employer }));
  for (let year = Math.floor(start / 12); `${year}-06-30` <= today; year++) changes.push({ on: `${year}-06-30`, month: `${year}-06`, kind: "interest", amount: 0, employer: undefined });
  if (homesOf(world, person, today).length === 0) changes.push(...rentWithdrawals(world, person, start, today));
  changes.sort((one, other) => (one.on === other.on ? 0 : one.on < other.on ? -1 : 1));

  let balance = Math.round((depositOn(world, person, baseIn(world, person, monthAt(start))) * (start - firstMonth) * 0.6) / 100) * 100;
  const movements = changes.flatMap(({ amount: planned, ...change }, index) => {
    const amount = change.kind === "interest" ? Math.round((balance * INTEREST) / 100) : change.kind === "withdrawal" ? Math.min(planned, Math.floor(balance / 2)) : planned;
    if (amount === 0) return [];
    balance += change.kind === "withdrawal" ? -amount : amount;
    return [{ ...change, number: index + 1, amount, balance }];
  });
  const newest = works[0] as (typeof works)[number];
  return {
    accountNumber: accountNumber(person.city === "haikou" ? "20898" : "20028", person.index, 9), status: career.occupation === "employee" ? "active" : "sealed",
    employer: newest.employer, balance, monthlyDeposit: career.occupation === "employee" ? depositOn(world, person, baseIn(world, person, today.slice(0, 7))) : 0, lastMonth: newest.month,
    balances: balancesOf(movements, present), movements: movements.slice(-MOVEMENTS_SHOWN).reverse(),
  };
}

export function fundLoanOf(world: World, person: Person, today: Day): FundLoan | undefined {
  const loan = homeLoanOf(world, person, today);
  if (!loan) return undefined;
  const { principal, rateHundredths, months, firstDueOn, trouble } = loan;
  const due = today < firstDueOn ? 0 : Math.min(months, monthsBetween(firstDueOn.slice(0, 7), today.slice(0, 7)) + (today.slice(8) >= firstDueOn.slice(8) ? 1 : 0));
  const missedInARow = Math.min(MISSED[trouble], due);
  const paid = due - missedInARow;
  const rate = rateHundredths / 10_000 / 12;
  const regular = Math.round((principal * rate) / (1 - (1 + rate) ** -months));
  const left = (instalments: number) => (instalments >= months ? 0 : Math.round((principal * ((1 + rate) ** months - (1 + rate) ** instalments)) / ((1 + rate) ** months - 1)));
  const instalmentAt = (number: number): Instalment => {
    const repaid = left(number - 1) - left(number);
    const interest = number === months ? Math.round(left(number - 1) * rate) : regular - repaid;
    const status = number <= paid ? "paid" : number <= due ? "missed" : number === due + 1 ? "due" : "upcoming";
    return { number, dueOn: addMonths(firstDueOn, number - 1), principal: repaid, interest, amount: repaid + interest, status };
  };
  const first = Math.max(1, due - INSTALMENTS_SHOWN + 1);
  const last = Math.min(months, due + INSTALMENTS_SHOWN);
  const instalments = Array.from({ length: last - first + 1 }, (_each, index) => instalmentAt(first + index));
  const owed = instalments.filter(({ status }) => status === "missed" || status === "due");
  return { ...loan, remaining: left(paid), missedInARow, instalments, nextOn: addMonths(firstDueOn, Math.min(due, months - 1)), nextAmount: owed.reduce((sum, { amount }) => sum + amount, 0) };
}

/** Both halves; the employer chooses between five and twelve percent. */
function depositOn(world: World, { index }: Person, base: number): number {
  const percent = 5 + chance(world, "fund rate", index, 8);
  return 2 * Math.round((base * percent) / 10_000) * 100;
}

/** Whoever rents takes something out every year. */
function rentWithdrawals(world: World, { index }: Person, start: number, today: Day): Omit<FundMovement, "number" | "balance">[] {
  if (chance(world, "rents", index, 100) >= 60) return [];
  const month = 1 + chance(world, "rent month", index, 12);
  const years = Array.from({ length: Number(today.slice(0, 4)) - Math.floor(start / 12) }, (_each, number) => Math.floor(start / 12) + 1 + number);
  return years
    .map((year) => ({ on: dayOfMonth(monthAt(year * 12 + month - 1), 1 + chance(world, "rent day", index, 28)), amount: 100_000 * (6 + chance(world, "rent", index, 10, year)) }))
    .filter(({ on }) => on <= today)
    .map(({ on, amount }) => ({ on, month: on.slice(0, 7), kind: "withdrawal", amount, employer: undefined }));
}

function balancesOf(movements: FundMovement[], present: number): FundAccount["balances"] {
  let position = movements.length - 1;
  const balances: FundAccount["balances"] = [];
  for (let month = present; month > present - MONTHS_SHOWN && position >= 0; month--) {
    while ((movements[position]?.on.slice(0, 7) ?? "") > monthAt(month)) position -= 1;
    const last = movements[position];
    if (last) balances.push({ month: monthAt(month), balance: last.balance });
  }
  return balances;
}
