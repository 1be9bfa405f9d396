/** A countdown in parts for the eye, and the few moments at which it is said aloud. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface Remaining {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** Full seconds, the last one begun: at 0 it is over. */
export function remainingOf(milliseconds: number): Remaining {
  const left = Math.max(0, Math.ceil(milliseconds / SECOND_MS)) * SECOND_MS;
  return {
    days: Math.floor(left / DAY_MS),
    hours: Math.floor((left % DAY_MS) / HOUR_MS),
    minutes: Math.floor((left % HOUR_MS) / MINUTE_MS),
    seconds: Math.floor((left % MINUTE_MS) / SECOND_MS),
  };
}

/** Until the shown second changes: drawn again then, and not sixty times a second. */
export function untilNextSecond(milliseconds: number): number {
  const rest = milliseconds % SECOND_MS;
  return rest <= 0 ? SECOND_MS + rest : rest;
}

/** Said aloud when they are passed, nothing in between: a countdown read out second by second drowns everything else. */
const SPOKEN_AT = [DAY_MS, HOUR_MS, 10 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS, 10 * SECOND_MS] as const;

/** The least of those moments that was passed between two looks at the clock; 0 is the end itself. */
export function spokenBetween(before: number, now: number): number | undefined {
  if (before > 0 && now <= 0) return 0;
  return SPOKEN_AT.filter((moment) => before > moment && now <= moment && now > 0).at(-1);
}

export type RoughUnit = "days" | "hours" | "minutes" | "seconds";

/** How long in one word: 3 days, 2 hours, 20 minutes. Rounded up, since a wait that ends early disappoints nobody. */
export function roughly(milliseconds: number): { count: number; unit: RoughUnit } {
  if (milliseconds > 48 * HOUR_MS) return { count: Math.ceil(milliseconds / DAY_MS), unit: "days" };
  if (milliseconds > 90 * MINUTE_MS) return { count: Math.ceil(milliseconds / HOUR_MS), unit: "hours" };
  if (milliseconds > 50 * SECOND_MS) return { count: Math.ceil(milliseconds / MINUTE_MS), unit: "minutes" };
  // In steps of ten: nobody knows it more closely.
  return { count: Math.max(10, Math.ceil(milliseconds / (10 * SECOND_MS)) * 10), unit: "seconds" };
}
