/** How long a request to move a car lives, what each side sees of it, and when an asker is stopped. Pure. */
import { createHash } from "node:crypto";
import type { MoveRequest } from "../contract.ts";
import type { MoveRequestRow } from "./store.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const LIVES_MS = DAY_MS;
/** A car in the way is in the way now: what cannot be sent by then is not sent. */
export const SENDING_MS = 10 * MINUTE_MS;
/** The asker finds old ones for so long. */
export const KEPT_MS = 30 * DAY_MS;

export const STOPPED_MS = 30 * DAY_MS;
/** One report may be a quarrel between two; two from different cars are a habit. */
const REPORTS_THAT_STOP = 2;
export const REPORTS_KEPT_MS = 180 * DAY_MS;

export const ASKS_BY_DAY = 5;
export const ASKS_BY_PLATE_AND_HOUR = 3;

/** @returns until when somebody may ask nobody; undefined: they may */
export function stoppedUntil(reports: { plate_hash: Buffer; reported_at: Date }[], now: Date): Date | undefined {
  const recent = reports.filter(({ reported_at }) => now.getTime() - reported_at.getTime() < REPORTS_KEPT_MS);
  const cars = new Set(recent.map(({ plate_hash }) => plate_hash.toString("hex")));
  if (cars.size < REPORTS_THAT_STOP) return undefined;
  const until = new Date(Math.max(...recent.map(({ reported_at }) => reported_at.getTime())) + STOPPED_MS);
  return until > now ? until : undefined;
}

/** What is told: a report of misuse ends the request for both, and the asker learns only that it is over. */
export function stateOf({ state, ends_at, misuse_reported_at }: Pick<MoveRequestRow, "state" | "ends_at" | "misuse_reported_at">, now: Date): MoveRequest["state"] {
  if (state === "cancelled" || state === "failed") return state;
  return misuse_reported_at || ends_at <= now ? "ended" : state;
}

export function isOpen(row: Pick<MoveRequestRow, "state" | "ends_at" | "misuse_reported_at">, now: Date): boolean {
  return ["sending", "sent", "answered"].includes(stateOf(row, now));
}

export function digestOfToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

export const placeOf = {
  plate: (id: string) => `records.move_request.plate/${id}`,
  place: (id: string) => `records.move_request.place/${id}`,
  token: (id: string) => `records.move_request.token/${id}`,
  phone: (id: string) => `records.move_request.phone/${id}`,
};
