import pg from "pg";
import type { Log } from "../../../kernel/log.ts";
import { mayPass } from "./passing.ts";
import type { RecentEntries } from "./recent.ts";

/** One round trip, one commit, for so many people at most. Beyond some hundred it gets no faster, and everybody waits longer. */
const MOST_AT_ONCE = 1_000;
/** Whoever was not answered by then is told to send the same again. */
const DEADLINE_MS = 8_000;
const SWEEP_MS = 250;
const RECONNECT_MS = 50;
const CONNECT_TIMEOUT_MS = 3_000;
/** A statement takes milliseconds. One that takes seconds hangs on a lock of a connection that is gone. */
const STATEMENT_TIMEOUT_MS = 4_000;
/** Beyond that the connection itself is gone. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 500;

/** A place that somebody wants. */
export interface Wish {
  campaign: number;
  person: string;
  quota: number;
}

export type Outcome =
  | { kind: "entered"; number: number; quota: number; at: number; repeated: boolean }
  /** Nothing is left of the quota, and the person has no place of the campaign. */
  | { kind: "sold-out" }
  /** A pause or an end was committed before. */
  | { kind: "shut" }
  /** Not stored by the deadline, or stored with the answer lost: the same wish once more gives the same answer. */
  | { kind: "late" }
  | { kind: "fault" };

type Done = (outcome: Outcome) => void;

interface Entry extends Wish {
  done: Done | undefined;
  since: number;
}

/** A batch on its way. */
interface Sent {
  entries: Entry[];
  over: pg.Client;
  at: number;
}

/**
 * Stores what a crowd wants, in the order in which it came. What arrives while a batch is on its way is the next batch, so
 * there is no timer and nobody waits for others who might come. An answer is given only when it is on the disk. A batch
 * whose connection breaks goes back to the head of the line and is sent again: the primary key makes that harmless.
 */
export interface Committer {
  /** Whether there is room; whoever is refused waits elsewhere. */
  accepts(): boolean;
  submit(wish: Wish, done: Done): void;
  /** The same for whoever is no hot path. */
  register(wish: Wish): Promise<Outcome>;
  /** Wishes that are not answered yet. */
  depth(): number;
  close(): Promise<void>;
}

export interface CommitterParts {
  databaseUrl: string;
  log: Log;
  recent: RecentEntries;
  /** Wishes that may be waiting at a time. */
  mostWaiting?: number;
  /** Told how much of a quota is left, whenever it is known. */
  onRoom?: (quota: number, room: number) => void;
}

export function createCommitter({ databaseUrl, log, recent, mostWaiting = 20_000, onRoom = () => undefined }: CommitterParts): Committer {
  let waiting: Entry[] = [];
  let underWay: Sent | undefined;
  let client: pg.Client | undefined;
  let connecting = false;
  let flushing = false;
  const closing = new AbortController();
  /** After a batch that PostgreSQL would never take: its wishes go one by one, so that one bad one spoils no other. */
  let single = 0;
  let idle: (() => void) | undefined;

  const connect = async () => {
    if (connecting || closing.signal.aborted) return;
    connecting = true;
    while (!closing.signal.aborted) {
      const fresh = new pg.Client({
        connectionString: databaseUrl,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        application_name: "citizen-cloud rush",
        keepAlive: true,
        options: `-c role=citizen_app -c timezone=UTC -c synchronous_commit=on -c statement_timeout=${STATEMENT_TIMEOUT_MS}`,
      });
      fresh.on("error", () => lose(fresh));
      fresh.on("end", () => lose(fresh));
      try {
        await fresh.connect();
        client = fresh;
        break;
      } catch (error) {
        log.warn({ err: error }, "waiting for the database, to store entries");
        fresh.end().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      }
    }
    connecting = false;
    flush();
  };
  const lose = (lost: pg.Client) => {
    if (client !== lost) return;
    client = undefined;
    void connect();
  };

  const flush = () => {
    flushing = false;
    if (underWay) return;
    if (waiting.length === 0) {
      idle?.();
      return;
    }
    if (!client) {
      void connect();
      return;
    }
    const most = single > 0 ? 1 : MOST_AT_ONCE;
    single = Math.max(0, single - 1);
    const taken = waiting.length <= most ? waiting : waiting.slice(0, most);
    waiting = waiting.length <= most ? [] : waiting.slice(most);
    const batch = assemble(taken, recent);
    if (batch.wishes.length === 0) {
      flush();
      return;
    }
    send({ entries: taken, over: client, at: performance.now() }, batch);
  };
  const send = (sent: Sent, batch: Batch) => {
    underWay = sent;
    // Without pg's own `query_timeout`, whose timer keeps a batch's requests alive so long that collecting them takes ten times as long.
    sent.over.query<Reply>({ name: "booking-register", text: REGISTER, values: batch.values() }, (error: Error | null, result) => {
      // Given up meanwhile, and sent again over another connection.
      if (underWay !== sent) return;
      if (error) return afterFailure(sent, error);
      underWay = undefined;
      const again = settle(batch, result.rows[0] as Reply, recent, onRoom);
      // Next to the head, in their order: places came free while they were looked at.
      if (again.length > 0) waiting = [...again, ...waiting];
      // The database works on while people are told.
      flush();
      batch.answer();
    });
  };
  const afterFailure = ({ entries: failed, over }: Sent, error: Error) => {
    underWay = undefined;
    if (!mayPass(error)) {
      log.error({ err: error, entries: failed.length }, "entries could not be stored");
      if (failed.length === 1) failed[0]?.done?.({ kind: "fault" });
      else {
        single = failed.length;
        waiting = [...failed, ...waiting];
      }
      flush();
      return;
    }
    log.warn({ err: error, entries: failed.length }, "entries are sent again");
    waiting = [...failed, ...waiting];
    // A connection that failed once is not asked twice, whatever state it is in.
    over.end().catch(() => undefined);
    (over as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    lose(over);
    if (!client) void connect();
  };

  const sweep = setInterval(() => {
    const now = performance.now();
    const overdue = now - DEADLINE_MS;
    for (const entry of underWay?.entries ?? []) if (entry.since < overdue) giveUp(entry);
    if (underWay && underWay.at < now - ANSWER_TIMEOUT_MS) afterFailure(underWay, new Error("The database does not answer."));
    if (waiting[0] === undefined || waiting[0].since >= overdue) return;
    for (const entry of waiting) if (entry.since < overdue) giveUp(entry);
    waiting = waiting.filter((entry) => entry.done !== undefined);
  }, SWEEP_MS).unref();

  const submit = (wish: Wish, done: Done) => {
    waiting.push({ campaign: wish.campaign, person: wish.person, quota: wish.quota, done, since: performance.now() });
    if (underWay || flushing) return;
    flushing = true;
    // Lets everybody in whose request arrived with this one.
    setImmediate(flush);
  };
  const depth = () => waiting.length + (underWay?.entries.length ?? 0);
  return {
    submit,
    depth,
    accepts: () => !closing.signal.aborted && waiting.length < mostWaiting,
    register: (wish) => new Promise((resolve) => submit(wish, resolve)),
    async close() {
      if (depth() > 0) await Promise.race([new Promise<void>((resolve) => (idle = resolve)), new Promise((resolve) => setTimeout(resolve, DEADLINE_MS).unref())]);
      closing.abort();
      clearInterval(sweep);
      await client?.end().catch(() => undefined);
    },
  };
}

function giveUp(entry: Entry): void {
  entry.done?.({ kind: "late" });
  entry.done = undefined;
}

const REGISTER = "select * from booking.register($1::int[], $2::int[], $3::int[], $4::uuid[], $5::int[], $6::int[])";

interface Reply {
  bases: number[];
  rooms: number[];
  shut: boolean[];
  usual: boolean;
  at: number;
  numbers: (number | null)[] | null;
  found_quotas: (number | null)[] | null;
  ats: (number | null)[] | null;
}

/** One person's wish of a batch, and everybody who sent it. */
interface Row {
  first: Entry;
  others: Entry[] | undefined;
  /** The same person's wish of another campaign. */
  alike: Row | undefined;
  /** Index of its quota in the batch. */
  place: number;
  /** Which of those that want the quota, from 1. */
  turn: number;
  outcome: Outcome | undefined;
}

class Batch {
  readonly wishes: Row[];
  readonly quotas: number[];
  readonly wanted: number[];

  constructor(wishes: Row[], quotas: number[], wanted: number[]) {
    this.wishes = wishes;
    this.quotas = quotas;
    this.wanted = wanted;
  }

  values(): string[] {
    // Written in one order everywhere: of two batches that hold the same two people, neither waits for the other.
    this.wishes.sort((a, b) => a.first.campaign - b.first.campaign || (a.first.person < b.first.person ? -1 : 1));
    let [campaigns, persons, places, turns] = ["", "", "", ""];
    let comma = "{";
    for (const { first, place, turn } of this.wishes) {
      campaigns += comma + first.campaign;
      persons += comma + first.person;
      places += `${comma}${place + 1}`;
      turns += comma + turn;
      comma = ",";
    }
    return [`{${this.quotas.join()}}`, `{${this.wanted.join()}}`, `${campaigns}}`, `${persons}}`, `${places}}`, `${turns}}`];
  }

  answer(): void {
    for (const { first, others, outcome } of this.wishes) {
      if (!outcome) continue;
      first.done?.(outcome);
      if (!others) continue;
      const repeated: Outcome = outcome.kind === "entered" ? { ...outcome, repeated: true } : outcome;
      for (const other of others) other.done?.(repeated);
    }
  }
}

/** Numbers the wishes in the order in which they came; the same wish sent twice is one. */
function assemble(entries: Entry[], recent: RecentEntries): Batch {
  const rows = new Map<string, Row>();
  const wishes: Row[] = [];
  const wantedOf = new Map<number, number>();
  for (const entry of entries) {
    if (!entry.done) continue;
    const known = recent.find(entry.campaign, entry.person);
    if (known) {
      entry.done({ kind: "entered", ...known, repeated: true });
      entry.done = undefined;
      continue;
    }
    const alike = rows.get(entry.person);
    let same = alike;
    while (same && same.first.campaign !== entry.campaign) same = same.alike;
    if (same) {
      (same.others ??= []).push(entry);
      continue;
    }
    const turn = (wantedOf.get(entry.quota) ?? 0) + 1;
    wantedOf.set(entry.quota, turn);
    const row: Row = { first: entry, others: undefined, alike, place: entry.quota, turn, outcome: undefined };
    rows.set(entry.person, row);
    wishes.push(row);
  }
  const quotas = [...wantedOf.keys()].sort((a, b) => a - b);
  const indexOf = new Map(quotas.map((quota, index) => [quota, index]));
  for (const row of wishes) row.place = indexOf.get(row.place) as number;
  return new Batch(wishes, quotas, quotas.map((quota) => wantedOf.get(quota) as number));
}

/** Finds everybody's outcome. @returns whoever is to be asked for once more, in the order in which they came */
function settle(batch: Batch, { bases, rooms, shut, usual, at, numbers, found_quotas: quotas, ats }: Reply, recent: RecentEntries, onRoom: (quota: number, room: number) => void): Entry[] {
  batch.quotas.forEach((quota, index) => {
    if (shut[index] !== true) onRoom(quota, (rooms[index] as number) - (usual ? (batch.wanted[index] as number) : 0));
  });
  const again: Row[] = [];
  batch.wishes.forEach((row, index) => {
    const { campaign, person } = row.first;
    if (usual) {
      row.outcome = { kind: "entered", number: (bases[row.place] as number) + row.turn, quota: row.first.quota, at, repeated: false };
    } else {
      const [number, quota] = [numbers?.[index], quotas?.[index]];
      const fresh = quota === row.first.quota && number !== null && number !== undefined && number > (bases[row.place] as number);
      if (number !== null && number !== undefined) row.outcome = { kind: "entered", number, quota: quota as number, at: ats?.[index] as number, repeated: !fresh };
      else if (shut[row.place] === true) row.outcome = { kind: "shut" };
      else if ((rooms[row.place] as number) <= 0) row.outcome = { kind: "sold-out" };
      else again.push(row);
    }
    // Whether somebody who was there already has withdrawn since is not known here.
    if (row.outcome?.kind === "entered" && !row.outcome.repeated) recent.keep(campaign, person, { number: row.outcome.number, quota: row.outcome.quota, at: row.outcome.at });
  });
  return again.sort((a, b) => a.turn - b.turn).flatMap(({ first, others = [] }) => [first, ...others]);
}
