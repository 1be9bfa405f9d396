import type { Generated, Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface DisputeTable {
  id: string;
  person: string;
  entry: string;
  words: Buffer | null;
  state: Generated<"open" | "answered">;
  created_at: Date;
  answer_by: Date;
  answer: Generated<Buffer | null>;
  answered_by: Generated<string | null>;
  answered_at: Generated<Date | null>;
}

interface ConsentTable {
  person: string;
  purpose: string;
  version: number;
  given_at: Date;
  withdrawn_at: Generated<Date | null>;
}

interface Tables {
  dispute: DisputeTable;
  consent: ConsentTable;
  staff: { id: string; name: string; department: string | null };
}

export type DisputeRow = Selectable<DisputeTable>;
export type ConsentRow = Selectable<ConsentTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

/** @returns false when this access is disputed already */
export async function insertDispute(tx: Handles, dispute: Pick<DisputeRow, "id" | "person" | "entry" | "words" | "created_at" | "answer_by">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx).insertInto("dispute").values(dispute).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function listDisputesOf(source: Handles, person: string, entries?: string[]): Promise<DisputeRow[]> {
  const disputes = tables(source).selectFrom("dispute").selectAll().where("person", "=", person).orderBy("created_at", "desc");
  return (entries === undefined ? disputes : disputes.where("entry", "in", ["", ...entries])).execute();
}

export async function findOpenDispute(tx: Handles, id: string): Promise<DisputeRow | undefined> {
  return tables(tx).selectFrom("dispute").selectAll().where("id", "=", id).where("state", "=", "open").forUpdate().executeTakeFirst();
}

export async function updateDisputeAnswered(tx: Handles, id: string, answered: { answer: Buffer; answered_by: string; answered_at: Date }): Promise<void> {
  await tables(tx).updateTable("dispute").set({ ...answered, state: "answered" }).where("id", "=", id).execute();
}

/** The names of members of staff, by id: whoever looked is named to the person. */
export async function listStaffNames(source: Handles, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(source).selectFrom("staff").select(["id", "name"]).where("id", "in", ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function listConsents(source: Handles, person: string): Promise<ConsentRow[]> {
  return tables(source).selectFrom("consent").selectAll().where("person", "=", person).orderBy("given_at", "desc").execute();
}

/** @returns whether there was a consent to take back */
export async function withdrawConsent(tx: Handles, person: string, purpose: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable("consent")
    .set({ withdrawn_at: at })
    .where("person", "=", person)
    .where("purpose", "=", purpose)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
