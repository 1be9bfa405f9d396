/** What a rehearsal found, in plain words and numbers; pure. */
import type { RecordableHistogram } from "node:perf_hooks";
import type { Observed, Visitor } from "./visitors.ts";

/** What the database holds afterwards. */
export interface StoredEntries {
  rows: number;
  people: number;
  /** Numbers of places handed out, each once, from 1 without a gap. */
  numbered: boolean;
  /** Sum of what the places' rows say. */
  taken: number;
  /** Rows of places with more handed out than there are. */
  overdrawn: number;
  /** Number by person, for whoever was told one. */
  numbers: Map<string, number>;
}

export interface Rehearsed {
  place: string;
  observed: Observed;
  stored: StoredEntries;
  personOf(visitor: Visitor): string;
  admitPerSecond: number;
  /** Undefined where it cannot be seen. */
  memoryMegabytes: number | undefined;
  /** Registered a second when everybody is let in at once. */
  bearable: { perSecond: number; p99Ms: number };
}

export interface RehearsalPromise {
  what: string;
  kept: boolean;
  detail: string;
}

export interface RehearsalReport {
  lines: string[];
  promises: RehearsalPromise[];
  kept: boolean;
}

/** Of what was measured with the crowd on the same machine, so much is sure to be borne; the rest is for everybody else. */
const SHARE = 0.75;
/** Standard deviations; chance alone goes beyond once in 16,000 rehearsals. */
const UNLIKELY = 4;

export function describeRehearsal(rehearsed: Rehearsed): RehearsalReport {
  const { place, observed, memoryMegabytes, admitPerSecond, bearable } = rehearsed;
  const { visitors, waited, accepted, refused } = observed;
  const early = visitors.filter(({ cameAs }) => cameAs !== undefined).length;
  const bots = visitors.filter(({ bot }) => bot).length;
  const registered = visitors.filter((each) => each.registered !== undefined).length;
  const soldOut = visitors.filter((each) => each.soldOut).length;
  const seconds = (observed.lastAt - observed.openedAt) / 1_000;
  const borne = roundDown(bearable.perSecond * SHARE);
  const lines = [
    `${count(visitors.length)} people came to ${place}: ${count(early)} waited before the opening, ${count(visitors.length - early - bots)} arrived afterwards, ${count(bots)} were programs that asked ${count(observed.botRequests)} times.`,
    `${count(registered)} were registered within ${seconds.toFixed(1)} s of the opening${soldOut > 0 ? `, ${count(soldOut)} were told that every place is taken` : ""}.`,
    `Registered a second: ${count(seconds > 0 ? registered / seconds : registered)} on average, ${count(Math.max(0, ...Array.from(observed.perSecond, (each) => each ?? 0)))} in the best second; ${count(admitPerSecond)} are let in.`,
    `Waiting: half were done after ${(waited.percentile(50) / 1_000).toFixed(1)} s, the slowest after ${(waited.max / 1_000).toFixed(1)} s.`,
    `Requests that registered somebody took ${milliseconds(accepted, 50)} ms in the middle, ${milliseconds(accepted, 99)} ms at the 99th of a hundred.`,
    refused.count === 0 ? "Nobody had to be told to wait for their turn." : `${count(refused.count)} times somebody was told to wait, with their place in the line, in ${milliseconds(refused, 50)} ms, ${milliseconds(refused, 99)} ms at the 99th of a hundred.`,
    `${count(observed.tryAgain)} times somebody was asked to send the same again; ${count(observed.outcome.broken)} connections were made anew.`,
    `The server took ${memoryMegabytes === undefined ? "an unknown amount of memory" : `${memoryMegabytes.toFixed(0)} MB of memory at its most`}.`,
    `With everybody let in at once this machine registered ${count(bearable.perSecond)} a second (99 of a hundred within ${bearable.p99Ms.toFixed(0)} ms), the crowd on the same machine: an admitPerSecond of ${count(borne)} would be borne${borne < admitPerSecond ? `, the campaign's ${count(admitPerSecond)} would not` : ""}.`,
  ];
  const promises = checkPromises(rehearsed);
  return { lines, promises, kept: promises.every(({ kept }) => kept) };
}

function checkPromises({ observed, stored, personOf }: Rehearsed): RehearsalPromise[] {
  const { visitors, faults } = observed;
  const unanswered = visitors.filter((each) => each.registered === undefined && !each.soldOut).length;
  const told = visitors.filter((each) => each.registered !== undefined);
  const lost = told.filter((each) => stored.numbers.get(personOf(each)) !== each.registered).length;
  const whole = stored.rows === told.length && stored.people === stored.rows && stored.numbered && stored.taken === stored.rows && stored.overdrawn === 0;
  const early = visitors.filter((each) => each.cameAs !== undefined && each.place !== undefined);
  const correlation = rankCorrelation(early.map(({ cameAs, place }) => [cameAs as number, place as number]));
  const bound = UNLIKELY / Math.sqrt(Math.max(1, early.length - 1));
  const lastEarly = early.reduce((last, { place = 0 }) => Math.max(last, place), 0);
  const pushedIn = visitors.filter((each) => each.cameAs === undefined && each.place !== undefined && each.place <= lastEarly).length;
  const faultCount = Object.values(faults).reduce((sum, each) => sum + each, 0);
  return [
    promise("Everybody was answered: registered, or told that every place is taken", unanswered === 0, `${count(unanswered)} were not`),
    promise("Whatever was acknowledged is stored, exactly once, under the number that was told; places and entries agree", lost === 0 && whole, `${count(told.length)} acknowledged, ${count(stored.rows)} stored, of ${count(stored.people)} people, ${count(lost)} lost or changed, ${count(stored.taken)} places taken, ${count(stored.overdrawn)} groups overdrawn`),
    promise("Whoever asked twice got the same answer", observed.repeatedDifferently === 0, `${count(observed.repeated)} asked twice, ${count(observed.repeatedDifferently)} got another answer`),
    promise("Whoever was told to wait was told their place", observed.refusedWithoutPlace === 0, `${count(observed.refusedWithoutPlace)} were not`),
    promise("Nobody's turn was put later than they had been told", observed.putBack === 0, `${count(observed.putBack)} were`),
    promise("The order of those who waited has nothing to do with who came first", Math.abs(correlation) <= bound, `correlation ${correlation.toFixed(3)}; chance alone stays within ${bound.toFixed(3)}`),
    promise("Nobody who came later, and no program, stands before whoever waited", pushedIn === 0, `${count(pushedIn)} do`),
    promise("Nobody was told of a fault", faultCount === 0, faultCount === 0 ? "none" : JSON.stringify(faults)),
  ];
}

function promise(what: string, kept: boolean, detail: string): RehearsalPromise {
  return { what, kept, detail };
}

/** Spearman's: 1 when the one order is the other, 0 when they know nothing of each other. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const size = pairs.length;
  if (size < 3) return 0;
  const ranks = (which: 0 | 1) => {
    const order = pairs.map((_pair, index) => index).sort((a, b) => (pairs[a] as readonly [number, number])[which] - (pairs[b] as readonly [number, number])[which]);
    const rank: number[] = [];
    order.forEach((index, at) => (rank[index] = at));
    return rank;
  };
  const [one, other] = [ranks(0), ranks(1)];
  const squares = one.reduce((sum, rank, index) => sum + (rank - (other[index] as number)) ** 2, 0);
  return 1 - (6 * squares) / (size * (size ** 2 - 1));
}

/** To two digits. */
function roundDown(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.max(1, Math.floor(value / step) * step);
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function milliseconds(latency: RecordableHistogram, percentile: number): string {
  return latency.count === 0 ? "0" : (latency.percentile(percentile) / 1_000).toFixed(0);
}
