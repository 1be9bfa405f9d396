/**
 * The plan of a neighbourhood. The population is one neighbourhood after another, each of twenty people in nine
 * households of the same composition, so that who is married to whom and whose child somebody is follows from the
 * index alone.
 */
import type { Sex } from "./id-number.ts";

export interface Place {
  sex: Sex | "drawn";
  /** First possible year of birth; the neighbourhood adds 0 to 19 to all of its people's alike, so generations keep their distance. */
  bornFrom: number;
  /** How many years more somebody may be off, so that couples differ in age. */
  spread: number;
  /** First place of the household. */
  household: number;
  spouse?: number;
  mother?: number;
  father?: number;
  /** First registered in the other city. */
  newcomer?: true;
}

export const NEIGHBOURHOOD_SIZE = 20;
/** How many different years the same place may be born in. */
export const GENERATION_YEARS = 20;

/** Places that mean something to the registers. */
export const LEGAL_REPRESENTATIVE = 5;
export const AGENT = 8;

export const PLACES: readonly Place[] = [
  { household: 0, sex: "female", bornFrom: 1976, spread: 5, spouse: 1 },
  { household: 0, sex: "male", bornFrom: 1974, spread: 5, spouse: 0 },
  { household: 0, sex: "drawn", bornFrom: 2003, spread: 2, mother: 0, father: 1 },
  { household: 0, sex: "drawn", bornFrom: 2006, spread: 1, mother: 0, father: 1 },
  { household: 4, sex: "drawn", bornFrom: 1936, spread: 5 },
  { household: 5, sex: "drawn", bornFrom: 1964, spread: 10 },
  { household: 6, sex: "drawn", bornFrom: 1980, spread: 5, newcomer: true },
  { household: 7, sex: "drawn", bornFrom: 1988, spread: 1, newcomer: true },
  { household: 8, sex: "female", bornFrom: 1966, spread: 5, spouse: 9 },
  { household: 8, sex: "male", bornFrom: 1964, spread: 5, spouse: 8 },
  { household: 10, sex: "female", bornFrom: 1940, spread: 5, spouse: 11 },
  { household: 10, sex: "male", bornFrom: 1937, spread: 5, spouse: 10 },
  { household: 12, sex: "female", bornFrom: 1980, spread: 4, spouse: 13 },
  { household: 12, sex: "male", bornFrom: 1978, spread: 5, spouse: 12 },
  { household: 12, sex: "drawn", bornFrom: 2006, spread: 1, mother: 12, father: 13 },
  { household: 15, sex: "female", bornFrom: 1978, spread: 5 },
  { household: 15, sex: "drawn", bornFrom: 2005, spread: 2, mother: 15 },
  { household: 17, sex: "female", bornFrom: 1979, spread: 5, spouse: 18 },
  { household: 17, sex: "male", bornFrom: 1977, spread: 5, spouse: 17 },
  { household: 17, sex: "drawn", bornFrom: 2006, spread: 1, mother: 17, father: 18 },
];
