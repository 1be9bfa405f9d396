/**
 * Items that are probably one and the same, for the console: somebody decides there whether to merge or retire them.
 *
 * Comparing every item with every other would be 12.5 million comparisons at 5,000 items. Here only items are compared
 * that share one of their rarest features, and in a crowd of such items only neighbours by name.
 */
import { normaliseQuery } from "./normalise.ts";
import { featuresOf } from "./terms.ts";
import { tokenise } from "./tokenise.ts";

interface BilingualTexts {
  zh: string;
  en: string;
}

export interface ComparedItem {
  id: string;
  names: BilingualTexts;
  summary: BilingualTexts;
  aliases: { zh: readonly string[]; en: readonly string[] };
  department: string;
  kind: string;
}

const DUPLICATE_REASONS = ["same-name", "similar-name", "shared-aliases", "similar-summary", "same-department", "same-kind"] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

export interface NearDuplicate {
  a: string;
  b: string;
  /** 0 to 1. */
  score: number;
  reasons: DuplicateReason[];
}

const NAME_SHARE = 0.5;
const ALIAS_SHARE = 0.25;
const SUMMARY_SHARE = 0.25;
/** 水费查询 and 水费缴纳 are two doings with one thing, and a city may well want both. */
const OTHER_KIND = 0.75;
const OTHER_DEPARTMENT = 0.9;
const DEFAULT_THRESHOLD = 0.5;
const WORTH_NAMING = 0.5;

/** Names that have less in common are not called alike either. */
const WORTH_ASKING_ALIASES = 0.2;

const RAREST_FEATURES = 12;
const NEIGHBOURS_COMPARED = 20;

interface Profile {
  item: ComparedItem;
  name: string;
  nameFeatures: ReadonlySet<string>;
  /** Names and aliases as they are, and each Chinese alias by its features. */
  called: ReadonlySet<string>;
  aliasFeatures: readonly ReadonlySet<string>[];
  summaryFeatures: ReadonlySet<string>;
}

function profileOf(item: ComparedItem): Profile {
  const name = normaliseQuery(item.names.zh);
  return {
    item,
    name,
    nameFeatures: featuresOf(tokenise(name)),
    called: new Set([item.names.zh, item.names.en, ...item.aliases.zh, ...item.aliases.en].map(normaliseQuery)),
    aliasFeatures: item.aliases.zh.map((alias) => featuresOf(tokenise(normaliseQuery(alias)))),
    summaryFeatures: featuresOf(tokenise(normaliseQuery(item.summary.zh))),
  };
}

/** What a feature tells: 查询 is in a third of all names, 驾 in a few. */
type Telling = (feature: string) => number;

function tellingBy(sets: readonly ReadonlySet<string>[]): Telling {
  const frequency = new Map<string, number>();
  for (const set of sets) for (const feature of set) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  return (feature) => Math.log1p(sets.length / (frequency.get(feature) ?? 1));
}

/** Twice what both have, by what each has. */
function dice(left: ReadonlySet<string>, right: ReadonlySet<string>, telling: Telling): number {
  let total = 0;
  let shared = 0;
  for (const feature of left) {
    total += telling(feature);
    if (right.has(feature)) shared += 2 * telling(feature);
  }
  for (const feature of right) total += telling(feature);
  return total === 0 ? 0 : shared / total;
}

/** A short list of aliases wholly inside a long one is agreement, so the smaller list is the measure. */
function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  return [...small].filter((text) => large.has(text)).length / Math.max(1, small.size);
}

interface Measures {
  name: Telling;
  summary: Telling;
}

/** The likeness of one item's name to what the other is called: 老年证办理 and 老年优待证申领 meet in the alias 老年证. */
function likenessOfNames(left: Profile, right: Profile, shareAliases: boolean, telling: Telling): number {
  const names = dice(left.nameFeatures, right.nameFeatures, telling);
  if (names < WORTH_ASKING_ALIASES && !shareAliases) return names;
  const crossed = [
    ...right.aliasFeatures.map((alias) => dice(left.nameFeatures, alias, telling)),
    ...left.aliasFeatures.map((alias) => dice(alias, right.nameFeatures, telling)),
  ];
  return Math.max(names, ...crossed);
}

function compare(left: Profile, right: Profile, telling: Measures): NearDuplicate {
  const called = overlap(left.called, right.called);
  const name = likenessOfNames(left, right, called > 0, telling.name);
  const summary = dice(left.summaryFeatures, right.summaryFeatures, telling.summary);
  const sameDepartment = left.item.department === right.item.department;
  const sameKind = left.item.kind === right.item.kind;
  const likeness = NAME_SHARE * name + ALIAS_SHARE * called + SUMMARY_SHARE * summary;
  const reasons: [DuplicateReason, boolean][] = [
    ["same-name", left.name === right.name],
    ["similar-name", left.name !== right.name && name >= WORTH_NAMING],
    ["shared-aliases", called >= WORTH_NAMING],
    ["similar-summary", summary >= WORTH_NAMING],
    ["same-department", sameDepartment],
    ["same-kind", sameKind],
  ];
  const [a, b] = [left.item.id, right.item.id].sort() as [string, string];
  return {
    a,
    b,
    score: likeness * (sameKind ? 1 : OTHER_KIND) * (sameDepartment ? 1 : OTHER_DEPARTMENT),
    reasons: reasons.filter(([, holds]) => holds).map(([reason]) => reason),
  };
}

function featuresForBlocks({ nameFeatures, called, summaryFeatures }: Profile): string[] {
  return [...nameFeatures].map((feature) => `name ${feature}`).concat([...called].map((text) => `called ${text}`), [...summaryFeatures]);
}

/** Groups of items that share a feature which is rare for at least one of them. */
function blocksOf(profiles: readonly Profile[]): Map<string, number[]> {
  const features = profiles.map(featuresForBlocks);
  const frequency = new Map<string, number>();
  for (const feature of features.flat()) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  const blocks = new Map<string, number[]>();
  for (const [index, own] of features.entries()) {
    const shared = own.filter((feature) => (frequency.get(feature) ?? 0) > 1);
    shared.sort((left, right) => (frequency.get(left) ?? 0) - (frequency.get(right) ?? 0));
    for (const feature of shared.slice(0, RAREST_FEATURES)) {
      const block = blocks.get(feature);
      if (block) block.push(index);
      else blocks.set(feature, [index]);
    }
  }
  return blocks;
}

/** @param threshold pairs below it are left out; at 0.5 the 275 items of a first city make hardly a pair, and a second entry for one thing does */
export function nearDuplicates(items: readonly ComparedItem[], threshold: number = DEFAULT_THRESHOLD): NearDuplicate[] {
  const profiles = items.map(profileOf).sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  const telling = {
    name: tellingBy(profiles.map(({ nameFeatures }) => nameFeatures)),
    summary: tellingBy(profiles.map(({ summaryFeatures }) => summaryFeatures)),
  };
  const compared = new Set<number>();
  const found: NearDuplicate[] = [];
  for (const block of blocksOf(profiles).values()) {
    for (const [place, left] of block.entries()) {
      for (const right of block.slice(place + 1, place + 1 + NEIGHBOURS_COMPARED)) {
        const pair = left * profiles.length + right;
        if (compared.has(pair)) continue;
        compared.add(pair);
        const result = compare(profiles[left] as Profile, profiles[right] as Profile, telling);
        if (result.score >= threshold) found.push(result);
      }
    }
  }
  return found.sort((left, right) => right.score - left.score || (left.a < right.a ? -1 : 1));
}
