/** What children were given, by the national schedule of the year they were born into. */
import type { CityId, Person } from "../population/index.ts";
import { type Day, addDays, addMonths } from "./dates.ts";
import { chance, choose, type World } from "./world.ts";

export interface Dose {
  vaccine: Vaccine;
  number: number;
  givenOn: Day;
  place: string;
  batch: string;
}

export type Vaccine = "HepB" | "BCG" | "IPV" | "bOPV" | "DTaP" | "MPSV-A" | "MMR" | "JE-L" | "MPSV-AC" | "HepA-L" | "2vHPV";

type Planned = readonly [vaccine: Vaccine, number: number, months: number];

const COMMON: readonly Planned[] = [
  ["HepB", 1, 0], ["BCG", 1, 0], ["HepB", 2, 1], ["IPV", 1, 2], ["IPV", 2, 3], ["bOPV", 3, 4], ["HepB", 3, 6], ["MPSV-A", 1, 6], ["MMR", 1, 8], ["JE-L", 1, 8], ["MPSV-A", 2, 9],
  ["MMR", 2, 18], ["HepA-L", 1, 18], ["JE-L", 2, 24], ["MPSV-AC", 1, 36], ["bOPV", 4, 48], ["MPSV-AC", 2, 72],
];
const DTAP_UNTIL_2024: readonly Planned[] = [["DTaP", 1, 3], ["DTaP", 2, 4], ["DTaP", 3, 5], ["DTaP", 4, 18], ["DTaP", 5, 72]];
const DTAP_FROM_2025: readonly Planned[] = [["DTaP", 1, 2], ["DTaP", 2, 4], ["DTaP", 3, 6], ["DTaP", 4, 18], ["DTaP", 5, 72]];
const HPV: readonly Planned[] = [["2vHPV", 1, 156], ["2vHPV", 2, 162]];
const FIRST_NEW_BIRTH = "2024-11-01";
const FIRST_HPV_BIRTH = "2011-11-10";
/** Older ones have paper booklets. */
const FIRST_ELECTRONIC_BIRTH = "2008-01-01";
const PLACES: Record<CityId, readonly string[]> = {
  haikou: ["龙华示例社区卫生服务中心", "美兰示例社区卫生服务中心", "琼山示例社区卫生服务中心"],
  chengdu: ["锦江示例社区卫生服务中心", "武侯示例社区卫生服务中心", "成华示例社区卫生服务中心"],
};
/** 陈语桐 was not given her second dose against encephalitis. */
const KNOWN_OMISSIONS: Readonly<Record<number, readonly string[]>> = { 2: [], 3: ["JE-L 2", "MPSV-AC 1"] };

/** Oldest first; undefined where there is no electronic record. */
export function dosesOf(world: World, person: Person, today: Day): Dose[] | undefined {
  const { index, birthDate, city } = person;
  if (birthDate < FIRST_ELECTRONIC_BIRTH) return undefined;
  const plan = [...COMMON, ...(birthDate < FIRST_NEW_BIRTH ? DTAP_UNTIL_2024 : DTAP_FROM_2025), ...(person.sex === "female" && birthDate >= FIRST_HPV_BIRTH ? HPV : [])];
  const place = choose(world, PLACES[city], "vaccination place", index);
  const given: Dose[] = [];
  for (const [vaccine, number, months] of plan) {
    const givenOn = addDays(addMonths(birthDate, months), months === 0 ? 0 : chance(world, "vaccination lag", index, 21, months));
    if (givenOn > today || isOmitted(world, index, vaccine, number, months)) continue;
    given.push({ vaccine, number, givenOn, place: months === 0 ? "示例妇幼保健院" : place, batch: `${givenOn.slice(0, 4)}${vaccine.replaceAll("-", "")}${String(100 + chance(world, "batch", index, 900, months))}` });
  }
  return given.toSorted((left, right) => (left.givenOn < right.givenOn ? -1 : (left.givenOn > right.givenOn ? 1 : 0)));
}

/** Of a hundred children six missed one of the doses from the second year on. */
function isOmitted(world: World, index: number, vaccine: Vaccine, number: number, months: number): boolean {
  const known = KNOWN_OMISSIONS[index];
  if (known) return known.includes(`${vaccine} ${number}`);
  return months >= 18 && chance(world, "omission", index, 100) < 6 && chance(world, "omitted", index, 4, months) === 0;
}
