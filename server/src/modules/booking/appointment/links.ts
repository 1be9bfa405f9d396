/** The link in a message: whoever has the telephone says coming or cancels, without signing in. */
import { createHash, randomBytes } from "node:crypto";
import type { Handles } from "../../../kernel/database.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { LinkedAppointment } from "../contract.ts";
import { noSuchLink } from "../errors.ts";
import type { BookingParts } from "../parts.ts";
import { describeLinked } from "./describe.ts";
import { cancel, sayComing } from "./own-appointments.ts";
import { type AppointmentRow, findByLink, insertLink } from "./store.ts";

const GUESSES_BY_NETWORK = 120;

export function digestOfToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** @returns the token, which is written down nowhere else */
export async function makeLink(tx: Handles, appointment: string): Promise<string> {
  const token = randomBytes(16).toString("base64url");
  await insertLink(tx, digestOfToken(token), appointment);
  return token;
}

export interface LinkUse {
  token: string;
  /** Where guesses from the caller's network are counted. */
  network: string;
}

/**
 * A token of nothing is a guess, and nothing else is counted: on the evening of the reminders half a city stands behind one address. Looked for
 * first even beyond the limit, which would otherwise refuse that half: so many bits are found by no number of guesses.
 * @param limit guesses of a network in an hour
 * @throws too-many-requests
 */
export async function countGuess({ database }: Pick<BookingParts, "database">, { network }: LinkUse, limit: number): Promise<void> {
  await countAttempt(database, [{ bucket: network, limit, windowSeconds: 3_600 }]);
}

/** @throws no-such-link, also once the visit is over; too-many-requests */
async function open(parts: BookingParts, use: LinkUse): Promise<AppointmentRow> {
  const row = await findByLink(parts.database, digestOfToken(use.token));
  if (!row) await countGuess(parts, use, GUESSES_BY_NETWORK);
  if (!row || row.state === "held" || row.ends_at <= parts.clock()) throw noSuchLink("This link leads nowhere.");
  return row;
}

export async function seeByLink(parts: BookingParts, use: LinkUse): Promise<LinkedAppointment> {
  return describeLinked(parts, await open(parts, use));
}

export async function comingByLink(parts: BookingParts, use: LinkUse): Promise<void> {
  await sayComing(parts, await open(parts, use));
}

/** @throws no-such-link, appointment-ended, too-late */
export async function cancelByLink(parts: BookingParts, use: LinkUse): Promise<void> {
  await cancel(parts, await open(parts, use), undefined);
}
