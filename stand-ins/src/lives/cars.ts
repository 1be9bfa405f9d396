import type { Person } from "../population/index.ts";
import { type Day, addDays, addMonths, addToMonth, ageOn, dayOfMonth, lastDayOf, monthAt, monthNumber } from "./dates.ts";
import { writePlate } from "./plates.ts";
import { chance, choose, type World } from "./world.ts";

export interface Car {
  plate: string;
  type: "small" | "motorcycle";
  brand: string;
  registeredOn: Day;
  insuredUntil: Day;
}

/** Index of who has one for certain, or for certain none, among the demonstration's people. */
const KNOWN_CARS: readonly boolean[] = [true, true, false, false, false, true, false, false, false, true, false, false];
const BRANDS = ["示例·云雀", "示例·海鸥", "示例·青鸟", "示例·远山", "示例·晨星", "示例·白鹭"];
/** The demonstration's car is to be inspected in about so many days, six years after its registration. */
const DEMONSTRATION_INSPECTION_DAYS = 40;

/** One or none. */
export function carsOf(world: World, person: Person, today: Day): Car[] {
  if (!hasCar(world, person, today)) return [];
  const { index } = person;
  const registeredOn = registeredOnOf(world, person, today);
  const anniversary = registeredOn.slice(5) === "02-29" ? "02-28" : registeredOn.slice(5);
  const thisYear = `${today.slice(0, 4)}-${anniversary}`;
  return [{ plate: writePlate(person.city, index), type: index > 11 && chance(world, "car", index, 100, 1) < 8 ? "motorcycle" : "small", brand: choose(world, BRANDS, "brand", index), registeredOn, insuredUntil: addDays(thisYear > today ? thisYear : addMonths(thisYear, 12), -1) }];
}

/** When the next inspection is due at the latest (facts: every second, fourth, sixth, eighth, tenth year, then yearly), and of which kind. */
export function inspectionOf({ registeredOn }: Car, today: Day, skipped: boolean): { by: Day; kind: "sticker" | "online-test" | "yearly-test"; overdue: boolean } {
  const month = registeredOn.slice(0, 7);
  const dueIn = (year: number) => lastDayOf(addToMonth(month, year * 12));
  let year = 2;
  while (dueIn(year) < today) year = nextInspectionYear(year);
  // Whoever skipped the last one has it still to do.
  if (skipped && year > 2) year = previousInspectionYear(year);
  const by = dueIn(year);
  return { by, kind: year > 10 ? "yearly-test" : (year === 6 || year === 10 ? "online-test" : "sticker"), overdue: by < today };
}

function nextInspectionYear(year: number): number {
  return year < 10 ? year + 2 : year + 1;
}

function previousInspectionYear(year: number): number {
  return year <= 10 ? year - 2 : year - 1;
}

function hasCar(world: World, { index, birthDate }: Person, today: Day): boolean {
  const age = ageOn(birthDate, today);
  return KNOWN_CARS[index] ?? (age >= 22 && age < 72 && chance(world, "car", index, 100) < 38);
}

function registeredOnOf(world: World, { index }: Person, today: Day): Day {
  const day = 1 + chance(world, "car registered", index, 28, 1);
  if (index === 0) return dayOfMonth(addToMonth(addDays(today, DEMONSTRATION_INSPECTION_DAYS - 15).slice(0, 7), -72), day);
  // Fourteen years up to the reference year, so that a car does not change while the calendar rolls.
  return dayOfMonth(monthAt(monthNumber("2012-06") + chance(world, "car registered", index, 14 * 12)), day);
}
