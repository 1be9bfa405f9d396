import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { MoveRequest } from "../contract.ts";

interface RequestTable {
  id: string;
  asker: string;
  city: string;
  plate_hash: Buffer;
  plate: Buffer;
  place: Buffer;
  reason: MoveRequest["reason"];
  state: Exclude<MoveRequest["state"], "ended">;
  token_hash: Buffer;
  token: Buffer | null;
  phone: Buffer | null;
  asked_at: Date;
  ends_at: Date;
  answer: NonNullable<MoveRequest["answer"]> | null;
  answered_at: Date | null;
  misuse_reported_at: Date | null;
}
interface MisuseTable {
  id: string;
  request: string;
  asker: string;
  plate_hash: Buffer;
  reported_at: Date;
}
interface Tables {
  move_request: RequestTable;
  move_misuse: MisuseTable;
}
export type MoveRequestRow = Selectable<RequestTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("records");

export async function insertMoveRequest(tx: Handles, request: Insertable<RequestTable>): Promise<void> {
  await tables(tx).insertInto("move_request").values(request).execute();
}

export async function findMoveRequest(source: Handles, id: string): Promise<MoveRequestRow | undefined> {
  return tables(source).selectFrom("move_request").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findMoveRequestByToken(source: Handles, tokenHash: Buffer): Promise<MoveRequestRow | undefined> {
  return tables(source).selectFrom("move_request").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst();
}

/** Nobody else changes it until the transaction ends. */
export async function lockMoveRequest(tx: Handles, id: string): Promise<MoveRequestRow | undefined> {
  return tables(tx).selectFrom("move_request").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function listMoveRequests(source: Handles, asker: string, since: Date, limit: number): Promise<MoveRequestRow[]> {
  return tables(source).selectFrom("move_request").selectAll().where("asker", "=", asker).where("asked_at", ">", since).orderBy("asked_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

export async function updateMoveRequest(tx: Handles, id: string, change: Updateable<RequestTable>): Promise<void> {
  await tables(tx).updateTable("move_request").set(change).where("id", "=", id).execute();
}

/** @returns false when the asker took it back, or left, in the meantime */
export async function advanceMoveRequest(source: Handles, id: string, change: Updateable<RequestTable>): Promise<boolean> {
  const { numUpdatedRows } = await tables(source).updateTable("move_request").set(change).where("id", "=", id).where("state", "in", ["sending", "sent"]).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function insertMisuse(tx: Handles, misuse: MisuseTable): Promise<void> {
  await tables(tx).insertInto("move_misuse").values(misuse).onConflict((conflict) => conflict.doNothing()).execute();
}

export async function listMisuses(source: Handles, asker: string): Promise<{ plate_hash: Buffer; reported_at: Date }[]> {
  return tables(source).selectFrom("move_misuse").select(["plate_hash", "reported_at"]).where("asker", "=", asker).execute();
}

/** Who could not be told in time, and what is kept of whom no longer than it serves. */
export async function endMoveRequests(source: Handles, { unsentSince, endedBefore, keptFrom, reportsFrom }: { unsentSince: Date; endedBefore: Date; keptFrom: Date; reportsFrom: Date }): Promise<void> {
  const requests = tables(source);
  await requests.updateTable("move_request").set({ state: "failed", token: null, phone: null }).where("state", "=", "sending").where("asked_at", "<", unsentSince).execute();
  await requests.updateTable("move_request").set({ token: null, phone: null }).where("ends_at", "<", endedBefore).where((where) => where.or([where("token", "is not", null), where("phone", "is not", null)])).execute();
  await requests.deleteFrom("move_request").where("asked_at", "<", keptFrom).execute();
  await requests.deleteFrom("move_misuse").where("reported_at", "<", reportsFrom).execute();
}

export async function deleteMoveRequestsOf(source: Handles, asker: string): Promise<void> {
  await tables(source).deleteFrom("move_request").where("asker", "=", asker).execute();
  await tables(source).deleteFrom("move_misuse").where("asker", "=", asker).execute();
}
