/** Who is called next: appointments at their time, people without one between them, a lane for whoever cannot stand long. Pure. */

export interface Waiting {
  id: string;
  /** Of an appointment: when it begins. */
  startsAt?: number | undefined;
  /** Since when they wait at the office. */
  arrivedAt: number;
  /** Breaks ties: in the order in which tickets were taken. */
  order: number;
  priority: boolean;
  /** Share of the turns for people without an appointment, by the calendar of what the ticket is for. */
  walkInPercent: number;
}

/** What a counter owes, in hundredths of a turn. It moves only while there was a choice. */
export interface Mix {
  /** To those outside the priority lane. */
  ordinary: number;
  /** To those without an appointment. */
  walkIn: number;
}

export const NOTHING_OWED: Mix = { ordinary: 0, walkIn: 0 };

const MINUTE_MS = 60_000;
/** An appointment is called from so long before its time. */
export const EARLY_MS = 5 * MINUTE_MS;
/** Whoever comes later than this after their time has lost it, and waits with those who have none … */
export const LATE_MS = 15 * MINUTE_MS;
/** … as if they had come so much earlier. */
export const LATE_CREDIT_MS = 10 * MINUTE_MS;
/** Of ten turns each side gets one at least, whatever a calendar says: a share of none would let somebody wait for ever. */
const LEAST_PERCENT = 10;
/** While both wait, the priority lane has every second turn. */
const ORDINARY_PERCENT = 50;
const WHOLE_TURN = 100;

export type Class = "appointment" | "walk-in";

/** Late is late for good: neither a transfer nor a long queue makes anybody lose their time. */
export function classOf({ startsAt, arrivedAt }: Pick<Waiting, "startsAt" | "arrivedAt">): Class {
  return startsAt !== undefined && arrivedAt <= startsAt + LATE_MS ? "appointment" : "walk-in";
}

export function isDue(ticket: Waiting, now: number): boolean {
  return classOf(ticket) === "walk-in" || (ticket.startsAt ?? 0) - EARLY_MS <= now;
}

/** Since when they are counted as waiting: for an appointment its time, since coming early wins nothing. */
function sinceOf(ticket: Waiting): number {
  const { startsAt, arrivedAt } = ticket;
  if (classOf(ticket) === "appointment") return startsAt ?? arrivedAt;
  return startsAt === undefined ? arrivedAt : arrivedAt - LATE_CREDIT_MS;
}

/**
 * The ticket a counter calls next, and what it owes afterwards; undefined when nobody waits. Whoever came early is called
 * before their time only when nobody else is there, so that no counter stands idle.
 */
export function nextToCall(waiting: readonly Waiting[], mix: Mix, now: number): { ticket: Waiting; mix: Mix } | undefined {
  const due = waiting.filter((ticket) => isDue(ticket, now));
  if (due.length === 0) {
    const early = first(waiting);
    return early && { ticket: early, mix };
  }
  const priority = due.filter((ticket) => ticket.priority);
  const ordinary = due.filter((ticket) => !ticket.priority);
  const lane = choose(priority, ordinary, mix.ordinary, ORDINARY_PERCENT);
  const owed = { ...mix, ordinary: lane.owed };
  // In the priority lane whoever has waited longest comes first, with an appointment or without.
  if (lane.chosen === priority) return found(first(priority), owed);
  const appointments = ordinary.filter((ticket) => classOf(ticket) === "appointment");
  const walkIns = ordinary.filter((ticket) => classOf(ticket) === "walk-in");
  const percent = Math.min(WHOLE_TURN - LEAST_PERCENT, Math.max(LEAST_PERCENT, first(walkIns)?.walkInPercent ?? 0));
  const kind = choose(appointments, walkIns, mix.walkIn, percent);
  return found(first(kind.chosen), { ...owed, walkIn: kind.owed });
}

const found = (ticket: Waiting | undefined, mix: Mix) => ticket && { ticket, mix };

/** The second gets its percentage of the turns, spread evenly, while there are some of both. */
function choose(one: Waiting[], other: Waiting[], owed: number, percent: number): { chosen: Waiting[]; owed: number } {
  if (one.length === 0 || other.length === 0) return { chosen: one.length === 0 ? other : one, owed };
  const now = owed + percent;
  return now >= WHOLE_TURN ? { chosen: other, owed: now - WHOLE_TURN } : { chosen: one, owed: now };
}

function first(tickets: readonly Waiting[]): Waiting | undefined {
  return tickets.reduce<Waiting | undefined>((best, ticket) => (best === undefined || comesBefore(ticket, best) ? ticket : best), undefined);
}

function comesBefore(one: Waiting, other: Waiting): boolean {
  const difference = sinceOf(one) - sinceOf(other);
  return difference < 0 || (difference === 0 && one.order < other.order);
}
