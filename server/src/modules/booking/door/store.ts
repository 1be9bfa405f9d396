/** Queries on who was let in. */
import type { Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface AdmissionTable {
  campaign: number;
  person: string;
  at: Date;
  by_staff: string;
}

const tables = (source: Handles): Kysely<{ admission: AdmissionTable }> => source.handle<{ admission: AdmissionTable }>("booking");

export async function findAdmission(source: Handles, campaign: number, person: string): Promise<Selectable<AdmissionTable> | undefined> {
  return tables(source).selectFrom("admission").selectAll().where("campaign", "=", campaign).where("person", "=", person).executeTakeFirst();
}

export async function insertAdmission(tx: Handles, admission: AdmissionTable): Promise<void> {
  await tables(tx).insertInto("admission").values(admission).execute();
}

/** By campaign; one where nobody was let in is not among them. */
export async function countAdmitted(source: Handles, campaigns: readonly number[]): Promise<Map<number, number>> {
  if (campaigns.length === 0) return new Map();
  const rows = await tables(source).selectFrom("admission").where("campaign", "in", [...campaigns]).groupBy("campaign").select((each) => ["campaign", each.fn.countAll<number>().as("count")]).execute();
  return new Map(rows.map(({ campaign, count }) => [campaign, count]));
}
