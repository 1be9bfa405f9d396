/** What the parts of `bench:booking` share: who asks whom for what. */
import { type Answered, type Ask, askInTurn, type Outcome, requestBytes } from "../../server/src/modules/booking/rehearsal/crowd.ts";
import { cookieOf } from "../support/people.ts";
import type { RunningServer } from "../support/server.ts";

export interface Measured {
  /** Acknowledged a second. */
  rate: number;
  p50: number;
  p99: number;
  p999: number;
  outcome: Outcome;
}

export function portOf(server: RunningServer): number {
  return Number(new URL(server.address).port);
}

export function summarise(outcome: Outcome, good: readonly number[] = [201]): Measured {
  const acknowledged = good.reduce((sum, status) => sum + (outcome.byStatus[status] ?? 0), 0);
  const at = (percentile: number) => outcome.latency.percentile(percentile) / 1_000;
  return { rate: acknowledged / (outcome.milliseconds / 1_000), p50: at(50), p99: at(99), p999: at(99.9), outcome };
}

/**
 * Everybody registers in a campaign, each once, as people who are signed in.
 * @param people numbers of people, none twice
 * @param cookies of those whose page was open before; left out: they come for the first time
 */
export function registrations(campaign: string, people: Iterator<number>, cookies?: readonly string[]): () => Ask | undefined {
  const path = `/api/v1/rush/haikou/${campaign}/entries`;
  return () => {
    const { value, done } = people.next();
    return done ? undefined : { bytes: requestBytes("POST", path, { cookie: cookies?.[value] ?? cookieOf(value), body: {} }) };
  };
}

/** People open the page of a campaign, as they do before it opens. @returns what their browsers send from then on */
export async function openPages(server: RunningServer, campaign: string, count: number): Promise<string[]> {
  const cookies: string[] = [];
  const people = numbers(0, count);
  const next = () => {
    const { value, done } = people.next();
    return done ? undefined : { person: value, bytes: requestBytes("GET", `/api/v1/rush/haikou/${campaign}/entries/mine`, { cookie: cookieOf(value) }) };
  };
  const answered = ({ ask: { person }, head }: Answered<Ask & { person: number }>) => {
    const set = /\r\nset-cookie: *([^;]+)/i.exec(head)?.[1];
    cookies[person] = set === undefined ? cookieOf(person) : `${cookieOf(person)}; ${set}`;
  };
  await askInTurn({ host: "127.0.0.1", port: portOf(server), connections: 256, next, answered });
  return cookies;
}

export function* numbers(first: number, count = Number.POSITIVE_INFINITY): Generator<number, undefined> {
  for (let each = first; each < first + count; each += 1) yield each;
  return undefined;
}

/** The same crowd at a comparison, which takes anybody. */
export function wishes(people: Iterator<number>): () => Ask | undefined {
  return () => {
    const { value, done } = people.next();
    return done ? undefined : { bytes: requestBytes("POST", "/", { cookie: cookieOf(value), body: { person: `person-${value}` } }) };
  };
}

export async function crowdAt(server: RunningServer, next: () => Ask | undefined, connections: number, milliseconds: number, good?: readonly number[]): Promise<Measured> {
  return summarise(await askInTurn({ host: "127.0.0.1", port: portOf(server), connections, next }, milliseconds), good);
}

/** Fails loudly: a figure made of refusals would be a lie. */
export function assertAll(measured: Measured, good: readonly number[], what: string): void {
  const others = Object.entries(measured.outcome.byStatus).filter(([status]) => !good.includes(Number(status)));
  if (others.length > 0) throw new Error(`${what}: answers were ${JSON.stringify(measured.outcome.byStatus)}`);
}
