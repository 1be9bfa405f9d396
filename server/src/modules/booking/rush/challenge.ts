/** Work for a machine that makes joining by the thousand costly and joining once a matter of a second: pure rules. */
import { createHash } from "node:crypto";

/** Some hundred thousand digests: about a second on a telephone. */
export const CHALLENGE_BITS = 17;
const GOOD_FOR_MINUTES = 10;
const LONGEST_NONCE = 40;

export interface ChallengeAnswer {
  minute: number;
  nonce: string;
}

/** What is to be solved: a nonce behind this text gives a SHA-256 digest that begins with that many zero bits. */
export function challengeText(campaign: string, person: string, minute: number): string {
  return `citizen-cloud challenge 1|${campaign}|${person}|${minute}|`;
}

export function minuteOf(now: number): number {
  return Math.floor(now / 60_000);
}

/** Whether somebody did the work for this campaign, themselves and lately. */
export function isSolved(campaign: string, person: string, { minute, nonce }: ChallengeAnswer, now: number, bits: number = CHALLENGE_BITS): boolean {
  const age = minuteOf(now) - minute;
  if (age < 0 || age > GOOD_FOR_MINUTES || nonce.length > LONGEST_NONCE) return false;
  const digest = createHash("sha256").update(challengeText(campaign, person, minute) + nonce).digest();
  return Math.clz32(digest.readUInt32BE(0)) >= bits;
}
