/**
 * What proves that somebody is at an office: six digits that its screen shows for a minute, or six that hang there printed for
 * a day and serve only a telephone near by. They are made of the place and the time with the master key and stored nowhere,
 * so every process knows them.
 */
import type { Codes } from "../../../kernel/crypto/codes.ts";
import { chinaDate } from "../../../kernel/china-time.ts";

const WINDOW_MS = 60_000;
/** Whoever scanned it still has to sign in, perhaps. */
const WINDOWS_TAKEN = 4;
/** Positions indoors are off by a street. */
export const NEAR_METRES = 500;

const SCREEN = "queue-place";
const DAY = "queue-place-day";

interface Place {
  city: string;
  office: string;
}

export function screenCode(codes: Codes, { city, office }: Place, now: Date): { code: string; until: Date } {
  const window = windowOf(now);
  return { code: codes.deriveCode(SCREEN, `${city}/${office}/${window}`), until: new Date((window + 1) * WINDOW_MS) };
}

export function dayCode(codes: Codes, { city, office }: Place, now: Date): { code: string; date: string } {
  const date = chinaDate(now);
  return { code: codes.deriveCode(DAY, `${city}/${office}/${date}`), date };
}

/** Which code it is; undefined: neither. */
export function readPlaceCode(codes: Codes, { city, office }: Place, typed: string, now: Date): "screen" | "day" | undefined {
  const code = typed.normalize("NFKC").replaceAll(/\D/g, "");
  const window = windowOf(now);
  const matches = Array.from({ length: WINDOWS_TAKEN }, (_each, back) => codes.matchesCode(SCREEN, `${city}/${office}/${window - back}`, code));
  if (matches.includes(true)) return "screen";
  return codes.matchesCode(DAY, `${city}/${office}/${chinaDate(now)}`, code) ? "day" : undefined;
}

function windowOf(now: Date): number {
  return Math.floor(now.getTime() / WINDOW_MS);
}
