/** Completes what is being typed: names and aliases that begin so, in characters, pinyin or initials. */
import { syllablesOf } from "./pinyin.ts";
import type { Token } from "./tokenise.ts";

export interface SuggestedPhrase {
  item: number;
  /** As it is to be shown. */
  text: string;
  isName: boolean;
}

export interface CompletablePhrase extends SuggestedPhrase {
  normalised: string;
  tokens: readonly Token[];
}

interface PrefixKey {
  key: string;
  phrase: number;
}

/** Words repeat across names, and asking the pinyin library is the slow part. */
function spellingByWord(): (token: Token) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (token) => {
    if (token.script !== "han") return [token.text];
    let syllables = known.get(token.text);
    if (!syllables) known.set(token.text, (syllables = syllablesOf(token.text)));
    return syllables;
  };
}

function keysOf(phrase: CompletablePhrase, syllablesOfWord: (token: Token) => readonly string[]): Set<string> {
  const keys = new Set([phrase.normalised]);
  if (!phrase.tokens.some(({ script }) => script === "han")) return keys;
  const syllables = phrase.tokens.flatMap(syllablesOfWord);
  return keys.add(syllables.join("")).add(syllables.map((syllable) => syllable.slice(0, 1)).join(""));
}

function firstAtLeast(keys: readonly PrefixKey[], prefix: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle]?.key ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type Completer = (normalisedPrefix: string) => SuggestedPhrase[];

/** Enough to choose the most used from, and bounded when the prefix is one letter. */
const LOOKED_AT = 2000;

export function buildCompleter(completable: readonly CompletablePhrase[], weightOf: (item: number) => number): Completer {
  const syllablesOfWord = spellingByWord();
  const keys: PrefixKey[] = [];
  for (const [index, phrase] of completable.entries()) for (const key of keysOf(phrase, syllablesOfWord)) keys.push({ key, phrase: index });
  keys.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : left.phrase - right.phrase));

  // Without their tokens, which are only needed here.
  const phrases = completable.map(({ item, text, isName }): SuggestedPhrase => ({ item, text, isName }));
  const value = (phrase: SuggestedPhrase) => weightOf(phrase.item) + (phrase.isName ? 0.5 : 0) - phrase.text.length / 100;

  const beginningWith = (prefix: string): SuggestedPhrase[] => {
    const found: SuggestedPhrase[] = [];
    for (let at = firstAtLeast(keys, prefix), seen = 0; seen < LOOKED_AT; at += 1, seen += 1) {
      const entry = keys[at];
      if (!entry?.key.startsWith(prefix)) break;
      const phrase = phrases[entry.phrase];
      if (phrase) found.push(phrase);
    }
    return found;
  };

  return (normalisedPrefix) => {
    if (normalisedPrefix === "") return [];
    // Pinyin may be typed with spaces; English has to be.
    const prefixes = new Set([normalisedPrefix, normalisedPrefix.replaceAll(" ", "")]);
    return [...prefixes].flatMap(beginningWith).sort((left, right) => value(right) - value(left));
  };
}
