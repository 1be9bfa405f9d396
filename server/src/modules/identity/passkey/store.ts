import { type Kysely, type Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

export type ChallengePurpose = "sign-in" | "registration" | "confirmation" | "recovery";

interface ChallengeTable {
  id: string;
  purpose: ChallengePurpose;
  challenge: Buffer;
  bound_to: string | null;
  user_handle: Buffer | null;
  expires_at: Date;
}

interface PasskeyTable {
  id: string;
  person: string;
  credential_id: Buffer;
  user_handle: Buffer;
  public_key: Buffer;
  counter: number;
  transports: string[];
  synced: boolean;
  name: Buffer;
  created_at: Date;
  last_used_at: Date | null;
}

export type ChallengeRow = Selectable<ChallengeTable>;
export type PasskeyRow = Selectable<PasskeyTable>;

const tables = (source: Handles): Kysely<{ passkey: PasskeyTable; passkey_challenge: ChallengeTable }> =>
  source.handle<{ passkey: PasskeyTable; passkey_challenge: ChallengeTable }>("identity");

export async function insertChallenge(source: Handles, challenge: ChallengeRow): Promise<void> {
  await tables(source).insertInto("passkey_challenge").values(challenge).execute();
}

/** Takes a challenge away: whoever comes second finds none. It serves for the purpose and the session it was made for. */
export async function takeChallenge(source: Handles, { id, purpose, boundTo, now }: { id: string; purpose: ChallengePurpose; boundTo: string | null; now: Date }): Promise<ChallengeRow | undefined> {
  return tables(source)
    .deleteFrom("passkey_challenge")
    .where("id", "=", id)
    .where("purpose", "=", purpose)
    .where("bound_to", boundTo === null ? "is" : "=", boundTo)
    .where("expires_at", ">", now)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteChallengesBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("passkey_challenge").where("expires_at", "<", before).execute();
}

export async function listPasskeys(source: Handles, person: string): Promise<PasskeyRow[]> {
  return tables(source).selectFrom("passkey").selectAll().where("person", "=", person).orderBy("created_at").orderBy("id").execute();
}

export async function findPasskeyByCredential(source: Handles, credentialId: Buffer): Promise<PasskeyRow | undefined> {
  return tables(source).selectFrom("passkey").selectAll().where("credential_id", "=", credentialId).executeTakeFirst();
}

/** @returns false when the credential is known already, whoever's it is */
export async function insertPasskey(tx: Handles, passkey: PasskeyRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx).insertInto("passkey").values(passkey).onConflict((conflict) => conflict.column("credential_id").doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Notes a use: one statement, so that of two uses with one count only one succeeds. A count that does not rise shows a
 * copy; passkeys that devices share do not count and stay at 0.
 */
export async function advanceCounter(source: Handles, id: string, { counter, now }: { counter: number; now: Date }): Promise<boolean> {
  const { numUpdatedRows } = await tables(source)
    .updateTable("passkey")
    .set({ counter, last_used_at: now })
    .where("id", "=", id)
    .where((where) => (counter === 0 ? where("counter", "=", 0) : where("counter", "<", counter)))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function updatePasskeyName(tx: Handles, person: string, id: string, name: Buffer): Promise<PasskeyRow | undefined> {
  return tables(tx).updateTable("passkey").set({ name }).where("person", "=", person).where("id", "=", id).returningAll().executeTakeFirst();
}

export async function deletePasskey(tx: Handles, person: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tables(tx).deleteFrom("passkey").where("person", "=", person).where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deletePasskeys(tx: Handles, person: string): Promise<number> {
  const { numDeletedRows } = await tables(tx).deleteFrom("passkey").where("person", "=", person).executeTakeFirst();
  return Number(numDeletedRows);
}
