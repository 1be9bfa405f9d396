import { type Kysely, sql } from "kysely";
import type { CipherName } from "../../../kernel/crypto/cipher.ts";
import type { PersonKeyRow } from "../../../kernel/crypto/vault.ts";
import type { Handles } from "../../../kernel/database.ts";

interface Tables {
  person_key: Omit<PersonKeyRow, "cipher"> & { cipher: CipherName };
  account: { person: string; phone: Buffer | null; phone_hash: Buffer | null };
  person: { id: string; id_number: Buffer | null; id_number_hash: Buffer | null };
  staff: { id: string; phone: Buffer | null };
  staff_credential: { staff: string; totp_secret: Buffer | null; pending_secret: Buffer | null };
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

/** Person keys that an older master key still wraps; whoever else rotates takes others. */
export async function lockOutdatedKeys(tx: Handles, masterVersion: number, limit: number): Promise<PersonKeyRow[]> {
  return tables(tx).selectFrom("person_key").select(["person", "version", "cipher", "wrapped", "master_version"]).where("master_version", "<", masterVersion).limit(limit).forUpdate().skipLocked().execute();
}

export async function updateWrappedKey(tx: Handles, { person, version, wrapped, master_version }: PersonKeyRow): Promise<void> {
  await tables(tx).updateTable("person_key").set({ wrapped, master_version }).where("person", "=", person).where("version", "=", version).execute();
}

/** Accounts found by a hash of an older key. @param header the first bytes of every hash made now */
export async function lockOutdatedPhones(tx: Handles, header: Buffer, limit: number): Promise<{ person: string; phone: Buffer }[]> {
  const rows = await tables(tx)
    .selectFrom("account")
    .select(["person", "phone"])
    .where("phone_hash", "is not", null)
    .where(sql<boolean>`substring(phone_hash from 1 for ${header.length}) <> ${header}`)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.flatMap(({ person, phone }) => (phone ? [{ person, phone }] : []));
}

export async function updatePhoneHash(tx: Handles, person: string, hash: Buffer): Promise<void> {
  await tables(tx).updateTable("account").set({ phone_hash: hash }).where("person", "=", person).execute();
}

export async function lockOutdatedIdNumbers(tx: Handles, header: Buffer, limit: number): Promise<{ person: string; idNumber: Buffer }[]> {
  const rows = await tables(tx)
    .selectFrom("person")
    .select(["id", "id_number"])
    .where("id_number_hash", "is not", null)
    .where(sql<boolean>`substring(id_number_hash from 1 for ${header.length}) <> ${header}`)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.flatMap(({ id, id_number }) => (id_number ? [{ person: id, idNumber: id_number }] : []));
}

export async function updateIdNumberHash(tx: Handles, person: string, hash: Buffer): Promise<void> {
  await tables(tx).updateTable("person").set({ id_number_hash: hash }).where("id", "=", person).execute();
}

export interface StaffSecrets {
  id: string;
  phone: Buffer | null;
  totp_secret: Buffer | null;
  pending_secret: Buffer | null;
}

/** Staff of whom something is sealed under an older service key. @param header the first bytes of every value sealed now */
export async function lockOutdatedStaffSecrets(tx: Handles, header: Buffer, limit: number): Promise<StaffSecrets[]> {
  const isOutdated = (column: "phone" | "totp_secret" | "pending_secret") => sql<boolean>`substring(${sql.ref(column)} from 1 for ${header.length}) <> ${header}`;
  return tables(tx)
    .selectFrom("staff")
    .leftJoin("staff_credential", "staff_credential.staff", "staff.id")
    .select(["staff.id", "phone", "totp_secret", "pending_secret"])
    .where((where) => where.or([isOutdated("phone"), isOutdated("totp_secret"), isOutdated("pending_secret")]))
    .limit(limit)
    .forUpdate("staff")
    .skipLocked()
    .execute();
}

export async function updateStaffSecrets(tx: Handles, { id, phone, ...secrets }: StaffSecrets): Promise<void> {
  await tables(tx).updateTable("staff").set({ phone }).where("id", "=", id).execute();
  await tables(tx).updateTable("staff_credential").set(secrets).where("staff", "=", id).execute();
}
