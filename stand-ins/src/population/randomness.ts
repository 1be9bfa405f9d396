/** What a drawn number decides, so that two decisions about one person do not depend on each other. */
export type Purpose = keyof typeof PURPOSES;

const PURPOSES = {
  sex: 1, surname: 2, givenNameLength: 3, firstCharacter: 4, secondCharacter: 5,
  district: 6, street: 7, houseNumber: 8, building: 9, room: 10,
  firmName: 11, trade: 12, firmState: 13, permutation: 14, similarity: 15,
} as const;

/** A 32-bit seed from any text (FNV-1a). */
export function seedFrom(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** A whole number from 0 to `below` - 1 that only the seed, the purpose and the index decide. */
export function draw(seed: number, purpose: Purpose, index: number, below: number): number {
  let hash = mix(seed ^ Math.imul(PURPOSES[purpose], 0x9e3779b1));
  hash = mix(hash ^ index);
  return Math.floor((hash / 0x1_0000_0000) * below);
}

export function pick<Item>(items: readonly Item[], seed: number, purpose: Purpose, index: number): Item {
  return items[draw(seed, purpose, index, items.length)] as Item;
}

/** The finaliser of MurmurHash3: every bit of the input changes about half of the output's. */
export function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
