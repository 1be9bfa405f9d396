/** Accounts for electricity and gas: one a household, which both of a couple see. */
import type { CityId, Person } from "../population/index.ts";
import { type Day, type Month, addToMonth, ageOn, dayOfMonth, monthNumber } from "./dates.ts";
import { careerOf } from "./employment.ts";
import { accountNumber, chance, type World } from "./world.ts";

export type Utility = "power" | "gas";

export interface UtilityAccount {
  accountNumber: string;
  address: string;
  /** Fen. */
  owed: number;
  /** Newest first. */
  bills: UtilityBill[];
}

export interface UtilityBill {
  month: Month;
  /** Kilowatt-hours or cubic metres. */
  quantity: number;
  /** Fen. */
  amount: number;
  status: "paid" | "open";
}

const PREFIXES: Record<CityId, Record<Utility, string>> = { haikou: { power: "0460", gas: "46" }, chengdu: { power: "0510", gas: "51" } };
const BILLS = 12;
/** A month's bill is out on this day of the next. */
const ISSUED_DAY = 3;
const ELECTRICITY: Record<CityId, { upTo: number; price: number }[]> = {
  // Ten-thousandths of a yuan for a kilowatt-hour, by monthly tiers.
  haikou: [{ upTo: 220, price: 6_083 }, { upTo: 360, price: 6_583 }, { upTo: Infinity, price: 9_083 }],
  chengdu: [{ upTo: 180, price: 5_224 }, { upTo: 280, price: 6_224 }, { upTo: Infinity, price: 8_224 }],
};
/** Fen a cubic metre. */
const GAS_PRICE: Record<CityId, number> = { haikou: 318, chengdu: 231 };
/** How much electricity each month takes: cooling in Haikou's summer, cooling and heating in Chengdu. */
const SEASONS: Record<CityId, readonly number[]> = {
  haikou: [70, 72, 85, 105, 130, 150, 155, 150, 130, 105, 85, 72],
  chengdu: [115, 105, 85, 75, 80, 110, 150, 155, 105, 75, 80, 110],
};

export function utilityAccountOf(world: World, person: Person, utility: Utility, today: Day): UtilityAccount | undefined {
  const holder = holderOf(world, person, today);
  if (holder === undefined) return undefined;
  const bills: UtilityBill[] = [];
  const newest = addToMonth(today.slice(0, 7), Number(today.slice(8)) >= ISSUED_DAY ? -1 : -2);
  for (let back = 0; back < BILLS; back++) {
    const month = addToMonth(newest, -back);
    const quantity = quantityIn(world, holder, person, utility, month);
    bills.push({ month, quantity, amount: price(person.city, utility, quantity), status: isPaid(world, holder, utility, month, back, today) ? "paid" : "open" });
  }
  const owed = bills.reduce((sum, { amount, status }) => sum + (status === "open" ? amount : 0), 0);
  return { accountNumber: accountNumber(PREFIXES[person.city][utility], holder, 9), address: person.address, owed, bills };
}

/** The household's first person, for that person and the spouse. */
export function holderOf(world: World, person: Person, today: Day): number | undefined {
  const [first = person.index] = person.household;
  if (first !== person.index && person.spouse !== first) return undefined;
  const { occupation } = careerOf(world, person, today);
  // Students live in dormitories.
  return occupation === "child" || occupation === "student" || ageOn(person.birthDate, today) < 18 ? undefined : first;
}

function quantityIn(world: World, holder: number, { household, city }: Person, utility: Utility, month: Month): number {
  const people = Math.min(household.length, 4);
  const drawn = 80 + chance(world, utility, holder, 41, monthNumber(month));
  const season = utility === "power" ? (SEASONS[city][Number(month.slice(5)) - 1] as number) : 100;
  const usual = utility === "power" ? 90 + 55 * people : 6 + 5 * people;
  return Math.round((usual * season * drawn) / 10_000);
}

function price(city: CityId, utility: Utility, quantity: number): number {
  if (utility === "gas") return quantity * GAS_PRICE[city];
  let rest = quantity;
  let from = 0;
  let sum = 0;
  for (const tier of ELECTRICITY[city]) {
    const used = Math.min(rest, tier.upTo - from);
    sum += used * tier.price;
    rest -= used;
    from = tier.upTo;
  }
  return Math.round(sum / 100);
}

/** The demonstration's family has not paid the newest for electricity. */
function isPaid(world: World, holder: number, utility: Utility, month: Month, back: number, today: Day): boolean {
  if (holder === 0) return !(utility === "power" && back === 0);
  const paidOn = dayOfMonth(addToMonth(month, 1), 5 + chance(world, "bill", holder, 20));
  if (paidOn > today) return false;
  return back > 1 || chance(world, "bill forgotten", holder, 100) >= 4;
}
