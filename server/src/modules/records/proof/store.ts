import type { Generated, Insertable, Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { ProofState } from "./proof.ts";

interface ProofTable {
  id: string;
  person: string;
  made_by: string;
  city: string;
  kind: string;
  content: Buffer;
  digest: Buffer;
  code_hash: Buffer;
  issued_at: Date;
  expires_at: Date;
  revoked_at: Generated<Date | null>;
}
interface CheckTable {
  id: string;
  proof: string;
  at: Date;
  state: ProofState;
  checker: Buffer | null;
}
interface Tables {
  proof: ProofTable;
  proof_check: CheckTable;
}
export type ProofRow = Selectable<ProofTable>;
export type CheckRow = Selectable<CheckTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("records");

export async function insertProof(tx: Handles, proof: Insertable<ProofTable>): Promise<void> {
  await tables(tx).insertInto("proof").values(proof).execute();
}

export async function findProof(source: Handles, id: string): Promise<ProofRow | undefined> {
  return tables(source).selectFrom("proof").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findProofByCode(source: Handles, codeHash: Buffer): Promise<ProofRow | undefined> {
  return tables(source).selectFrom("proof").selectAll().where("code_hash", "=", codeHash).executeTakeFirst();
}

/** Newest first, each with how often it was checked. */
export async function listProofs(source: Handles, person: string, limit: number): Promise<(ProofRow & { checks: number })[]> {
  return tables(source)
    .selectFrom("proof")
    .selectAll("proof")
    .select((proof) => proof.selectFrom("proof_check").whereRef("proof_check.proof", "=", "proof.id").select((check) => check.fn.countAll<number>().as("checks")).as("checks"))
    .where("person", "=", person)
    .orderBy("issued_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .$castTo<ProofRow & { checks: number }>()
    .execute();
}

/** @returns false when it was revoked before */
export async function revokeProof(tx: Handles, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx).updateTable("proof").set({ revoked_at: at }).where("id", "=", id).where("revoked_at", "is", null).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function insertCheck(tx: Handles, check: CheckRow): Promise<void> {
  await tables(tx).insertInto("proof_check").values(check).execute();
}

/** Newest first. */
export async function listChecks(source: Handles, proof: string, limit: number): Promise<CheckRow[]> {
  return tables(source).selectFrom("proof_check").selectAll().where("proof", "=", proof).orderBy("at", "desc").orderBy("id", "desc").limit(limit).execute();
}

export async function countChecks(source: Handles, proof: string): Promise<number> {
  const row = await tables(source).selectFrom("proof_check").select((check) => check.fn.countAll<number>().as("count")).where("proof", "=", proof).executeTakeFirstOrThrow();
  return row.count;
}

export async function deleteProofsExpiredBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("proof").where("expires_at", "<", before).execute();
}

export async function deleteProofsOf(source: Handles, person: string): Promise<void> {
  await tables(source).deleteFrom("proof").where("person", "=", person).execute();
}
