/** Guesses at a secret that belongs to a number: counted alike whether or not the number has an account. */
import { countAttempt, forgiveAttempts } from "../../../kernel/rate-limit.ts";
import type { IdentityParts } from "../parts.ts";
import type { Origin } from "./request-code.ts";

export interface Guess {
  means: "password" | "totp";
  /** Eleven digits. */
  phone: string;
  origin: Origin;
}

/** Only this means is locked, so that a stranger who guesses shuts nobody out: every other means goes on. */
const GUESSES_BY_NUMBER = { limit: 5, windowSeconds: 15 * 60 };
const GUESSES_BY_NUMBER_DAILY = { limit: 50, windowSeconds: 86_400 };
const GUESSES_BY_DEVICE = { limit: 40, windowSeconds: 15 * 60 };
const GUESSES_BY_ADDRESS = { limit: 600, windowSeconds: 10 * 60 };

/**
 * Counted before the secret is compared, so that guesses at the same moment are as few as guesses in a row.
 * @throws too-many-requests
 */
export async function countGuess(parts: IdentityParts, guess: Guess): Promise<void> {
  const { database, lookupHash } = parts;
  const { means, origin } = guess;
  await countAttempt(database, [
    { bucket: numberBucket(parts, guess), ...GUESSES_BY_NUMBER },
    { bucket: `${numberBucket(parts, guess)}-day`, ...GUESSES_BY_NUMBER_DAILY },
    { bucket: `${means}-device:${lookupHash.hash("device", origin.device).toString("base64url")}`, ...GUESSES_BY_DEVICE },
    { bucket: `${means}-address:${lookupHash.hash("address", origin.address).toString("base64url")}`, ...GUESSES_BY_ADDRESS },
  ]);
}

/** The right secret came: failures before it were the owner's. The day's count stays, so that a thief with one secret cannot guess at the other for ever. */
export async function forgiveGuesses(parts: IdentityParts, guess: Pick<Guess, "means" | "phone">): Promise<void> {
  await forgiveAttempts(parts.database, [numberBucket(parts, guess)]);
}

function numberBucket({ lookupHash }: IdentityParts, { means, phone }: Pick<Guess, "means" | "phone">): string {
  return `${means}-number:${lookupHash.hash("phone", phone).toString("base64url")}`;
}
