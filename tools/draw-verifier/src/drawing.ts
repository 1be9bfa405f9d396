/**
 * The draw itself. A participant has as many lots as her weight; each lot's number is a hash of the public value, the root of
 * the frozen list, her commitment and the lot; her lowest counts, and the lowest of all win.
 */
import { compareBytes } from "./bytes.ts";
import { PrefixedSha256 } from "./sha256.ts";

const HASH = 32;

export interface Drawn {
  rank: number;
  commitment: Uint8Array;
  score: Uint8Array;
}

/** Scores of one draw, many of them quickly. */
export class Scores {
  readonly #hash: PrefixedSha256;
  readonly #lot = new Uint8Array(HASH + 4);
  readonly #next = new Uint8Array(HASH);

  constructor(value: Uint8Array, root: Uint8Array) {
    const first = new Uint8Array(2 * HASH);
    first.set(value);
    first.set(root, HASH);
    this.#hash = new PrefixedSha256(first);
  }

  /** @param weight lots, at least one */
  scoreInto(commitment: Uint8Array, weight: number, out: Uint8Array): void {
    this.#lot.set(commitment);
    for (let lot = 0; lot < weight; lot += 1) {
      this.#lot[HASH + 2] = lot >>> 8;
      this.#lot[HASH + 3] = lot;
      this.#hash.digestInto(this.#lot, lot === 0 ? out : this.#next);
      if (lot > 0 && compareBytes(this.#next, out) < 0) out.set(this.#next);
    }
  }

  scoreOf(commitment: Uint8Array, weight: number): Uint8Array {
    const out = new Uint8Array(HASH);
    this.scoreInto(commitment, weight, out);
    return out;
  }
}

/**
 * Takes participant after participant and keeps those that would win so far: memory grows with the places and not with
 * the participants.
 */
export class Drawing {
  readonly #scores: Scores;
  readonly #places: number;
  /** A heap whose first is the worst of those kept. `#keys` holds each score's first 48 bits: enough to decide nearly always. */
  #kept: { score: Uint8Array; commitment: Uint8Array }[] = [];
  #keys = new Float64Array(1_024);
  readonly #score = new Uint8Array(HASH);
  #taking = 0;

  constructor({ value, root, places }: { value: Uint8Array; root: Uint8Array; places: number }) {
    this.#scores = new Scores(value, root);
    this.#places = places;
  }

  /** How many take part. */
  get taking(): number {
    return this.#taking;
  }

  /** @param weight 0: excluded */
  add(commitment: Uint8Array, weight: number): void {
    if (weight === 0) return;
    this.#taking += 1;
    if (this.#places === 0) return;
    this.#scores.scoreInto(commitment, weight, this.#score);
    const key = keyOf(this.#score);
    if (this.#kept.length < this.#places) {
      this.#grow();
      this.#keys[this.#kept.length] = key;
      this.#kept.push({ score: this.#score.slice(), commitment: commitment.slice() });
      this.#rise(this.#kept.length - 1);
      return;
    }
    if (key > (this.#keys[0] as number)) return;
    const candidate = { score: this.#score, commitment };
    if (key === this.#keys[0] && compare(candidate, this.#kept[0] as typeof candidate) > 0) return;
    this.#keys[0] = key;
    this.#kept[0] = { score: this.#score.slice(), commitment: commitment.slice() };
    this.#sink(0);
  }

  /** Who won, the first drawn first. */
  winners(): Drawn[] {
    return [...this.#kept].sort(compare).map(({ score, commitment }, index) => ({ rank: index + 1, commitment, score }));
  }

  #grow(): void {
    if (this.#kept.length < this.#keys.length) return;
    const grown = new Float64Array(2 * this.#keys.length);
    grown.set(this.#keys);
    this.#keys = grown;
  }

  #isWorse(one: number, other: number): boolean {
    const difference = (this.#keys[one] as number) - (this.#keys[other] as number);
    return difference === 0 ? compare(this.#kept[one] as Kept, this.#kept[other] as Kept) > 0 : difference > 0;
  }

  #swap(one: number, other: number): void {
    [this.#keys[one], this.#keys[other]] = [this.#keys[other] as number, this.#keys[one] as number];
    [this.#kept[one], this.#kept[other]] = [this.#kept[other] as Kept, this.#kept[one] as Kept];
  }

  #rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#isWorse(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(from: number): void {
    for (let index = from; ; ) {
      let worst = index;
      for (const child of [2 * index + 1, 2 * index + 2]) if (child < this.#kept.length && this.#isWorse(child, worst)) worst = child;
      if (worst === index) return;
      this.#swap(index, worst);
      index = worst;
    }
  }
}

interface Kept {
  score: Uint8Array;
  commitment: Uint8Array;
}

/** Two participants with the same score would take two equal hashes; their commitments then decide. */
function compare(one: Kept, other: Kept): number {
  return compareBytes(one.score, other.score) || compareBytes(one.commitment, other.commitment);
}

function keyOf(score: Uint8Array): number {
  return (((score[0] as number) * 256 + (score[1] as number)) * 256 + (score[2] as number)) * 16_777_216 + ((score[3] as number) * 256 + (score[4] as number)) * 256 + (score[5] as number);
}
