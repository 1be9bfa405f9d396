/**
 * What is asked of the lane that hands out places: a few paths of their own beside the API, made for a crowd. Nothing of
 * it is believed unlooked-at, and everything may be asked again: the lane answers the same request with the same answer.
 */
import { ApiProblem } from "../api/problem.ts";
import { readRetryAfter } from "./patience.ts";
import type { WaitingPlace } from "./waiting-place.ts";

export const STATES = ["announced", "open", "paused", "sold-out", "closed", "ended"] as const;
export type CampaignState = (typeof STATES)[number];

/** What everybody may know of a campaign this second. Moments are in milliseconds since 1970. */
export interface Snapshot {
  state: CampaignState;
  now: number;
  opensAt: number;
  closesAt: number;
  /** Whoever joins has to solve a challenge at the moment. */
  guarded: boolean;
  /** People let in a second. */
  perSecond: number;
  /** Numbers up to which people are let in. */
  serving: number;
  joined: number;
  /** Places left, when they are counted. */
  remaining?: number;
  registered?: number;
}

export interface Entry {
  number: number;
  group: string;
  /** When it was stored for good. */
  at: number;
}

/** No answer within this time is no answer: the lane itself gives up after eight seconds and says so. */
const PATIENCE_MS = 12_000;

export interface LaneRequest {
  ticket?: string;
  pass?: string;
  challenge?: unknown;
}

interface Sending {
  signal?: AbortSignal;
  /** As the API names the child whose part it is, when it is not the person's own. */
  actingFor?: string;
}

export async function askServerTime(signal?: AbortSignal): Promise<number> {
  const answer = await ask("GET", "/api/v1/rush/time", undefined, signal);
  return instantOf(membersOf(answer).now);
}

export async function askSnapshot(city: string, slug: string, signal?: AbortSignal): Promise<Snapshot> {
  return readSnapshot(await ask("GET", pathOf(city, slug), undefined, signal));
}

/** Joins the waiting room, or looks how far it has come. */
export async function askPlace(city: string, slug: string, request: LaneRequest, { signal, actingFor }: Sending = {}): Promise<WaitingPlace> {
  return readPlace(await ask("POST", `${pathOf(city, slug)}/place`, request, signal, actingFor));
}

/** Registers. The same again gives the same number. */
export async function askEntry(city: string, slug: string, request: LaneRequest, { signal, actingFor }: Sending = {}): Promise<Entry> {
  return readEntry(await ask("POST", `${pathOf(city, slug)}/entries`, request, signal, actingFor));
}

export async function askOwnEntry(city: string, slug: string, signal?: AbortSignal): Promise<Entry | null> {
  try {
    return readEntry(await ask("GET", `${pathOf(city, slug)}/entries/mine`, undefined, signal));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

function pathOf(city: string, slug: string): string {
  return `/api/v1/rush/${encodeURIComponent(city)}/${encodeURIComponent(slug)}`;
}

/**
 * @throws ApiProblem when the lane refuses, with `retryAfterSeconds` among its members when it said so anywhere; status 0
 *   when nothing came back in time
 */
async function ask(method: "GET" | "POST", path: string, body: LaneRequest | undefined, signal: AbortSignal | undefined, actingFor?: string): Promise<unknown> {
  const timeOut = new AbortController();
  const timer = setTimeout(() => timeOut.abort(), PATIENCE_MS);
  const stop = () => timeOut.abort();
  signal?.addEventListener("abort", stop);
  try {
    const reply = await fetch(path, {
      method,
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }), ...(actingFor === undefined ? {} : { "acting-for": actingFor }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: timeOut.signal,
    });
    const content = await readJson(reply);
    if (reply.ok) return content;
    throw refusalOf(reply.status, content, readRetryAfter(reply.headers.get("retry-after"), Date.now()));
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    signal?.throwIfAborted();
    throw new ApiProblem(0, "No answer came");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

async function readJson(reply: Response): Promise<unknown> {
  try {
    return await reply.json();
  } catch {
    return undefined;
  }
}

function refusalOf(status: number, content: unknown, retryAfterSeconds: number | undefined): ApiProblem {
  const members = typeof content === "object" && content !== null ? content : {};
  return new ApiProblem(status, `The lane answered ${status}`, retryAfterSeconds === undefined ? members : { retryAfterSeconds, ...members });
}

/** An answer that is not what it should be is as good as none: it is asked for again. */
class Unreadable extends ApiProblem {
  constructor(what: string) {
    super(502, `The lane's answer has no ${what}`);
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Unreadable("members");
  return value as Record<string, unknown>;
}

function instantOf(value: unknown): number {
  const moment = typeof value === "string" ? Date.parse(value) : value;
  if (typeof moment !== "number" || !Number.isFinite(moment)) throw new Unreadable("moment");
  return moment;
}

function countOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) throw new Unreadable("count");
  return value;
}

const optional = <Value>(value: unknown, read: (given: unknown) => Value): Value | undefined => (value === undefined || value === null ? undefined : read(value));

export function readSnapshot(answer: unknown): Snapshot {
  const { state, now, opensAt, closesAt, guarded, perSecond, serving, joined, remaining, registered } = membersOf(answer);
  const known = STATES.find((each) => each === state);
  if (!known) throw new Unreadable("state");
  return {
    state: known,
    now: instantOf(now),
    opensAt: instantOf(opensAt),
    closesAt: instantOf(closesAt),
    guarded: guarded === true,
    perSecond: countOf(perSecond),
    serving: optional(serving, countOf) ?? 0,
    joined: optional(joined, countOf) ?? 0,
    remaining: optional(remaining, countOf),
    registered: optional(registered, countOf),
  };
}

export function readPlace(answer: unknown): WaitingPlace {
  const { ticket, number, ahead, turnAt, early, canEnter } = membersOf(answer);
  if (typeof ticket !== "string" || ticket === "") throw new Unreadable("ticket");
  return { ticket, number: optional(number, countOf), ahead: optional(ahead, countOf), turnAt: optional(turnAt, instantOf), early: early === true, canEnter: canEnter === true };
}

export function readEntry(answer: unknown): Entry {
  const { number, group, at } = membersOf(answer);
  return { number: countOf(number), group: typeof group === "string" ? group : "", at: instantOf(at) };
}
