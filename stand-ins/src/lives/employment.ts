/**
 * What somebody lives on, since when, for how much a month, and whether the employer paid the contributions. Social
 * insurance, housing fund and tax all tell this one story.
 */
import type { Person } from "../population/index.ts";
import { type Day, type Month, addDays, addToMonth, ageOn, dayOfMonth, lastDayOf, monthAt, monthNumber } from "./dates.ts";
import { chance, type World } from "./world.ts";

export type Occupation = "child" | "student" | "employee" | "flexible" | "unemployed" | "pensioner";

export interface Job {
  employer: string;
  creditCode: string;
  /** The enterprise's index, which decides whether it pays in time; undefined for whoever works for nobody. */
  enterprise: number | undefined;
  firstMonth: Month;
  /** Undefined while it lasts. */
  lastMonth: Month | undefined;
}

export interface Career {
  occupation: Occupation;
  /** Oldest first; empty for who never worked. */
  jobs: Job[];
}

export interface WorkMonth {
  month: Month;
  /** Fen: the wage, on which contributions and tax are reckoned. */
  base: number;
  employer: string;
  creditCode: string;
  status: "paid" | "late" | "missing";
  /** When the employer handed over the contributions. */
  paidOn: Day | undefined;
}

/** Flexible workers pay for themselves. */
export const FLEXIBLE_EMPLOYER = "灵活就业人员";

const RETIREMENT_AGE = { female: 55, male: 60 } as const;
const FIRST_AGE = 22;
const STUDENT_AGE = 16;
/** Each year's wages against the year before. */
const GROWTH = 1.045;
const REFERENCE_YEAR = 2026;
/** After this day of the next month, contributions that did not arrive are missing. */
const GRACE_DAY = 5;

interface KnownCareer {
  occupation: Occupation;
  enterprise?: number;
  firstMonth?: Month;
  /** Fen, in the reference year. */
  base?: number;
  /** How many months ago contributions came late, or not at all yet. */
  late?: number[];
  missing?: number[];
}

/** The demonstration's people, by index. */
const KNOWN_CAREERS: readonly KnownCareer[] = [
  { occupation: "employee", enterprise: 0, firstMonth: "2019-03", base: 980_000, late: [4], missing: [0, 1] },
  { occupation: "employee", firstMonth: "2016-07", base: 1_420_000 },
  { occupation: "child" }, { occupation: "child" },
  { occupation: "pensioner", base: 610_000 },
  { occupation: "employee", enterprise: 0, firstMonth: "2015-11", base: 2_200_000, late: [4], missing: [0, 1] },
  { occupation: "employee", firstMonth: "2022-09", base: 1_180_000 },
  { occupation: "student" },
  { occupation: "flexible", firstMonth: "2004-05", base: 520_000 },
  { occupation: "employee", firstMonth: "2008-04", base: 860_000 },
  { occupation: "pensioner", base: 480_000 }, { occupation: "pensioner", base: 550_000 },
];

export function careerOf(world: World, person: Person, today: Day): Career {
  const occupation = occupationOf(world, person, today);
  if (occupation === "child" || occupation === "student") return { occupation, jobs: [] };
  const firstMonth = firstMonthOf(world, person);
  const lastMonth = lastMonthOf(world, person, occupation, today);
  return { occupation, jobs: listJobs(world, person, occupation, firstMonth, lastMonth) };
}

/** Fen a month in the year of the month. */
export function baseIn(world: World, person: Person, month: Month): number {
  const reference = KNOWN_CAREERS[person.index]?.base ?? 420_000 + 1_000 * (chance(world, "wage", person.index, 900) + chance(world, "wage", person.index, 900, 1));
  return Math.round((reference * GROWTH ** (Number(month.slice(0, 4)) - REFERENCE_YEAR)) / 100) * 100;
}

/**
 * Newest first. The present month is there once it is paid.
 * @param most how many at most
 */
export function workMonths(world: World, person: Person, today: Day, most: number, career: Career = careerOf(world, person, today)): WorkMonth[] {
  const months: WorkMonth[] = [];
  const present = monthNumber(today.slice(0, 7));
  // A wage lasts a year.
  let [base, baseYear] = [0, -1];
  let position = career.jobs.length - 1;
  for (let job = career.jobs[position]; job !== undefined && months.length < most; job = career.jobs[--position]) {
    const last = job.lastMonth === undefined ? present : Math.min(monthNumber(job.lastMonth), present);
    for (let number = last; number >= monthNumber(job.firstMonth) && months.length < most; number--) {
      const month = monthAt(number);
      const payment = paymentOf(world, person, job, month, present - number, today);
      if (!payment) continue;
      const year = Math.floor(number / 12);
      if (year !== baseYear) [base, baseYear] = [baseIn(world, person, month), year];
      months.push({ month, base, employer: job.employer, creditCode: job.creditCode, ...payment });
    }
  }
  return months;
}

/** When the pension began; undefined for who has none. */
export function retiredSince(person: Person, career: Career): Day | undefined {
  return career.occupation === "pensioner" ? dayOfMonth(retirementMonth(person), 1) : undefined;
}

/** Fen a month; nothing for who is no pensioner. */
export function pensionOf(world: World, person: Person, career: Career): number {
  return career.occupation === "pensioner" ? Math.round((baseIn(world, person, `${REFERENCE_YEAR}-01`) * 0.58) / 100) * 100 : 0;
}

function occupationOf(world: World, person: Person, today: Day): Occupation {
  const known = KNOWN_CAREERS[person.index]?.occupation;
  if (known !== undefined) return known;
  if (ageOn(person.birthDate, today) < STUDENT_AGE) return "child";
  if (today.slice(0, 7) < firstMonthOf(world, person)) return "student";
  if (today.slice(0, 7) > retirementMonth(person)) return "pensioner";
  const drawn = chance(world, "occupation", person.index, 100);
  if (drawn < 4) return "unemployed";
  return drawn < 14 ? "flexible" : "employee";
}

function firstMonthOf(world: World, person: Person): Month {
  const known = KNOWN_CAREERS[person.index]?.firstMonth;
  if (known !== undefined) return known;
  const born = Number(person.birthDate.slice(0, 4));
  // Records of the individual accounts begin with the scheme.
  return monthAt(Math.max(1992 * 12, (born + FIRST_AGE + chance(world, "career", person.index, 3)) * 12 + chance(world, "career", person.index, 12, 1)));
}

function lastMonthOf(world: World, person: Person, occupation: Occupation, today: Day): Month | undefined {
  if (occupation === "pensioner") return addToMonth(retirementMonth(person), -1);
  if (occupation === "unemployed") return addToMonth(today.slice(0, 7), -2 - chance(world, "unemployed", person.index, 9));
  return undefined;
}

function retirementMonth({ birthDate, sex }: Person): Month {
  return monthAt(monthNumber(birthDate.slice(0, 7)) + RETIREMENT_AGE[sex] * 12);
}

function listJobs(world: World, person: Person, occupation: Occupation, firstMonth: Month, lastMonth: Month | undefined): Job[] {
  if (occupation === "flexible") return [{ employer: FLEXIBLE_EMPLOYER, creditCode: "", enterprise: undefined, firstMonth, lastMonth }];
  const known = KNOWN_CAREERS[person.index];
  if (known?.firstMonth !== undefined) return [{ ...employerOf(world, person, 0, known.enterprise), firstMonth, lastMonth }];
  const end = lastMonth === undefined ? monthNumber(`${REFERENCE_YEAR}-01`) : monthNumber(lastMonth);
  const jobs: Job[] = [];
  // Whoever works today keeps the job held in the reference year, so that no roll of the calendar dismisses anybody.
  for (let start = monthNumber(firstMonth); ; ) {
    const next = start + 24 + chance(world, "job", person.index, 120, jobs.length);
    const last = next > end;
    jobs.push({ ...employerOf(world, person, jobs.length), firstMonth: monthAt(start), lastMonth: last ? lastMonth : monthAt(next - 1) });
    if (last) return jobs;
    start = next;
  }
}

/** Some active enterprise of the city somebody lives in, or an invented one where a small population has none. */
function employerOf(world: World, person: Person, number: number, known?: number): Pick<Job, "employer" | "creditCode" | "enterprise"> {
  const { population } = world;
  for (let attempt = 0; attempt < 12 && population.enterprises > 0; attempt++) {
    const index = known ?? chance(world, "employer", person.index, population.enterprises, number * 12 + attempt);
    if (index >= population.enterprises) break;
    const { name, creditCode, state, city } = population.enterpriseAt(index);
    if (state === "active" && city === person.city) return { employer: name, creditCode, enterprise: index };
  }
  return { employer: person.city === "haikou" ? "海口榕光示例商贸有限公司" : "成都青栈示例商贸有限公司", creditCode: "", enterprise: undefined };
}

function paymentOf(world: World, { index }: Person, { enterprise }: Job, month: Month, monthsAgo: number, today: Day): Pick<WorkMonth, "status" | "paidOn"> | undefined {
  const late = isLate(world, index, enterprise, month, monthsAgo);
  const paidOn = late ? addDays(lastDayOf(month), 12 + chance(world, "late", enterprise ?? index, 40, monthNumber(month))) : dayOfMonth(month, 8 + chance(world, "payday", enterprise ?? index, 12));
  const missing = KNOWN_CAREERS[index]?.missing?.includes(monthsAgo) ?? false;
  if (!missing && paidOn <= today) return { status: late ? "late" : "paid", paidOn };
  return today > dayOfMonth(addToMonth(month, 1), GRACE_DAY) ? { status: "missing", paidOn: undefined } : undefined;
}

/** Of a hundred enterprises four are short of money, and then for all of their people alike. */
function isLate(world: World, index: number, enterprise: number | undefined, month: Month, monthsAgo: number): boolean {
  const known = KNOWN_CAREERS[index];
  if (known) return known.late?.includes(monthsAgo) ?? false;
  if (enterprise === undefined) return false;
  return chance(world, "short of money", enterprise, 100) < 4 && chance(world, "late month", enterprise, 100, monthNumber(month)) < 14;
}
