/** Getting back into an account without its telephone: the rules. Pure. */

export const PROOFS = ["real-name", "in-person", "passkey", "password", "totp", "old-number"] as const;
export type Proof = (typeof PROOFS)[number];

/** One proof may be stolen or guessed; two of different kinds seldom are by one thief. */
export const PROOFS_NEEDED = 2;
/** How long proofs are taken: long enough for a counter's queue. */
export const OPEN_MS = 60 * 60_000;
export const MOST_TRIES = 12;
const HOUR_MS = 3_600_000;
/** Three days: over a weekend, so that an owner who looks at messages seldom can still stop it. */
const WAIT_MS = 72 * HOUR_MS;
/** The owner is told again when this much is left. */
export const REMINDER_MS = 24 * HOUR_MS;
export const VOUCHER_MS = 15 * 60_000;

export type RecoveryState = "open" | "waiting" | "done" | "stopped" | "ended";

export function isEnough(proofs: readonly Proof[], numberProven: boolean): boolean {
  return numberProven && new Set(proofs).size >= PROOFS_NEEDED;
}

/** A clerk who saw card and face leaves nothing to wait for. */
export function waitMs(proofs: readonly Proof[]): number {
  return proofs.includes("in-person") ? 0 : WAIT_MS;
}
