/**
 * Finds known strings at one or two mistakes from a given one, by the strings both become when letters are left out
 * (symmetric deletion): lookups cost the length of the word, not the size of the vocabulary.
 */

/** Strings left after taking out up to `count` characters, the string itself included. */
function deletions(text: string, count: number): Set<string> {
  const found = new Set([text]);
  let edge = [text];
  for (let round = 0; round < count; round += 1) {
    const next: string[] = [];
    for (const current of edge) {
      for (let at = 0; at < current.length; at += 1) {
        const shorter = current.slice(0, at) + current.slice(at + 1);
        if (found.has(shorter)) continue;
        found.add(shorter);
        next.push(shorter);
      }
    }
    edge = next;
  }
  return found;
}

/** Edits between two strings: insert, delete, replace, and swap of neighbours, each one. */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

/** No word is longer, and the deletions of 100 letters are 5,000 strings. */
const LONGEST_WORD = 24;

export interface NearWord {
  text: string;
  distance: number;
}

export class TypoIndex {
  /** Most remainders belong to one word; a list for each of them would double the memory. */
  readonly #byRemainder = new Map<string, string | string[]>();
  readonly #allowed: (length: number) => number;

  /** @param allowed how many mistakes a word of a given length may carry */
  constructor(words: Iterable<string>, allowed: (length: number) => number) {
    this.#allowed = allowed;
    for (const word of words) {
      for (const remainder of deletions(word, allowed(word.length))) {
        const sharing = this.#byRemainder.get(remainder);
        if (sharing === undefined) this.#byRemainder.set(remainder, word);
        else if (typeof sharing === "string") this.#byRemainder.set(remainder, [sharing, word]);
        else sharing.push(word);
      }
    }
  }

  /** Known words near the text, nearest first. */
  near(text: string): NearWord[] {
    if (text.length > LONGEST_WORD) return [];
    const mistakes = Math.max(1, this.#allowed(text.length));
    const candidates = new Set<string>();
    for (const remainder of deletions(text, mistakes)) for (const word of [this.#byRemainder.get(remainder) ?? []].flat()) candidates.add(word);
    return [...candidates]
      .map((word) => ({ text: word, distance: editDistance(text, word) }))
      .filter((near) => near.distance <= this.#allowed(Math.max(near.text.length, text.length)))
      .sort((left, right) => left.distance - right.distance);
  }
}
