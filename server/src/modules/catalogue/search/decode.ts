/**
 * Reads what was typed the way an input method does: every stretch of the query that could stand for a known word, by
 * sound, by initials or with a mistake, is an edge of a lattice, and the cheapest ways through are the readings.
 * "gjj提取" → 公积金提取, "交社bao" → 交社保, "公机金" → 公积金.
 */
import type { Lexicon, LexiconWord, SoundNode, Typed } from "./lexicon.ts";
import { isHan } from "./normalise.ts";
import { actionOf, isFunctionWord } from "./intent.ts";
import { readingsOf, soundAlikes } from "./pinyin.ts";

export interface Decoding {
  text: string;
  /** 0 to 1: how little had to be assumed. */
  confidence: number;
}

interface Edge {
  end: number;
  text: string;
  cost: number;
}

interface Path {
  text: string;
  cost: number;
}

const COST_OF_TYPED: Record<Typed, number> = { full: 0.04, similar: 0.3, initial: 0.42, unfinished: 0.15 };
const COST_PER_WORD = 0.1;
const COST_OF_RARITY = 0.25;
const COST_SAME_SOUND = 0.45;
const COST_SIMILAR_SOUND = 0.7;
const COST_PER_MISSING_SYLLABLE = 0.5;
/** A character or sign that stays what it is: free where it belongs to a word, dear where nothing known begins. */
const COST_UNKNOWN_CHARACTER = 0.35;
const COST_UNREAD_LETTER = 1.5;
const COST_SWAPPED = 0.5;
const COST_MISSING_OR_EXTRA = 0.6;
const COST_REPLACED = 0.9;
const COST_PINYIN_TYPO = 0.8;
/** Two initials name half the dictionary; they count only beside something surer. */
const COST_TWO_INITIALS_ALONE = 0.25;

/** Where what was typed makes sense, only a reading about as cheap is worth asking. */
const WORSE_THAN_TYPED = 0.4;
const WORTH_ASKING = 0.85;
const DOUBT_PER_COST = 0.9;
const PATHS_KEPT = 4;
const EDGES_PER_STRETCH = 4;
const HIGHEST_COST_PER_CHARACTER = 0.68;
/** Above it so much was assumed that a slip of the finger is the likelier story. */
const CLEAN_COST_PER_CHARACTER = 0.35;
const LONGEST_MISTYPED_QUERY = 40;
const LONGEST_TYPO = 9;
const LONGEST_SYLLABLE = 6;
const SHORTEST_PINYIN_TYPO = 5;
const LONGEST_PINYIN_TYPO = 16;

/** The typed signs without spaces; a space may stand between syllables, never inside one. */
interface Signs {
  text: string;
  boundaries: ReadonlySet<number>;
}

function withoutSpaces(normalised: string): Signs {
  const boundaries = new Set<number>();
  let text = "";
  for (const sign of normalised) {
    if (sign === " ") boundaries.add(text.length);
    else text += sign;
  }
  return { text, boundaries };
}

function crossesBoundary(signs: Signs, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at += 1) if (signs.boundaries.has(at)) return true;
  return false;
}

/** How the syllables on the way to a node were typed. */
interface Walk {
  node: SoundNode;
  at: number;
  cost: number;
  /** The Chinese character typed for each syllable, empty where letters were. */
  typed: readonly string[];
  initials: number;
}

function soundsOf(character: string): { syllable: string; cost: number }[] {
  const exact = readingsOf(character);
  return [
    ...exact.map((syllable) => ({ syllable, cost: 0 })),
    ...exact.flatMap(soundAlikes).map((syllable) => ({ syllable, cost: COST_SIMILAR_SOUND })),
  ];
}

function stepsFrom(walk: Walk, signs: Signs, lexicon: Lexicon): Walk[] {
  const sign = signs.text[walk.at];
  if (sign === undefined) return [];
  const steps: Walk[] = [];
  if (isHan(sign)) {
    for (const { syllable, cost } of soundsOf(sign)) {
      const node = walk.node.next.get(syllable);
      if (node) steps.push({ node, at: walk.at + 1, cost: walk.cost + cost, typed: [...walk.typed, sign], initials: walk.initials });
    }
    return steps;
  }
  for (let end = walk.at + 1; end <= Math.min(signs.text.length, walk.at + LONGEST_SYLLABLE); end += 1) {
    if (crossesBoundary(signs, walk.at, end)) break;
    for (const { syllable, typed } of lexicon.spelled.get(signs.text.slice(walk.at, end)) ?? []) {
      if (typed === "unfinished" && end !== signs.text.length) continue;
      const node = walk.node.next.get(syllable);
      if (!node) continue;
      // After full syllables a last letter is a word being typed, not an initial: "shebaok".
      const begun = typed === "initial" && end === signs.text.length && walk.typed.length > walk.initials;
      const initials = walk.initials + (typed === "initial" && !begun ? 1 : 0);
      const cost = walk.cost + COST_OF_TYPED[begun ? "unfinished" : typed];
      steps.push({ node, at: end, cost, typed: [...walk.typed, ""], initials });
    }
  }
  return steps;
}

/** The cost of taking the walk for this word, or undefined when too little of the word was really typed. */
function costOfWord(walk: Walk, word: LexiconWord, typedAlone: boolean): number | undefined {
  let cost = walk.cost + COST_PER_WORD + COST_OF_RARITY * (1 - word.popularity);
  let agreeing = 0;
  for (const [index, typed] of walk.typed.entries()) {
    if (typed === "" || typed === word.text[index]) agreeing += 1;
    // A sound that is only similar was paid for on the way.
    else cost += COST_SAME_SOUND;
  }
  if (agreeing === 0) return undefined;
  if (walk.initials === walk.typed.length && walk.initials <= 2) {
    if (walk.initials < 2) return undefined;
    if (!typedAlone) cost += COST_TWO_INITIALS_ALONE;
  }
  return cost;
}

function edgesBySound(signs: Signs, start: number, lexicon: Lexicon): Edge[] {
  const edges: Edge[] = [];
  const open: Walk[] = [{ node: lexicon.root, at: start, cost: 0, typed: [], initials: 0 }];
  for (let walk = open.pop(); walk; walk = open.pop()) {
    const stretch = signs.text.slice(start, walk.at);
    const before = signs.text[start - 1];
    const after = signs.text[walk.at];
    const typedAlone = (before === undefined || isHan(before)) && (after === undefined || isHan(after));
    for (const word of walk.node.words) {
      const cost = costOfWord(walk, word, typedAlone);
      if (cost === undefined) continue;
      // A word typed as it is written costs next to nothing, however rare.
      edges.push({ end: walk.at, text: word.text, cost: stretch === word.text ? COST_PER_WORD : cost });
    }
    // "shebao" is a word; only what is none yet, like "gongji", is completed.
    const isUnfinished = after === undefined && walk.node.words.length === 0;
    if (isUnfinished && walk.typed.length > 0 && stretch.length >= 3 && walk.initials < 2) {
      for (const word of walk.node.completions) {
        const cost = costOfWord(walk, word, typedAlone);
        const missing = word.text.length - walk.typed.length;
        if (cost !== undefined) edges.push({ end: walk.at, text: word.text, cost: cost + missing * COST_PER_MISSING_SYLLABLE });
      }
    }
    open.push(...stepsFrom(walk, signs, lexicon));
  }
  return edges;
}

function sortedLetters(text: string): string {
  return Array.from(text).sort().join("");
}

function costOfMistake(typed: string, meant: string): number {
  if (typed.length !== meant.length) return COST_MISSING_OR_EXTRA;
  return sortedLetters(typed) === sortedLetters(meant) ? COST_SWAPPED : COST_REPLACED;
}

function edgesByCharacterTypo(signs: Signs, start: number, lexicon: Lexicon): Edge[] {
  const edges: Edge[] = [];
  for (let end = start + 2; end <= Math.min(signs.text.length, start + LONGEST_TYPO); end += 1) {
    const stretch = signs.text.slice(start, end);
    if (!isHan(stretch.at(-1) ?? "")) break;
    if (lexicon.has(stretch)) continue;
    for (const { text } of lexicon.characterTypos.near(stretch)) {
      const cost = costOfMistake(stretch, text);
      // One other character of three is as often another word as a mistake: 离婚证 is not 结婚证.
      if (cost === COST_REPLACED && text.length < 4) continue;
      edges.push({ end, text, cost: cost + COST_PER_WORD });
    }
  }
  return edges;
}

/** Slips of the finger in pinyin. */
function edgesByPinyinTypo(signs: Signs, start: number, lexicon: Lexicon): Edge[] {
  const edges: Edge[] = [];
  for (let end = start + 1; end <= Math.min(signs.text.length, start + LONGEST_PINYIN_TYPO); end += 1) {
    if (!/[a-z]/u.test(signs.text[end - 1] ?? "")) break;
    if (end - start < SHORTEST_PINYIN_TYPO) continue;
    for (const { text, distance } of lexicon.pinyinTypos.near(signs.text.slice(start, end))) {
      if (distance === 0) continue;
      for (const word of lexicon.wordsSpelled(text)) {
        edges.push({ end, text: word.text, cost: COST_PINYIN_TYPO + COST_PER_WORD + COST_OF_RARITY * (1 - word.popularity) });
      }
    }
  }
  return edges;
}

function cheapestPerStretch(edges: Edge[]): Edge[] {
  edges.sort((left, right) => left.cost - right.cost);
  const taken = new Map<number, Set<string>>();
  return edges.filter(({ end, text }) => {
    const texts = taken.get(end) ?? new Set<string>();
    if (texts.has(text) || texts.size >= EDGES_PER_STRETCH) return false;
    taken.set(end, texts.add(text));
    return true;
  });
}

function keepPath(paths: Path[], path: Path): void {
  const same = paths.find(({ text }) => text === path.text);
  if (same) same.cost = Math.min(same.cost, path.cost);
  else paths.push(path);
  paths.sort((left, right) => left.cost - right.cost);
  paths.length = Math.min(paths.length, PATHS_KEPT);
}

function costOfKeeping(sign: string): number {
  if (/[a-z]/u.test(sign)) return COST_UNREAD_LETTER;
  return isFunctionWord(sign) || actionOf(sign) ? COST_PER_WORD : COST_UNKNOWN_CHARACTER;
}

function edgesFrom(signs: Signs, start: number, lexicon: Lexicon, mistyped: boolean): Edge[] {
  const sign = signs.text[start] ?? "";
  const edges = edgesBySound(signs, start, lexicon);
  if (isHan(sign)) edges.push(...edgesByCharacterTypo(signs, start, lexicon));
  else if (mistyped) edges.push(...edgesByPinyinTypo(signs, start, lexicon));
  const asItIs = { end: start + 1, text: sign, cost: costOfKeeping(sign) };
  return [...cheapestPerStretch(edges), asItIs];
}

function pathsThrough(signs: Signs, lexicon: Lexicon, mistyped: boolean): Path[] {
  const { length } = signs.text;
  const paths: Path[][] = Array.from({ length: length + 1 }, () => []);
  paths[0] = [{ text: "", cost: 0 }];
  for (let start = 0; start < length; start += 1) {
    const here = paths[start] ?? [];
    if (here.length === 0) continue;
    for (const edge of edgesFrom(signs, start, lexicon, mistyped)) {
      for (const path of here) keepPath(paths[edge.end] ?? [], { text: path.text + edge.text, cost: path.cost + edge.cost });
    }
  }
  const complete = paths[length] ?? [];
  const asTyped = complete.find(({ text }) => text === signs.text)?.cost ?? Infinity;
  return complete.filter(
    ({ text, cost }) =>
      text !== signs.text && isHan(text) && cost <= HIGHEST_COST_PER_CHARACTER * text.length && cost <= asTyped + WORSE_THAN_TYPED,
  );
}

/**
 * The likeliest readings of the query, best first, without the query itself.
 *
 * @param mistyped whether letters that make no clean pinyin may be pinyin with a slip; English would suffer from it
 */
export function decode(normalised: string, lexicon: Lexicon, { mistyped }: { mistyped: boolean }): Decoding[] {
  const signs = withoutSpaces(normalised);
  let paths = pathsThrough(signs, lexicon, false);
  const isClean = paths.some(({ text, cost }) => cost <= CLEAN_COST_PER_CHARACTER * text.length);
  if (mistyped && !isClean && signs.text.length <= LONGEST_MISTYPED_QUERY) paths = pathsThrough(signs, lexicon, true);
  const readings = paths.map(({ text, cost }) => ({ text, confidence: Math.exp((-DOUBT_PER_COST * cost) / text.length) }));
  return readings.filter(({ confidence }) => confidence >= WORTH_ASKING * (readings[0]?.confidence ?? 0));
}
