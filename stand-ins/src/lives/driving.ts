import type { CityId, Person } from "../population/index.ts";
import { carsOf } from "./cars.ts";
import { type Day, addDays, addMonths, ageOn } from "./dates.ts";
import { chance, choose, type World } from "./world.ts";

export interface DrivingLicence {
  class: string;
  firstIssuedOn: Day;
  validFrom: Day;
  validUntil: Day;
  longTerm: boolean;
  /** Of the twelve, in the present cycle. */
  points: number;
  cycleEndsOn: Day;
  status: "valid" | "expired" | "suspended" | "cancelled";
}

export interface Violation {
  notice: string;
  /** 2026-11-13T08:12:00+08:00 */
  at: string;
  place: string;
  plate: string;
  act: Act;
  status: "unhandled" | "handled" | "paid";
}

export interface Act {
  code: string;
  name: string;
  /** Fen. */
  fine: number;
  points: number;
}

const ACTS: readonly Act[] = [
  { code: "10395", name: "机动车违反规定停放", fine: 10_000, points: 0 },
  { code: "1345", name: "违反禁止标线指示", fine: 10_000, points: 1 },
  { code: "1625", name: "违反道路交通信号灯通行", fine: 20_000, points: 6 },
  { code: "1352", name: "超过规定时速百分之十未达百分之二十", fine: 5_000, points: 0 },
  { code: "1223", name: "驾驶时拨打接听手持电话", fine: 20_000, points: 3 },
  { code: "1208", name: "不按导向车道行驶", fine: 10_000, points: 1 },
];
const PLACES: Record<CityId, readonly string[]> = {
  haikou: ["滨海大道世贸路口", "龙昆北路大同路口", "国兴大道大英山路口", "海府路蓝天路口", "南海大道丘海路口", "白龙南路流芳路口"],
  chengdu: ["天府大道锦城大道路口", "人民南路一环路口", "武侯大道铁佛段", "二环路红牌楼路口", "蜀都大道东门大桥", "科华北路磨子桥路口"],
};
/** First for six years, then ten, then for good. */
const TERMS_YEARS = [6, 10];
/** The demonstration's licence runs out in so many days. */
const DEMONSTRATION_DAYS = 60;
const KNOWN_DRIVERS: readonly boolean[] = [true, true, false, false, false, true, true, false, false, true, false, false];
/** Of the demonstration's person: days ago, act, status. */
const DEMONSTRATION_VIOLATIONS: readonly [daysAgo: number, act: number, status: Violation["status"]][] = [[9, 1, "unhandled"], [33, 0, "handled"], [210, 4, "paid"]];
const MONTHS_SHOWN = 24;

export function licenceOf(world: World, person: Person, today: Day): DrivingLicence | undefined {
  if (!isDriver(world, person, today)) return undefined;
  const { index } = person;
  const firstIssuedOn = index === 0 ? addMonths(addDays(today, DEMONSTRATION_DAYS), -16 * 12) : addDays(addMonths(person.birthDate, 12 * 18), chance(world, "licence", index, 900));
  let [validFrom, validUntil] = [firstIssuedOn, addMonths(firstIssuedOn, 72)];
  let term = 1;
  const forgetful = index > 11 && chance(world, "licence forgotten", index, 100) < 2;
  // Whoever forgets never renews.
  const terms = forgetful ? 1 : TERMS_YEARS.length;
  while (validUntil <= today && term < terms) [validFrom, validUntil] = [validUntil, addMonths(validUntil, 12 * (TERMS_YEARS[term++] as number))];
  const longTerm = validUntil <= today && !forgetful;
  const cycleEndsOn = nextAnniversary(firstIssuedOn, today);
  const cycleBegan = addMonths(cycleEndsOn, -12);
  const points = violationsOf(world, person, today).filter(({ at, status }) => status !== "unhandled" && at.slice(0, 10) >= cycleBegan).reduce((sum, { act }) => sum + act.points, 0);
  return {
    class: index > 11 && chance(world, "licence class", index, 10) === 0 ? "B2" : (index % 3 === 0 ? "C1" : "C2"), firstIssuedOn,
    validFrom: longTerm ? validUntil : validFrom, validUntil: longTerm ? "2099-12-31" : validUntil, longTerm, points: Math.min(points, 12), cycleEndsOn,
    status: points >= 12 ? "suspended" : (validUntil <= today && !longTerm ? (addMonths(validUntil, 12) < today ? "cancelled" : "expired") : "valid"),
  };
}

/** Newest first; of the owner's car. */
export function violationsOf(world: World, person: Person, today: Day): Violation[] {
  const [car] = carsOf(world, person, today);
  if (!car) return [];
  const { index, city } = person;
  const write = (number: number, on: Day, act: Act, status: Violation["status"]): Violation => ({
    notice: `${city === "haikou" ? "460100" : "510100"}${on.replaceAll("-", "")}${String(index).padStart(8, "0")}${number}`,
    at: `${on}T${String(7 + chance(world, "violation hour", index, 14, number)).padStart(2, "0")}:${String(chance(world, "violation minute", index, 60, number)).padStart(2, "0")}:00+08:00`,
    place: choose(world, PLACES[city], "violation place", index, number), plate: car.plate, act, status,
  });
  if (index === 0) return DEMONSTRATION_VIOLATIONS.map(([daysAgo, act, status], number) => write(number, addDays(today, -daysAgo), ACTS[act] as Act, status));
  const oldest = addMonths(today, -MONTHS_SHOWN);
  const violations: Violation[] = [];
  // One draw for each quarter of a year since the car was registered, so that a day later nothing but the newest has changed.
  for (let quarter = Number(today.slice(0, 4)) * 4 + 3; quarter > Number(oldest.slice(0, 4)) * 4 - 1; quarter--) {
    if (chance(world, "violation", index, 100, quarter) >= 14) continue;
    const on = addDays(addMonths(`${Math.floor(quarter / 4)}-01-01`, (quarter % 4) * 3), chance(world, "violation day", index, 89, quarter));
    if (on > today || on < oldest || on < car.registeredOn) continue;
    const ripe = addDays(on, 20 + chance(world, "violation paid", index, 120, quarter));
    violations.push(write(quarter % 10, on, choose(world, ACTS, "violation act", index, quarter), ripe <= today ? "paid" : (addDays(ripe, -10) <= today ? "handled" : "unhandled")));
  }
  return violations;
}

function isDriver(world: World, person: Person, today: Day): boolean {
  const age = ageOn(person.birthDate, today);
  return KNOWN_DRIVERS[person.index] ?? (age >= 21 && age < 76 && (chance(world, "driver", person.index, 100) < 45 || carsOf(world, person, today).length > 0));
}

function nextAnniversary(day: Day, today: Day): Day {
  const years = Number(today.slice(0, 4)) - Number(day.slice(0, 4));
  const thisYear = addMonths(day, years * 12);
  return thisYear > today ? thisYear : addMonths(day, (years + 1) * 12);
}
