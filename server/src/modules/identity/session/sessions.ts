import { createHash, randomBytes } from "node:crypto";
import { createBatch } from "../../../kernel/batch.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database, Handles } from "../../../kernel/database.ts";
import type { Log } from "../../../kernel/log.ts";
import type { Notifications } from "../../../kernel/notifications.ts";
import { expiryOf, isOver, type Means, type Session, type SessionKind } from "./session.ts";
import { findSessions, insertSessions, PERSON_CHANGED_CHANNEL, updateLastSeen } from "./store.ts";

const REMEMBERED_SESSIONS = 20_000;
/** Word of a change arrives within milliseconds; this bounds what a lost word could do. */
const REMEMBERED_MS = 10_000;
/** Being seen is noted to this precision: a row written for every request would cost more than the request. */
const SEEN_PRECISION_MS = 30_000;
const SEEN_FLUSH_MS = 5_000;

export interface Opening {
  id: string;
  person: string;
  means: Means[];
  kind: SessionKind;
  device: string;
  address: string;
  /** When the person last proved to be there; left out: just now. */
  confirmedAt?: Date;
}

/**
 * Sign-ins: kept in the database, so that they can be ended, and remembered here for seconds, so that asking costs
 * microseconds. What is remembered of a person is forgotten when any process says that something about them changed.
 */
export interface Sessions {
  /** @returns for each the cookie's token, which is stored nowhere */
  open(tx: Handles, openings: Opening[]): Promise<{ token: string; expiresAt: Date }[]>;
  /** The session of a token, when it is not over. */
  find(token: string): Promise<Session | undefined>;
  /** The same, without taking it for a sign that somebody is there: of a connection that stays open by itself. */
  look(token: string): Promise<Session | undefined>;
  /** The same, from the database: before somebody is refused what they were just given in another request. */
  findAnew(token: string): Promise<Session | undefined>;
  close(): Promise<void>;
}

export function createSessions(parts: { database: Database; notifications: Notifications; clock: Clock; log: Log }): Sessions {
  const { database, notifications, clock, log } = parts;
  const remembered = new Map<string, { session: Session; readAt: number }>();
  const tokensOf = new Map<string, Set<string>>();
  const seen = new Map<string, Date>();
  let changes = 0;

  const forget = (token: string) => {
    const person = remembered.get(token)?.session.person;
    remembered.delete(token);
    if (person === undefined) return;
    const tokens = tokensOf.get(person);
    tokens?.delete(token);
    if (tokens?.size === 0) tokensOf.delete(person);
  };
  const forgetAll = () => {
    changes += 1;
    remembered.clear();
    tokensOf.clear();
  };
  notifications.on(PERSON_CHANGED_CHANNEL, (person) => {
    changes += 1;
    for (const token of tokensOf.get(person) ?? []) forget(token);
  });
  notifications.onListening(forgetAll);

  const remember = (token: string, session: Session) => {
    const [oldest] = remembered.keys();
    if (remembered.size >= REMEMBERED_SESSIONS && oldest !== undefined) forget(oldest);
    remembered.set(token, { session, readAt: performance.now() });
    tokensOf.set(session.person, (tokensOf.get(session.person) ?? new Set()).add(token));
  };
  const find = createBatch((tokens: string[]) => findSessions(database, tokens.map(digestToken)));
  const read = async (token: string): Promise<Session | undefined> => {
    const changesBefore = changes;
    const session = await find(token);
    // What was read before a change came in may be older than the change.
    if (session && changes === changesBefore) remember(token, session);
    return session;
  };

  const flushSeen = async () => {
    if (seen.size === 0) return;
    const batch = [...seen].map(([token, at]) => ({ tokenDigest: digestToken(token), at }));
    seen.clear();
    await updateLastSeen(database, batch).catch((error: unknown) => log.warn({ err: error }, "when sessions were seen could not be noted"));
  };
  const flushing = setInterval(() => void flushSeen(), SEEN_FLUSH_MS).unref();

  const look = async (token: string): Promise<Session | undefined> => {
    const entry = remembered.get(token);
    const fresh = entry !== undefined && notifications.connected() && performance.now() - entry.readAt < REMEMBERED_MS;
    if (entry && !fresh) forget(token);
    const session = fresh ? entry.session : await read(token);
    return session && !isOver(session, clock()) ? session : undefined;
  };

  return {
    look,
    async open(tx, openings) {
      const openedAt = clock();
      const opened = openings.map((opening) => ({ opening, token: randomBytes(32).toString("base64url"), expiresAt: expiryOf(opening.kind, openedAt) }));
      await insertSessions(tx, opened.map(({ opening, token, expiresAt }) => ({ ...opening, openedAt, expiresAt, tokenDigest: digestToken(token) })));
      return opened.map(({ token, expiresAt }) => ({ token, expiresAt }));
    },
    async find(token) {
      const session = await look(token);
      const now = clock();
      if (!session) return undefined;
      if (now.getTime() - session.lastSeenAt.getTime() > SEEN_PRECISION_MS) {
        session.lastSeenAt = now;
        seen.set(token, now);
      }
      return session;
    },
    async findAnew(token) {
      forget(token);
      const session = await read(token);
      return session && !isOver(session, clock()) ? session : undefined;
    },
    async close() {
      clearInterval(flushing);
      await flushSeen();
    },
  };
}

export function digestToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
