/** Which parent registered a child. */
import type { Kysely } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface MakerTable {
  campaign: number;
  person: string;
  made_by: string;
  at: Date;
}

const tables = (source: Handles): Kysely<{ entry_maker: MakerTable }> => source.handle<{ entry_maker: MakerTable }>("booking");

/** The first parent stays. */
export async function insertMaker(source: Handles, maker: MakerTable): Promise<void> {
  await tables(source).insertInto("entry_maker").values(maker).onConflict((conflict) => conflict.doNothing()).execute();
}

/** By child. */
export async function findMakers(source: Handles, campaign: number, persons: readonly string[]): Promise<Map<string, string>> {
  if (persons.length === 0) return new Map();
  const rows = await tables(source).selectFrom("entry_maker").select(["person", "made_by"]).where("campaign", "=", campaign).where("person", "in", [...persons]).execute();
  return new Map(rows.map(({ person, made_by: maker }) => [person, maker]));
}

export async function deleteMakers(source: Handles, campaign: number): Promise<void> {
  await tables(source).deleteFrom("entry_maker").where("campaign", "=", campaign).execute();
}
