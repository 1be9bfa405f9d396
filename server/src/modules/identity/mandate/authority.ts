/** What somebody may do in another's name: pure rules, alike for mandates and for a company's agents. */

export type Scope = { kind: "everything" } | { kind: "topics"; topics: string[] } | { kind: "services"; services: string[] };

export interface Authority {
  scope: Scope;
  /** The city whose topics and items the scope names: their ids are each city's own. */
  city: string;
  /** The most that one payment may be; 0 allows none. */
  paymentCeilingFen: number;
  /** Undefined until whom it was offered to accepts. */
  acceptedAt?: Date;
  expiresAt: Date;
  endedAt?: Date;
}

/** What somebody is about to do. */
export interface Act {
  city: string;
  topic?: string;
  service?: string;
  /** Undefined when nothing is paid. */
  amountFen?: number;
}

export type Verdict = "covered" | "not-accepted" | "ended" | "expired" | "outside-scope" | "over-ceiling";

/** Whether an authority covers an act at a moment, and if not, the first reason why. */
export function coversAct(authority: Authority, act: Act, now: Date): Verdict {
  if (authority.endedAt !== undefined && authority.endedAt <= now) return "ended";
  if (authority.acceptedAt === undefined || authority.acceptedAt > now) return "not-accepted";
  if (authority.expiresAt <= now) return "expired";
  if (!isWithinScope(authority, act)) return "outside-scope";
  return isWithinCeiling(authority.paymentCeilingFen, act.amountFen) ? "covered" : "over-ceiling";
}

/** An act that does not say its topic or item is within no scope but everything. */
function isWithinScope({ scope, city }: Authority, act: Act): boolean {
  if (scope.kind === "everything") return true;
  if (act.city !== city) return false;
  return scope.kind === "topics" ? act.topic !== undefined && scope.topics.includes(act.topic) : act.service !== undefined && scope.services.includes(act.service);
}

function isWithinCeiling(ceilingFen: number, amountFen: number | undefined): boolean {
  if (amountFen === undefined) return true;
  // What is no amount is no payment that anybody allowed.
  return Number.isSafeInteger(amountFen) && amountFen >= 0 && amountFen <= ceilingFen;
}

/** A scope as its two columns: sorted and without repetitions, so that equal scopes are equal rows. */
export function scopeColumns(scope: Scope): { scope: Scope["kind"]; scope_items: string[] } {
  const items = scope.kind === "everything" ? [] : scope.kind === "topics" ? scope.topics : scope.services;
  return { scope: scope.kind, scope_items: [...new Set(items)].sort() };
}

export function readScope(kind: Scope["kind"], items: string[]): Scope {
  if (kind === "everything") return { kind };
  return kind === "topics" ? { kind, topics: items } : { kind, services: items };
}
