/**
 * What the server's clock says, without asking it every second: a few questions, each put right by half of the time it
 * was under way, and the one that was under way the shortest believed. Time goes on by a clock that nobody can set.
 */

/** One question: when it left and came back by our steady clock, and the server's moment in between. */
export interface ClockSample {
  sentAt: number;
  gotAt: number;
  serverNow: number;
}

export interface ClockReading {
  /** Added to the steady clock it gives the server's time, in milliseconds since 1970. */
  offset: number;
  /** How far off it may be at most: the answer came from somewhere between leaving and coming back. */
  within: number;
}

export function readSample({ sentAt, gotAt, serverNow }: ClockSample): ClockReading {
  return { offset: serverNow - (sentAt + gotAt) / 2, within: Math.max(0, gotAt - sentAt) / 2 };
}

/** The surest of several; undefined of none. */
export function surestOf(samples: readonly ClockSample[]): ClockReading | undefined {
  return samples.map(readSample).sort((one, other) => one.within - other.within)[0];
}

/** Readings that are good enough are not asked for again. */
const GOOD_ENOUGH_MS = 60;
const MOST_QUESTIONS = 4;

/**
 * Asks a few times, one after another, and stops early when an answer was quick.
 * @throws what the last question threw, when none was answered
 */
export async function readServerClock(ask: () => Promise<number>, steady: () => number, pause: (milliseconds: number) => Promise<void>): Promise<ClockReading> {
  const samples: ClockSample[] = [];
  let failure: unknown;
  for (let question = 0; question < MOST_QUESTIONS; question += 1) {
    if (question > 0) await pause(150);
    const sentAt = steady();
    try {
      const serverNow = await ask();
      samples.push({ sentAt, gotAt: steady(), serverNow });
    } catch (error) {
      failure = error;
      // Whoever is told to wait is not asked three times more.
      break;
    }
    const surest = surestOf(samples);
    if (surest && surest.within <= GOOD_ENOUGH_MS) return surest;
  }
  const surest = surestOf(samples);
  if (!surest) throw failure;
  return surest;
}

/** A device that slept has a steady clock that stood still: what it says then drifts from the one on the wall. */
export function hasSlept(before: { steady: number; wall: number }, now: { steady: number; wall: number }): boolean {
  return Math.abs(now.wall - before.wall - (now.steady - before.steady)) > 1_000;
}
