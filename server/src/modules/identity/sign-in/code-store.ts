import { type Generated, type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { CodePurpose } from "./code.ts";

interface CodeTable {
  id: string;
  phone_hash: Buffer;
  phone: Buffer;
  purpose: CodePurpose;
  city: string;
  locale: string;
  created_at: Date;
  expires_at: Date;
  tries: Generated<number>;
  consumed_at: Generated<Date | null>;
  sent_at: Generated<Date | null>;
}

export type CodeRow = Selectable<CodeTable>;

const tables = (source: Handles): Kysely<{ sign_in_code: CodeTable }> => source.handle<{ sign_in_code: CodeTable }>("identity");

export type NewCode = Omit<CodeRow, "tries" | "consumed_at" | "sent_at">;

export async function insertCodes(source: Handles, codes: NewCode[]): Promise<void> {
  await tables(source).insertInto("sign_in_code").values(codes).execute();
}

export async function updateCodesSent(source: Handles, ids: string[], sentAt: Date): Promise<void> {
  await tables(source).updateTable("sign_in_code").set({ sent_at: sentAt }).where("id", "in", ids).execute();
}

/** Codes that no gateway took, still good, oldest first. */
export async function listUnsentCodes(source: Handles, { now, before, limit }: { now: Date; before: Date; limit: number }): Promise<CodeRow[]> {
  return tables(source)
    .selectFrom("sign_in_code")
    .selectAll()
    .where("sent_at", "is", null)
    .where("consumed_at", "is", null)
    .where("created_at", "<", before)
    .where("expires_at", ">", now)
    .orderBy("created_at")
    .limit(limit)
    .execute();
}

/** The codes sent to these numbers that may still be good, newest first. */
export async function listCodesTo(source: Handles, phoneHashes: Buffer[], now: Date): Promise<Pick<CodeRow, "id" | "phone_hash" | "purpose">[]> {
  return tables(source)
    .selectFrom("sign_in_code")
    .select(["id", "phone_hash", "purpose"])
    .where("phone_hash", "in", phoneHashes)
    .where("expires_at", ">", now)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
}

export interface CodeTry {
  id: string;
  right: boolean;
}

/**
 * Counts comparisons with codes, and uses up each code that was compared rightly: one statement, so that of several at
 * once only one succeeds, and no more than the allowed tries are made.
 * @param tries at most one for each code
 * @returns the codes with which a comparison was still allowed
 */
export async function countTries(source: Handles, tries: CodeTry[], now: Date, most: number): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update identity.sign_in_code as code set tries = code.tries + 1, consumed_at = case when compared.is_right then ${now}::timestamptz end
    from unnest(${tries.map(({ id }) => id)}::uuid[], ${tries.map(({ right }) => right)}::boolean[]) as compared (id, is_right)
    where code.id = compared.id and code.consumed_at is null and code.expires_at > ${now} and code.tries < ${most}
    returning code.id`.execute(tables(source));
  return new Set(rows.map(({ id }) => id));
}

export async function deleteCodesBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("sign_in_code").where("expires_at", "<", before).execute();
}
