/** What a mandate is at a moment: pure rules. */
import { type Authority, readScope } from "./authority.ts";
import type { MandateRow } from "./store.ts";

/** Civil Code, article 165, asks for a term; three years are long enough to be asked again. */
export const MOST_DAYS = 1_095;
/** An offer that nobody took up lapses: numbers change hands. */
export const OFFER_DAYS = 14;
export const DAY_MS = 86_400_000;

export type MandateState = "offered" | "active" | "lapsed" | "expired" | "revoked";

export function stateOf({ accepted_at: acceptedAt, ended_at: endedAt, end_reason: reason, expires_at: expiresAt, offer_expires_at: offerExpiresAt }: Pick<MandateRow, "accepted_at" | "ended_at" | "end_reason" | "expires_at" | "offer_expires_at">, now: Date): MandateState {
  if (endedAt !== null) return reason === "expired" || reason === "lapsed" ? reason : "revoked";
  if (acceptedAt === null) return offerExpiresAt <= now ? "lapsed" : "offered";
  return expiresAt <= now ? "expired" : "active";
}

/** A row of mandates or of agents as what coversAct reads. */
export function toAuthority(row: Pick<MandateRow, "scope" | "scope_items" | "city" | "payment_ceiling_fen" | "expires_at" | "accepted_at" | "ended_at">): Authority {
  return {
    scope: readScope(row.scope, row.scope_items),
    city: row.city,
    paymentCeilingFen: row.payment_ceiling_fen,
    expiresAt: row.expires_at,
    ...(row.accepted_at ? { acceptedAt: row.accepted_at } : {}),
    ...(row.ended_at ? { endedAt: row.ended_at } : {}),
  };
}

/** Whether a name that somebody wrote down is the one in the register: spaces, dots and widths differ, names do not. */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize("NFKC").replaceAll(/[\s·・•.\u{200b}-\u{200d}]/gu, "").toLowerCase();
  return plain(one) !== "" && plain(one) === plain(other);
}
