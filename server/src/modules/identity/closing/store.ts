import type { Kysely } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface Tables {
  account: { person: string; city: string; state: string; phone: Buffer | null; phone_hash: Buffer | null; password_hash: string | null; home_area: string | null; arrival: string | null; closes_at: Date | null };
  person: { id: string; name: Buffer | null; id_number: Buffer | null; id_number_hash: Buffer | null; closed_at: Date | null };
  person_key: { person: string };
  session: { person: string };
  totp: { person: string };
  passkey: { person: string };
  scan: { person: string | null };
  notice: { person: string };
  in_person_code: { person: string };
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

/** Accounts whose cooling-off is over. */
export async function listAccountsToClose(source: Handles, now: Date, limit: number): Promise<string[]> {
  const rows = await tables(source).selectFrom("account").select("person").where("state", "=", "closing").where("closes_at", "<=", now).orderBy("closes_at").limit(limit).execute();
  return rows.map(({ person }) => person);
}

/** @returns the account's city, when its owner has not thought again meanwhile */
export async function lockAccountToClose(tx: Handles, person: string, now: Date): Promise<string | undefined> {
  const row = await tables(tx).selectFrom("account").select("city").where("person", "=", person).where("state", "=", "closing").where("closes_at", "<=", now).forUpdate().executeTakeFirst();
  return row?.city;
}

/** Destroys the keys, so that every sealed field of the person, here, elsewhere and in backups, is noise; and takes away what was not sealed. */
export async function shredPerson(tx: Handles, person: string, now: Date): Promise<void> {
  await tables(tx).deleteFrom("person_key").where("person", "=", person).execute();
  for (const table of ["session", "totp", "passkey", "scan", "notice", "in_person_code"] as const) await tables(tx).deleteFrom(table).where("person", "=", person).execute();
  await tables(tx)
    .updateTable("account")
    .set({ state: "closed", phone: null, phone_hash: null, password_hash: null, home_area: null, arrival: null })
    .where("person", "=", person)
    .execute();
  await tables(tx).updateTable("person").set({ name: null, id_number: null, id_number_hash: null, closed_at: now }).where("id", "=", person).execute();
}
