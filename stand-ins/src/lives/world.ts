import { createPopulation, type Population } from "../population/index.ts";
import { mix, seedFrom } from "../population/randomness.ts";

/** The people and the chance that decides everything else about them: the same seed gives the same lives. */
export interface World {
  population: Population;
  seed: number;
}

export function createWorld({ seed, people }: { seed: string; people: number }): World {
  return { population: createPopulation({ seed, size: people }), seed: seedFrom(seed) };
}

const purposes = new Map<string, number>();

/**
 * A whole number from 0 to `below` - 1 that only the seed, the purpose and the numbers decide.
 * @param purpose any text; different texts decide independently of each other
 * @param detail which of somebody's things: a month, a number of a list
 */
export function chance({ seed }: World, purpose: string, index: number, below: number, detail = 0): number {
  let number = purposes.get(purpose);
  if (number === undefined) purposes.set(purpose, (number = seedFrom(purpose)));
  return Math.floor((mix(mix(mix(seed ^ number) ^ index) ^ Math.imul(detail + 1, 0x9e3779b1)) / 0x1_0000_0000) * below);
}

export function choose<Item>(world: World, items: readonly Item[], purpose: string, index: number, detail = 0): Item {
  return items[chance(world, purpose, index, items.length, detail)] as Item;
}

/** A number of so many digits that belongs to somebody and nobody else, so far as an index has fewer digits. */
export function accountNumber(prefix: string, index: number, digits: number): string {
  return prefix + String(index).padStart(digits, "0");
}
