/** The public random value: where it comes from and when it is there. Pure; the bytes are made by the verifier's own code. */
import { firstRoundFrom, timeOfRound } from "@citizen-cloud/draw-verifier";

/** The round that counts for a draw at this time: its value is known at that time and not before. */
export function roundFor(drawAt: Date): number {
  return firstRoundFrom(drawAt.getTime());
}

/** Whoever knew a round's value could still choose who is in the list: one frozen late waits for a later round. */
const LEAST_AFTER_MS = 60_000;

/** @param round as announced @param frozenAt when the list's digest and root were there */
export function roundAfterFreezing(round: number, frozenAt: Date): number {
  return timeOfRound(round) >= frozenAt.getTime() + LEAST_AFTER_MS ? round : firstRoundFrom(frozenAt.getTime() + LEAST_AFTER_MS);
}

export function isRoundThere(round: number, now: Date): boolean {
  return timeOfRound(round) <= now.getTime();
}
