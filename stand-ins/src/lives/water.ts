/** Water by the household: read every month, paid for by whoever the account names, who is the household's first. */
import type { CityId, Person } from "../population/index.ts";
import { type Day, type Month, addToMonth, dayOfMonth, monthNumber } from "./dates.ts";
import { accountNumber, chance, type World } from "./world.ts";

export interface WaterBill {
  month: Month;
  /** Cubic metres. */
  quantity: number;
  /** Fen. */
  amount: number;
  isPaid: boolean;
}

export interface WaterAccount {
  accountNumber: string;
  address: string;
  /** Newest first. */
  bills: WaterBill[];
}

const MONTHS_SHOWN = 12;
/** The day on which the month before is billed, and the day by which nearly everybody has paid. */
const BILL_DAY = 5;
const PAYMENT_DAY = 25;
/** Fen a cubic metre up to so many a month and beyond, with sewage. Sample figures. */
const TARIFFS: Record<CityId, { upTo: number; price: number; beyond: number }> = { haikou: { upTo: 22, price: 295, beyond: 402 }, chengdu: { upTo: 18, price: 303, beyond: 385 } };

/** Undefined for everybody but the household's first. */
export function waterAccountOf(world: World, person: Person, today: Day): WaterAccount | undefined {
  if (person.household[0] !== person.index) return undefined;
  const newest = addToMonth(today.slice(0, 7), today.slice(8) >= String(BILL_DAY).padStart(2, "0") ? -1 : -2);
  return {
    accountNumber: accountNumber(person.city === "haikou" ? "W0898" : "W0028", person.index, 9), address: person.address,
    bills: Array.from({ length: MONTHS_SHOWN }, (_each, monthsAgo) => billOf(world, person, addToMonth(newest, -monthsAgo), today)),
  };
}

function billOf(world: World, { index, city, household }: Person, month: Month, today: Day): WaterBill {
  const detail = monthNumber(month);
  const quantity = 2 + household.length * 3 + chance(world, "water", index, 3 + household.length * 3, detail);
  const { upTo, price, beyond } = TARIFFS[city];
  const billedIn = addToMonth(month, 1);
  const paidOn = dayOfMonth(billedIn, BILL_DAY + 1 + chance(world, "water paid", index, PAYMENT_DAY - BILL_DAY, detail));
  // Some leave a bill until the next.
  const forgets = chance(world, "water forgotten", index, 100, detail) < 5;
  const isPaid = (forgets ? dayOfMonth(addToMonth(billedIn, 1), 20) : paidOn) <= today;
  return { month, quantity, amount: Math.min(quantity, upTo) * price + Math.max(0, quantity - upTo) * beyond, isPaid };
}
