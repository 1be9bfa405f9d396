/** What the queue needs of appointments: whose a code is, and to say that they came and were served. */
import type { Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import { type KeptDetails, placeOf } from "../appointment/details.ts";
import type { BookingParts } from "../parts.ts";

interface AppointmentTable {
  id: string;
  city: string;
  calendar: string;
  person: string;
  made_by: string;
  owner: string;
  state: "held" | "booked" | "arrived" | "served" | "cancelled" | "missed";
  kind: string;
  services: string[];
  party: number;
  starts_at: Date;
  needs: string[];
  details: Buffer | null;
  code_hash: Buffer | null;
  arrived_at: Date | null;
}
interface Tables {
  appointment: AppointmentTable;
}
export type CountedAppointment = Omit<Selectable<AppointmentTable>, "code_hash" | "arrived_at">;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("booking");
const READ = ["id", "city", "calendar", "person", "made_by", "owner", "state", "kind", "services", "party", "starts_at", "needs", "details"] as const;

export async function findAppointment(source: Handles, id: string): Promise<CountedAppointment | undefined> {
  return tables(source).selectFrom("appointment").select(READ).where("id", "=", id).where("state", "<>", "held").executeTakeFirst();
}

/** Nobody cancels it until the transaction ends. */
export async function lockAppointment(tx: Handles, id: string): Promise<CountedAppointment | undefined> {
  return tables(tx).selectFrom("appointment").select(READ).where("id", "=", id).where("state", "<>", "held").forUpdate().executeTakeFirst();
}

export async function findAppointmentByCode(source: Handles, hashes: Buffer[]): Promise<CountedAppointment | undefined> {
  return tables(source).selectFrom("appointment").select(READ).where("code_hash", "in", hashes).where("state", "<>", "held").executeTakeFirst();
}

export async function markArrived(tx: Handles, id: string, at: Date): Promise<void> {
  await tables(tx).updateTable("appointment").set({ state: "arrived", arrived_at: at }).where("id", "=", id).where("state", "in", ["booked", "missed"]).execute();
}

export async function markServed(tx: Handles, id: string): Promise<void> {
  await tables(tx).updateTable("appointment").set({ state: "served" }).where("id", "=", id).where("state", "=", "arrived").execute();
}

/** What was told with it; undefined: nothing, or whoever could open it has left. */
export async function readDetails({ identity }: Pick<BookingParts, "identity">, { id, person, details }: Pick<CountedAppointment, "id" | "person" | "details">): Promise<KeptDetails | undefined> {
  if (!details) return undefined;
  const cipher = await identity.people.cipherOf(person);
  return cipher && (JSON.parse(cipher.open(placeOf.details(id), details)) as KeptDetails);
}
