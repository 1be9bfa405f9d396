import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface AnswerTable {
  subject: string;
  city: string;
  source: string;
  operation: string;
  parameters: string;
  content: Buffer;
  obtained_at: Date;
  keep_until: Date;
}
interface Tables {
  answer: AnswerTable;
}
export type AnswerRow = Selectable<AnswerTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("sources");

/** Everything kept about one subject, or the part of it that the questions ask for. */
export async function listAnswers(source: Handles, subject: string): Promise<AnswerRow[]> {
  return tables(source).selectFrom("answer").selectAll().where("subject", "=", subject).where("keep_until", ">", sql<Date>`now()`).execute();
}

/** A newer answer takes the older one's place; an older one that comes late changes nothing. */
export async function saveAnswers(source: Handles, rows: AnswerRow[]): Promise<void> {
  // One statement cannot touch a row twice: of several answers to one question the newest is kept.
  const newest = new Map<string, AnswerRow>();
  for (const row of rows.toSorted((a, b) => Number(a.obtained_at) - Number(b.obtained_at))) newest.set([row.subject, row.city, row.source, row.operation, row.parameters].join(" "), row);
  const sorted = [...newest.values()].toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  const column = <Name extends keyof AnswerRow>(name: Name) => sorted.map((row) => row[name]);
  // A list for each column: a page's worth of rows written out one by one costs more to put together than to store.
  await sql`
    insert into sources.answer as kept (subject, city, source, operation, parameters, content, obtained_at, keep_until)
    select * from unnest(${column("subject")}::text[], ${column("city")}::text[], ${column("source")}::text[], ${column("operation")}::text[], ${column("parameters")}::text[],
      ${column("content")}::bytea[], ${column("obtained_at")}::timestamptz[], ${column("keep_until")}::timestamptz[])
    on conflict (subject, city, source, operation, parameters) do update
    set content = excluded.content, obtained_at = excluded.obtained_at, keep_until = excluded.keep_until
    where kept.obtained_at < excluded.obtained_at`.execute(tables(source));
}

export async function deleteAnswersOf(tx: Handles, subject: string): Promise<void> {
  await tables(tx).deleteFrom("answer").where("subject", "=", subject).execute();
}

export async function deleteOutdatedAnswers(source: Handles, now: Date): Promise<void> {
  await tables(source).deleteFrom("answer").where("keep_until", "<", now).execute();
}
