import type { Generated, Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

export type KinshipEnd = "of-age" | "guardian" | "staff" | "closed";

interface KinshipTable {
  id: string;
  guardian: string;
  child: string;
  relation: "father" | "mother";
  ground: Buffer;
  adult_in: number;
  since: Date;
  ended_at: Generated<Date | null>;
  end_reason: Generated<KinshipEnd | null>;
}

interface Tables {
  kinship: KinshipTable;
  person: { id: string; id_number_hash: Buffer | null };
  consent: { person: string; purpose: string; withdrawn_at: Date | null };
}

export type KinshipRow = Selectable<KinshipTable>;

const MOST = 100;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

export const kinshipGroundPlace = (kinship: string) => `identity.kinship.ground/${kinship}`;

/** @returns false when this parent has added the child already */
export async function insertKinship(tx: Handles, kinship: Omit<KinshipRow, "ended_at" | "end_reason">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto("kinship")
    .values(kinship)
    .onConflict((conflict) => conflict.columns(["guardian", "child"]).where("ended_at", "is", null).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Those in force in which the person is the parent or the child. */
export async function listKinships(source: Handles, person: string): Promise<KinshipRow[]> {
  return tables(source)
    .selectFrom("kinship")
    .selectAll()
    .where((where) => where.or([where("guardian", "=", person), where("child", "=", person)]))
    .where("ended_at", "is", null)
    .orderBy("since")
    .orderBy("id")
    .limit(MOST)
    .execute();
}

/** Hashes of the ID numbers of the children whom a parent has added. */
export async function listChildHashes(source: Handles, guardian: string): Promise<Buffer[]> {
  const rows = await tables(source).selectFrom("kinship").innerJoin("person", "person.id", "kinship.child").select("person.id_number_hash").where("guardian", "=", guardian).where("ended_at", "is", null).limit(MOST).execute();
  return rows.flatMap(({ id_number_hash: hash }) => (hash ? [hash] : []));
}

/** @returns the kinship that ended; undefined when none was in force */
export async function endKinship(tx: Handles, { guardian, child }: Pick<KinshipRow, "guardian" | "child">, reason: KinshipEnd, at: Date): Promise<string | undefined> {
  const row = await tables(tx).updateTable("kinship").set({ ended_at: at, end_reason: reason }).where("guardian", "=", guardian).where("child", "=", child).where("ended_at", "is", null).returning("id").executeTakeFirst();
  return row?.id;
}

/** Kinships that may end by age in a year at the latest, in pages by id. */
export async function listKinshipsUntil(source: Handles, year: number, after: string, limit: number): Promise<KinshipRow[]> {
  return tables(source).selectFrom("kinship").selectAll().where("ended_at", "is", null).where("adult_in", "<=", year).where("id", ">", after).orderBy("id").limit(limit).execute();
}

export async function countGuardians(source: Handles, child: string): Promise<number> {
  const { count } = await tables(source).selectFrom("kinship").select(({ fn }) => fn.countAll<number>().as("count")).where("child", "=", child).where("ended_at", "is", null).executeTakeFirstOrThrow();
  return count;
}

export async function withdrawConsents(tx: Handles, person: string, purpose: string, at: Date): Promise<void> {
  await tables(tx).updateTable("consent").set({ withdrawn_at: at }).where("person", "=", person).where("purpose", "=", purpose).where("withdrawn_at", "is", null).execute();
}
