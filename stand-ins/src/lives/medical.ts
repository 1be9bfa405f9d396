/**
 * When somebody saw a doctor, what was found and who paid for it. The hospitals' records and the medical insurance's
 * both tell this one story: a visit of the one is a bill of the other.
 */
import type { CityId, Person } from "../population/index.ts";
import { type Day, type Month, addToMonth, ageOn, dayOfMonth, monthAt, monthNumber } from "./dates.ts";
import { baseIn, type Career, careerOf, FLEXIBLE_EMPLOYER, pensionOf, workMonths } from "./employment.ts";
import { accountNumber, chance, choose, type World } from "./world.ts";

export type VisitKind = "outpatient" | "inpatient" | "emergency";

export interface Visit {
  number: string;
  on: Day;
  hospital: string;
  department: string;
  kind: VisitKind;
  diagnosis: string;
  doctor: string;
  results: TestResult[];
}

export interface TestResult {
  test: string;
  item: string;
  value: string;
  unit: string | undefined;
  reference: string | undefined;
  flag: "normal" | "high" | "low" | "abnormal";
}

/** Fen. */
export interface MedicalBill {
  number: string;
  on: Day;
  place: string;
  kind: "outpatient" | "inpatient" | "pharmacy";
  total: number;
  fromAccount: number;
  fromPool: number;
  own: number;
}

/** Fen. */
export interface MedicalInsurance {
  number: string;
  scheme: "employee" | "resident";
  status: "active" | "paused";
  balance: number;
  spentThisYear: number;
  coveredThisYear: number;
  deductibleLeft: number;
  /** At the end of each month, newest first; empty for residents, who have no account of their own. */
  balances: { month: Month; balance: number }[];
  /** Newest first. */
  bills: MedicalBill[];
}

/** The story is told from here, so that it does not change while the calendar rolls. */
const FIRST_MONTH: Month = "2024-01";
/** Of the month; nobody is seen by a doctor in the month's last days, so no month has a visit that does not exist in another. */
const VISIT_DAYS = 27;
const MONTHS_SHOWN = 24;

const HOSPITALS: Record<CityId, readonly string[]> = {
  haikou: ["海口市示例人民医院", "海口市示例中医医院", "海口椰海示例医院", "海口市美兰示例社区卫生服务中心"],
  chengdu: ["成都市示例第三人民医院", "成都市示例中西医结合医院", "成都锦江示例医院", "成都市武侯示例社区卫生服务中心"],
};
const PHARMACIES: Record<CityId, readonly string[]> = { haikou: ["椰岛示例大药房", "琼康示例药店"], chengdu: ["蓉和示例大药房", "锦泰示例药店"] };
const DOCTORS = ["王示医生", "林例医生", "黄示医生", "符例医生", "周示医生", "何例医生"];

interface MedicalDepartment {
  name: string;
  diagnoses: readonly string[];
  tests: readonly (keyof typeof TESTS)[];
}

interface TestItem {
  name: string;
  unit: string;
  low: number;
  high: number;
  decimals: number;
}

const TESTS = {
  血常规: [item("白细胞计数", "10^9/L", 3.5, 9.5, 2), item("血红蛋白", "g/L", 115, 150, 0), item("血小板计数", "10^9/L", 125, 350, 0)],
  血脂四项: [item("总胆固醇", "mmol/L", 2.8, 5.18, 2), item("甘油三酯", "mmol/L", 0.45, 1.69, 2), item("低密度脂蛋白胆固醇", "mmol/L", 1.2, 3.37, 2)],
  空腹血糖: [item("葡萄糖", "mmol/L", 3.9, 6.1, 2)],
  肝功能: [item("丙氨酸氨基转移酶", "U/L", 7, 40, 0), item("总胆红素", "μmol/L", 3.4, 20.5, 1)],
  肾功能: [item("肌酐", "μmol/L", 41, 81, 0), item("尿酸", "μmol/L", 155, 357, 0)],
} satisfies Record<string, TestItem[]>;

const ADULT_DEPARTMENTS: readonly MedicalDepartment[] = [
  { name: "呼吸内科", diagnoses: ["急性上呼吸道感染", "急性支气管炎", "过敏性鼻炎"], tests: ["血常规"] },
  { name: "消化内科", diagnoses: ["慢性胃炎", "功能性消化不良"], tests: ["血常规", "肝功能"] },
  { name: "口腔科", diagnoses: ["龋齿", "牙周炎"], tests: [] },
  { name: "皮肤科", diagnoses: ["湿疹", "荨麻疹"], tests: ["血常规"] },
  { name: "骨科", diagnoses: ["腰肌劳损", "颈椎病", "踝关节扭伤"], tests: [] },
  { name: "眼科", diagnoses: ["干眼症", "屈光不正"], tests: [] },
];
const ELDER_DEPARTMENTS: readonly MedicalDepartment[] = [
  { name: "心血管内科", diagnoses: ["高血压病", "冠状动脉粥样硬化性心脏病"], tests: ["血脂四项", "肾功能"] },
  { name: "内分泌科", diagnoses: ["2型糖尿病", "骨质疏松症"], tests: ["空腹血糖", "肾功能"] },
  ...ADULT_DEPARTMENTS.filter(({ name }) => name !== "皮肤科"),
];
const CHILD_DEPARTMENTS: readonly MedicalDepartment[] = [
  { name: "儿科", diagnoses: ["急性上呼吸道感染", "急性扁桃体炎", "小儿腹泻病", "手足口病"], tests: ["血常规"] },
  { name: "口腔科", diagnoses: ["乳牙龋", "错𬌗畸形"], tests: [] },
];

/** Of each scheme: what the pool pays beyond the deductible, percent, and the deductibles in fen. */
const SCHEMES = {
  employee: { deductible: 60_000, outpatient: 60, inpatient: 85, inpatientDeductible: 80_000 },
  resident: { deductible: 20_000, outpatient: 50, inpatient: 70, inpatientDeductible: 60_000 },
} as const;

/** How many months ago the first person of the demonstration had the check-up in which something was found. */
const CHECK_UP_MONTHS_AGO = 1;

/** Newest first. */
export function visitsOf(world: World, person: Person, today: Day): Visit[] {
  return monthsUntil(person, today).flatMap((month) => visitsIn(world, person, month, today)).reverse();
}

export function medicalInsuranceOf(world: World, person: Person, today: Day): MedicalInsurance {
  const career = careerOf(world, person, today);
  const scheme = career.occupation === "employee" || career.occupation === "flexible" || career.occupation === "pensioner" ? "employee" : "resident";
  const paused = career.occupation === "unemployed" && chance(world, "medical insurance", person.index, 3) === 0;
  const deposits = scheme === "employee" ? accountDeposits(world, person, career, today) : undefined;
  let balance = deposits ? 1_000 * (40 + chance(world, "medical account", person.index, 500)) : 0;
  let deductibleLeft: number = SCHEMES[scheme].deductible;
  const balances: MedicalInsurance["balances"] = [];
  const bills: MedicalBill[] = [];
  for (const month of monthsUntil(person, today)) {
    if (month.endsWith("-01")) deductibleLeft = SCHEMES[scheme].deductible;
    balance += deposits?.(month) ?? 0;
    for (const { cost, ...bill } of costsIn(world, person, month, today)) {
      const { fromPool, usedDeductible } = share(bill.kind, cost, scheme, deductibleLeft);
      deductibleLeft -= usedDeductible;
      const fromAccount = Math.min(balance, cost - fromPool);
      balance -= fromAccount;
      bills.push({ ...bill, total: cost, fromPool, fromAccount, own: cost - fromPool - fromAccount });
    }
    if (deposits) balances.push({ month, balance });
  }
  const thisYear = bills.filter(({ on }) => on.startsWith(today.slice(0, 4)));
  return {
    number: accountNumber("YB", person.index, 10), scheme, status: paused ? "paused" : "active", balance, deductibleLeft,
    spentThisYear: thisYear.reduce((sum, { total }) => sum + total, 0),
    coveredThisYear: thisYear.reduce((sum, { fromPool }) => sum + fromPool, 0),
    balances: balances.slice(-MONTHS_SHOWN).reverse(),
    bills: bills.reverse(),
  };
}

function monthsUntil({ birthDate }: Person, today: Day): Month[] {
  const first = Math.max(monthNumber(FIRST_MONTH), monthNumber(birthDate.slice(0, 7)) + 1);
  return Array.from({ length: Math.max(0, monthNumber(today.slice(0, 7)) - first + 1) }, (_each, index) => monthAt(first + index));
}

/** What the account gets in a month: two percent of the wage, two and a half of the pension. */
function accountDeposits(world: World, person: Person, career: Career, today: Day): (month: Month) => number {
  if (career.occupation === "pensioner") {
    const deposit = Math.round((pensionOf(world, person, career) * 0.025) / 100) * 100;
    return () => deposit;
  }
  const present = monthNumber(today.slice(0, 7));
  // Flexible workers choose the cheaper way, which has a smaller account.
  const rate = career.jobs.at(-1)?.employer === FLEXIBLE_EMPLOYER ? 0.01 : 0.02;
  const paid = new Set(workMonths(world, person, today, present - monthNumber(FIRST_MONTH) + 1, career).flatMap(({ month, status }) => (status === "missing" ? [] : [month])));
  return (month) => (paid.has(month) ? Math.round((baseIn(world, person, month) * rate) / 100) * 100 : 0);
}

function share(kind: MedicalBill["kind"], cost: number, scheme: keyof typeof SCHEMES, deductibleLeft: number): { fromPool: number; usedDeductible: number } {
  const rules = SCHEMES[scheme];
  if (kind === "pharmacy") return { fromPool: 0, usedDeductible: 0 };
  if (kind === "inpatient") return { fromPool: Math.floor((Math.max(0, cost - rules.inpatientDeductible) * rules.inpatient) / 100), usedDeductible: 0 };
  const usedDeductible = Math.min(deductibleLeft, cost);
  return { fromPool: Math.floor(((cost - usedDeductible) * rules.outpatient) / 100), usedDeductible };
}

type Cost = Pick<MedicalBill, "number" | "on" | "place" | "kind"> & { cost: number };

/** By day: a visit's, and now and then a pharmacy's. */
function costsIn(world: World, person: Person, month: Month, today: Day): Cost[] {
  const detail = monthNumber(month);
  const costs: Cost[] = visitsIn(world, person, month, today).map(({ number, on, hospital, kind }) => ({
    number: `B${number}`, on, place: hospital, kind: kind === "inpatient" ? "inpatient" : "outpatient",
    cost: kind === "inpatient" ? 400_000 + 100 * chance(world, "inpatient cost", person.index, 21_000, detail) : 6_000 + 10 * chance(world, "visit cost", person.index, 7_000, detail),
  }));
  const goesToPharmacy = chance(world, "pharmacy month", person.index, 100, detail) < 18;
  const on = goesToPharmacy ? dayOfMonth(month, 1 + chance(world, "pharmacy", person.index, VISIT_DAYS, detail)) : today;
  if (goesToPharmacy && on <= today) {
    costs.push({ number: `BP${accountNumber(month.replace("-", ""), person.index, 9)}`, on, place: choose(world, PHARMACIES[person.city], "pharmacy place", person.index, detail), kind: "pharmacy", cost: 1_500 + 10 * chance(world, "pharmacy cost", person.index, 1_800, detail) });
  }
  return costs.sort((one, other) => (one.on < other.on ? -1 : 1));
}

/** One or none; none before somebody is born. */
function visitsIn(world: World, person: Person, month: Month, today: Day): Visit[] {
  const { index, city } = person;
  const detail = monthNumber(month);
  const number = () => accountNumber(`MZ${month.replace("-", "")}`, index, 9);
  if (index === 0 && month === addToMonth(today.slice(0, 7), -CHECK_UP_MONTHS_AGO)) return [checkUp(number(), dayOfMonth(month, 14))];
  const age = ageOn(person.birthDate, `${month}-01`);
  if (age < 0 || chance(world, "visit", index, 100, detail) >= visitsPerHundredMonths(age)) return [];
  const on = dayOfMonth(month, 1 + chance(world, "visit day", index, VISIT_DAYS, detail));
  if (on > today) return [];
  const drawn = chance(world, "visit kind", index, 100, detail);
  const kind = drawn < (age >= 60 ? 8 : 3) ? "inpatient" : drawn < 15 ? "emergency" : "outpatient";
  const department = choose(world, age < 14 ? CHILD_DEPARTMENTS : age < 60 ? ADULT_DEPARTMENTS : ELDER_DEPARTMENTS, "visit department", index, detail);
  return [{
    number: number(), on, kind, department: department.name,
    hospital: choose(world, HOSPITALS[city], "hospital", index, detail), diagnosis: choose(world, department.diagnoses, "diagnosis", index, detail), doctor: choose(world, DOCTORS, "doctor", index, detail),
    results: chance(world, "tested", index, 100, detail) < 70 ? department.tests.flatMap((test) => TESTS[test].map((each, position) => measure(world, index, test, each, detail * 100 + position))) : [],
  }];
}

function visitsPerHundredMonths(age: number): number {
  if (age < 7) return 34;
  return age < 60 ? 16 : 42;
}

/** Of a hundred values six are above what is usual and four below. */
function measure(world: World, index: number, test: string, { name, unit, low, high, decimals }: TestItem, detail: number): TestResult {
  const drawn = chance(world, `${test}${name}`, index, 100, detail);
  const within = low + ((high - low) * (5 + chance(world, name, index, 91, detail))) / 100;
  const value = drawn < 6 ? high * (1.05 + drawn / 30) : drawn < 10 ? low * (0.95 - (drawn - 6) / 20) : within;
  return { test, item: name, value: value.toFixed(decimals), unit, reference: `${low}-${high}`, flag: drawn < 6 ? "high" : drawn < 10 ? "low" : "normal" };
}

/** The demonstration's: one value too high and one finding that is no number. */
function checkUp(number: string, on: Day): Visit {
  const usual = (test: string, name: string, value: string, unit: string, reference: string): TestResult => ({ test, item: name, value, unit, reference, flag: "normal" });
  return {
    number, on, kind: "outpatient", hospital: "海口市示例人民医院", department: "健康管理中心", diagnosis: "健康体检", doctor: "林例医生",
    results: [
      usual("血常规", "白细胞计数", "6.12", "10^9/L", "3.5-9.5"), usual("血常规", "血红蛋白", "128", "g/L", "115-150"), usual("血常规", "血小板计数", "231", "10^9/L", "125-350"),
      { test: "血脂四项", item: "总胆固醇", value: "5.86", unit: "mmol/L", reference: "2.8-5.18", flag: "high" }, usual("血脂四项", "甘油三酯", "1.21", "mmol/L", "0.45-1.69"),
      { test: "甲状腺超声", item: "超声所见", value: "右叶低回声结节，TI-RADS 3 类，建议复查", unit: undefined, reference: undefined, flag: "abnormal" },
    ],
  };
}

function item(name: string, unit: string, low: number, high: number, decimals: number): TestItem {
  return { name, unit, low, high, decimals };
}
