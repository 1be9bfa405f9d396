/**
 * What is indexed of an item, and where it stands: terms (words, their parts, pairs and single characters) with the
 * strength of the field they stand in, and the names and aliases as whole phrases.
 */
import { isEnglishStopWord, stem } from "./english.ts";
import type { Token } from "./tokenise.ts";
import { tokenise } from "./tokenise.ts";

/** Items holding a term, and how much of the item the term is. */
export interface Postings {
  items: Int32Array;
  strengths: Float32Array;
  /** Towards 0 in every item, 1 in one: how much the term tells. */
  rarity: number;
}

export interface TermIndex {
  postings(term: string): Postings | undefined;
}

/** A part of a phrase, as far as the phrase's own words go or across them. */
interface PhrasePart {
  term: string;
  share: number;
  isWord: boolean;
}

const ACROSS_WORDS = 0.8;
/** A term that is all of its field against one that is a small part of it. */
const SHARE_OF_LENGTH = 0.3;

function partsOfPhrase(tokens: readonly Token[]): PhrasePart[] {
  const length = tokens.reduce((sum, token) => sum + (token.script === "han" ? token.text.length : 2), 0);
  const parts: PhrasePart[] = [];
  let run = "";
  const closeRun = () => {
    for (let at = 0; at < run.length; at += 1) {
      parts.push({ term: run.slice(at, at + 1), share: 1 / length, isWord: false });
      if (at + 1 < run.length) parts.push({ term: run.slice(at, at + 2), share: 2 / length, isWord: false });
    }
    // A short name is a word of its own, whatever the dictionary says: 换本, 居住证.
    if (run.length >= 3 && run.length <= 6) parts.push({ term: run, share: run.length / length, isWord: true });
    run = "";
  };
  for (const token of tokens) {
    if (token.script === "han") {
      run += token.text;
      parts.push({ term: token.text, share: token.text.length / length, isWord: true });
      continue;
    }
    closeRun();
    if (!isEnglishStopWord(token.text)) parts.push({ term: stem(token.text), share: 2 / length, isWord: true });
  }
  closeRun();
  return parts;
}

/** A name or alias as a set of features: characters, pairs of them, English stems. */
export function featuresOf(tokens: readonly Token[]): Set<string> {
  return new Set(
    partsOfPhrase(tokens)
      .filter(({ term, isWord }) => !isWord || /^[^\p{Script=Han}]/u.test(term))
      .map(({ term }) => term),
  );
}

export interface Field {
  text: string;
  strength: number;
  /** Names and aliases say what an item is; only they decide how rare a term is. */
  identifies: boolean;
}

/** Grows while the items are read one after the other, so a term met again in the same item is its last entry. */
class GrowingPostings {
  readonly #items: number[] = [];
  readonly #strengths: number[] = [];
  #identified = 0;
  #lastIdentified = -1;

  add(item: number, strength: number, identifies: boolean): void {
    const last = this.#items.length - 1;
    if (this.#items[last] === item) this.#strengths[last] = Math.max(strength, this.#strengths[last] ?? 0);
    else {
      this.#items.push(item);
      this.#strengths.push(strength);
    }
    if (!identifies || this.#lastIdentified === item) return;
    this.#lastIdentified = item;
    this.#identified += 1;
  }

  finish(itemCount: number): Postings {
    return {
      items: Int32Array.from(this.#items),
      strengths: Float32Array.from(this.#strengths),
      rarity: Math.log1p(itemCount / Math.max(1, this.#identified)) / Math.log1p(itemCount),
    };
  }
}

function collectPostings(items: readonly (readonly Field[])[]): ReadonlyMap<string, Postings> {
  const growing = new Map<string, GrowingPostings>();
  // Topics, departments and documents repeat from item to item.
  const partsOfText = new Map<string, PhrasePart[]>();
  const partsOf = (text: string) => {
    let parts = partsOfText.get(text);
    if (!parts) partsOfText.set(text, (parts = partsOfPhrase(tokenise(text))));
    return parts;
  };
  for (const [item, fields] of items.entries()) {
    for (const { text, strength, identifies } of fields) {
      for (const { term, share, isWord } of partsOf(text)) {
        // Pairs and single characters are for names; in a summary they would only make noise.
        if (!isWord && !identifies) continue;
        const lengthShare = identifies ? 1 - SHARE_OF_LENGTH + SHARE_OF_LENGTH * share : 1;
        let postings = growing.get(term);
        if (!postings) growing.set(term, (postings = new GrowingPostings()));
        postings.add(item, strength * lengthShare * (isWord ? 1 : ACROSS_WORDS), identifies);
      }
    }
  }
  return new Map([...growing].map(([term, postings]) => [term, postings.finish(items.length)]));
}

export function buildTermIndex(items: readonly (readonly Field[])[]): TermIndex {
  const postings = collectPostings(items);
  return { postings: (term) => postings.get(term) };
}

export interface PhraseIndex {
  /** By item the likeness, 0 to 1, of the query to its best name or alias. */
  likeness(tokens: readonly Token[]): Float32Array;
}

export interface Phrase {
  item: number;
  tokens: readonly Token[];
}

/** Tversky weights: what the query has beyond the phrase hurts less than what the phrase has beyond the query. */
const QUERY_EXCESS = 0.45;
const PHRASE_EXCESS = 0.55;

/** Per feature the phrases that have it. */
function collectFeatures(features: readonly ReadonlySet<string>[]): Map<string, Int32Array> {
  const holders = new Map<string, number[]>();
  for (const [phrase, set] of features.entries()) {
    for (const feature of set) {
      const list = holders.get(feature);
      if (list) list.push(phrase);
      else holders.set(feature, [phrase]);
    }
  }
  return new Map([...holders].map(([feature, list]) => [feature, Int32Array.from(list)]));
}

export function buildPhraseIndex(phrases: readonly Phrase[]): PhraseIndex {
  const count = phrases.length;
  const features = phrases.map(({ tokens }) => featuresOf(tokens));
  const holders = collectFeatures(features);
  const weightOf = (feature: string) => Math.log1p(count / (holders.get(feature)?.length ?? 1));
  const weightOfAll = (set: ReadonlySet<string>) => [...set].reduce((total, feature) => total + weightOf(feature), 0);
  const phraseWeight = Float32Array.from(features, weightOfAll);
  const itemOf = Int32Array.from(phrases, ({ item }) => item);
  const itemCount = itemOf.reduce((highest, item) => Math.max(highest, item + 1), 0);
  // Reused from query to query and cleared after each: most of the time went into making it anew.
  const shared = new Float32Array(count);
  const touched = new Int32Array(count);
  return {
    likeness(tokens) {
      const asked = featuresOf(tokens);
      const askedWeight = weightOfAll(asked);
      let touchedCount = 0;
      for (const feature of asked) {
        const weight = weightOf(feature);
        for (const phrase of holders.get(feature) ?? []) {
          const before = shared[phrase] ?? 0;
          if (before === 0) touched[touchedCount++] = phrase;
          shared[phrase] = before + weight;
        }
      }
      const best = new Float32Array(itemCount);
      for (let at = 0; at < touchedCount; at += 1) {
        const phrase = touched[at] ?? 0;
        const common = shared[phrase] ?? 0;
        shared[phrase] = 0;
        const total = common + QUERY_EXCESS * (askedWeight - common) + PHRASE_EXCESS * ((phraseWeight[phrase] ?? 0) - common);
        const item = itemOf[phrase] ?? 0;
        best[item] = Math.max(best[item] ?? 0, common / total);
      }
      return best;
    },
  };
}
