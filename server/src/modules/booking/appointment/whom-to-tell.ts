import type { Handles } from "../../../kernel/database.ts";
import type { BookingParts } from "../parts.ts";
import type { AppointmentRow } from "./store.ts";

type Whose = Pick<AppointmentRow, "person" | "made_by" | "enterprise">;

/**
 * Who hears about an appointment: for a company, who booked for it; for a child, the parent who did; anybody else themselves,
 * and only who has no telephone by whoever booked for them, so that a mandate that ended tells its former holder nothing.
 */
export async function whomToTell({ identity }: Pick<BookingParts, "identity">, source: Handles, { person, made_by: maker, enterprise }: Whose): Promise<string> {
  if (enterprise !== null || person === maker || (await isChildOf({ identity }, person, maker))) return maker;
  return (await identity.people.phoneOf(person, source)) === undefined ? maker : person;
}

/** Who is told of what somebody did with an appointment: they themselves, whoever hears about it anyhow, and whose it is when they have an account of their own. */
export async function allToTell(parts: Pick<BookingParts, "identity">, source: Handles, row: Whose, by: string | undefined): Promise<string[]> {
  const { person, enterprise } = row;
  const first = await whomToTell(parts, source, row);
  const themselves = enterprise === null && person !== first && person !== by && (await parts.identity.people.phoneOf(person, source)) !== undefined;
  return [...new Set([first, ...(by === undefined ? [] : [by]), ...(themselves ? [person] : [])])];
}

export async function isChildOf({ identity }: Pick<BookingParts, "identity">, person: string, parent: string): Promise<boolean> {
  return (await identity.people.childrenOf(parent)).includes(person);
}
