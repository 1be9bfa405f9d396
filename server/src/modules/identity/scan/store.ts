import type { Generated, Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { SessionKind } from "../session/session.ts";

interface ScanTable {
  id: string;
  code_digest: Buffer;
  secret_digest: Buffer;
  state: Generated<"waiting" | "seen" | "approved" | "refused" | "redeemed">;
  kind: SessionKind;
  device: string;
  address: string;
  person: Generated<string | null>;
  created_at: Date;
  expires_at: Date;
}

export type ScanRow = Selectable<ScanTable>;

const tables = (source: Handles): Kysely<{ scan: ScanTable }> => source.handle<{ scan: ScanTable }>("identity");

export async function insertScan(source: Handles, scan: Omit<ScanRow, "state" | "person">): Promise<void> {
  await tables(source).insertInto("scan").values(scan).execute();
}

/** Whoever scans first has it: one statement, so that of two telephones one finds nothing. */
export async function claimScan(source: Handles, codeDigest: Buffer, person: string, now: Date): Promise<ScanRow | undefined> {
  return tables(source)
    .updateTable("scan")
    .set({ state: "seen", person })
    .where("code_digest", "=", codeDigest)
    .where("expires_at", ">", now)
    .where((where) => where.or([where("state", "=", "waiting"), where.and([where("state", "=", "seen"), where("person", "=", person)])]))
    .returningAll()
    .executeTakeFirst();
}

/** The answer of whoever scanned it, given once. */
export async function answerScan(tx: Handles, codeDigest: Buffer, { person, approve, now }: { person: string; approve: boolean; now: Date }): Promise<ScanRow | undefined> {
  return tables(tx)
    .updateTable("scan")
    .set({ state: approve ? "approved" : "refused" })
    .where("code_digest", "=", codeDigest)
    .where("person", "=", person)
    .where("state", "=", "seen")
    .where("expires_at", ">", now)
    .returningAll()
    .executeTakeFirst();
}

/** The scan of a device that knows its secret. */
export async function findScan(source: Handles, id: string, secretDigest: Buffer): Promise<ScanRow | undefined> {
  return tables(source).selectFrom("scan").selectAll().where("id", "=", id).where("secret_digest", "=", secretDigest).executeTakeFirst();
}

/** Uses an approval up: one statement, so that of several only one succeeds. */
export async function redeemScan(tx: Handles, id: string, secretDigest: Buffer, now: Date): Promise<ScanRow | undefined> {
  return tables(tx)
    .updateTable("scan")
    .set({ state: "redeemed" })
    .where("id", "=", id)
    .where("secret_digest", "=", secretDigest)
    .where("state", "=", "approved")
    .where("expires_at", ">", now)
    .returningAll()
    .executeTakeFirst();
}

/** What a person approved and no device has redeemed yet is worth nothing any more. */
export async function deleteScans(tx: Handles, person: string): Promise<void> {
  await tables(tx).deleteFrom("scan").where("person", "=", person).execute();
}

export async function deleteScansBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("scan").where("expires_at", "<", before).execute();
}
