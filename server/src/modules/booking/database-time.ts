import { sql } from "kysely";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import type { Handles } from "../../kernel/database.ts";

/**
 * The time by which campaigns and draws are decided: the database's, as the lane's is, so that a machine whose clock is wrong
 * closes, freezes and hands on nothing at another time than everybody else.
 * @param source a transaction asks once it holds its locks: it may have waited for them
 */
export type DatabaseTime = (source: Handles) => Promise<Date>;

/** @param clock any but the system's is the time itself, as in a test */
export function createDatabaseTime(clock: Clock): DatabaseTime {
  if (clock !== systemClock) return () => Promise.resolve(clock());
  return async (source) => {
    // Not now(), which stands still from a transaction's beginning.
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(source.handle("booking"));
    const [row] = rows;
    if (!row) throw new Error("The database said no time");
    return row.now;
  };
}
