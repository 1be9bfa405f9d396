/** The Merkle tree of RFC 9162, 2.1: leaves are marked 0, nodes 1, and a list that is no power of two leans to the left. */
import { isSame } from "./bytes.ts";
import { sha256WithMark } from "./sha256.ts";

const HASH = 32;

export function leafHash(line: Uint8Array): Uint8Array {
  const out = new Uint8Array(HASH);
  sha256WithMark(0, line, 0, line.length, out, 0);
  return out;
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(2 * HASH);
  both.set(left);
  both.set(right, HASH);
  const out = new Uint8Array(HASH);
  sha256WithMark(1, both, 0, both.length, out, 0);
  return out;
}

/** Takes leaf after leaf and keeps one hash for each level, however many there are. */
export class MerkleTree {
  /** Of the levels from the top down: hashes lie one behind the other, so that a pair is one message. */
  readonly #hashes = new Uint8Array(64 * HASH);
  readonly #sizes: number[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** @param bytes the line stands in it, without its end */
  addLine(bytes: Uint8Array, from = 0, to = bytes.length): void {
    sha256WithMark(0, bytes, from, to, this.#hashes, this.#sizes.length * HASH);
    this.#settle(1);
  }

  addHash(hash: Uint8Array): void {
    this.#hashes.set(hash, this.#sizes.length * HASH);
    this.#settle(1);
  }

  #settle(leaves: number): void {
    this.#count += leaves;
    this.#sizes.push(leaves);
    while (this.#sizes.length > 1 && this.#sizes.at(-1) === this.#sizes.at(-2)) {
      const size = this.#sizes.pop() as number;
      const at = (this.#sizes.length - 1) * HASH;
      sha256WithMark(1, this.#hashes, at, at + 2 * HASH, this.#hashes, at);
      this.#sizes[this.#sizes.length - 1] = 2 * size;
    }
  }

  /** Of nothing: the hash of nothing, as the RFC says. */
  root(): Uint8Array {
    if (this.#sizes.length === 0) return EMPTY;
    const hashes: Uint8Array[] = this.#sizes.map((_size, index) => this.#hashes.slice(index * HASH, (index + 1) * HASH));
    return hashes.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** SHA-256 of no bytes. */
const EMPTY = Uint8Array.from("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export function merkleRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const tree = new MerkleTree();
  for (const hash of hashes) tree.addHash(hash);
  return tree.root();
}

/** What proves that a leaf is in the tree, from the leaf up. */
export function inclusionPath(hashes: readonly Uint8Array[], index: number): Uint8Array[] {
  if (index < 0 || index >= hashes.length) throw new RangeError("There is no such leaf.");
  if (hashes.length === 1) return [];
  const half = 2 ** Math.floor(Math.log2(hashes.length - 1));
  const [left, right] = [hashes.slice(0, half), hashes.slice(half)];
  return index < half ? [...inclusionPath(left, index), merkleRoot(right)] : [...inclusionPath(right, index - half), merkleRoot(left)];
}

/** RFC 9162, 2.1.3.2. */
export function holdsInclusion({ leaf, index, count, path, root }: { leaf: Uint8Array; index: number; count: number; path: readonly Uint8Array[]; root: Uint8Array }): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) return false;
  let [node, last, hash] = [index, count - 1, leaf];
  for (const step of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(step, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, step);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && isSame(hash, root);
}
