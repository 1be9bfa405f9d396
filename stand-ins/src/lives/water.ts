/** Accounts for water, by the same rule as those for electricity and gas: one a household, which both of a couple see. */
import type { CityId, Person } from "../population/index.ts";
import { type Day, type Month, addToMonth, dayOfMonth, monthNumber } from "./dates.ts";
import { holderOf, type UtilityAccount, type UtilityBill } from "./utilities.ts";
import { accountNumber, chance, type World } from "./world.ts";

const BILLS = 12;
/** A month's bill is out on this day of the next, and nearly everybody has paid it by the other. */
const ISSUED_DAY = 5;
const PAYMENT_DAY = 25;
/** Fen a cubic metre up to so many a month and beyond, with sewage. Sample figures. */
const TARIFFS: Record<CityId, { upTo: number; price: number; beyond: number }> = { haikou: { upTo: 22, price: 295, beyond: 402 }, chengdu: { upTo: 18, price: 303, beyond: 385 } };

/** In cubic metres. */
export function waterAccountOf(world: World, person: Person, today: Day): UtilityAccount | undefined {
  const holder = holderOf(world, person, today);
  if (holder === undefined) return undefined;
  const newest = addToMonth(today.slice(0, 7), Number(today.slice(8)) >= ISSUED_DAY ? -1 : -2);
  const bills = Array.from({ length: BILLS }, (_each, back) => billOf(world, holder, person, addToMonth(newest, -back), today));
  const owed = bills.reduce((sum, { amount, status }) => sum + (status === "open" ? amount : 0), 0);
  return { accountNumber: accountNumber(person.city === "haikou" ? "W0898" : "W0028", holder, 9), address: person.address, owed, bills };
}

function billOf(world: World, holder: number, { city, household }: Person, month: Month, today: Day): UtilityBill {
  const detail = monthNumber(month);
  const quantity = 2 + household.length * 3 + chance(world, "water", holder, 3 + household.length * 3, detail);
  const { upTo, price, beyond } = TARIFFS[city];
  const billedIn = addToMonth(month, 1);
  const paidOn = dayOfMonth(billedIn, ISSUED_DAY + 1 + chance(world, "water paid", holder, PAYMENT_DAY - ISSUED_DAY, detail));
  // Some leave a bill until the next.
  const forgets = chance(world, "water forgotten", holder, 100, detail) < 5;
  const isPaid = (forgets ? dayOfMonth(addToMonth(billedIn, 1), 20) : paidOn) <= today;
  return { month, quantity, amount: Math.min(quantity, upTo) * price + Math.max(0, quantity - upTo) * beyond, status: isPaid ? "paid" : "open" };
}
