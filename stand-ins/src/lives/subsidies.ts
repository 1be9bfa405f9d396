/** What the state paid onto somebody's one card: for small children, for the old, the poor and those who study. */
import type { Person } from "../population/index.ts";
import { type Day, type Month, addMonths, addToMonth, ageOn, dayOfMonth, monthNumber } from "./dates.ts";
import { careerOf } from "./employment.ts";
import { accountNumber, chance, type World } from "./world.ts";

export interface SubsidyPayment {
  on: Day;
  programme: keyof typeof PROGRAMMES;
  /** Fen. */
  amount: number;
  account: string;
}

export const PROGRAMMES = {
  childcare: { code: "0601", name: "育儿补贴", authority: "卫生健康委员会" },
  age: { code: "0302", name: "高龄津贴", authority: "民政局" },
  minimum: { code: "0301", name: "城乡最低生活保障金", authority: "民政局" },
  disability: { code: "0305", name: "困难残疾人生活补贴", authority: "残疾人联合会" },
  farmland: { code: "0101", name: "耕地地力保护补贴", authority: "农业农村局" },
  study: { code: "0401", name: "国家助学金", authority: "教育局" },
} as const;

const MONTHS_SHOWN = 24;
const CHILDCARE_AGE_MONTHS = 36;
const CHILDCARE_A_MONTH = 30_000;
const FIRST_CHILDCARE_YEAR = 2025;

/** Newest first. */
export function subsidiesOf(world: World, person: Person, today: Day): SubsidyPayment[] {
  const { index } = person;
  const account = accountNumber("99880", index, 12);
  const { occupation } = careerOf(world, person, today);
  const isPoor = index > 11 && chance(world, "minimum", index, 100) < 4;
  const isDisabled = index > 11 && chance(world, "disability", index, 100) < 2;
  const farms = index > 11 && occupation !== "child" && occupation !== "student" && chance(world, "farmland", index, 100) < 8;
  const studies = occupation === "student" && (index === 7 || chance(world, "study", index, 100) < 20);
  const payments: SubsidyPayment[] = [];
  for (let monthsAgo = 0; monthsAgo < MONTHS_SHOWN; monthsAgo++) {
    const month = addToMonth(today.slice(0, 7), -monthsAgo);
    const add = (programme: SubsidyPayment["programme"], day: number, amount: number) => payments.push({ on: dayOfMonth(month, day), programme, amount, account });
    const childcare = childcareIn(world, person, month);
    if (childcare > 0) add("childcare", 20, childcare);
    if (ageOn(person.birthDate, `${month}-01`) >= 70) add("age", 15, ageOn(person.birthDate, `${month}-01`) >= 80 ? 20_000 : 10_000);
    if (isPoor) add("minimum", 10, 1_000 * (45 + chance(world, "minimum amount", index, 30)));
    if (isDisabled) add("disability", 12, 12_500);
    if (farms && month.endsWith("-06")) add("farmland", 18, 5_000 * (3 + chance(world, "farmland", index, 20, 1)));
    if (studies && (month.endsWith("-05") || month.endsWith("-10"))) add("study", 25, 165_000);
  }
  return payments.filter(({ on }) => on <= today);
}

/** Paid to the mother, or to the father where there is none, once a year in the month after the child's birthday; for the months of the year past in which the child was under three. */
function childcareIn(world: World, person: Person, month: Month): number {
  return person.children.reduce((sum, index) => {
    const child = world.population.personAt(index);
    if ((child.mother ?? child.father) !== person.index) return sum;
    const born = monthNumber(child.birthDate.slice(0, 7));
    const age = monthNumber(month) - born;
    const isPaid = age > 1 && (age - 1) % 12 === 0 && age - 1 <= CHILDCARE_AGE_MONTHS && addMonths(`${month}-01`, 0) >= `${FIRST_CHILDCARE_YEAR}-01-01`;
    return isPaid ? sum + 12 * CHILDCARE_A_MONTH : sum;
  }, 0);
}
