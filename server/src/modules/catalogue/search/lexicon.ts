/**
 * The Chinese words the catalogue and the thesaurus know, arranged by sound: a trie of syllables.
 * Readings of pinyin, initials and mistyped characters are looked for here and nowhere else, so that whatever is read
 * out of a query can also be found.
 */
import { isHan } from "./normalise.ts";
import { initialsOf, soundAlikes, syllablesOf } from "./pinyin.ts";
import type { Token } from "./tokenise.ts";
import { TypoIndex } from "./typos.ts";

export interface LexiconWord {
  text: string;
  /** 0 to 1: how much of the catalogue, weighted by use, speaks of it. */
  popularity: number;
}

export interface SoundNode {
  readonly next: Map<string, SoundNode>;
  readonly words: LexiconWord[];
  /** The most popular words that begin with this sound, for unfinished input. */
  readonly completions: LexiconWord[];
}

export type Typed = "full" | "similar" | "initial" | "unfinished";

export interface SpelledSyllable {
  syllable: string;
  typed: Typed;
}

export interface Lexicon {
  root: SoundNode;
  has(word: string): boolean;
  /** Which syllables a string of letters may stand for. */
  spelled: ReadonlyMap<string, readonly SpelledSyllable[]>;
  /** Words by their characters, for missing, extra and swapped ones. */
  characterTypos: TypoIndex;
  /** Words by their full pinyin, for slips of the finger. */
  pinyinTypos: TypoIndex;
  wordsSpelled(pinyin: string): readonly LexiconWord[];
}

const LONGEST_WORD = 6;
const LONGEST_PART = 3;
const LONGEST_MISTYPED_PINYIN = 15;
const COMPLETIONS_KEPT = 3;
/** A longer tail would be a guess at what the person has not thought of yet. */
const LONGEST_COMPLETION = 3;

/** Words of a phrase and its runs of neighbouring words: 提取, 公积金, 提取公积金. */
export function partsOf(tokens: readonly Token[]): string[] {
  const parts: string[] = [];
  for (let first = 0; first < tokens.length; first += 1) {
    let text = "";
    for (let last = first; last < Math.min(tokens.length, first + LONGEST_PART); last += 1) {
      const token = tokens[last];
      if (token?.script !== "han") break;
      text += token.text;
      if (text.length > LONGEST_WORD) break;
      if (text.length > 1) parts.push(text);
    }
  }
  return parts;
}

function emptyNode(): SoundNode {
  return { next: new Map(), words: [], completions: [] };
}

function keepBest(words: LexiconWord[], word: LexiconWord): void {
  words.push(word);
  words.sort((left, right) => right.popularity - left.popularity);
  words.length = Math.min(words.length, COMPLETIONS_KEPT);
}

function spellings(syllables: Iterable<string>): Map<string, SpelledSyllable[]> {
  const table = new Map<string, SpelledSyllable[]>();
  const add = (letters: string, syllable: string, typed: Typed) => {
    const known = table.get(letters);
    if (!known) table.set(letters, [{ syllable, typed }]);
    else if (!known.some((spelled) => spelled.syllable === syllable)) known.push({ syllable, typed });
  };
  const all = [...syllables];
  for (const syllable of all) add(syllable, syllable, "full");
  for (const syllable of all) for (const letters of initialsOf(syllable)) add(letters, syllable, "initial");
  for (const syllable of all) for (const letters of soundAlikes(syllable)) add(letters, syllable, "similar");
  for (const syllable of all) for (let length = 2; length < syllable.length; length += 1) add(syllable.slice(0, length), syllable, "unfinished");
  return table;
}

function inThreeCharactersOrMore(words: Iterable<string>): string[] {
  return [...words].filter((word) => isHan(word) && word.length >= 3);
}

/** @param weights every known word with its use, in any unit */
export function buildLexicon(weights: ReadonlyMap<string, number>): Lexicon {
  const heaviest = Math.max(1, ...weights.values());
  const root = emptyNode();
  const syllables = new Set<string>();
  const bySpelling = new Map<string, LexiconWord[]>();
  for (const [text, weight] of weights) {
    if (!isHan(text) || text.length < 2) continue;
    const word = { text, popularity: Math.log1p(weight) / Math.log1p(heaviest) };
    const sounds = syllablesOf(text);
    const path = [root];
    let node = root;
    for (const sound of sounds) {
      syllables.add(sound);
      let next = node.next.get(sound);
      if (!next) node.next.set(sound, (next = emptyNode()));
      node = next;
      path.push(node);
    }
    node.words.push(word);
    for (const prefix of path.slice(-1 - LONGEST_COMPLETION, -1)) if (prefix !== root) keepBest(prefix.completions, word);
    const spelling = sounds.join("");
    const same = bySpelling.get(spelling);
    if (same) same.push(word);
    else bySpelling.set(spelling, [word]);
  }
  return {
    root,
    has: (word) => weights.has(word),
    spelled: spellings(syllables),
    // With two characters, one mistake leaves one: that is no evidence.
    characterTypos: new TypoIndex(inThreeCharactersOrMore(weights.keys()), (length) => (length >= 3 ? 1 : 0)),
    // Longer stretches of pinyin are read in pieces; indexing them whole took most of the memory.
    pinyinTypos: new TypoIndex(
      [...bySpelling.keys()].filter((spelling) => spelling.length >= 5 && spelling.length <= LONGEST_MISTYPED_PINYIN),
      (length) => (length >= 6 ? 1 : 0),
    ),
    wordsSpelled: (spelling) => bySpelling.get(spelling) ?? [],
  };
}
