import { DEMONSTRATION_PEOPLE } from "./demonstration-people.ts";
import { createEnterprises, type Enterprise } from "./enterprises.ts";
import type { Sex } from "./id-number.ts";
import { drawGivenName, drawSurname } from "./names.ts";
import { NEIGHBOURHOOD_SIZE, type Place, PLACES } from "./neighbourhood.ts";
import { createNumbering, LARGEST_POPULATION, locatePlace } from "./numbering.ts";
import { createPermutation } from "./permutation.ts";
import { PHONE_NUMBERS, readPhone, writePhone } from "./phone-number.ts";
import { type CityId, homeOf } from "./places.ts";
import { draw, seedFrom } from "./randomness.ts";

/** Relations are indexes of other people, so that nobody has to be computed who is not asked for. */
export interface Person {
  index: number;
  name: string;
  sex: Sex;
  birthDate: string;
  idNumber: string;
  /** Children under twelve have none. */
  phone: string | undefined;
  city: CityId;
  /** Code of the district lived in. */
  district: string;
  address: string;
  /** Everybody at this address, this person too. */
  household: number[];
  spouse: number | undefined;
  mother: number | undefined;
  father: number | undefined;
  children: number[];
}

export interface Population {
  readonly size: number;
  readonly enterprises: number;
  /** @throws {RangeError} outside 0 to `size` - 1 */
  personAt(index: number): Person;
  findByIdNumber(idNumber: string): Person | undefined;
  findByPhone(phone: string): Person | undefined;
  /** @throws {RangeError} outside 0 to `enterprises` - 1 */
  enterpriseAt(index: number): Enterprise;
  findByCreditCode(creditCode: string): Enterprise | undefined;
}

/** Whoever was born later is under twelve in 2026 or was born since. */
const LAST_YEAR_WITH_PHONE = 2014;

/**
 * An invented population. Nobody is stored: each person is computed from the index, and the index from the ID number
 * or the phone number, in the same short time whatever the size.
 */
export function createPopulation({ seed, size }: { seed: string; size: number }): Population {
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_POPULATION) throw new RangeError(`A population has 1 to ${LARGEST_POPULATION} people, not ${size}.`);
  const numericSeed = seedFrom(seed);
  const numbering = createNumbering(numericSeed);
  const phones = createPermutation(PHONE_NUMBERS, numericSeed, 2);
  const firms = createEnterprises(numericSeed);
  const demonstrationIndexes = new Map(DEMONSTRATION_PEOPLE.flatMap(({ idNumber, phone }, index) => [idNumber, phone ?? idNumber].map((number) => [number, index] as const)));
  /** Every enterprise has its people. */
  const enterprises = Math.floor(size / NEIGHBOURHOOD_SIZE);

  return { size, enterprises, personAt, findByIdNumber, findByPhone, enterpriseAt, findByCreditCode };

  function personAt(index: number): Person {
    if (!exists(index, size)) throw new RangeError(`The population has ${size} people and nobody at ${index}.`);
    return { index, ...relationsOf(index), ...(DEMONSTRATION_PEOPLE[index] ?? invent(index)) };
  }

  function findByIdNumber(idNumber: string): Person | undefined {
    const person = find(demonstrationIndexes.get(idNumber) ?? numbering.locate(idNumber));
    return person?.idNumber === idNumber ? person : undefined;
  }

  function findByPhone(phone: string): Person | undefined {
    const person = find(demonstrationIndexes.get(phone) ?? readPhone(phone, phones));
    return person?.phone === phone ? person : undefined;
  }

  function enterpriseAt(index: number): Enterprise {
    if (!exists(index, enterprises)) throw new RangeError(`The population has ${enterprises} enterprises and none at ${index}.`);
    return firms.at(index, numbering.cityOf(index));
  }

  function findByCreditCode(creditCode: string): Enterprise | undefined {
    const index = firms.locate(creditCode);
    if (index === undefined || !exists(index, enterprises)) return undefined;
    const enterprise = enterpriseAt(index);
    return enterprise.creditCode === creditCode ? enterprise : undefined;
  }

  function find(index: number | undefined): Person | undefined {
    return index !== undefined && exists(index, size) ? personAt(index) : undefined;
  }

  function invent(index: number): Omit<Person, "index" | keyof Relations> {
    const { place, neighbourhood } = locatePlace(index);
    const sex = sexOf(index);
    const { birthDate, idNumber } = numbering.number(index, sex);
    const city = numbering.cityOf(neighbourhood);
    const { district, address } = homeOf(city, neighbourhood * NEIGHBOURHOOD_SIZE + place.household, numericSeed);
    return {
      name: surnameOf(index) + drawGivenName(sex, index, numericSeed),
      sex, birthDate, idNumber, city, address,
      phone: Number(birthDate.slice(0, 4)) <= LAST_YEAR_WITH_PHONE ? writePhone(index, phones) : undefined,
      district: district.code,
    };
  }

  function sexOf(index: number): Sex {
    const { sex } = locatePlace(index).place;
    if (sex !== "drawn") return sex;
    return draw(numericSeed, "sex", index, 2) === 0 ? "female" : "male";
  }

  /** A child has the father's, or the mother's where there is no father. */
  function surnameOf(index: number): string {
    const { place, neighbourhood } = locatePlace(index);
    const parent = place.father ?? place.mother;
    return drawSurname(parent === undefined ? index : neighbourhood * NEIGHBOURHOOD_SIZE + parent, numericSeed);
  }

  function relationsOf(index: number): Relations {
    const { place, position, neighbourhood } = locatePlace(index);
    const first = neighbourhood * NEIGHBOURHOOD_SIZE;
    const at = (other: number | undefined) => (other !== undefined && exists(first + other, size) ? first + other : undefined);
    const all = (others: readonly number[]) => others.map((other) => first + other).filter((each) => each < size);
    return { household: all(HOUSEHOLDS[position] ?? []), spouse: at(place.spouse), mother: at(place.mother), father: at(place.father), children: all(CHILDREN[position] ?? []) };
  }
}

/** By place, the places of everybody in the household. */
const HOUSEHOLDS = PLACES.map(({ household }) => placesWhere((each) => each.household === household));
const CHILDREN = PLACES.map((_place, position) => placesWhere((each) => each.mother === position || each.father === position));

function placesWhere(wanted: (place: Place) => boolean): number[] {
  return PLACES.flatMap((each, place) => (wanted(each) ? [place] : []));
}

type Relations = Pick<Person, "household" | "spouse" | "mother" | "father" | "children">;

function exists(index: number, count: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < count;
}
