/** How much the server rests, and when: pure rules. */

/** 0 normal · 1 busy: what is heavy rests · 2 strained: departments are not asked anew · 3 only what is essential. */
export const LEVELS = [0, 1, 2, 3] as const;
export type ServiceLevel = (typeof LEVELS)[number];

/** What weighs on a process. */
export interface Pressure {
  /** By how much the process is late with what is due, at worst but for one in a hundred, over the last second. */
  loopDelayMs: number;
  /** How long whoever asks now waits for a connection to the database. */
  databaseWaitMs: number;
}

/** Either is enough. People feel a tenth of a second; half a second in a queue before the work begins is a page that hangs. */
const RISES_AT: readonly Pressure[] = [
  { loopDelayMs: 120, databaseWaitMs: 500 },
  { loopDelayMs: 300, databaseWaitMs: 1_500 },
  { loopDelayMs: 700, databaseWaitMs: 3_500 },
];
/** A level is left only well below where it began, so that what the rest relieves does not bring it back at once. */
const CALM_SHARE = 0.5;
/** Up fast: a shorter push is one large request, not a crowd. */
export const RISE_MS = 3_000;
/** Down slowly, one level at a time. */
export const CALM_MS = 30_000;

export interface LoadState {
  level: ServiceLevel;
  /** Since when it has been pushed above its level without a break, and how high at least. */
  pushed?: { since: number; to: ServiceLevel };
  /** Since when it has been calm enough for one level less. */
  calmSince?: number;
}

export const NORMAL: LoadState = { level: 0 };

/** @param now of a clock that only goes on, in milliseconds */
export function followPressure(state: LoadState, pressure: Pressure, now: number): LoadState {
  const { level } = state;
  const asked = levelOf(pressure, 1);
  if (asked > level) {
    const since = state.pushed?.since ?? now;
    const to = state.pushed && state.pushed.to < asked ? state.pushed.to : asked;
    return now - since >= RISE_MS ? { level: to } : { level, pushed: { since, to } };
  }
  if (levelOf(pressure, CALM_SHARE) < level) {
    const calmSince = state.calmSince ?? now;
    return now - calmSince >= CALM_MS ? { level: (level - 1) as ServiceLevel, calmSince: now } : { level, calmSince };
  }
  return { level };
}

function levelOf({ loopDelayMs, databaseWaitMs }: Pressure, share: number): ServiceLevel {
  return RISES_AT.filter((at) => loopDelayMs >= at.loopDelayMs * share || databaseWaitMs >= at.databaseWaitMs * share).length as ServiceLevel;
}

/** What an operator said. */
export interface Hand {
  /** 0: normal, whatever the load. */
  level: ServiceLevel;
  until: Date;
}

/** The hand may ask for more rest than the load does, or for none at all until its time is over. */
export function levelUnder(load: ServiceLevel, hand: Hand | undefined, now: Date): ServiceLevel {
  if (!hand || hand.until <= now) return load;
  return hand.level === 0 ? 0 : (Math.max(load, hand.level) as ServiceLevel);
}

/** Whether a route of this weight is served. What is essential always is. */
export function isServed(weight: "essential" | "ordinary" | "heavy", level: ServiceLevel): boolean {
  return weight === "essential" || (weight === "heavy" ? level === 0 : level < 3);
}

/** A time of rest. */
export interface Period {
  level: ServiceLevel;
  by: "load" | "operator";
  reason?: { zh: string; en: string };
  began: Date;
  /** Undefined: it lasts. */
  ended?: Date;
}

/** Several processes rise at once, and each level is a row: what touches is one period, as high as it got. @param periods of the load alone */
export function joinPeriods(periods: Period[]): Period[] {
  const joined: Period[] = [];
  for (const period of [...periods].sort((a, b) => a.began.getTime() - b.began.getTime())) {
    const last = joined.at(-1);
    if (last && (!last.ended || period.began.getTime() - last.ended.getTime() <= JOINED_MS)) {
      last.level = Math.max(last.level, period.level) as ServiceLevel;
      if (last.ended && period.ended) last.ended = new Date(Math.max(last.ended.getTime(), period.ended.getTime()));
      else delete last.ended;
    } else joined.push({ ...period });
  }
  return joined;
}

const JOINED_MS = 60_000;
