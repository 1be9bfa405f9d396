import { createBatch } from "../../../kernel/batch.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { MasterKeys } from "../../../kernel/crypto/keys.ts";
import type { Handles } from "../../../kernel/database.ts";
import type { Notifications } from "../../../kernel/notifications.ts";
import { SESSION_COOKIE } from "../http/cookies.ts";
import { isOver, type Level } from "./session.ts";
import { digestToken } from "./sessions.ts";
import { createSlips, SLIP_COOKIE } from "./slips.ts";
import { findSessionHolders, PERSON_CHANGED_CHANNEL } from "./store.ts";

const SLIP_COOKIE_SECONDS = 600;
const TOKEN_FORM = /^[\w-]{1,100}$/;
/** Sessions remembered at least; twice as many at most, in some sixty megabytes. Whoever is not shows the slip they were given. */
const REMEMBERED = 60_000;

export interface QuickSession {
  person: string;
  level: Level;
  /** A Set-Cookie value, so that the next request is recognised without the database. */
  setCookie?: string;
}

interface Remembered extends QuickSession {
  readAt: number;
}

/** Recognises callers where a crowd comes: without the database whoever was recognised lately by any process, the others many at a time. */
export interface QuickSessions {
  /** The answer at once when it takes no database. Undefined: nobody is signed in. @param anew asks the database in any case */
  of(cookieHeader: string | undefined, anew?: boolean): QuickSession | undefined | Promise<QuickSession | undefined>;
}

/** @param source where sessions are looked up: a crowd's questions need not wait behind, nor before, everybody else's */
export function createQuickSessions(parts: { notifications: Notifications; keys: MasterKeys; clock: Clock; publicUrl: string | undefined }, source: Handles): QuickSessions {
  const { notifications, keys, clock, publicUrl } = parts;
  const slips = createSlips(keys, clock().getTime());
  // Whom this process asked about lately; a slip is for the other processes, and for when there were more.
  let young = new Map<string, Remembered>();
  let old = new Map<string, Remembered>();
  notifications.on(PERSON_CHANGED_CHANNEL, (person) => slips.personChanged(person, clock().getTime()));
  notifications.onListening(() => slips.forgetAll(clock().getTime()));
  const find = createBatch((tokens: string[]) => findSessionHolders(source, tokens.map(digestToken)));

  const secure = publicUrl?.startsWith("https:") ?? false;
  const prefix = secure ? "__Host-" : "";
  const tokenName = `${prefix}${SESSION_COOKIE}`;
  const slipName = `${prefix}${SLIP_COOKIE}`;
  const look = async (token: string): Promise<QuickSession | undefined> => {
    const readAt = clock().getTime();
    const session = await find(token);
    if (!session || isOver(session, clock())) return undefined;
    const slip = slips.write(session, token, readAt);
    if (slip !== undefined) {
      if (young.size >= REMEMBERED) [young, old] = [new Map(), young];
      // A copy: a slice would keep the whole header.
      young.set(Buffer.from(token, "latin1").toString("latin1"), { person: session.person, level: session.level, readAt });
    }
    const setCookie = slip && `${slipName}=${slip}; Path=/; Max-Age=${SLIP_COOKIE_SECONDS}; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
    return { person: session.person, level: session.level, ...(setCookie ? { setCookie } : {}) };
  };
  return {
    of(header, anew = false) {
      if (header === undefined) return undefined;
      const token = cookieOf(header, tokenName);
      if (token === undefined || !TOKEN_FORM.test(token)) return undefined;
      if (anew || !notifications.connected()) return look(token);
      const now = clock().getTime();
      // To remember costs a tenth of checking a signature.
      const known = young.get(token) ?? old.get(token);
      if (known && slips.holds(known.person, known.readAt, now)) return known;
      const slip = cookieOf(header, slipName);
      return (slip === undefined ? undefined : slips.read(slip, token, now)) ?? look(token);
    },
  };
}

/** Tokens and slips hold nothing that a cookie would have to encode. */
function cookieOf(header: string, name: string): string | undefined {
  for (let start = 0; start < header.length; ) {
    const semicolon = header.indexOf(";", start);
    const end = semicolon === -1 ? header.length : semicolon;
    if (header.startsWith(name, start) && header[start + name.length] === "=") return header.slice(start + name.length + 1, end).trim();
    start = end + 1;
    while (header[start] === " ") start += 1;
  }
  return undefined;
}
