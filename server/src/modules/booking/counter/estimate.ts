/** How many are called before somebody, and about how long that takes. Pure. */
import { type Mix, nextToCall, NOTHING_OWED, type Waiting } from "./next-to-call.ts";

export interface Place {
  /** How many are called before. */
  ahead: number;
  /** Whole minutes until the call, rounded up; by fives from ten. */
  minutes: number;
}

const MINUTE_MS = 60_000;
/** Until a day has figures of its own. */
const USUAL_MINUTES = 12;
const USUAL_WEIGHT = 4;
const LONGEST_COUNTED_MINUTES = 60;
const COUNTED = 20;

/** Minutes one visit takes, by the last ones served today; one endless case does not spoil it. */
export function minutesEach(servedMinutes: readonly number[]): number {
  const counted = servedMinutes.slice(-COUNTED).map((minutes) => Math.min(LONGEST_COUNTED_MINUTES, Math.max(1, minutes)));
  const sum = counted.reduce((total, minutes) => total + minutes, 0);
  return (sum + USUAL_MINUTES * USUAL_WEIGHT) / (counted.length + USUAL_WEIGHT);
}

/**
 * Counters that work for one line: one that also serves two others where people wait counts a third. Nobody at work yet
 * counts as one, since somebody will come.
 */
export function countersFor(line: string, counters: readonly { lines: readonly string[] }[], waitedFor: ReadonlySet<string>): number {
  const share = counters.reduce((total, { lines }) => total + (lines.includes(line) ? 1 / lines.filter((each) => each === line || waitedFor.has(each)).length : 0), 0);
  return share === 0 ? 1 : share;
}

/** Everybody's place, by calling them all in thought: the same rule decides, at the pace of the counters. */
export function placesOf(waiting: readonly Waiting[], { now, pace, mix = NOTHING_OWED }: { now: number; /** Minutes from call to call. */ pace: number; mix?: Mix }): Map<string, Place> {
  const places = new Map<string, Place>();
  let left = [...waiting];
  let clock = now;
  let owed = mix;
  for (let ahead = 0; left.length > 0; ahead += 1) {
    const next = nextToCall(left, owed, clock);
    if (!next) break;
    const { ticket } = next;
    owed = next.mix;
    left = left.filter((each) => each !== ticket);
    // Whoever is early may be called earlier, but is told no time before their own.
    const until = Math.max(clock - now, (ticket.startsAt ?? 0) - now);
    places.set(ticket.id, { ahead, minutes: roundUp(until / MINUTE_MS) });
    clock += pace * MINUTE_MS;
  }
  return places;
}

/** Nobody believes "23 minutes". */
export function roundUp(minutes: number): number {
  const whole = Math.ceil(Math.max(0, minutes));
  return whole <= 10 ? whole : Math.ceil(whole / 5) * 5;
}
