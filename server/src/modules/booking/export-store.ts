/** Everything of one person, for the copy they take along. */
import type { Kysely } from "kysely";
import type { Handles } from "../../kernel/database.ts";
import type { AppointmentTable, WishTable } from "./appointment/store.ts";
import type { TicketRow } from "./counter/store.ts";

interface Tables {
  appointment: AppointmentTable;
  wish: WishTable;
  ticket: TicketRow;
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("booking");

/** What is only held is over in minutes. */
export async function listAppointmentIds(source: Handles, owner: string): Promise<string[]> {
  return (await tables(source).selectFrom("appointment").select("id").where("owner", "=", owner).where("code", "is not", null).orderBy("starts_at").orderBy("id").execute()).map(({ id }) => id);
}

export async function listWishIds(source: Handles, owner: string): Promise<string[]> {
  return (await tables(source).selectFrom("wish").select("id").where("owner", "=", owner).orderBy("id").execute()).map(({ id }) => id);
}

export async function listTickets(source: Handles, person: string): Promise<TicketRow[]> {
  return tables(source).selectFrom("ticket").selectAll().where("person", "=", person).orderBy("id").execute();
}
