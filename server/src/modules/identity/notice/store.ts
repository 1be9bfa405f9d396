import type { Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { NoticeKind } from "./notice.ts";

interface NoticeTable {
  id: string;
  person: string;
  kind: NoticeKind;
  phone: Buffer;
  recovery: string | null;
  created_at: Date;
}

export type NoticeRow = Selectable<NoticeTable>;

const tables = (source: Handles): Kysely<{ notice: NoticeTable }> => source.handle<{ notice: NoticeTable }>("identity");

export async function insertNotice(tx: Handles, notice: NoticeRow): Promise<void> {
  await tables(tx).insertInto("notice").values(notice).execute();
}

export async function findNotice(source: Handles, id: string): Promise<NoticeRow | undefined> {
  return tables(source).selectFrom("notice").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function deleteNoticesBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("notice").where("created_at", "<", before).execute();
}
