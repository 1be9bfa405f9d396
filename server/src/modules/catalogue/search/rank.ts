/**
 * Scores items against one reading of a query.
 *
 * Two views are added: how much of the question an item answers (each position of the query takes its best answer, so
 * a synonym never counts twice beside its word), and how like the whole question is to one of the item's names or
 * aliases (so the item called exactly that stands before those that merely mention it).
 */
import type { Action } from "./intent.ts";
import type { Alternative, Question } from "./question.ts";
import type { PhraseIndex, Postings, TermIndex } from "./terms.ts";

export interface RankedItem {
  weight: number;
  action: Action;
}

const COVERAGE = 0.6;
const LIKENESS = 0.4;
const NEARLY_THE_NAME = 0.75;
const LIKENESS_OF_PIECES = 0.5;
const RIGHT_ACTION = 0.05;
const POPULARITY = 0.05;
/** A common word still counts this much of a rare one. */
const COMMON_WORD = 0.35;
/** How rare a word is that the whole index has never seen: it must not silence the words it has seen. */
const UNKNOWN_RARITY = 0.6;

function intersect(left: Postings, right: Postings): Postings {
  const strengths = new Map<number, number>();
  for (const [at, item] of left.items.entries()) strengths.set(item, left.strengths[at] ?? 0);
  const shared = new Map<number, number>();
  for (const [at, item] of right.items.entries()) {
    const strength = strengths.get(item);
    if (strength !== undefined) shared.set(item, Math.min(strength, right.strengths[at] ?? 0));
  }
  return { items: Int32Array.from(shared.keys()), strengths: Float32Array.from(shared.values()), rarity: Math.max(left.rarity, right.rarity) };
}

/** Items that hold all of the terms, as strong as the weakest. */
function postingsOfAll(terms: readonly string[], index: TermIndex): Postings | undefined {
  const postings = terms.map((term) => index.postings(term)).filter((found) => found !== undefined);
  return postings.length === terms.length && postings.length > 0 ? postings.reduce(intersect) : undefined;
}

interface ResolvedAlternative extends Alternative {
  postings: Postings;
}

function resolve(question: Question, index: TermIndex): ResolvedAlternative[] {
  return question.alternatives.flatMap((alternative) => {
    const postings = postingsOfAll(alternative.terms, index);
    return postings && postings.items.length > 0 ? [{ ...alternative, postings }] : [];
  });
}

/** For every item the share of the question it answers, 0 to 1. */
function coverage(question: Question, index: TermIndex, size: number): Float64Array {
  const covered = new Float64Array(size);
  const best = new Float64Array(size);
  const alternatives = resolve(question, index);
  let asked = 0;
  for (const [position, weight] of question.weights.entries()) {
    if (weight === 0) continue;
    const here = alternatives.filter(({ start, end }) => start <= position && position < end);
    const rarity = Math.max(0, ...here.filter((alternative) => alternative.weight >= 0.5).map(({ postings }) => postings.rarity));
    const worth = weight * (COMMON_WORD + (1 - COMMON_WORD) * (rarity || UNKNOWN_RARITY));
    asked += worth;
    const touched: number[] = [];
    for (const alternative of here) {
      const { items, strengths } = alternative.postings;
      for (let at = 0; at < items.length; at += 1) {
        const item = items[at] ?? 0;
        const value = alternative.weight * (strengths[at] ?? 0);
        const before = best[item] ?? 0;
        if (before === 0) touched.push(item);
        if (value > before) best[item] = value;
      }
    }
    for (const item of touched) {
      covered[item] = (covered[item] ?? 0) + worth * (best[item] ?? 0);
      best[item] = 0;
    }
  }
  return asked === 0 ? covered : covered.map((value) => value / asked);
}

/** By item its score, 0 where nothing is shared with the question. */
export function rank(question: Question, index: TermIndex, phrases: PhraseIndex, items: readonly RankedItem[]): Float64Array {
  const scores = coverage(question, index, items.length);
  const likeness = phrases.likeness(question.core);
  for (const [item, { weight, action }] of items.entries()) {
    const like = likeness[item] ?? 0;
    const trusted = question.isIdiomatic && like < NEARLY_THE_NAME ? like * LIKENESS_OF_PIECES : like;
    const answer = COVERAGE * (scores[item] ?? 0) + LIKENESS * trusted;
    const tip = (question.actions.has(action) ? RIGHT_ACTION : 0) + POPULARITY * weight;
    // The tips are in proportion: popularity must not lift what hardly answers.
    scores[item] = answer * (1 + tip);
  }
  return scores;
}
