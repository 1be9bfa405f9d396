import { type Generated, type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { Proof, RecoveryState } from "./recovery.ts";

interface RecoveryTable {
  id: string;
  secret_digest: Buffer;
  state: Generated<RecoveryState>;
  new_phone: Buffer;
  number_proven: Generated<boolean>;
  person: Generated<string | null>;
  proofs: Generated<Proof[]>;
  tries: Generated<number>;
  stop_code: Generated<Buffer | null>;
  stop_digest: Generated<Buffer | null>;
  city: string;
  created_at: Date;
  expires_at: Date;
  waits_until: Generated<Date | null>;
  reminded_at: Generated<Date | null>;
  ended_at: Generated<Date | null>;
}

interface VoucherTable {
  id: string;
  person: string;
  code_digest: Buffer;
  staff: string;
  created_at: Date;
  expires_at: Date;
  consumed_at: Generated<Date | null>;
}

export type RecoveryRow = Selectable<RecoveryTable>;

interface Tables {
  recovery: RecoveryTable;
  recovery_voucher: VoucherTable;
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

export async function insertRecovery(source: Handles, recovery: Pick<RecoveryRow, "id" | "secret_digest" | "new_phone" | "city" | "created_at" | "expires_at">): Promise<void> {
  await tables(source).insertInto("recovery").values(recovery).execute();
}

/** The recovery of whoever knows its secret. */
export async function findRecovery(source: Handles, id: string, secretDigest: Buffer): Promise<RecoveryRow | undefined> {
  return tables(source).selectFrom("recovery").selectAll().where("id", "=", id).where("secret_digest", "=", secretDigest).executeTakeFirst();
}

/** Counts one try, while proofs are still taken: one statement, so that tries at the same moment are as few as tries in a row. */
export async function countRecoveryTry(source: Handles, id: string, secretDigest: Buffer, { now, most }: { now: Date; most: number }): Promise<RecoveryRow | undefined> {
  return tables(source)
    .updateTable("recovery")
    .set((columns) => ({ tries: columns("tries", "+", 1) }))
    .where("id", "=", id)
    .where("secret_digest", "=", secretDigest)
    .where("state", "=", "open")
    .where("expires_at", ">", now)
    .where("tries", "<", most)
    .returningAll()
    .executeTakeFirst();
}

export async function lockRecovery(tx: Handles, id: string): Promise<RecoveryRow | undefined> {
  return tables(tx).selectFrom("recovery").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updateRecovery(tx: Handles, id: string, change: Partial<Omit<RecoveryRow, "id" | "created_at">>): Promise<void> {
  await tables(tx).updateTable("recovery").set(change).where("id", "=", id).execute();
}

/** Locks the person's one recovery that waits. */
export async function lockWaitingOf(tx: Handles, person: string): Promise<RecoveryRow | undefined> {
  return tables(tx).selectFrom("recovery").selectAll().where("person", "=", person).where("state", "=", "waiting").forUpdate().executeTakeFirst();
}

export async function findWaitingOf(source: Handles, person: string): Promise<RecoveryRow | undefined> {
  return tables(source).selectFrom("recovery").selectAll().where("person", "=", person).where("state", "=", "waiting").executeTakeFirst();
}

export async function lockWaitingByStopCode(tx: Handles, stopDigest: Buffer): Promise<RecoveryRow | undefined> {
  return tables(tx).selectFrom("recovery").selectAll().where("stop_digest", "=", stopDigest).where("state", "=", "waiting").forUpdate().executeTakeFirst();
}

export async function findStopCode(source: Handles, id: string): Promise<Buffer | undefined> {
  const row = await tables(source).selectFrom("recovery").select("stop_code").where("id", "=", id).where("state", "=", "waiting").executeTakeFirst();
  return row?.stop_code ?? undefined;
}

export async function listDue(source: Handles, now: Date, limit: number): Promise<string[]> {
  const rows = await tables(source).selectFrom("recovery").select("id").where("state", "=", "waiting").where("waits_until", "<=", now).orderBy("waits_until").limit(limit).execute();
  return rows.map(({ id }) => id);
}

/** Takes those whose owner is to be told again: each once. */
export async function takeToRemind(tx: Handles, { endBefore, now, limit }: { endBefore: Date; now: Date; limit: number }): Promise<{ id: string; person: string }[]> {
  const { rows } = await sql<{ id: string; person: string }>`
    update identity.recovery set reminded_at = ${now}
    where id in (
      select id from identity.recovery where state = 'waiting' and reminded_at is null and waits_until <= ${endBefore} and waits_until > ${now}
      order by waits_until limit ${limit} for update skip locked)
    returning id, person`.execute(tables(tx));
  return rows;
}

export async function deleteRecoveriesBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("recovery").where("expires_at", "<", before).where("state", "!=", "waiting").execute();
  await tables(source).deleteFrom("recovery_voucher").where("expires_at", "<", before).execute();
}

export async function insertVoucher(tx: Handles, voucher: Omit<Selectable<VoucherTable>, "consumed_at">): Promise<void> {
  await tables(tx).insertInto("recovery_voucher").values(voucher).execute();
}

/** Uses a clerk's word up: one statement, so that it serves one recovery. */
export async function redeemVoucher(source: Handles, codeDigest: Buffer, now: Date): Promise<{ id: string; person: string; staff: string } | undefined> {
  return tables(source)
    .updateTable("recovery_voucher")
    .set({ consumed_at: now })
    .where("code_digest", "=", codeDigest)
    .where("consumed_at", "is", null)
    .where("expires_at", ">", now)
    .returning(["id", "person", "staff"])
    .executeTakeFirst();
}
