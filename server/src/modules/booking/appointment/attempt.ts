import { type Kysely, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

/** Part of a transaction that may fail by itself: what it wrote is undone, and the transaction goes on with the next. @throws what `work` throws */
export async function attempt<Result>(tx: Handles, work: () => Promise<Result>): Promise<Result> {
  const booking: Kysely<unknown> = tx.handle("booking");
  await sql`savepoint attempt`.execute(booking);
  try {
    const result = await work();
    await sql`release savepoint attempt`.execute(booking);
    return result;
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(booking);
    throw error;
  }
}
