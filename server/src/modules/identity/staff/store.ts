import type { Generated, Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface StaffTable {
  id: string;
  city: string;
  name: string;
  department: string | null;
  roles: string[];
  demonstration: boolean;
}

interface StaffSessionTable {
  token_digest: string;
  staff: string;
  created_at: Generated<Date>;
  expires_at: Date;
}

interface Tables {
  staff: StaffTable;
  staff_session: StaffSessionTable;
}

export type StaffRow = Selectable<StaffTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

export async function findStaffBySession(source: Handles, tokenDigest: string): Promise<StaffRow | undefined> {
  return tables(source)
    .selectFrom("staff_session")
    .innerJoin("staff", "staff.id", "staff_session.staff")
    .selectAll("staff")
    .where("staff_session.token_digest", "=", tokenDigest)
    .where("staff_session.expires_at", ">", new Date())
    .executeTakeFirst();
}

export async function listDemonstrationStaff(source: Handles): Promise<StaffRow[]> {
  return tables(source).selectFrom("staff").selectAll().where("demonstration", "=", true).orderBy("id").execute();
}

export async function saveStaff(source: Handles, staff: StaffRow): Promise<void> {
  const { id, ...rest } = staff;
  await tables(source).insertInto("staff").values(staff).onConflict((conflict) => conflict.column("id").doUpdateSet(rest)).execute();
}

export async function insertSession(source: Handles, session: { tokenDigest: string; staff: string; expiresAt: Date }): Promise<void> {
  await tables(source).insertInto("staff_session").values({ token_digest: session.tokenDigest, staff: session.staff, expires_at: session.expiresAt }).execute();
}

export async function deleteSession(source: Handles, tokenDigest: string): Promise<void> {
  await tables(source).deleteFrom("staff_session").where((where) => where.or([where("token_digest", "=", tokenDigest), where("expires_at", "<", new Date())])).execute();
}
