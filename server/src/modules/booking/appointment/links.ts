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

const TRIES_BY_NETWORK = 120;

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
  /** Where attempts from the caller's network are counted. */
  network: string;
}

/** @throws no-such-link, also once the visit is over; too-many-requests */
async function open(parts: BookingParts, { token, network }: LinkUse): Promise<AppointmentRow> {
  await countAttempt(parts.database, [{ bucket: network, limit: TRIES_BY_NETWORK, windowSeconds: 3_600 }]);
  const row = await findByLink(parts.database, digestOfToken(token));
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
