/**
 * Measures the search against queries as people type them: does it find the item, how fast, with how much memory, and
 * how much better than looking for the text in names and aliases, which is what a plain portal does.
 *
 *   node bench/search.ts [--city haikou] [--cities <folder>] [--json] [--misses]
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Figure, figure, report } from "./support/figures.ts";
import type { City, Department, LifeEvent, ServiceItem, Topic } from "../server/src/modules/catalogue/documents.ts";
import { buildSearchIndex, normaliseQuery, searchEntries } from "../server/src/modules/catalogue/search/index.ts";
import type { SearchEntry } from "../server/src/modules/catalogue/search/index.ts";

const { values: options } = parseArgs({
  options: {
    city: { type: "string", default: "haikou" },
    cities: { type: "string", default: join(import.meta.dirname, "../cities") },
    json: { type: "boolean", default: false },
    misses: { type: "boolean", default: false },
  },
});

const LARGE_INDEX = 5000;
const ROUNDS = 5;

interface JudgedQuery {
  query: string;
  accepted: ReadonlySet<string>;
  kind: string;
  set: string;
}

interface Outcome extends JudgedQuery {
  found: string[];
}

type Search = (query: string) => string[];

function readJson<T>(path: string, whenMissing: T): T {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : whenMissing;
}

function loadServices(folder: string): ServiceItem[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => readJson<ServiceItem | ServiceItem[]>(join(folder, name), []));
}

/** As at a city's start: no usage yet, only the services its editors put on the home screen. */
function loadEntries(cityFolder: string): SearchEntry[] {
  const popular = readJson<Partial<City>>(join(cityFolder, "city.json"), {}).popular ?? [];
  return searchEntries(
    {
      services: loadServices(join(cityFolder, "services")),
      topics: readJson<Topic[]>(join(cityFolder, "topics.json"), []),
      departments: readJson<Department[]>(join(cityFolder, "departments.json"), []),
      lifeEvents: readJson<LifeEvent[]>(join(cityFolder, "life-events.json"), []),
    },
    (id) => (popular.includes(id) ? 1 - popular.indexOf(id) / (2 * popular.length) : 0.2),
  );
}

function loadQueries(): JudgedQuery[] {
  const lines = readFileSync(join(import.meta.dirname, "search-queries.tsv"), "utf8").trim().split("\n").slice(1);
  return lines.map((line) => {
    const [query = "", ids = "", kind = "", set = ""] = line.split("\t");
    return { query, accepted: new Set(ids === "-" ? [] : ids.split(",")), kind, set };
  });
}

/** Places, channels and people as a city's items really vary. */
const PLACES: readonly (readonly [zh: string, en: string])[] = [
  ["", ""], ["区级", "District "], ["街道", "Street "], ["社区", "Community "], ["高新区", "High-tech zone "], ["新区", "New area "], ["经开区", "Development zone "],
  ["保税区", "Bonded zone "], ["东城", "East "], ["西城", "West "], ["南城", "South "], ["北城", "North "], ["老城", "Old town "], ["乡镇", "Township "],
  ["园区", "Park "], ["港口", "Port "], ["机场", "Airport "], ["山区", "Hills "], ["沿海", "Coast "], ["中心城区", "Centre "],
];

function enlarge(entries: readonly SearchEntry[], size: number): SearchEntry[] {
  return Array.from({ length: size }, (_, index) => {
    const entry = entries[index % entries.length] as SearchEntry;
    const round = Math.floor(index / entries.length);
    const [zh, en] = PLACES[round % PLACES.length] ?? ["", ""];
    return {
      ...entry,
      id: `${entry.id}-${round}`,
      names: { zh: zh + entry.names.zh, en: en + entry.names.en },
      aliases: { zh: entry.aliases.zh.map((alias) => zh + alias), en: entry.aliases.en.map((alias) => en + alias) },
    };
  });
}

function substringSearch(entries: readonly SearchEntry[]): Search {
  const searched = entries.map(({ id, names, aliases }) => ({
    id,
    texts: [names.zh, names.en, ...aliases.zh, ...aliases.en].map(normaliseQuery),
  }));
  return (query) => {
    const wanted = normaliseQuery(query);
    if (wanted === "") return [];
    return searched.filter(({ texts }) => texts.some((text) => text.includes(wanted))).map(({ id }) => id);
  };
}

function rankOfFirstAccepted({ found, accepted }: Outcome): number {
  const at = found.findIndex((id) => accepted.has(id));
  return at < 0 ? Infinity : at + 1;
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

interface Quality {
  queries: number;
  hitAt1: number;
  hitAt3: number;
  withoutResult: number;
}

function qualityOf(outcomes: readonly Outcome[]): Quality {
  const within = (rank: number) => share(outcomes.filter((outcome) => rankOfFirstAccepted(outcome) <= rank).length, outcomes.length);
  return {
    queries: outcomes.length,
    hitAt1: within(1),
    hitAt3: within(3),
    withoutResult: share(outcomes.filter(({ found }) => found.length === 0).length, outcomes.length),
  };
}

/**
 * Milliseconds that 50 % and 99 % of the queries stay under. A query's time is the median of its rounds: on a machine
 * shared with other work the slowest round tells when the scheduler took the processor away, not what the query costs.
 */
function latency(search: Search, queries: readonly JudgedQuery[]): { p50: number; p99: number } {
  const quantile = (times: number[], part: number) => times.sort((left, right) => left - right)[Math.floor(part * (times.length - 1))] ?? 0;
  const timeOnce = (query: string) => {
    const start = performance.now();
    search(query);
    return performance.now() - start;
  };
  for (const { query } of queries) search(query);
  const rounds = Array.from({ length: ROUNDS }, () => queries.map(({ query }) => timeOnce(query)));
  const times = queries.map((_, query) => quantile(rounds.map((round) => round[query] ?? 0), 0.5));
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What is kept, not what passed through while building. */
function usedMegabytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

const entries = loadEntries(join(options.cities, options.city));
const queries = loadQueries();
const real = queries.filter(({ kind }) => kind !== "garbage");
const garbage = queries.filter(({ kind }) => kind === "garbage");

const memoryAtStart = usedMegabytes();
const firstBuild = performance.now();
const index = await buildSearchIndex(entries);
const firstBuildMs = performance.now() - firstBuild;
const cityMegabytes = usedMegabytes() - memoryAtStart;
const secondBuild = performance.now();
await buildSearchIndex(entries);
const buildMs = performance.now() - secondBuild;

const ours: Search = (query) => index.search(query).map(({ id }) => id);
const plain = substringSearch(entries);
const run = (search: Search, asked: readonly JudgedQuery[]) => asked.map((judged): Outcome => ({ ...judged, found: search(judged.query) }));
const outcomes = run(ours, real);
const plainOutcomes = run(plain, real);

const large = enlarge(entries, LARGE_INDEX);
const memoryBefore = usedMegabytes();
const largeBuild = performance.now();
const largeIndex = await buildSearchIndex(large);
const largeBuildMs = performance.now() - largeBuild;
const largeMegabytes = usedMegabytes() - memoryBefore;
const largePlain = substringSearch(large);
const speed = latency((query) => largeIndex.search(query).map(({ id }) => id), queries);
const plainSpeed = latency(largePlain, queries);
const largestAnswer = (search: Search) => Math.max(...run(search, garbage).map(({ found }) => found.length));
const [largestGarbageAnswer, largestPlainGarbageAnswer] = [largestAnswer(ours), largestAnswer(plain)];

/** Queries whose authors never saw the engine, the thesaurus or the aliases, and that nothing was tuned on. */
const fresh = (list: readonly Outcome[]) => qualityOf(list.filter(({ set }) => set === "fresh"));
const held = (list: readonly Outcome[]) => qualityOf(list.filter(({ set }) => set === "held"));
const [quality, plainQuality, heldQuality, heldPlainQuality] = [qualityOf(outcomes), qualityOf(plainOutcomes), held(outcomes), held(plainOutcomes)];
const [freshQuality, freshPlainQuality] = [fresh(outcomes), fresh(plainOutcomes)];
const figures: Figure[] = [
  figure("search: right item in the first three, all queries", 100 * quality.hitAt3, "%", 100 * plainQuality.hitAt3, "at least 95 %", (value) => value >= 95),
  figure("search: right item in the first three, held-out queries", 100 * heldQuality.hitAt3, "%", 100 * heldPlainQuality.hitAt3, "at least 95 %", (value) => value >= 95),
  figure("search: right item in the first three, queries by a stranger", 100 * freshQuality.hitAt3, "%", 100 * freshPlainQuality.hitAt3, "at least 95 %", (value) => value >= 95),
  figure("search: right item first, all queries", 100 * quality.hitAt1, "%", 100 * plainQuality.hitAt1, "more than plain", (_value, ratio) => ratio > 1),
  figure("search: queries without any result", 100 * quality.withoutResult, "%", 100 * plainQuality.withoutResult, "under 1 %", (value) => value < 1),
  figure("search: p99 at 5,000 items", speed.p99, "ms", plainSpeed.p99, "under 20 ms", (value) => value < 20),
  figure("search: most results for a garbage query", largestGarbageAnswer, "items", largestPlainGarbageAnswer, "at most 5 % of the items", (value) => value <= 0.05 * entries.length),
];

function printTable(): void {
  console.log(`${entries.length} items, ${real.length} queries and ${garbage.length} of garbage`);
  console.log("class           set    n   hit@1   hit@3   none  | plain hit@3   none");
  const row = (label: string, set: string, match: (outcome: Outcome) => boolean) => {
    const [mine, theirs] = [qualityOf(outcomes.filter(match)), qualityOf(plainOutcomes.filter(match))];
    const cells = [mine.hitAt1, mine.hitAt3, mine.withoutResult].map((value) => percent(value).padStart(8)).join("");
    const plainCells = [theirs.hitAt3, theirs.withoutResult].map((value) => percent(value).padStart(10)).join("");
    console.log(`${label.padEnd(15)} ${set.padEnd(4)} ${String(mine.queries).padStart(3)}${cells}  |${plainCells}`);
  };
  for (const kind of new Set(real.map((query) => query.kind))) {
    for (const set of ["dev", "held", "fresh"]) row(kind, set, (outcome) => outcome.kind === kind && outcome.set === set);
  }
  for (const set of ["dev", "held", "fresh"]) row("all", set, (outcome) => outcome.set === set);
  row("all", "both", () => true);
  console.log(`garbage: at most ${largestGarbageAnswer} results (${run(ours, garbage).map(({ found }) => found.length).join(" ")})`);
  console.log(`build: ${firstBuildMs.toFixed(0)} ms with loading the dictionary, then ${buildMs.toFixed(0)} ms, ${cityMegabytes.toFixed(0)} MB kept; 5,000 items ${largeBuildMs.toFixed(0)} ms, ${largeMegabytes.toFixed(0)} MB kept`);
  console.log(`5,000 items: p50 ${speed.p50.toFixed(2)} ms, p99 ${speed.p99.toFixed(2)} ms; plain p50 ${plainSpeed.p50.toFixed(2)} ms, p99 ${plainSpeed.p99.toFixed(2)} ms`);
}

function printMisses(): void {
  const names = new Map(entries.map(({ id, names: { zh } }) => [id, zh]));
  for (const outcome of outcomes.filter((each) => each.set === "dev" && rankOfFirstAccepted(each) > 3)) {
    const top = outcome.found.slice(0, 4).map((id) => `${id} ${names.get(id)}`);
    console.log(`${outcome.kind}\t${outcome.query}\twant ${[...outcome.accepted].join(",")} (at ${rankOfFirstAccepted(outcome)})\tgot ${top.join(" · ")}`);
  }
}

if (!options.json) {
  printTable();
  if (options.misses) printMisses();
}
report(figures);
