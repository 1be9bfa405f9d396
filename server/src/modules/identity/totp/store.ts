import type { Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface TotpTable {
  person: string;
  secret: Buffer | null;
  last_step: number | null;
  active_since: Date | null;
  pending: Buffer | null;
  pending_until: Date | null;
}

export type TotpRow = Selectable<TotpTable>;

const tables = (source: Handles): Kysely<{ totp: TotpTable }> => source.handle<{ totp: TotpTable }>("identity");

export async function findTotp(source: Handles, person: string): Promise<TotpRow | undefined> {
  return tables(source).selectFrom("totp").selectAll().where("person", "=", person).executeTakeFirst();
}

/** Keeps a secret that was shown; the one in use goes on until this one is proven. */
export async function savePending(tx: Handles, person: string, pending: Buffer, until: Date): Promise<void> {
  const values = { pending, pending_until: until };
  await tables(tx)
    .insertInto("totp")
    .values({ person, secret: null, last_step: null, active_since: null, ...values })
    .onConflict((conflict) => conflict.column("person").doUpdateSet(values))
    .execute();
}

/** Puts the pending secret into use: once, and only the one whose code was compared. */
export async function activatePending(tx: Handles, person: string, { pending, step, now }: { pending: Buffer; step: number; now: Date }): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable("totp")
    .set({ secret: pending, last_step: step, active_since: now, pending: null, pending_until: null })
    .where("person", "=", person)
    .where("pending", "=", pending)
    .where("pending_until", ">", now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Uses a step up: one statement, so that of several with the same code only one succeeds, and no older code after it. */
export async function advanceStep(source: Handles, person: string, { secret, step }: { secret: Buffer; step: number }): Promise<boolean> {
  const { numUpdatedRows } = await tables(source)
    .updateTable("totp")
    .set({ last_step: step })
    .where("person", "=", person)
    .where("secret", "=", secret)
    .where((where) => where.or([where("last_step", "is", null), where("last_step", "<", step)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns whether there was one in use */
export async function deleteTotp(tx: Handles, person: string): Promise<boolean> {
  const deleted = await tables(tx).deleteFrom("totp").where("person", "=", person).returning("active_since").executeTakeFirst();
  return deleted?.active_since != null;
}
