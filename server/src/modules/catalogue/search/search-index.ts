/** The index over a city's items: built once per catalogue version, asked for every query. */
import { setImmediate as letOthersIn } from "node:timers/promises";
import { decode } from "./decode.ts";
import type { Decoding } from "./decode.ts";
import { isEnglishStopWord, stem } from "./english.ts";
import { actionNamedBy, commonChineseWords } from "./intent.ts";
import { buildLexicon, partsOf } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";
import { normaliseQuery } from "./normalise.ts";
import { LATIN_THESAURUS_WORDS, understand } from "./question.ts";
import type { EnglishWords } from "./question.ts";
import { rank } from "./rank.ts";
import { buildCompleter } from "./suggest.ts";
import type { CompletablePhrase } from "./suggest.ts";
import { CHINESE_THESAURUS, inStandardChinese } from "./synonyms.ts";
import { buildPhraseIndex, buildTermIndex } from "./terms.ts";
import type { Field } from "./terms.ts";
import { tokenise } from "./tokenise.ts";
import { TypoIndex } from "./typos.ts";

export interface SearchEntry {
  id: string;
  names: { zh: string; en: string };
  summary: { zh: string; en: string };
  aliases: { zh: string[]; en: string[] };
  /** Names and aliases of the topic, department, life events, result and materials. */
  keywords: { zh: string[]; en: string[] };
  /** Popularity, 0 to 1: decides between items that answer equally well. */
  weight: number;
}

export interface SearchHit {
  id: string;
  score: number;
}

export interface Suggestion {
  id: string;
  /** The name or alias that begins as typed. */
  text: string;
}

export interface SearchIndex {
  /** Every item above the floor of relevance, best first. */
  search(query: string): SearchHit[];
  suggest(prefix: string, limit: number): Suggestion[];
  size: number;
}

const STRENGTH = { name: 1, alias: 0.92, keyword: 0.4, summary: 0.4 };
const LEXICON_WEIGHT = { name: 1, alias: 0.5, thesaurus: 0.1 };

/** Below this an item shares a stray character with the query. */
const LOWEST_SCORE = 0.16;
/** Items this far behind the best are not what was asked. */
const LOWEST_SHARE_OF_BEST = 0.4;
const DIALECT_CONFIDENCE = 0.97;
/**
 * A longer query is answered from its beginning. The time goes with the length, 58 ms for a hundred random characters
 * and 15 ms for forty, and nobody types more, but somebody who means harm would.
 */
const LONGEST_QUERY = 40;

interface IndexedText {
  item: number;
  text: string;
  normalised: string;
  isName: boolean;
}

function namesAndAliases(entries: readonly SearchEntry[]): IndexedText[] {
  return entries.flatMap(({ names, aliases }, item) => [
    ...[names.zh, names.en].map((text) => ({ item, text, normalised: normaliseQuery(text), isName: true })),
    ...[...aliases.zh, ...aliases.en].map((text) => ({ item, text, normalised: normaliseQuery(text), isName: false })),
  ]);
}

function fieldsOf(entries: readonly SearchEntry[], texts: readonly IndexedText[]): Field[][] {
  const normalisedKeywords = new Map<string, string>();
  const normalisedKeyword = (text: string) => {
    let normalised = normalisedKeywords.get(text);
    if (normalised === undefined) normalisedKeywords.set(text, (normalised = normaliseQuery(text)));
    return normalised;
  };
  const fields = entries.map(({ summary, keywords }): Field[] => [
    ...[summary.zh, summary.en].map((text) => ({ text: normaliseQuery(text), strength: STRENGTH.summary, identifies: false })),
    ...[...keywords.zh, ...keywords.en].map((text) => ({ text: normalisedKeyword(text), strength: STRENGTH.keyword, identifies: false })),
  ]);
  for (const { item, normalised, isName } of texts) {
    fields[item]?.push({ text: normalised, strength: isName ? STRENGTH.name : STRENGTH.alias, identifies: true });
  }
  return fields;
}

function lexiconOf(phrases: readonly CompletablePhrase[], entries: readonly SearchEntry[]): Lexicon {
  const weights = new Map<string, number>();
  const add = (word: string, weight: number) => weights.set(word, (weights.get(word) ?? 0) + weight);
  for (const { tokens, isName, item } of phrases) {
    const weight = (isName ? LEXICON_WEIGHT.name : LEXICON_WEIGHT.alias) * (0.5 + (entries[item]?.weight ?? 0));
    for (const part of new Set(partsOf(tokens))) add(part, weight);
  }
  for (const word of [...CHINESE_THESAURUS.keys(), ...commonChineseWords()]) add(word, LEXICON_WEIGHT.thesaurus);
  return buildLexicon(weights);
}

const COMPLETIONS_OF_A_WORD = 3;
const SHORTEST_PREFIX = 2;

function englishWordsOf(phrases: readonly CompletablePhrase[]): EnglishWords {
  const latin = phrases.flatMap(({ tokens }) => tokens.filter(({ script }) => script === "latin").map(({ text }) => text));
  const words = new Set([...latin, ...LATIN_THESAURUS_WORDS].filter((word) => !isEnglishStopWord(word)));
  const stems = new Set([...words].map(stem));
  const uses = new Map<string, number>();
  for (const word of latin) uses.set(word, (uses.get(word) ?? 0) + 1);
  const byUse = [...words].sort((left, right) => (uses.get(right) ?? 0) - (uses.get(left) ?? 0));
  return {
    has: (key) => stems.has(key),
    typos: new TypoIndex(
      [...words].filter((word) => /^[a-z]+$/u.test(word)),
      (length) => (length >= 8 ? 2 : length >= 4 ? 1 : 0),
    ),
    completions: (prefix) =>
      prefix.length < SHORTEST_PREFIX ? [] : byUse.filter((word) => word.startsWith(prefix)).slice(0, COMPLETIONS_OF_A_WORD).map(stem),
  };
}

/**
 * Takes about a second of work for a city. A catalogue is rebuilt while the process serves people with the old one, so
 * the work is done in stages that let them in between.
 */
export async function buildSearchIndex(entries: SearchEntry[]): Promise<SearchIndex> {
  const texts = namesAndAliases(entries);
  const phrases = texts.map((indexed): CompletablePhrase => ({ ...indexed, tokens: tokenise(indexed.normalised) }));
  await letOthersIn();
  const terms = buildTermIndex(fieldsOf(entries, texts));
  await letOthersIn();
  const phraseIndex = buildPhraseIndex(phrases);
  await letOthersIn();
  const lexicon = lexiconOf(phrases, entries);
  await letOthersIn();
  const englishWords = englishWordsOf(phrases);
  const complete = buildCompleter(phrases, (item) => entries[item]?.weight ?? 0);
  const items = entries.map(({ names, weight }) => ({ weight, action: actionNamedBy(names.zh) }));

  const readingsOfQuery = (normalised: string): Decoding[] => {
    const standard = inStandardChinese(normalised);
    const asTyped = [{ text: normalised, confidence: 1 }];
    if (standard !== normalised) asTyped.push({ text: standard, confidence: DIALECT_CONFIDENCE });
    const strange = tokenise(normalised).some(({ text, script }) => script === "latin" && !englishWords.has(stem(text)));
    return [...asTyped, ...decode(standard, lexicon, { mistyped: strange })];
  };

  const search = (query: string): SearchHit[] => {
    const normalised = normaliseQuery(query.slice(0, LONGEST_QUERY));
    if (normalised === "") return [];
    const scores = new Float64Array(entries.length);
    for (const { text, confidence } of readingsOfQuery(normalised)) {
      const scoresOfReading = rank(understand(text, terms, englishWords), terms, phraseIndex, items);
      for (const [item, score] of scoresOfReading.entries()) scores[item] = Math.max(score * confidence, scores[item] ?? 0);
    }
    const floor = Math.max(LOWEST_SCORE, LOWEST_SHARE_OF_BEST * scores.reduce((best, score) => Math.max(best, score), 0));
    return entries
      .map(({ id }, item) => ({ id, score: scores[item] ?? 0 }))
      .filter(({ score }) => score >= floor)
      .sort((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1));
  };

  const suggest = (prefix: string, limit: number): Suggestion[] => {
    const suggestions = new Map<string, Suggestion>();
    for (const { item, text } of complete(normaliseQuery(prefix.slice(0, LONGEST_QUERY)))) {
      const id = entries[item]?.id ?? "";
      if (!suggestions.has(id)) suggestions.set(id, { id, text });
      if (suggestions.size >= limit) break;
    }
    if (suggestions.size < limit) {
      const names = new Map(entries.map(({ id, names: { zh } }) => [id, zh]));
      for (const { id } of search(prefix)) {
        if (suggestions.size >= limit) break;
        if (!suggestions.has(id)) suggestions.set(id, { id, text: names.get(id) ?? "" });
      }
    }
    return [...suggestions.values()];
  };

  return { search, suggest, size: entries.length };
}
