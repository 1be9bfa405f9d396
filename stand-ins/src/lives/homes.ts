/** Which homes somebody owns, with whom, and the loan on the one lived in. The land register and the housing fund tell this one story. */
import type { CityId, Person } from "../population/index.ts";
import { type Day, addMonths, ageOn, dayOfMonth, daysBetween, monthAt } from "./dates.ts";
import { careerOf } from "./employment.ts";
import { chance, type World } from "./world.ts";

export interface Home {
  certificateNumber: string;
  address: string;
  use: "residence" | "parking" | "commerce";
  /** Hundredths of a square metre. */
  area: number;
  /** Percent of it that is this person's. */
  share: number;
  /** Indexes of the people who own it together, this person too. */
  owners: number[];
  registeredOn: Day;
  mortgaged: boolean;
}

/** A loan of the housing fund on the home lived in. */
export interface HomeLoan {
  /** Index of who owes it. */
  borrower: number;
  contractNumber: string;
  lender: string;
  /** Fen. */
  principal: number;
  /** Hundredths of a percent a year. */
  rateHundredths: number;
  months: number;
  firstDueOn: Day;
  /** What went wrong with the newest instalments that were due. */
  trouble: "none" | "balance-low" | "debit-failed" | "missed-one" | "missed-two" | "breach";
}

const CITY: Record<CityId, { province: string; name: string }> = { haikou: { province: "琼", name: "海口市" }, chengdu: { province: "川", name: "成都市" } };

interface KnownHome {
  /** Everything else is drawn. */
  owned: boolean;
  registeredOn?: Day;
  area?: number;
  parking?: boolean;
  loan?: { principal: number; months: number; trouble: HomeLoan["trouble"] };
}

/** By the first person of a household among the demonstration's people. */
const KNOWN_HOMES: Readonly<Record<number, KnownHome>> = {
  0: { owned: true, registeredOn: "2020-06-18", area: 10_836, parking: true, loan: { principal: 62_000_000, months: 300, trouble: "debit-failed" } },
  4: { owned: true, registeredOn: "2001-11-05", area: 6_840, parking: false },
  5: { owned: true, registeredOn: "2011-03-22", area: 14_250, parking: true },
  6: { owned: false }, 7: { owned: false },
  8: { owned: true, registeredOn: "2017-09-12", area: 9_620, parking: false, loan: { principal: 40_000_000, months: 240, trouble: "none" } },
  10: { owned: true, registeredOn: "1999-05-20", area: 7_215, parking: false },
};

export function homesOf(world: World, person: Person, today: Day): Home[] {
  const owners = ownersOf(world, person, today);
  if (!owners.includes(person.index)) return [];
  const household = owners[0] as number;
  const known = KNOWN_HOMES[household];
  const registeredOn = registeredOnOf(world, household);
  const loan = loanOn(world, household, today);
  const common = { owners, share: Math.floor(100 / owners.length), registeredOn };
  const homes: Home[] = [{ ...common, certificateNumber: certificateNumber(person.city, registeredOn, household, 0), address: person.address, use: "residence", area: known?.area ?? 5_500 + chance(world, "area", household, 11_000), mortgaged: loan !== undefined }];
  if (known?.parking ?? chance(world, "parking", household, 100) < 25) {
    homes.push({ ...common, certificateNumber: certificateNumber(person.city, registeredOn, household, 1), address: `${beforeBuilding(person.address)}地下停车场${1 + chance(world, "parking", household, 600, 1)}号车位`, use: "parking", area: 1_272, mortgaged: false });
  }
  if (!known && chance(world, "shop", household, 100) < 4) {
    homes.push({ ...common, certificateNumber: certificateNumber(person.city, registeredOn, household, 2), address: `${beforeBuilding(person.address)}${1 + chance(world, "shop", household, 30, 1)}号铺`, use: "commerce", area: 2_000 + chance(world, "shop", household, 6_000, 2), mortgaged: false });
  }
  return homes;
}

/** The loan this person owes, not the one somebody else of the household does. */
export function homeLoanOf(world: World, person: Person, today: Day): HomeLoan | undefined {
  const owners = ownersOf(world, person, today);
  return owners[0] === person.index ? loanOn(world, person.index, today) : undefined;
}

/** Who owns the home lived in, with who owes its loan first; nobody where it is rented. */
function ownersOf(world: World, person: Person, today: Day): number[] {
  const first = person.household[0] ?? person.index;
  const head = first === person.index ? person : world.population.personAt(first);
  if (!isOwned(world, head, today)) return [];
  return head.spouse === undefined ? [first] : [first, head.spouse];
}

function isOwned(world: World, head: Person, today: Day): boolean {
  const known = KNOWN_HOMES[head.index];
  if (known) return known.owned;
  const { occupation } = careerOf(world, head, today);
  if (occupation === "child" || occupation === "student" || ageOn(head.birthDate, today) < 25) return false;
  return chance(world, "owned", head.index, 100) < (head.index % 20 === 6 ? 30 : 80) && registeredOnOf(world, head.index) <= today;
}

function registeredOnOf(world: World, household: number): Day {
  const known = KNOWN_HOMES[household]?.registeredOn;
  return known ?? dayOfMonth(monthAt(2004 * 12 + chance(world, "registered", household, 20 * 12)), 1 + chance(world, "registered", household, 28, 1));
}

function loanOn(world: World, household: number, today: Day): HomeLoan | undefined {
  const known = KNOWN_HOMES[household];
  if (known && !known.loan) return undefined;
  if (!known && chance(world, "loan", household, 100) >= 45) return undefined;
  const months = known?.loan?.months ?? 60 * (2 + chance(world, "loan", household, 5, 1));
  const firstDueOn = dayOfMonth(addMonths(registeredOnOf(world, household), 2).slice(0, 7), 18);
  // Paid off.
  if (daysBetween(firstDueOn, today) > months * 30) return undefined;
  const drawn = chance(world, "trouble", household, 200);
  const troubles: HomeLoan["trouble"][] = ["balance-low", "debit-failed", "missed-one", "missed-two", "breach"];
  return {
    borrower: household, contractNumber: `GJJ${firstDueOn.slice(0, 4)}${String(household).padStart(8, "0")}`, lender: chance(world, "lender", household, 2) === 0 ? "示例建设银行" : "示例工商银行",
    principal: known?.loan?.principal ?? 1_000_000 * (20 + chance(world, "loan", household, 51, 2)), rateHundredths: months > 60 ? 260 : 210, months, firstDueOn,
    trouble: known?.loan?.trouble ?? troubles[drawn] ?? "none",
  };
}

/** No register writes 示例, so no certificate is anybody's. */
function certificateNumber(city: CityId, registeredOn: Day, household: number, number: number): string {
  const { province, name } = CITY[city];
  return `${province}(${registeredOn.slice(0, 4)})${name}不动产权第示例${String(household).padStart(8, "0")}${number}号`;
}

function beforeBuilding(address: string): string {
  return address.slice(0, address.indexOf("号") + 1);
}
