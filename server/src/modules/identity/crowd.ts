/**
 * What answers a crowd needs to know of who people are. A door of its own beside index.ts: it loads nothing else, so that
 * a process for crowds is back in a second.
 */
import type { Clock } from "../../kernel/clock.ts";
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Database, Handles } from "../../kernel/database.ts";
import type { Notifications } from "../../kernel/notifications.ts";
import { isCodeOf } from "./confirmation/is-code-of.ts";
import { listChildren } from "./family/list-children.ts";
import { createQuickSessions, type QuickSessions } from "./session/quick-check.ts";

export { levelNeeded, notAllowed, signInNeeded } from "./errors.ts";
export { refuseForeignOrigin } from "./http/origin.ts";
export type { QuickSession, QuickSessions } from "./session/quick-check.ts";

export interface CrowdIdentity {
  /** Recognises callers where a crowd comes, outside of the server's routes. @param source where sessions are looked up */
  quickSessions(source: Handles): QuickSessions;
  /** Ids of the children for whom somebody may act. */
  childrenOf(person: string): Promise<string[]>;
  /** Whether this is the code last sent to somebody's number to confirm that it is they; it is used up, and tries are counted. @throws too-many-requests */
  codeGiven(person: string, code: string): Promise<boolean>;
}

export interface CrowdIdentityNeeds {
  database: Database;
  notifications: Notifications;
  crypto: Pick<Crypto, "keys" | "vault" | "lookupHash" | "codes">;
  clock: Clock;
  /** The origin people see; undefined: whatever host was asked. */
  publicUrl: string | undefined;
}

export function openCrowdIdentity({ database, notifications, crypto: { keys, vault, lookupHash, codes }, clock, publicUrl }: CrowdIdentityNeeds): CrowdIdentity {
  const parts = { database, vault, lookupHash, codes, clock };
  return {
    quickSessions: (source) => createQuickSessions({ notifications, keys, clock, publicUrl }, source),
    childrenOf: (person) => listChildren(parts, person),
    codeGiven: (person, code) => isCodeOf(parts, person, code),
  };
}
