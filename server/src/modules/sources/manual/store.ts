import type { Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface QuestionTable {
  id: string;
  city: string;
  source: string;
  operation: string;
  kind: string;
  department: string;
  person: string;
  parameters: Buffer | null;
  parameters_digest: string;
  state: "open" | "answered" | "no-record";
  asked_at: Date;
  due_at: Date;
  answered_by: string | null;
  answered_at: Date | null;
}
interface Tables {
  manual_question: QuestionTable;
}
export type QuestionRow = Selectable<QuestionTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("sources");

/** Asks once: who asks again while it is open waits for the same answer. @returns when that is due */
export async function openQuestion(source: Handles, question: Omit<QuestionRow, "state" | "answered_by" | "answered_at">): Promise<Date> {
  await tables(source).insertInto("manual_question").values({ ...question, state: "open" }).onConflict((conflict) => conflict.doNothing()).execute();
  return (await findDue(source, question)) ?? question.due_at;
}

/** @returns undefined when no clerk has the question before them */
export async function findDue(source: Handles, question: Pick<QuestionRow, "person" | "city" | "source" | "operation" | "kind" | "parameters_digest">): Promise<Date | undefined> {
  const row = await tables(source)
    .selectFrom("manual_question")
    .select("due_at")
    .where("person", "=", question.person)
    .where("city", "=", question.city)
    .where("source", "=", question.source)
    .where("operation", "=", question.operation)
    .where("kind", "=", question.kind)
    .where("parameters_digest", "=", question.parameters_digest)
    .where("state", "=", "open")
    .executeTakeFirst();
  return row?.due_at;
}

/** Those due first come first. @param department undefined: of every department of the city */
export async function listOpenQuestions(source: Handles, city: string, department: string | undefined, limit: number): Promise<QuestionRow[]> {
  const query = tables(source).selectFrom("manual_question").selectAll().where("city", "=", city).where("state", "=", "open");
  return (department === undefined ? query : query.where("department", "=", department)).orderBy("due_at").orderBy("id").limit(limit).execute();
}

export async function findOpenQuestion(source: Handles, city: string, id: string): Promise<QuestionRow | undefined> {
  return tables(source).selectFrom("manual_question").selectAll().where("city", "=", city).where("id", "=", id).where("state", "=", "open").executeTakeFirst();
}

/** @returns false when another clerk was quicker */
export async function settleQuestion(tx: Handles, id: string, settled: { state: "answered" | "no-record"; answered_by: string; answered_at: Date }): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx).updateTable("manual_question").set(settled).where("id", "=", id).where("state", "=", "open").executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Nobody is left who could be answered. */
export async function endQuestionsOf(source: Handles, person: string, at: Date): Promise<void> {
  await tables(source).updateTable("manual_question").set({ state: "no-record", parameters: null, answered_at: at }).where("person", "=", person).where("state", "=", "open").execute();
}
