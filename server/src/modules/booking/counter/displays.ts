/** Screens that hang in an office. Whoever registered one gave it a key; with it the screen also shows the code to check in with. */
import { createHash, randomBytes } from "node:crypto";
import type { Staff } from "../../identity/index.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Display, ShownPlaceCode, StaffPlaceCodes } from "./contract.ts";
import { displayRefused } from "./errors.ts";
import type { CountedOffice } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import { dayCode, screenCode } from "./place-code.ts";
import { deleteDisplay, type DisplayRow, findDisplay, insertDisplay, listDisplays, type OfficeKey, updateDisplaySeen } from "./store.ts";

const SEEN_PRECISION_MS = 60_000;

const digest = (key: string) => createHash("sha256").update(key).digest();

/** @returns the display, and the key that is shown this once */
export async function addDisplay({ database, clock }: CounterParts, staff: Staff, { city, office }: OfficeKey, label: string): Promise<{ display: Display; key: string }> {
  const key = randomBytes(24).toString("base64url");
  const row = { id: newId(), city, office, label, key_hash: digest(key), added_by: staff.id, added_at: clock(), seen_at: null };
  await insertDisplay(database, row);
  return { display: describeDisplay(row), key };
}

export async function listOwnDisplays({ database }: CounterParts, office: OfficeKey): Promise<Display[]> {
  return (await listDisplays(database, office)).map(describeDisplay);
}

export async function removeDisplay({ database }: CounterParts, office: OfficeKey, id: string): Promise<void> {
  await deleteDisplay(database, office, id);
}

/** @throws display-refused */
export async function showPlaceCode(parts: CounterParts, office: OfficeKey, key: string | undefined, origin: string): Promise<ShownPlaceCode> {
  const { database, clock } = parts;
  const display = key === undefined ? undefined : await findDisplay(database, office, digest(key));
  if (!display) throw displayRefused("This screen is not known here.");
  const now = clock();
  if (!display.seen_at || now.getTime() - display.seen_at.getTime() > SEEN_PRECISION_MS) await updateDisplaySeen(database, display.id, now);
  return screenCodeOf(parts, office, origin);
}

/** For the desk: the code of the moment, and the one to be printed in the morning. */
export function showStaffCodes(parts: CounterParts, office: CountedOffice, origin: string): StaffPlaceCodes {
  const { code, date } = dayCode(parts.codes, office, parts.clock());
  return { screen: screenCodeOf(parts, office, origin), day: { code, date, address: addressOf(origin, office, code) } };
}

function screenCodeOf({ codes, clock }: CounterParts, office: OfficeKey, origin: string): ShownPlaceCode {
  const { code, until } = screenCode(codes, office, clock());
  return { code, until: until.toISOString(), address: addressOf(origin, office, code) };
}

function addressOf(origin: string, { city, office }: OfficeKey, code: string): string {
  return `${origin}/${city}/queue/${office}?code=${code}`;
}

function describeDisplay({ id, label, added_at, seen_at }: DisplayRow): Display {
  return { id, label, addedAt: added_at.toISOString(), ...(seen_at ? { seenAt: seen_at.toISOString() } : {}) };
}
