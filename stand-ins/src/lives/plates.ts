/**
 * Number plates that no car can have: 琼N was never issued, 川N was given up when Chongqing left Sichuan in 1997. The
 * five characters carry the owner's index, so that the owner is found by the plate.
 */
import type { CityId } from "../population/index.ts";
import { createPermutation, type Permutation } from "../population/permutation.ts";

/** No I and no O. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 5;
const PREFIXES: Record<CityId, string> = { haikou: "琼N", chengdu: "川N" };
const PLATES = ALPHABET.length ** LENGTH;

/** Not by the seed: the demonstration's plates are to be remembered. */
const permutation: Permutation = createPermutation(PLATES, 0, 6);

export function writePlate(city: CityId, index: number): string {
  let value = permutation.apply(index);
  let text = "";
  for (let position = 0; position < LENGTH; position++) {
    text = ALPHABET.charAt(value % ALPHABET.length) + text;
    value = Math.floor(value / ALPHABET.length);
  }
  return PREFIXES[city] + text;
}

/** The index behind a plate of the city; whether that person has a car the lives must say. */
export function readPlate(city: CityId, plate: string): number | undefined {
  if (!plate.startsWith(PREFIXES[city]) || plate.length !== 2 + LENGTH) return undefined;
  let value = 0;
  for (const character of plate.slice(2)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    value = value * ALPHABET.length + digit;
  }
  return permutation.invert(value);
}
