/**
 * What one reading of a query asks for: its positions with their weight, and for every stretch of them the terms that
 * would answer it, from the word itself to what the thesaurus says it means.
 */
import { isEnglishStopWord, stem } from "./english.ts";
import { actionOf, isFunctionWord } from "./intent.ts";
import type { Action } from "./intent.ts";
import { isHan } from "./normalise.ts";
import { CHINESE_THESAURUS, ENGLISH_THESAURUS } from "./synonyms.ts";
import type { Thesaurus } from "./synonyms.ts";
import type { TermIndex } from "./terms.ts";
import { tokenise } from "./tokenise.ts";
import type { Token } from "./tokenise.ts";
import type { TypoIndex } from "./typos.ts";

export interface Alternative {
  start: number;
  end: number;
  /** All of them must be in an item. */
  terms: readonly string[];
  /** 0 to 1: how surely they mean what was asked. */
  weight: number;
  /** From the thesaurus, not from the text. */
  isMeaning: boolean;
}

export interface Question {
  /** How much each position counts: nothing for 怎么, little for 查询, all for 公积金. */
  weights: Float64Array;
  alternatives: Alternative[];
  actions: ReadonlySet<Action>;
  /** Whether an expression of several words was recognised: then likeness to its pieces is no evidence. */
  isIdiomatic: boolean;
  /** The tokens that carry meaning. */
  core: readonly Token[];
}

export interface EnglishWords {
  /** Stems the index or the thesaurus knows. */
  has(stem: string): boolean;
  typos: TypoIndex;
  /** Stems that begin with the letters, the most telling first. */
  completions(prefix: string): readonly string[];
}

const ACTION_WEIGHT = 0.3;
const LATIN_WORD_WEIGHT = 2;

const CERTAIN = 1;
const SINGLE_CHARACTER_WORD = 0.7;
const ACROSS_WORDS = 0.6;
const SINGLE_CHARACTER = 0.15;
const SYNONYM = 0.85;
const WORD_OF_EXPRESSION = 0.6;
const PIECE_OF_EXPRESSION = 0.75;
const ENGLISH_TYPO = 0.8;
const ENGLISH_COMPLETION = 0.7;

const LONGEST_TERM = 8;
const LONGEST_ENGLISH_PHRASE = 4;

/** The thesaurus knows words as people write them, English is compared by stems. */
function stemmed(thesaurus: Thesaurus): ReadonlyMap<string, readonly string[][]> {
  const result = new Map<string, string[][]>();
  const stems = (text: string) => text.split(" ").map(stem);
  for (const [said, meant] of thesaurus) {
    const key = stems(said).join(" ");
    result.set(key, [...(result.get(key) ?? []), ...meant.map(stems)]);
  }
  return result;
}

const ENGLISH_MEANINGS = stemmed(ENGLISH_THESAURUS);
/** Words of the thesaurus in letters or digits: English, 12345, ktv. */
export const LATIN_THESAURUS_WORDS: readonly string[] = [...ENGLISH_THESAURUS.keys(), ...CHINESE_THESAURUS.keys()]
  .filter((said) => !isHan(said))
  .flatMap((said) => said.split(" "));

const CHINESE_MEANINGS: ReadonlyMap<string, readonly string[][]> = new Map(
  [...CHINESE_THESAURUS].map(([said, meant]) => [said, meant.map((text) => [text])]),
);

/** A meaning the index has no term for stands for all of its words at once: 交通违法罚款 is 交通违法 and 罚款. */
function indexedTerms(meaning: readonly string[], terms: TermIndex): readonly string[] | undefined {
  if (meaning.every((term) => terms.postings(term))) return meaning;
  const words = meaning.flatMap((term) => tokenise(term).map(({ text }) => text));
  return words.every((word) => terms.postings(word)) ? words : undefined;
}

function positionWeights(tokens: readonly Token[], length: number): Float64Array {
  const weights = new Float64Array(length);
  for (const token of tokens) {
    if (token.script === "latin") {
      const weight = isEnglishStopWord(token.text) ? 0 : actionOf(token.text) ? ACTION_WEIGHT : 1;
      weights[token.start] = weight * LATIN_WORD_WEIGHT;
    } else if (!isFunctionWord(token.text)) {
      weights.fill(actionOf(token.text) ? ACTION_WEIGHT : 1, token.start, token.end);
    }
  }
  return weights;
}

/** What a longer expression means stands before what its pieces mean: 叉车证 is about the certificate, not the forklift. */
function preferLongerMeanings(alternatives: Alternative[], meanings: readonly Alternative[]): Alternative[] {
  const inside = (part: Alternative) =>
    meanings.some(({ start, end }) => start <= part.start && part.end <= end && end - start > part.end - part.start);
  return [...alternatives, ...meanings].map((each) => (inside(each) ? { ...each, weight: each.weight * PIECE_OF_EXPRESSION } : each));
}

/** A single character adds nothing where a longer word was found around it, and is in every second name. */
function withoutIdleCharacters(alternatives: Alternative[]): Alternative[] {
  const inWord = new Set(
    alternatives.filter(({ weight, start, end }) => weight >= SYNONYM && end - start > 1).flatMap(({ start, end }) => range(start, end)),
  );
  return alternatives.filter(({ weight, start }) => weight > SINGLE_CHARACTER || !inWord.has(start));
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, offset) => start + offset);
}

function chineseAlternatives(text: string, tokens: readonly Token[], terms: TermIndex): Alternative[] {
  const alternatives: Alternative[] = [];
  const meanings: Alternative[] = [];
  const starts = new Set(tokens.map(({ start }) => start));
  const ends = new Set(tokens.map(({ end }) => end));
  for (let start = 0; start < text.length; start += 1) {
    for (let end = start + 1; end <= Math.min(text.length, start + LONGEST_TERM); end += 1) {
      const term = text.slice(start, end);
      if (!isHan(term.at(-1) ?? "")) break;
      const isWord = starts.has(start) && ends.has(end);
      if (terms.postings(term)) {
        const weight = isWord ? (term.length > 1 ? CERTAIN : SINGLE_CHARACTER_WORD) : term.length > 1 ? ACROSS_WORDS : SINGLE_CHARACTER;
        alternatives.push({ start, end, terms: [term], weight, isMeaning: false });
      }
      if (term.length === 1 && !isWord) continue;
      for (const meaning of CHINESE_MEANINGS.get(term) ?? []) {
        const found = indexedTerms(meaning, terms);
        if (found) meanings.push({ start, end, terms: found, weight: SYNONYM, isMeaning: true });
      }
    }
  }
  return withoutIdleCharacters(preferLongerMeanings(alternatives, meanings));
}

function englishAlternatives(tokens: readonly Token[], terms: TermIndex, words: EnglishWords): Alternative[] {
  const latin = tokens.filter(({ script }) => script === "latin");
  const alternatives: Alternative[] = [];
  const meanings: Alternative[] = [];
  const add = (first: Token, last: Token, key: string, weight: number) => {
    if (first === last && terms.postings(key)) alternatives.push({ start: first.start, end: last.end, terms: [key], weight, isMeaning: false });
    for (const meaning of ENGLISH_MEANINGS.get(key) ?? CHINESE_MEANINGS.get(key) ?? []) {
      const found = indexedTerms(meaning, terms);
      if (found) meanings.push({ start: first.start, end: last.end, terms: found, weight: weight * SYNONYM, isMeaning: true });
    }
  };
  const spelled = latin.map((token) => correctedStems(token, words, token === tokens.at(-1)));
  for (const [first, token] of latin.entries()) {
    if (!isEnglishStopWord(token.text)) for (const { key, weight } of spelled[first] ?? []) add(token, token, key, weight);
    let phrase = spelled[first]?.[0];
    for (let last = first + 1; phrase && last < Math.min(latin.length, first + LONGEST_ENGLISH_PHRASE); last += 1) {
      const next = spelled[last]?.[0];
      const end = latin[last];
      if (!next || !end) break;
      phrase = { key: `${phrase.key} ${next.key}`, weight: phrase.weight * next.weight };
      add(token, end, phrase.key, phrase.weight);
    }
  }
  return preferLongerMeanings(alternatives, meanings);
}

/** "waterbill" as its two words. */
function twoWordsIn(text: string, words: EnglishWords): string[] | undefined {
  for (let at = text.length - 3; at >= 3; at -= 1) {
    const parts = [stem(text.slice(0, at)), stem(text.slice(at))];
    if (parts.every((part) => words.has(part))) return parts;
  }
  return undefined;
}

/** The stem of a word as typed, or what it was probably meant to be. */
function correctedStems(token: Token, words: EnglishWords, isLast: boolean): { key: string; weight: number }[] {
  const key = stem(token.text);
  if (words.has(key) || isEnglishStopWord(token.text)) return [{ key, weight: CERTAIN }];
  const compound = twoWordsIn(token.text, words);
  if (compound) return compound.map((part) => ({ key: part, weight: CERTAIN }));
  const near = words.typos.near(token.text).slice(0, 3);
  const corrected = near.map(({ text, distance }) => ({ key: stem(text), weight: ENGLISH_TYPO ** distance }));
  const completed = isLast ? words.completions(token.text).map((completion) => ({ key: completion, weight: ENGLISH_COMPLETION })) : [];
  return [...corrected, ...completed];
}

function isWithin(token: Token, { start, end }: Alternative): boolean {
  return start <= token.start && token.end <= end;
}

/** Meanings found for several words together: 没电, 车被拍, "lost my job". */
function expressionsAmong(alternatives: readonly Alternative[], tokens: readonly Token[]): Alternative[] {
  return alternatives.filter((each) => each.isMeaning && tokens.filter((token) => isWithin(token, each)).length > 1);
}

export function understand(text: string, terms: TermIndex, words: EnglishWords): Question {
  const tokens = tokenise(text);
  const weights = positionWeights(tokens, text.length);
  const core = tokens.filter((token) => (weights[token.start] ?? 0) > 0);
  const actions = new Set(tokens.map((token) => actionOf(token.text)).filter((action) => action !== undefined));
  const alternatives = [...chineseAlternatives(text, tokens, terms), ...englishAlternatives(tokens, terms, words)];
  const expressions = expressionsAmong(alternatives, tokens);
  // Inside an expression a word counts that says nothing elsewhere: 没 in 没电.
  for (const token of tokens) {
    if (token.script !== "han" || !expressions.some((expression) => isWithin(token, expression))) continue;
    for (const position of range(token.start, token.end)) weights[position] = Math.max(weights[position] ?? 0, WORD_OF_EXPRESSION);
  }
  return { weights, alternatives, actions, core, isIdiomatic: expressions.length > 0 };
}
