/** What somebody graduated from, and which schools a street belongs to. */
import { type CityId, DISTRICTS, type District, type Person, STREET_WORDS } from "../population/index.ts";
import { type Day, ageOn, dayOfMonth } from "./dates.ts";
import { careerOf } from "./employment.ts";
import { chance, choose, type World } from "./world.ts";

export type Degree = "senior-high" | "junior-college" | "bachelor" | "master" | "doctor";

export interface Certificate {
  level: Degree;
  school: string;
  /** Senior high schools have none. */
  major: string | undefined;
  graduatedOn: Day;
  number: string;
}

export interface SchoolDistrict {
  district: string;
  road: string;
  community: string;
  primarySchool: string;
  middleSchool: string;
  note: string;
}

/** Their numbers begin with the code of a school; no school has this one. */
const NO_SCHOOL = "99999";
const LEVEL_CODES: Record<Degree, string> = { "senior-high": "30", "junior-college": "06", bachelor: "05", master: "02", doctor: "01" };
const CITY_NAMES: Record<CityId, string> = { haikou: "海口", chengdu: "成都" };
const UNIVERSITIES: Record<CityId, readonly string[]> = { haikou: ["海口示例大学", "琼州示例师范大学", "海口示例经济学院"], chengdu: ["成都示例大学", "蜀都示例理工大学", "成都示例中医药大学"] };
const COLLEGES: Record<CityId, readonly string[]> = { haikou: ["海口示例职业技术学院", "琼州示例旅游职业学院"], chengdu: ["成都示例职业技术学院", "蜀都示例工业职业学院"] };
const MAJORS = ["会计学", "计算机科学与技术", "护理学", "旅游管理", "土木工程", "汉语言文学", "电子商务", "食品科学与工程", "学前教育", "法学"];

/** Of a hundred grown people. */
const FURTHEST: readonly (readonly [below: number, furthest: Degree | "none"])[] = [[30, "none"], [52, "senior-high"], [74, "junior-college"], [95, "bachelor"], [99, "master"], [100, "doctor"]];
const KNOWN_FURTHEST: readonly (Degree | "none")[] = ["bachelor", "master", "none", "none", "senior-high", "junior-college", "bachelor", "senior-high", "senior-high", "bachelor", "none", "none"];
const STEPS: Record<Degree | "none", Degree[]> = {
  none: [], "senior-high": ["senior-high"], "junior-college": ["senior-high", "junior-college"], bachelor: ["senior-high", "bachelor"], master: ["senior-high", "bachelor", "master"], doctor: ["senior-high", "bachelor", "master", "doctor"],
};

/** Highest first. */
export function certificatesOf(world: World, person: Person, today: Day): Certificate[] {
  const { index, city } = person;
  if (ageOn(person.birthDate, today) < 18) return [];
  const drawn = chance(world, "schooling", index, 100);
  const furthest = KNOWN_FURTHEST[index] ?? FURTHEST.find(([below]) => drawn < below)?.[1] ?? "none";
  return STEPS[furthest]
    .map((level, step): Certificate => {
      const graduatedOn = graduatedOnOf(world, person, level, today);
      const school = level === "senior-high" ? `${CITY_NAMES[city]}市示例第${"一二三四五六七八九"[chance(world, "school", index, 9)]}中学` : choose(world, (level === "junior-college" ? COLLEGES : UNIVERSITIES)[city], "university", index, step);
      return { level, school, major: level === "senior-high" ? undefined : choose(world, MAJORS, "major", index), graduatedOn, number: `${NO_SCHOOL}1${graduatedOn.slice(0, 4)}${LEVEL_CODES[level]}${String(chance(world, "certificate", index, 1_000_000, step)).padStart(6, "0")}` };
    })
    .filter(({ graduatedOn }) => graduatedOn <= today)
    .reverse();
}

/** The rows of a road, one for each district that has it. */
export function schoolDistrictsOn(world: World, city: CityId, road: string): SchoolDistrict[] {
  const word = STREET_WORDS.findIndex((each) => `${each}示例路` === road);
  if (word === -1) return [];
  return DISTRICTS[city].map((district) => schoolDistrict(world, district, word, road));
}

function schoolDistrict(world: World, { code, name }: District, word: number, road: string): SchoolDistrict {
  const index = Number(code) * 100 + word;
  const number = () => 1 + chance(world, "school number", index, 9);
  return {
    district: name, road, community: `${STREET_WORDS[word]}示例社区`, primarySchool: `${name}示例第${number()}小学`, middleSchool: `${name}示例第${number() + 1}初级中学`,
    note: chance(world, "degree lock", index, 4) === 0 ? "同一住址六年内提供一个学位（多孩家庭除外）；以当年招生公告为准" : "以当年招生公告为准",
  };
}

/** Before the first job, as far as the age allows; higher degrees are earned beside it. */
function graduatedOnOf(world: World, person: Person, level: Degree, today: Day): Day {
  const born = Number(person.birthDate.slice(0, 4));
  const firstMonth = careerOf(world, person, today).jobs[0]?.firstMonth ?? "9999-12";
  const beforeWork = Number(firstMonth.slice(0, 4)) - (firstMonth.slice(5) > "06" ? 0 : 1);
  const years: Record<Degree, number> = { "senior-high": born + 18, "junior-college": Math.min(born + 21, beforeWork), bachelor: Math.min(born + 22, beforeWork), master: born + 26, doctor: born + 31 };
  return dayOfMonth(`${years[level]}-06`, 20 + chance(world, "graduation", person.index, 10));
}
