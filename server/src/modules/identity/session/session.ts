/** A sign-in and how long it lasts: pure rules. */

/** How sure the city is of who somebody is: 1 holds a mobile number, 2 real name, 3 seen in person or by certificate. */
export type Level = 1 | 2 | 3;

/** What somebody proved with at sign-in. */
export type Means = "sms" | "password" | "totp" | "passkey" | "scan" | "recovery";

export type SessionKind = "personal" | "shared";

export interface Session {
  id: string;
  person: string;
  kind: SessionKind;
  means: Means[];
  /** Browser and system in words. */
  device: string;
  /** Network address without its last part. */
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  /** When the person last proved to be there. */
  confirmedAt: Date;
  level: Level;
  /** The city the account was opened in. */
  city: string;
  accountState: "active" | "locked" | "closing" | "closed";
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** GB/T 22239 asks for an end to idle sessions; a device that many people use forgets within minutes. */
const LIMITS: Record<SessionKind, { idleMs: number; absoluteMs: number }> = {
  personal: { idleMs: 14 * DAY_MS, absoluteMs: 90 * DAY_MS },
  shared: { idleMs: 3 * MINUTE_MS, absoluteMs: 30 * MINUTE_MS },
};

/** How long a proof of presence serves for acts that ask for one. */
export const CONFIRMATION_MS = 10 * MINUTE_MS;

export function expiryOf(kind: SessionKind, openedAt: Date): Date {
  return new Date(openedAt.getTime() + LIMITS[kind].absoluteMs);
}

export function isOver(session: Pick<Session, "lastSeenAt" | "expiresAt" | "kind" | "accountState">, now: Date): boolean {
  const idleMs = now.getTime() - session.lastSeenAt.getTime();
  return now >= session.expiresAt || idleMs > LIMITS[session.kind].idleMs || session.accountState === "locked" || session.accountState === "closed";
}

export function isConfirmed(session: Session, now: Date): boolean {
  return now.getTime() - session.confirmedAt.getTime() <= CONFIRMATION_MS;
}
