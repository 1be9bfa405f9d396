/** Taking places in batches: what many ask at the same moment is answered by one statement, and each slot's row is written once. */
import { type Kysely, sql } from "kysely";
import { LRUCache } from "lru-cache";
import { createBatchFor } from "../../../kernel/batch.ts";
import type { Database, Handles } from "../../../kernel/database.ts";
import type { SealedMessage } from "../../messages/index.ts";

/** Messages that are written already. */
export interface News {
  messages: readonly SealedMessage[];
  deliver(tx: Handles, messages: readonly SealedMessage[]): Promise<void>;
}

/** One thing to be done with the places of a visit: all of it or nothing. */
export interface PlaceRequest {
  /** Goes out in the transaction that takes the places, and only if it does. */
  news?: News;
  /** take: new; confirm: what is held becomes booked; change: what is booked moves to another time. */
  mode: "take" | "confirm" | "change";
  id: string;
  city: string;
  calendar: string;
  kind: string;
  person: string;
  madeBy: string;
  enterprise: string | undefined;
  state: "held" | "booked";
  services: string[];
  party: number;
  startsAt: Date;
  endsAt: Date;
  /** The slots it takes, each with its places, and with those of its kind when the kind has fewer. */
  slots: { startsAt: Date; capacity: number; kindCapacity: number | undefined }[];
  needs: string[];
  details: Buffer | undefined;
  code: Buffer | undefined;
  codeHash: Buffer | undefined;
  heldUntil: Date | undefined;
  remindAt: Date | undefined;
  /** Whose limits it counts against. */
  keys: Buffer[];
  /** Offered by the office: what the person holds already stays, and no limit counts. */
  kept: boolean;
  limits: { open: number; within: { count: number; days: number } | undefined } | undefined;
  /** Of a place that is to be held: how many others whoever asks may be holding then, for whomever. */
  heldLimit?: number;
  /** Later beginnings are not for whoever stayed away too often. */
  noShow: { until: Date; strikes: number; withinDays: number; forDays: number } | undefined;
}

export type Outcome = "ok" | "done" | "full" | "already" | "limit-open" | "limit-within" | "limit-held" | "struck" | "gone" | "expired";
export interface Answer {
  outcome: Outcome;
  /** What was booked: another one than asked when the same had been booked before. */
  id: string;
  /** Places were given back for which somebody waits. */
  freed: boolean;
}

interface Asked {
  request: PlaceRequest;
  now: Date;
}

/** Slots of which this process knows that they have a row; whoever is wrong about one makes it. */
const made = new LRUCache<string, true>({ max: 100_000 });

/** Answers when everything is stored. */
export const takePlaces: (database: Database, asked: Asked) => Promise<Answer> = createBatchFor((database: Database, asked: Asked[]) => takeTogether(database, asked));

/** Two requests of one owner, or that touch one person's limits in a calendar, never stand in one statement. */
async function takeTogether(database: Database, all: Asked[]): Promise<Answer[]> {
  const answers = new Map<Asked, Answer>();
  for (let left = all; left.length > 0; ) {
    const used = new Set<string>();
    const round = left.filter(({ request }) => {
      const names = lockNames(request);
      if (names.some((name) => used.has(name))) return false;
      for (const name of names) used.add(name);
      return true;
    });
    const taken = await takeAndTell(database, round);
    round.forEach((asked, index) => answers.set(asked, taken[index] as Answer));
    left = left.filter((asked) => !answers.has(asked));
  }
  return all.map((asked) => answers.get(asked) as Answer);
}

/** The messages of a whole round are one statement more, in the same transaction. */
async function takeAndTell(database: Database, round: readonly Asked[]): Promise<Answer[]> {
  const deliver = round.find(({ request }) => request.news)?.request.news?.deliver;
  if (!deliver) return takeNow(database, round);
  return database.transaction(async (tx) => {
    const taken = await takeNow(tx, round);
    await deliver(tx, round.flatMap(({ request }, index) => (taken[index]?.outcome === "ok" ? (request.news?.messages ?? []) : [])));
    return taken;
  });
}

function lockNames({ city, calendar, keys, enterprise, person, madeBy, heldLimit, id }: PlaceRequest): string[] {
  const owner = enterprise ?? person;
  // A hold gives back what its owner holds in other calendars too.
  return [...keys.map((key) => `${city}/${calendar}/${key.toString("hex")}`), owner, id, ...(heldLimit === undefined ? [] : [`holds/${madeBy}`])];
}

/** In one statement, within the caller's transaction when there is one. */
export async function takeNow(source: Handles, round: readonly Asked[]): Promise<Answer[]> {
  const list = listSlots(round);
  const unmade = [...list.values()].filter(({ key }) => !made.has(key)).map(({ number }) => number);
  const answers = await askDatabase(source, round, list, unmade);
  if (!answers.some(({ outcome }) => outcome === "unmade")) {
    for (const key of list.keys()) made.set(key, true);
    return answers as Answer[];
  }
  // Somebody cleared old slots away, or another database had them.
  return (await askDatabase(source, round, list, [...list.values()].map(({ number }) => number))) as Answer[];
}

interface SlotKey {
  key: string;
  number: number;
  city: string;
  calendar: string;
  startsAt: Date;
  kind: string;
  capacity: number;
}

function listSlots(round: readonly Asked[]): Map<string, SlotKey> {
  const list = new Map<string, SlotKey>();
  const add = (city: string, calendar: string, startsAt: Date, kind: string, capacity: number) => {
    const key = slotKey(city, calendar, startsAt, kind);
    if (!list.has(key)) list.set(key, { key, number: list.size + 1, city, calendar, startsAt, kind, capacity });
  };
  for (const { request: { mode, city, calendar, kind, slots } } of round) {
    if (mode === "confirm") continue;
    for (const { startsAt, capacity, kindCapacity } of slots) {
      add(city, calendar, startsAt, "", capacity);
      if (kindCapacity !== undefined) add(city, calendar, startsAt, kind, kindCapacity);
    }
  }
  return list;
}

const slotKey = (city: string, calendar: string, startsAt: Date, kind: string) => `${city}/${calendar}/${startsAt.getTime()}/${kind}`;

async function askDatabase(source: Handles, round: readonly Asked[], list: Map<string, SlotKey>, unmade: number[]): Promise<(Omit<Answer, "outcome"> & { outcome: Outcome | "unmade" })[]> {
  const items = round.map(({ request }, index) => describeItem(request, index + 1, list));
  const slots = [...list.values()].map(({ city, calendar, startsAt, kind, capacity }) => ({ city, calendar, starts_at: startsAt, kind, capacity }));
  const now = round[0]?.now ?? new Date();
  const { rows } = await sql<{ n: number; outcome: Outcome | "unmade"; id: string; freed: boolean }>`
    select n, outcome, appointment as id, freed from booking.take_places(${JSON.stringify(items)}::jsonb, ${JSON.stringify(slots)}::jsonb, ${unmade}::int[], ${now}) order by n`.execute(raw(source));
  return rows;
}

function describeItem(request: PlaceRequest, n: number, list: Map<string, SlotKey>) {
  const { city, calendar, kind, slots, limits, noShow } = request;
  const numberOf = (startsAt: Date, of: string) => list.get(slotKey(city, calendar, startsAt, of))?.number ?? 0;
  return {
    n, mode: request.mode, id: request.id, city, calendar, kind, person: request.person, made_by: request.madeBy, enterprise: request.enterprise, state: request.state,
    services: request.services, party: request.party, starts_at: request.startsAt, ends_at: request.endsAt, slots: slots.map(({ startsAt }) => startsAt), of_kind: slots.some(({ kindCapacity }) => kindCapacity !== undefined),
    needs: request.needs, details: request.details?.toString("base64"), code: request.code?.toString("base64"), code_hash: request.codeHash?.toString("base64"),
    held_until: request.heldUntil, remind_at: request.remindAt, keys: request.keys.map((key) => key.toString("hex")), kept: request.kept,
    places: request.mode === "confirm" ? [] : slots.flatMap(({ startsAt, kindCapacity }) => [numberOf(startsAt, ""), ...(kindCapacity === undefined ? [] : [numberOf(startsAt, kind)])]),
    open_limit: limits?.open, within_count: limits?.within?.count, within_days: limits?.within?.days, held_limit: request.heldLimit,
    struck_until: noShow?.until, strikes: noShow?.strikes, struck_within: noShow?.withinDays, struck_for: noShow?.forDays,
  };
}

const raw = (source: Handles): Kysely<unknown> => source.handle("booking");

/**
 * Ends appointments and gives their places back, in the caller's transaction.
 * @param only.state what is in another state by now is left alone
 * @param only.heldBefore only what was held no longer than until then
 * @returns those that were ended, and whether somebody waits for a place of theirs
 */
export async function endAppointments(
  tx: Handles,
  ids: readonly string[],
  { by, now, state, heldBefore, reopen = true }: { by: "person" | "office" | undefined; now: Date; state?: "held" | "booked"; heldBefore?: Date; reopen?: boolean },
): Promise<{ ended: string[]; freed: boolean }> {
  const { rows } = await sql<{ appointment: string; freed: boolean }>`
    select appointment, freed from booking.end_appointments(${ids}::uuid[], ${now}, ${by ?? null}, ${state ?? null}, ${heldBefore ?? null}, ${reopen})`.execute(raw(tx));
  return { ended: rows.map(({ appointment }) => appointment), freed: rows.some(({ freed }) => freed) };
}
