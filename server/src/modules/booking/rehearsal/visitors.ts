/**
 * The people of a rehearsal, as the app makes them behave: half wait before the opening, the others arrive afterwards, each
 * comes again when told to, some press the button twice. A few are programs that ask on and on and wait for nothing.
 */
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { type Answered, type Agenda, type Ask, askByAgenda, askInTurn, type CrowdPlace, type Outcome, requestBytes } from "./crowd.ts";
import { DueList } from "./due-list.ts";

/** Whoever waits looks again within so long after the opening. */
const LOOK_SPREAD_MS = 2_000;
/** Nobody's clock is so exact that all those of one second come at once. */
const JITTER_MS = 200;
const REPEAT_EACH = 10;
const REPEAT_AFTER_MS = 100;
const BOT_PAUSE_MS = 50;
const MOST_TRIES = 200;

export interface Visitor {
  index: number;
  cookie: string;
  pass: string | undefined;
  /** How many had come before them, of those who came before the opening. */
  cameAs: number | undefined;
  bot: boolean;
  ticket: string | undefined;
  /** When their turn would come, as they were told last; milliseconds since 1970. */
  toldTurnAt: number | undefined;
  /** Place in the line, from 1. */
  place: number | undefined;
  /** In milliseconds of performance.now(): when they came, or the opening for whoever was there before. */
  since: number;
  tries: number;
  registered: number | undefined;
  soldOut: boolean;
}

export interface Observed {
  visitors: Visitor[];
  outcome: Outcome;
  openedAt: number;
  /** Milliseconds of performance.now() of the last answer that registered somebody. */
  lastAt: number;
  /** Registered in each second after the opening. */
  perSecond: number[];
  /** Requests that registered somebody, in microseconds. */
  accepted: RecordableHistogram;
  /** Requests answered with a place in the line. */
  refused: RecordableHistogram;
  refusedWithoutPlace: number;
  /** From when somebody came until they were registered or told that everything is gone, in milliseconds. */
  waited: RecordableHistogram;
  /** Whose turn was put later than they had been told. */
  putBack: number;
  repeated: number;
  repeatedDifferently: number;
  tryAgain: number;
  botRequests: number;
  /** Answers nobody should get, by what they were. */
  faults: Record<string, number>;
}

type Act = "look" | "enter" | "repeat";

interface VisitorAsk extends Ask {
  visitor: Visitor;
  act: Act;
}

export interface VisitorsPlace extends CrowdPlace {
  /** `/api/v1/rush/{city}/{campaign}` */
  path: string;
}

/** Everybody of the first half takes a place in the line, before the opening. */
export async function joinEarly(place: VisitorsPlace, early: Visitor[]): Promise<void> {
  let next = 0;
  let came = 0;
  const wrong: string[] = [];
  await askInTurn<VisitorAsk>({
    ...place,
    next: () => {
      const visitor = early[next++];
      return visitor && { visitor, act: "look", bytes: placeBytes(place.path, visitor) };
    },
    answered({ ask: { visitor }, status, head, body }) {
      keepCookie(visitor, head);
      if (status !== 200) {
        wrong.push(`${status} ${body.toString()}`);
        return;
      }
      visitor.ticket = (JSON.parse(body.toString()) as { ticket: string }).ticket;
      visitor.cameAs = came++;
    },
  });
  if (wrong.length > 0) throw new Error(`Before the opening ${wrong.length} of ${early.length} got no place: ${wrong[0]}`);
}

/**
 * From the opening until everybody was answered.
 * @param options.openedAt in milliseconds of performance.now()
 * @param options.perSecond how many of those who come afterwards arrive each second
 */
export async function goThrough(place: VisitorsPlace, visitors: Visitor[], { openedAt, perSecond }: { openedAt: number; perSecond: number }): Promise<Observed> {
  const due = new DueList<{ visitor: Visitor; act: Act }>();
  const observed: Observed = {
    visitors, openedAt, lastAt: openedAt, perSecond: [], accepted: createHistogram(), refused: createHistogram(), refusedWithoutPlace: 0, waited: createHistogram(),
    putBack: 0, repeated: 0, repeatedDifferently: 0, tryAgain: 0, botRequests: 0, faults: {},
    outcome: undefined as unknown as Outcome,
  };
  let late = 0;
  for (const visitor of visitors) {
    if (visitor.bot) visitor.since = openedAt - 1_000;
    else if (visitor.cameAs === undefined) visitor.since = openedAt + (late++ * 1_000) / perSecond;
    else visitor.since = openedAt;
    const early = visitor.cameAs !== undefined;
    due.add({ visitor, act: early ? "look" : "enter" }, visitor.since + (early ? Math.random() * LOOK_SPREAD_MS : 0));
  }
  const agenda: Agenda<VisitorAsk> = {
    isEmpty: () => due.size === 0,
    next(now) {
      const taken = due.take(now);
      if (!taken) return undefined;
      const { visitor, act } = taken.item;
      return { visitor, act, dueAt: taken.at, bytes: act === "look" ? placeBytes(place.path, visitor) : entryBytes(place.path, visitor) };
    },
  };
  observed.outcome = await askByAgenda(place, agenda, (answer) => hear(observed, answer, due));
  return observed;
}

function hear(observed: Observed, { ask: { visitor, act }, status, head, body, milliseconds }: Answered<VisitorAsk>, due: DueList<{ visitor: Visitor; act: Act }>): void {
  const now = performance.now();
  keepCookie(visitor, head);
  if (visitor.bot) observed.botRequests += 1;
  visitor.tries += 1;
  // A program that got nowhere by asking waits in the end, as everybody does.
  const impatient = visitor.bot && visitor.tries <= MOST_TRIES;
  const content = JSON.parse(body.toString()) as { number?: number | null; ticket?: string; turnAt?: string | null; canEnter?: boolean; code?: string; type?: string; retryAfterSeconds?: number };
  const microseconds = Math.max(1, Math.round(milliseconds * 1_000));
  const comeAgain = (next: Act, at: number) => due.add({ visitor, act: next }, at);
  if (act === "repeat") {
    observed.repeated += 1;
    if (status !== 200 || content.number !== visitor.registered) observed.repeatedDifferently += 1;
    return;
  }
  if (act === "enter" && (status === 201 || status === 200)) {
    visitor.registered = content.number ?? undefined;
    observed.accepted.record(microseconds);
    observed.lastAt = now;
    const second = Math.max(0, Math.floor((now - observed.openedAt) / 1_000));
    observed.perSecond[second] = (observed.perSecond[second] ?? 0) + 1;
    finish(observed, visitor, now);
    if (visitor.index % REPEAT_EACH === 0) comeAgain("repeat", now + REPEAT_AFTER_MS);
    return;
  }
  if (status === 200 || status === 429) {
    if (status === 429) {
      observed.refused.record(microseconds);
      if (content.ticket === undefined) observed.refusedWithoutPlace += 1;
    }
    const turnAt = typeof content.turnAt === "string" ? Date.parse(content.turnAt) : undefined;
    if (turnAt !== undefined && visitor.toldTurnAt !== undefined && turnAt > visitor.toldTurnAt) observed.putBack += 1;
    visitor.toldTurnAt = turnAt ?? visitor.toldTurnAt;
    visitor.place = content.number ?? visitor.place;
    if (visitor.tries > 2 * MOST_TRIES) return note(observed, "came again and again and was never let in");
    if (impatient) return comeAgain("enter", now + BOT_PAUSE_MS);
    visitor.ticket = content.ticket ?? visitor.ticket;
    if (content.canEnter === true) return comeAgain("enter", now);
    const waitMs = turnAt === undefined ? (content.retryAfterSeconds ?? 1) * 1_000 : Math.max(0, turnAt - Date.now());
    return comeAgain(act === "look" && turnAt === undefined ? "look" : "enter", now + waitMs + Math.random() * JITTER_MS);
  }
  if (status === 410) {
    visitor.soldOut = true;
    finish(observed, visitor, now);
    return;
  }
  if (status === 425 || status === 423 || status === 503) {
    if (status === 503) observed.tryAgain += 1;
    if (visitor.tries > 2 * MOST_TRIES) return note(observed, `${status} again and again`);
    return comeAgain(act, now + (impatient ? BOT_PAUSE_MS : (content.retryAfterSeconds ?? 1) * 1_000 + Math.random() * JITTER_MS));
  }
  note(observed, `${status} ${content.code ?? content.type ?? ""}`.trim());
}

function finish(observed: Observed, visitor: Visitor, now: number): void {
  if (!visitor.bot) observed.waited.record(Math.max(1, Math.round(now - visitor.since)));
}

function note({ faults }: Observed, what: string): void {
  faults[what] = (faults[what] ?? 0) + 1;
}

/** A browser keeps what it is given. */
function keepCookie(visitor: Visitor, head: string): void {
  const set = /\r\nset-cookie: *([^;]+)/i.exec(head)?.[1];
  if (set !== undefined) visitor.cookie = `${visitor.cookie.split("; ")[0]}; ${set}`;
}

function placeBytes(path: string, { cookie, ticket, pass }: Visitor): Buffer {
  return requestBytes("POST", `${path}/place`, { cookie, body: { ...(ticket === undefined ? {} : { ticket }), ...(pass === undefined ? {} : { pass }) } });
}

function entryBytes(path: string, { cookie, ticket, pass }: Visitor): Buffer {
  return requestBytes("POST", `${path}/entries`, { cookie, body: { ...(ticket === undefined ? {} : { ticket }), ...(pass === undefined ? {} : { pass }) } });
}
