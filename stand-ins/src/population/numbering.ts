/**
 * Writes a person's place in the population into the free digits of the ID number, and reads it back: that is how
 * millions are found by number without being held. The order code carries the place in the neighbourhood and a first
 * digit of the neighbourhood's number; the day, the year and the division carry the rest.
 */
import { DAYS, dayOfYear, monthAndDay, writeDate } from "./calendar.ts";
import { readIdNumber, type Sex, UNASSIGNED_DIVISIONS, type UnassignedDivision, writeIdNumber } from "./id-number.ts";
import { GENERATION_YEARS, NEIGHBOURHOOD_SIZE, PLACES, type Place } from "./neighbourhood.ts";
import { createPermutation, type Permutation } from "./permutation.ts";
import type { CityId } from "./places.ts";

/** Order codes 040 to 999, two sexes, twenty places; those below are the demonstration's people's. */
const ORDERS = 24;
/** Coprime to the days, so that people of one neighbourhood have birthdays all over the year. */
const DAYS_BETWEEN_PLACES = 53;

const NEIGHBOURHOODS = ORDERS * DAYS * GENERATION_YEARS * UNASSIGNED_DIVISIONS.length;
export const LARGEST_POPULATION = NEIGHBOURHOODS * NEIGHBOURHOOD_SIZE;

export interface Numbering {
  /** Where the neighbourhood lies. */
  cityOf(neighbourhood: number): CityId;
  number(index: number, sex: Sex): { birthDate: string; idNumber: string };
  /** The index whose number this would be, were it of the right sex. */
  locate(idNumber: string): number | undefined;
}

interface Digits {
  order: number;
  day: number;
  year: number;
  division: number;
}

export function createNumbering(seed: number): Numbering {
  const permutation = createPermutation(NEIGHBOURHOODS, seed, 0);
  return {
    cityOf: (neighbourhood) => divisionAt(digitsOf(neighbourhood, permutation).division).city,
    number(index, sex) {
      const { place, position, neighbourhood } = locatePlace(index);
      const digits = digitsOf(neighbourhood, permutation);
      const birthYear = place.bornFrom + digits.year + yearsOff(place, position, digits.order);
      const birthday = monthAndDay((digits.day + position * DAYS_BETWEEN_PLACES) % DAYS);
      const order = ((digits.order + 1) * NEIGHBOURHOOD_SIZE + position) * 2 + (sex === "male" ? 1 : 0);
      return { birthDate: writeDate(birthYear, birthday), idNumber: writeIdNumber({ division: divisionOf(place, digits.division).code, birthYear, ...birthday, order }) };
    },
    locate(idNumber) {
      const parts = readIdNumber(idNumber);
      if (!parts) return undefined;
      const half = Math.floor(parts.order / 2);
      const position = half % NEIGHBOURHOOD_SIZE;
      const place = PLACES[position] as Place;
      const order = Math.floor(half / NEIGHBOURHOOD_SIZE) - 1;
      const day = dayOfYear(parts);
      const year = parts.birthYear - place.bornFrom - yearsOff(place, position, order);
      const division = UNASSIGNED_DIVISIONS.findIndex(({ code }) => code === parts.division);
      if (order < 0 || day === undefined || year < 0 || year >= GENERATION_YEARS || division < 0) return undefined;
      const digits = { order, year, day: (day + DAYS * DAYS_BETWEEN_PLACES - position * DAYS_BETWEEN_PLACES) % DAYS, division: place.newcomer ? otherCity(division) : division };
      return neighbourhoodOf(digits, permutation) * NEIGHBOURHOOD_SIZE + position;
    },
  };
}

/** Somebody's place in the plan of the neighbourhood. */
export function locatePlace(index: number): { place: Place; position: number; neighbourhood: number } {
  const position = index % NEIGHBOURHOOD_SIZE;
  return { place: PLACES[position] as Place, position, neighbourhood: Math.floor(index / NEIGHBOURHOOD_SIZE) };
}

function digitsOf(neighbourhood: number, permutation: Permutation): Digits {
  let rest = permutation.apply(neighbourhood);
  const take = (radix: number) => {
    const digit = rest % radix;
    rest = Math.floor(rest / radix);
    return digit;
  };
  return { order: take(ORDERS), day: take(DAYS), year: take(GENERATION_YEARS), division: take(UNASSIGNED_DIVISIONS.length) };
}

function neighbourhoodOf({ order, day, year, division }: Digits, permutation: Permutation): number {
  return permutation.invert(order + ORDERS * (day + DAYS * (year + GENERATION_YEARS * division)));
}

/** Follows from what is read before the year, so that the year can be read back. */
function yearsOff(place: Place, position: number, order: number): number {
  return (order + position) % place.spread;
}

function divisionOf(place: Place, division: number): UnassignedDivision {
  return divisionAt(place.newcomer ? otherCity(division) : division);
}

function divisionAt(position: number): UnassignedDivision {
  return UNASSIGNED_DIVISIONS[position] as UnassignedDivision;
}

/** Both cities have equally many divisions, so going across twice comes back. */
function otherCity(division: number): number {
  return (division + UNASSIGNED_DIVISIONS.length / 2) % UNASSIGNED_DIVISIONS.length;
}
