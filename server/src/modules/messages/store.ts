import { type Generated, type Insertable, type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../kernel/database.ts";
import type { Language, MessageClass } from "./message.ts";

/** Carries the id of a person whose inbox changed. */
export const INBOX_CHANGED_CHANNEL = "messages_inbox_changed";

interface MessageTable {
  person: string;
  id: string;
  city: string;
  class: MessageClass;
  about_kind: string;
  about_id: string;
  content: Buffer;
  at: Date;
  read_at: Generated<Date | null>;
  settled_at: Generated<Date | null>;
  sms: Buffer | null;
  sms_until: Date | null;
  sms_sent_at: Generated<Date | null>;
}
interface PreferenceTable {
  person: string;
  language: Language;
}
interface Tables {
  message: MessageTable;
  preference: PreferenceTable;
}
export type MessageRow = Selectable<MessageTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("messages");

/** Tells every process, when the transaction commits. */
async function announce(source: Handles, person: string): Promise<void> {
  await sql`select pg_notify(${INBOX_CHANGED_CHANNEL}, ${person})`.execute(tables(source));
}

export type NewMessage = Omit<Insertable<MessageTable>, "read_at"> & Pick<MessageRow, "read_at">;

/** What counts as read changes no count, and is announced to nobody. */
export async function insertMessages(tx: Handles, messages: readonly NewMessage[]): Promise<void> {
  await tables(tx)
    .with("added", (each) => each.insertInto("message").values([...messages]).returning(["person", "read_at"]))
    .selectFrom("added")
    .where("read_at", "is", null)
    .select(sql`pg_notify(${INBOX_CHANGED_CHANNEL}, person::text)`.as("told"))
    .execute();
}

/** Newest first. */
export async function listMessages(source: Handles, person: string, filter: { before?: string | undefined; class?: MessageClass | undefined; limit: number }): Promise<MessageRow[]> {
  let query = tables(source).selectFrom("message").selectAll().where("person", "=", person);
  if (filter.before !== undefined) query = query.where("id", "<", filter.before);
  if (filter.class !== undefined) query = query.where("class", "=", filter.class);
  return query.orderBy("id", "desc").limit(filter.limit).execute();
}

export async function countUnread(source: Handles, person: string): Promise<number> {
  const row = await tables(source).selectFrom("message").select((message) => message.fn.countAll<number>().as("count")).where("person", "=", person).where("read_at", "is", null).executeTakeFirstOrThrow();
  return row.count;
}

/** @returns false when there is no such message of this person; one read before stays read as it was */
export async function markRead(tx: Handles, person: string, id: string, at: Date): Promise<boolean> {
  const found = await tables(tx).selectFrom("message").select("read_at").where("person", "=", person).where("id", "=", id).forUpdate().executeTakeFirst();
  if (found?.read_at === null) {
    await tables(tx).updateTable("message").set({ read_at: at }).where("person", "=", person).where("id", "=", id).execute();
    await announce(tx, person);
  }
  return found !== undefined;
}

export async function markAllRead(tx: Handles, person: string, at: Date): Promise<void> {
  const { numUpdatedRows } = await tables(tx).updateTable("message").set({ read_at: at }).where("person", "=", person).where("read_at", "is", null).executeTakeFirst();
  if (numUpdatedRows > 0n) await announce(tx, person);
}

/** What messages about a thing ask was answered: their actions are over. */
export async function settleMessages(tx: Handles, person: string, about: { kind: string; id: string }, at: Date): Promise<void> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable("message")
    .set({ settled_at: at })
    .where("person", "=", person)
    .where("about_kind", "=", about.kind)
    .where("about_id", "=", about.id)
    .where("settled_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await announce(tx, person);
}

export async function findMessage(source: Handles, person: string, id: string): Promise<MessageRow | undefined> {
  return tables(source).selectFrom("message").selectAll().where("person", "=", person).where("id", "=", id).executeTakeFirst();
}

/** The text is kept no longer than until it is handed over. @param sentAt undefined: it was not sent, and is not any more */
export async function endSms(source: Handles, person: string, id: string, sentAt: Date | undefined): Promise<void> {
  await tables(source).updateTable("message").set({ sms: null, ...(sentAt ? { sms_sent_at: sentAt } : {}) }).where("person", "=", person).where("id", "=", id).execute();
}

export async function findLanguage(source: Handles, person: string): Promise<Language> {
  const row = await tables(source).selectFrom("preference").select("language").where("person", "=", person).executeTakeFirst();
  return row?.language ?? "zh-Hans";
}

export async function saveLanguage(source: Handles, person: string, language: Language): Promise<void> {
  await tables(source).insertInto("preference").values({ person, language }).onConflict((conflict) => conflict.column("person").doUpdateSet({ language })).execute();
}

/** @returns how many went; fewer than the limit: none is left */
export async function deleteMessagesBefore(source: Handles, before: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await tables(source)
    .deleteFrom("message")
    .where((where) => where(where.refTuple("person", "id"), "in", where.selectFrom("message").select(["person", "id"]).where("at", "<", before).orderBy("at").limit(limit).$asTuple("person", "id")))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function listSealedOf(tx: Handles, person: string): Promise<Pick<MessageRow, "id" | "content" | "sms">[]> {
  return tables(tx).selectFrom("message").select(["id", "content", "sms"]).where("person", "=", person).execute();
}

export async function moveMessage(tx: Handles, { from, into, id, content, sms }: { from: string; into: string } & Pick<MessageRow, "id" | "content" | "sms">): Promise<void> {
  await tables(tx).updateTable("message").set({ person: into, content, sms }).where("person", "=", from).where("id", "=", id).execute();
}

/** The account goes over, and with it how its owner wants to be told. */
export async function movePreference(tx: Handles, from: string, into: string): Promise<void> {
  const chosen = await tables(tx).deleteFrom("preference").where("person", "=", from).returning("language").executeTakeFirst();
  if (chosen) await saveLanguage(tx, into, chosen.language);
}

export async function deleteEverythingOf(tx: Handles, person: string): Promise<void> {
  await tables(tx).deleteFrom("message").where("person", "=", person).execute();
  await tables(tx).deleteFrom("preference").where("person", "=", person).execute();
}
