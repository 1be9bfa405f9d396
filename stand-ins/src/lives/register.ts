/** What the police keep beside the identity: the household register, residence permits, identity cards being made. */
import type { Person } from "../population/index.ts";
import { type Day, addDays, addMonths, ageOn, daysBetween } from "./dates.ts";
import { chance, type World } from "./world.ts";

export interface HouseholdRegister {
  number: string;
  type: "family" | "collective";
  head: string;
  relation: Relation;
  address: string;
  registeredOn: Day;
  members: { name: string; relation: Relation; birthOn: Day }[];
}

export type Relation = "head" | "wife" | "husband" | "son" | "daughter" | "student";

export interface ResidencePermit {
  number: string;
  address: string;
  issuedOn: Day;
  endorsedUntil: Day;
  fullYears: number;
  status: "valid" | "suspended" | "expired";
}

export interface IdCardProgress {
  acceptedOn: Day;
  office: string;
  expectedBy: Day;
  /** Oldest first; the last is where it is. */
  steps: { step: "accepted" | "reviewed" | "produced" | "delivered" | "ready"; at: string }[];
}

/** Places of the plan whose people came from elsewhere. */
const NEWCOMER = 6;
const STUDENT = 7;
const NEIGHBOURHOOD = 20;
const UNIVERSITY = { haikou: { name: "海口示例大学", address: "海南省海口市美兰区雁书示例路7号" }, chengdu: { name: "成都示例大学", address: "四川省成都市双流区芸窗示例路9号" } };
const CARD_STEPS = [["accepted", 0, 9], ["reviewed", 3, 15], ["produced", 18, 11], ["delivered", 25, 16], ["ready", 30, 10]] as const;
const CARD_DAYS = 60;
/** Between two cards of the same person, in the mean of the population. */
const CARD_EVERY_DAYS = 3_000;
const CARD_EPOCH = "2026-11-02";
const ENDORSEMENT_DUE_DAYS = 20;

/** Undefined for who is registered in another city. */
export function householdOf(world: World, person: Person): HouseholdRegister | undefined {
  const place = person.index % NEIGHBOURHOOD;
  if (place === NEWCOMER) return undefined;
  if (place === STUDENT) {
    const { name, address } = UNIVERSITY[person.city];
    const registeredOn = `${Number(person.birthDate.slice(0, 4)) + 18}-09-01`;
    return { number: registerNumber(person, STUDENT), type: "collective", head: name, relation: "student", address, registeredOn, members: [{ name: person.name, relation: "student", birthOn: person.birthDate }] };
  }
  const members = person.household.map((index) => (index === person.index ? person : world.population.personAt(index)));
  const [head = person] = members;
  const grown = addMonths(head.birthDate, 12 * 24);
  const household = addDays(grown, chance(world, "household", head.index, 1_500));
  return {
    number: registerNumber(head, 0), type: "family", head: head.name, relation: relationTo(head, person), address: person.address,
    registeredOn: household > person.birthDate ? household : addDays(person.birthDate, 20),
    members: members.map((member) => ({ name: member.name, relation: relationTo(head, member), birthOn: member.birthDate })),
  };
}

/** Of newcomers. */
export function permitOf(world: World, person: Person, today: Day): ResidencePermit | undefined {
  const { index, address, district } = person;
  if (index % NEIGHBOURHOOD !== NEWCOMER || ageOn(person.birthDate, today) < 16) return undefined;
  const issuedOn = index === NEWCOMER ? addMonths(addDays(today, ENDORSEMENT_DUE_DAYS), -36) : addDays("2021-01-10", chance(world, "permit", index, 1_900));
  const fullYears = ageOn(issuedOn, today);
  const forgotten = index !== NEWCOMER && chance(world, "permit forgotten", index, 100) < 5;
  const endorsedUntil = addMonths(issuedOn, 12 * (forgotten ? Math.max(1, fullYears) : fullYears + 1));
  return { number: `${district}${issuedOn.replaceAll("-", "").slice(2)}${String(index).padStart(8, "0")}`, address, issuedOn, endorsedUntil, fullYears, status: endorsedUntil < today ? "suspended" : "valid" };
}

/** While one is being made. */
export function idCardOf(world: World, { index, city }: Person, today: Day): IdCardProgress | undefined {
  const elapsed = index === 1 ? modulo(daysBetween(CARD_EPOCH, today), CARD_DAYS) : modulo(daysBetween(CARD_EPOCH, today) + chance(world, "card", index, CARD_EVERY_DAYS), CARD_EVERY_DAYS);
  if (elapsed >= CARD_DAYS || (index < 12 && index !== 1)) return undefined;
  const acceptedOn = addDays(today, -elapsed);
  return {
    acceptedOn, office: city === "haikou" ? "海口示例派出所户政窗口" : "成都示例派出所户政窗口", expectedBy: addDays(acceptedOn, CARD_DAYS),
    steps: CARD_STEPS.filter(([, days]) => days <= elapsed).map(([step, days, hour]) => ({ step, at: `${addDays(acceptedOn, days)}T${String(hour).padStart(2, "0")}:${String(chance(world, "card minute", index, 60, days)).padStart(2, "0")}:00+08:00` })),
  };
}

function relationTo(head: Person, member: Person): Relation {
  if (member.index === head.index) return "head";
  if (member.index === head.spouse) return member.sex === "female" ? "wife" : "husband";
  return member.sex === "female" ? "daughter" : "son";
}

function registerNumber({ index, district }: Person, place: number): string {
  return `${district}${String(index).padStart(8, "0")}${place}`;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
