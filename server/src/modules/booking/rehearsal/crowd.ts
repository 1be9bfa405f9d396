/**
 * Many people at once over raw sockets: requests are bytes made beforehand and answers are read no further than needed,
 * which costs a third of what an HTTP client would, so that more of a small machine is left to whoever is asked.
 */
import { connect, type Socket } from "node:net";
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

const RECONNECT_MS = 50;
const HEAD_END = Buffer.from("\r\n\r\n");

/** One request of one person; sent again as it is when the connection breaks before the answer. */
export interface Ask {
  bytes: Buffer;
  /** Where a crowd that arrives by the clock was due, in milliseconds of performance.now(). */
  dueAt?: number;
}

export interface Answered<Asked extends Ask = Ask> {
  ask: Asked;
  status: number;
  /** Status line and headers. */
  head: string;
  body: Buffer;
  /** From when it was due, or sent. */
  milliseconds: number;
}

export interface CrowdPlace {
  host: string;
  port: number;
  connections: number;
}

export interface Crowd<Asked extends Ask> extends CrowdPlace {
  /** The next request; undefined when nobody is left. */
  next(): Asked | undefined;
  answered?(answer: Answered<Asked>): void;
}

export interface Outcome {
  /** Milliseconds from the first request to the last answer. */
  milliseconds: number;
  answers: number;
  byStatus: Record<number, number>;
  /** Connections that broke before the answer, each of which was sent again. */
  broken: number;
  /** Latencies in microseconds. */
  latency: RecordableHistogram;
}

/** Each connection asks again as soon as it is answered, until nobody is left or the time is over. */
export async function askInTurn<Asked extends Ask>(crowd: Crowd<Asked>, milliseconds = Number.POSITIVE_INFINITY): Promise<Outcome> {
  const tally = createTally(crowd);
  const endsAt = performance.now() + milliseconds;
  const next = () => (performance.now() < endsAt ? crowd.next() : undefined);
  await Promise.all(Array.from({ length: crowd.connections }, () => keepAsking(crowd, next, tally)));
  return tally.outcome();
}

/** People come by the clock, whoever still waits: latency counts from when they were due, so that a queue cannot hide. */
export async function askByTheClock<Asked extends Ask>(crowd: Crowd<Asked>, perSecond: number, milliseconds: number): Promise<Outcome> {
  const tally = createTally(crowd);
  const startedAt = performance.now();
  const total = Math.floor((perSecond * milliseconds) / 1_000);
  let sent = 0;
  const waiting: ((ask: Asked | undefined) => void)[] = [];
  const due: Asked[] = [];
  const arrive = () => {
    // The first is due at once, not when the second one is.
    const until = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1_000) + 1);
    for (; sent < until; sent += 1) {
      const ask = crowd.next();
      if (!ask) {
        sent = total;
        break;
      }
      ask.dueAt = startedAt + (sent * 1_000) / perSecond;
      const free = waiting.pop();
      if (free) free(ask);
      else due.push(ask);
    }
    if (sent < total) setTimeout(arrive, 1);
    else for (const free of waiting.splice(0)) free(undefined);
  };
  const next = () => {
    const ask = due.shift();
    if (ask || sent >= total) return ask;
    return new Promise<Asked | undefined>((resolve) => waiting.push(resolve));
  };
  arrive();
  await Promise.all(Array.from({ length: crowd.connections }, () => keepAsking(crowd, next, tally)));
  return tally.outcome();
}

/** Who asks what, and when: `next` gives the earliest that is due. */
export interface Agenda<Asked extends Ask> {
  /** Undefined: nothing is due yet. */
  next(now: number): Asked | undefined;
  /** Whether nothing is left, unless an answer brings more. */
  isEmpty(): boolean;
}

/** Everybody comes at their own time, and comes again when an answer told them to. Ends when nothing is left to ask and everybody was answered. */
export async function askByAgenda<Asked extends Ask>(place: CrowdPlace, agenda: Agenda<Asked>, answered: (answer: Answered<Asked>) => void): Promise<Outcome> {
  const waiting: ((ask: Asked | undefined) => void)[] = [];
  let underWay = 0;
  const take = () => {
    const ask = agenda.next(performance.now());
    if (ask) underWay += 1;
    return ask;
  };
  const isOver = () => underWay === 0 && agenda.isEmpty();
  const release = () => {
    while (waiting.length > 0) {
      const ask = take();
      if (!ask && !isOver()) return;
      waiting.pop()?.(ask);
    }
  };
  const crowd: Crowd<Asked> = {
    ...place,
    next: () => undefined,
    answered(answer) {
      answered(answer);
      underWay -= 1;
    },
  };
  const tally = createTally(crowd);
  const next = () => take() ?? (isOver() ? undefined : new Promise<Asked | undefined>((resolve) => waiting.push(resolve)));
  const ticking = setInterval(release, 1);
  await Promise.all(Array.from({ length: place.connections }, () => keepAsking(place, next, tally)));
  clearInterval(ticking);
  return tally.outcome();
}

interface Tally<Asked extends Ask> {
  add(ask: Asked, reply: Reply, sentAt: number): void;
  broke(): void;
  outcome(): Outcome;
}

function createTally<Asked extends Ask>({ answered }: Crowd<Asked>): Tally<Asked> {
  const latency = createHistogram();
  const byStatus: Record<number, number> = {};
  const startedAt = performance.now();
  let answers = 0;
  let broken = 0;
  let lastAt = startedAt;
  return {
    add(ask, { status, head, body }, sentAt) {
      lastAt = performance.now();
      const milliseconds = lastAt - (ask.dueAt ?? sentAt);
      latency.record(Math.max(1, Math.round(milliseconds * 1_000)));
      answers += 1;
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      answered?.({ ask, status, head, body, milliseconds });
    },
    broke: () => void (broken += 1),
    outcome: () => ({ milliseconds: lastAt - startedAt, answers, byStatus, broken, latency }),
  };
}

/** One connection after the other, for as long as there is something to ask. */
async function keepAsking<Asked extends Ask>(place: CrowdPlace, next: () => Asked | undefined | Promise<Asked | undefined>, tally: Tally<Asked>): Promise<void> {
  let unanswered: Asked | undefined;
  for (;;) {
    const ended = await askOverOne(place, unanswered, next, tally);
    if (!ended.unanswered) return;
    unanswered = ended.unanswered;
    tally.broke();
    await sleep(RECONNECT_MS);
  }
}

/** @returns what was asked and not answered when the connection broke; nothing when there was no more to ask */
function askOverOne<Asked extends Ask>(place: CrowdPlace, first: Asked | undefined, next: () => Asked | undefined | Promise<Asked | undefined>, tally: Tally<Asked>): Promise<{ unanswered?: Asked }> {
  return new Promise((resolve) => {
    let asked: Asked | undefined = first;
    let sentAt = 0;
    let pending: Buffer = Buffer.alloc(0);
    let over = false;
    const socket: Socket = connect({ host: place.host, port: place.port, noDelay: true });

    const end = (unanswered?: Asked) => {
      if (over) return;
      over = true;
      socket.destroy();
      resolve(unanswered ? { unanswered } : {});
    };
    const send = (ask: Asked) => {
      asked = ask;
      sentAt = performance.now();
      socket.write(ask.bytes);
    };
    let coming: Promise<Asked | undefined> | undefined;
    const follow = (ask: Asked | undefined) => {
      // Of a connection that ended meanwhile, another one takes it over.
      if (socket.destroyed) return;
      coming = undefined;
      if (ask) send(ask);
      else end();
    };
    const proceed = () => {
      const following = next();
      if (following instanceof Promise) {
        coming = following;
        void following.then(follow);
      } else if (following) send(following);
      else end();
    };
    socket.on("connect", () => (asked ? send(asked) : proceed()));
    socket.on("data", (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const reply = readReply(pending);
      if (!reply || !asked) return;
      pending = pending.subarray(reply.end);
      const answered = asked;
      asked = undefined;
      tally.add(answered, reply, sentAt);
      if (reply.closes) socket.destroy();
      else proceed();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (asked) end(asked);
      else if (!over) void reopen();
    });
    /** The other side ended a connection on which nothing was waiting: whoever is next asks over a new one. */
    const reopen = async () => {
      const following = await (coming ?? next());
      over = true;
      resolve(following ? { unanswered: following } : {});
    };
  });
}

interface Reply {
  status: number;
  head: string;
  body: Buffer;
  /** Where the next one begins. */
  end: number;
  closes: boolean;
}

/** The first answer in some bytes, once it is whole: its length must be stated. */
function readReply(bytes: Buffer): Reply | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString("latin1", 0, headEnd);
  const length = /content-length: *(\d+)/i.exec(head);
  const end = headEnd + HEAD_END.length + Number(length?.[1] ?? 0);
  if (bytes.length < end) return undefined;
  return { status: Number(head.slice(9, 12)), head, body: bytes.subarray(headEnd + HEAD_END.length, end), end, closes: /\r\nconnection: close/i.test(head) };
}

/** The bytes of a request. @param options.cookie the whole header: `cc_session=…` and whatever else a browser would send */
export function requestBytes(method: "GET" | "POST", path: string, options: { host?: string; cookie?: string | undefined; body?: unknown } = {}): Buffer {
  const { host = "127.0.0.1", cookie, body } = options;
  const content = body === undefined ? "" : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    ...(cookie === undefined ? [] : [`cookie: ${cookie}`]),
    ...(body === undefined ? [] : ["content-type: application/json", `content-length: ${Buffer.byteLength(content)}`]),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${content}`);
}
