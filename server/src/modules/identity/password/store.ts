import type { Kysely } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface Tables {
  account: { person: string; password_hash: string | null };
}

/** Only while the password is still the one that was checked: its owner may have set another meanwhile. */
export async function replacePasswordHash(source: Handles, person: string, { kept, made }: { kept: string; made: string }): Promise<void> {
  const tables: Kysely<Tables> = source.handle("identity");
  await tables.updateTable("account").set({ password_hash: made }).where("person", "=", person).where("password_hash", "=", kept).execute();
}
