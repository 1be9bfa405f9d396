/** One's place in a waiting room as this device keeps it: it outlives the tab, and what it promised is never taken back. */

export interface WaitingPlace {
  /** Signed by the server; means nothing to us. */
  ticket: string;
  /** Counted from 1; unknown to those who came before the opening until the order is drawn. */
  number?: number;
  /** How many are still before. */
  ahead?: number;
  /** By the server's clock, in milliseconds since 1970. */
  turnAt?: number;
  /** Whether somebody came before the opening. */
  early: boolean;
  /** The turn has come. */
  canEnter: boolean;
}

/**
 * What is shown after another answer: nobody moves back. An answer that comes late, from another process or after an
 * operator slowed the lane may say more people or a later hour; the number, once given, stays.
 */
export function advance(before: WaitingPlace | undefined, after: WaitingPlace): WaitingPlace {
  // Another number is another place: a ticket that was not taken, or the order drawn among those who were early.
  if (!before || before.number !== after.number) return after;
  return { ...after, ahead: least(before.ahead, after.ahead), turnAt: least(before.turnAt, after.turnAt), canEnter: before.canEnter || after.canEnter };
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : Math.min(one, other);
}

interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = "cc-waiting-";
const keyOf = (campaign: string) => PREFIX + campaign;

/** @param campaign city and slug, such as `haikou/red-packet`; @param person whose place it is: a shared device keeps nobody else's */
export function keepPlace(store: Store, campaign: string, person: string, place: WaitingPlace): void {
  try {
    store.setItem(keyOf(campaign), JSON.stringify({ person, ...place }));
  } catch {
    // Without storage the place lasts as long as the tab; the server knows it all the same.
  }
}

export function keptPlace(store: Store, campaign: string, person: string): WaitingPlace | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(campaign)) ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const { person: owner, ticket, number, ahead, turnAt, early, canEnter } = kept as Record<string, unknown>;
    if (owner !== person || typeof ticket !== "string" || ticket === "") return undefined;
    return { ticket, number: figure(number), ahead: figure(ahead), turnAt: figure(turnAt), early: early === true, canEnter: canEnter === true };
  } catch {
    return undefined;
  }
}

/** @param campaign or what the keys of several begin with */
export function keepsAnyPlace(store: object, campaign: string): boolean {
  try {
    return Object.keys(store).some((key) => key.startsWith(keyOf(campaign)));
  } catch {
    return false;
  }
}

export function forgetPlace(store: Store, campaign: string): void {
  try {
    store.removeItem(keyOf(campaign));
  } catch {
    // What cannot be kept need not be forgotten.
  }
}

function figure(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}
