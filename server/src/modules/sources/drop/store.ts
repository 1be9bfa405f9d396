import type { Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface FileTable {
  id: string;
  city: string;
  source: string;
  digest: string;
  name: string;
  state: "taken" | "rejected";
  row_count: number;
  reason: string | null;
  at: Date;
}
interface RowTable {
  city: string;
  source: string;
  key_hash: Buffer;
  number: number;
  file: string;
  content: Buffer;
}
interface Tables {
  dropped_file: FileTable;
  dropped_row: RowTable;
}
export type FileRow = Selectable<FileTable>;
export type DroppedRow = Selectable<RowTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("sources");
const ROWS_BY_STATEMENT = 2_000;

/** @returns false when a file of the same bytes was taken before */
export async function insertFile(tx: Handles, file: FileRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tables(tx).insertInto("dropped_file").values(file).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

export async function setRowCount(tx: Handles, file: string, count: number): Promise<void> {
  await tables(tx).updateTable("dropped_file").set({ row_count: count }).where("id", "=", file).execute();
}

/** @param digest left out: any */
export async function findTakenFile(source: Handles, city: string, id: string, digest?: string): Promise<string | undefined> {
  const query = tables(source).selectFrom("dropped_file").select("id").where("city", "=", city).where("source", "=", id).where("state", "=", "taken");
  return (await (digest === undefined ? query : query.where("digest", "=", digest)).limit(1).executeTakeFirst())?.id;
}

/** Of the file taken last: who replaces has no other's rows. */
export async function findLatestDigest(source: Handles, city: string, id: string): Promise<string | undefined> {
  return (await tables(source).selectFrom("dropped_file").select("digest").where("city", "=", city).where("source", "=", id).where("state", "=", "taken").orderBy("at", "desc").limit(1).executeTakeFirst())?.digest;
}

/** A file of the same bytes was taken before. @returns its id, under which it is the latest now */
export async function takeAgain(tx: Handles, city: string, id: string, { digest, name, at }: Pick<FileRow, "digest" | "name" | "at">): Promise<string> {
  const row = await tables(tx).updateTable("dropped_file").set({ name, at }).where("city", "=", city).where("source", "=", id).where("digest", "=", digest).where("state", "=", "taken").returning("id").executeTakeFirstOrThrow();
  return row.id;
}

export async function hasRows(tx: Handles, city: string, id: string, file: string): Promise<boolean> {
  return (await tables(tx).selectFrom("dropped_row").select("number").where("city", "=", city).where("source", "=", id).where("file", "=", file).limit(1).executeTakeFirst()) !== undefined;
}

export async function insertRows(tx: Handles, rows: DroppedRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_BY_STATEMENT) await tables(tx).insertInto("dropped_row").values(rows.slice(start, start + ROWS_BY_STATEMENT)).execute();
}

export async function deleteRowsOfOtherFiles(tx: Handles, city: string, source: string, file: string): Promise<void> {
  await tables(tx).deleteFrom("dropped_row").where("city", "=", city).where("source", "=", source).where("file", "!=", file).execute();
}

/** In the order in which they were dropped. */
export async function listRows(source: Handles, city: string, id: string, keyHashes: Buffer[], limit: number): Promise<DroppedRow[]> {
  return tables(source)
    .selectFrom("dropped_row")
    .innerJoin("dropped_file", "dropped_file.id", "dropped_row.file")
    .selectAll("dropped_row")
    .where("dropped_row.city", "=", city)
    .where("dropped_row.source", "=", id)
    .where("dropped_row.key_hash", "in", keyHashes)
    .orderBy("dropped_file.at")
    .orderBy("dropped_row.number")
    .limit(limit)
    .execute();
}

export async function listFiles(source: Handles, city: string, id: string, limit: number): Promise<FileRow[]> {
  return tables(source).selectFrom("dropped_file").selectAll().where("city", "=", city).where("source", "=", id).orderBy("at", "desc").limit(limit).execute();
}
