import { type Generated, type Kysely, type Selectable, sql } from "kysely";
import type { CipherName } from "../../../kernel/crypto/cipher.ts";
import type { PersonKeyRow } from "../../../kernel/crypto/vault.ts";
import { createBatchFor } from "../../../kernel/batch.ts";
import type { Database, Handles } from "../../../kernel/database.ts";
import type { Level } from "../session/session.ts";

interface PersonTable {
  id: string;
  name: Generated<Buffer | null>;
  id_number: Generated<Buffer | null>;
  id_number_hash: Generated<Buffer | null>;
  level: Generated<Level>;
  level_ground: Generated<string | null>;
  verified_at: Generated<Date | null>;
  created_at: Date;
  closed_at: Generated<Date | null>;
  became: Generated<string | null>;
}

interface PersonKeyTable {
  person: string;
  version: number;
  cipher: CipherName;
  wrapped: Buffer;
  master_version: number;
  created_at: Generated<Date>;
}

interface AccountTable {
  person: string;
  city: string;
  phone: Buffer | null;
  phone_hash: Buffer | null;
  password_hash: Generated<string | null>;
  state: Generated<"active" | "locked" | "closing" | "closed">;
  home_area: Generated<string | null>;
  arrival: Generated<"newcomer" | "student" | null>;
  created_at: Date;
  closes_at: Generated<Date | null>;
}

interface ConsentTable {
  person: string;
  purpose: string;
  version: number;
  given_at: Date;
  withdrawn_at: Generated<Date | null>;
}

interface Tables {
  person: PersonTable;
  person_key: PersonKeyTable;
  account: AccountTable;
  consent: ConsentTable;
}

export type PersonRow = Selectable<PersonTable>;
export type AccountRow = Selectable<AccountTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

export async function findAccountByPhone(source: Handles, phoneHashes: Buffer[]): Promise<AccountRow | undefined> {
  return tables(source).selectFrom("account").selectAll().where("phone_hash", "in", phoneHashes).executeTakeFirst();
}

export async function findAccount(source: Handles, person: string): Promise<AccountRow | undefined> {
  return tables(source).selectFrom("account").selectAll().where("person", "=", person).executeTakeFirst();
}

/**
 * A person's account, which nobody locks, closes or gives another number until the transaction ends. Taken before the
 * person's other rows, as whoever ends all of somebody's sign-ins does.
 */
export async function holdAccount(tx: Handles, person: string): Promise<AccountRow | undefined> {
  return tables(tx).selectFrom("account").selectAll().where("person", "=", person).forShare().executeTakeFirst();
}

/** The same by number: an account that got another number at this moment is not found. */
export async function holdAccountByPhone(tx: Handles, phoneHashes: Buffer[]): Promise<AccountRow | undefined> {
  return tables(tx).selectFrom("account").selectAll().where("phone_hash", "in", phoneHashes).forShare().executeTakeFirst();
}

/** Several of them; one that somebody changes at this moment is left out rather than waited for. */
export async function holdAccountsByPhone(tx: Handles, phoneHashes: Buffer[]): Promise<AccountRow[]> {
  return tables(tx).selectFrom("account").selectAll().where("phone_hash", "in", phoneHashes).forShare().skipLocked().execute();
}

/** Locks an account until the transaction ends, so that changes of it take turns. */
export async function findAccountForUpdate(tx: Handles, person: string): Promise<AccountRow | undefined> {
  return tables(tx).selectFrom("account").selectAll().where("person", "=", person).forNoKeyUpdate().executeTakeFirst();
}

export async function updateAccount(tx: Handles, person: string, change: Partial<Pick<AccountRow, "phone" | "phone_hash" | "password_hash" | "state" | "home_area" | "arrival" | "closes_at">>): Promise<void> {
  await tables(tx).updateTable("account").set(change).where("person", "=", person).execute();
}

export async function insertPerson(tx: Handles, person: { id: string; created_at: Date }, key: PersonKeyRow): Promise<void> {
  await Promise.all([tables(tx).insertInto("person").values(person).execute(), tables(tx).insertInto("person_key").values(key).execute()]);
}

export async function insertAccount(tx: Handles, account: Pick<AccountRow, "person" | "city" | "phone" | "phone_hash" | "created_at">): Promise<void> {
  await tables(tx).insertInto("account").values(account).execute();
}

export async function findPerson(source: Handles, id: string): Promise<PersonRow | undefined> {
  return tables(source).selectFrom("person").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Locks the person until the transaction ends, so that changes of who they are take turns; sign-ins need not wait. */
export async function findPersonForUpdate(tx: Handles, id: string): Promise<PersonRow | undefined> {
  return tables(tx).selectFrom("person").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
}

/**
 * Until the transaction ends nobody else may give this number to a person. While keys rotate one number has several
 * hashes, which a unique column does not hold together; the smallest of them is the same in every process.
 */
export async function lockNumber(tx: Handles, hashes: Buffer[]): Promise<void> {
  const [smallest] = [...hashes].sort(Buffer.compare);
  await sql`select pg_advisory_xact_lock(hashtextextended(${smallest?.toString("base64") ?? ""}, 0))`.execute(tables(tx));
}

export async function findPersonByIdNumber(source: Handles, hashes: Buffer[]): Promise<PersonRow | undefined> {
  return tables(source).selectFrom("person").selectAll().where("id_number_hash", "in", hashes).executeTakeFirst();
}

export async function updatePerson(tx: Handles, id: string, change: Partial<Omit<PersonRow, "id" | "created_at">>): Promise<void> {
  await tables(tx).updateTable("person").set(change).where("id", "=", id).execute();
}

const KEY = ["person", "version", "cipher", "wrapped", "master_version"] as const;

export async function listPersonKeys(source: Handles, person: string): Promise<PersonKeyRow[]> {
  return tables(source).selectFrom("person_key").select(KEY).where("person", "=", person).execute();
}

/** The same; what many ask at the same moment is one statement. */
export const listPersonKeysTogether: (database: Database, person: string) => Promise<PersonKeyRow[]> = createBatchFor(async (database: Database, persons: string[]) => {
  const rows = await tables(database).selectFrom("person_key").select(KEY).where(sql<boolean>`person = any(${persons}::uuid[])`).execute();
  return persons.map((person) => rows.filter((row) => row.person === person));
});

export async function insertConsent(tx: Handles, consent: { person: string; purpose: string; version: number; given_at: Date }): Promise<void> {
  await tables(tx).insertInto("consent").values(consent).execute();
}
