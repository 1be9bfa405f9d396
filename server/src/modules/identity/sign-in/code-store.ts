import type { Generated, Kysely, Selectable } from "kysely";
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

export async function insertCode(tx: Handles, code: Omit<CodeRow, "tries" | "consumed_at" | "sent_at">): Promise<void> {
  await tables(tx).insertInto("sign_in_code").values(code).execute();
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

/** The last code sent: an earlier one no longer opens anything. */
export async function findLastCode(source: Handles, phoneHashes: Buffer[], purpose: CodePurpose): Promise<CodeRow | undefined> {
  return tables(source)
    .selectFrom("sign_in_code")
    .selectAll()
    .where("phone_hash", "in", phoneHashes)
    .where("purpose", "=", purpose)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/**
 * Counts one comparison with the code, and uses it up when it was right: one statement, so that of several at once only
 * one succeeds, and no more than the allowed tries are made.
 * @returns whether the comparison was still allowed
 */
export async function countTry(source: Handles, id: string, { right, now, most }: { right: boolean; now: Date; most: number }): Promise<boolean> {
  const { numUpdatedRows } = await tables(source)
    .updateTable("sign_in_code")
    .set((columns) => ({ tries: columns("tries", "+", 1), consumed_at: right ? now : null }))
    .where("id", "=", id)
    .where("consumed_at", "is", null)
    .where("expires_at", ">", now)
    .where("tries", "<", most)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deleteCodesBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("sign_in_code").where("expires_at", "<", before).execute();
}
