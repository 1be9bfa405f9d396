import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface HealthTable {
  city: string;
  source: string;
  minute: Date;
  answered: number;
  failed: number;
  faults: Record<string, number>;
  latencies: number[];
}
interface AlarmTable {
  id: string;
  city: string;
  source: string;
  fault: string;
  began_at: Date;
  ended_at: Date | null;
  seen_by: string | null;
  seen_at: Date | null;
}
interface Tables {
  health: HealthTable;
  alarm: AlarmTable;
}
export type HealthRow = Selectable<HealthTable>;
export type AlarmRow = Selectable<AlarmTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("sources");

/** Adds a process's counts to what others counted in the same minutes. */
export async function addHealth(source: Handles, rows: HealthRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into sources.health as kept (city, source, minute, answered, failed, faults, latencies)
    select given.city, given.source, given.minute, given.answered, given.failed, given.faults, array(select jsonb_array_elements_text(given.latencies)::integer)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (city text, source text, minute timestamptz, answered integer, failed integer, faults jsonb, latencies jsonb)
    order by given.city, given.source, given.minute
    on conflict (city, source, minute) do update set
      answered = kept.answered + excluded.answered,
      failed = kept.failed + excluded.failed,
      faults = (select coalesce(jsonb_object_agg(fault, times), '{}') from (select key as fault, sum(value::integer) as times from (select * from jsonb_each_text(kept.faults) union all select * from jsonb_each_text(excluded.faults)) as each group by key) as summed),
      latencies = array(select a + b from unnest(kept.latencies, excluded.latencies) with ordinality as pair (a, b, place) order by place)`.execute(tables(source));
}

export interface HealthSum {
  source: string;
  answered: number;
  failed: number;
  latencies: number[];
  faults: Record<string, number>;
}

/** What each source of a city did since a moment. */
export async function sumHealth(source: Handles, city: string, since: Date): Promise<HealthSum[]> {
  const rows = await tables(source).selectFrom("health").select(["source", "answered", "failed", "latencies", "faults"]).where("city", "=", city).where("minute", ">=", since).execute();
  const sums = new Map<string, HealthSum>();
  for (const row of rows) {
    const sum = sums.get(row.source) ?? { source: row.source, answered: 0, failed: 0, latencies: [], faults: {} };
    sum.answered += row.answered;
    sum.failed += row.failed;
    row.latencies.forEach((count, index) => (sum.latencies[index] = (sum.latencies[index] ?? 0) + count));
    for (const [fault, count] of Object.entries(row.faults)) sum.faults[fault] = (sum.faults[fault] ?? 0) + count;
    sums.set(row.source, sum);
  }
  return [...sums.values()];
}

/** One source's minutes, oldest first. */
export async function listMinutes(source: Handles, city: string, id: string, since: Date): Promise<HealthRow[]> {
  return tables(source).selectFrom("health").selectAll().where("city", "=", city).where("source", "=", id).where("minute", ">=", since).orderBy("minute").execute();
}

export async function deleteHealthBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("health").where("minute", "<", before).execute();
}

/** @returns false when the source has an open alarm already, raised by another process */
export async function openAlarm(tx: Handles, alarm: Pick<AlarmRow, "id" | "city" | "source" | "fault" | "began_at">): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tables(tx).insertInto("alarm").values(alarm).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/** @returns the alarm that ended */
export async function endAlarm(tx: Handles, city: string, source: string, at: Date): Promise<string | undefined> {
  const row = await tables(tx).updateTable("alarm").set({ ended_at: at }).where("city", "=", city).where("source", "=", source).where("ended_at", "is", null).returning("id").executeTakeFirst();
  return row?.id;
}

/** Newest first, the open ones before the others. */
export async function listAlarms(source: Handles, city: string, limit: number): Promise<AlarmRow[]> {
  return tables(source).selectFrom("alarm").selectAll().where("city", "=", city).orderBy(sql`ended_at is not null`).orderBy("began_at", "desc").limit(limit).execute();
}

/** @returns false when there is no such alarm, or somebody has seen it */
export async function markAlarmSeen(tx: Handles, city: string, id: string, by: string, at: Date): Promise<AlarmRow | undefined> {
  return tables(tx).updateTable("alarm").set({ seen_by: by, seen_at: at }).where("city", "=", city).where("id", "=", id).where("seen_at", "is", null).returningAll().executeTakeFirst();
}
