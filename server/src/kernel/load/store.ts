import { type Generated, type Kysely, sql } from "kysely";
import type { Handles } from "../database.ts";
import type { Period, ServiceLevel } from "./level.ts";

/** Says that the switch was turned. */
export const SWITCHED_CHANNEL = "kernel_brown_out";
/** A process that has not been heard of for so long does not rest any more. */
const GONE_MS = 90_000;

interface BrownOutTable {
  id: string;
  level: ServiceLevel;
  by: "load" | "operator";
  process: string | null;
  staff: string | null;
  city: string | null;
  reason_zh: string | null;
  reason_en: string | null;
  began_at: Date;
  until: Date | null;
  seen_at: Date;
  ended_at: Generated<Date | null>;
}

const tables = (source: Handles): Kysely<{ brown_out: BrownOutTable }> => source.handle<{ brown_out: BrownOutTable }>("kernel");

export interface Switch {
  level: ServiceLevel;
  reason: { zh: string; en: string };
  staff: string;
  city: string;
  since: Date;
  until: Date;
}

/** What an operator said last, when it still holds. */
export async function findSwitch(source: Handles, now: Date): Promise<Switch | undefined> {
  const row = await tables(source).selectFrom("brown_out").selectAll().where("by", "=", "operator").where("ended_at", "is", null).where("until", ">", now).orderBy("began_at", "desc").limit(1).executeTakeFirst();
  if (!row?.until) return undefined;
  return { level: row.level, reason: { zh: row.reason_zh ?? "", en: row.reason_en ?? "" }, staff: row.staff ?? "", city: row.city ?? "", since: row.began_at, until: row.until };
}

/** Ends what was said before. @param said undefined: the load decides again */
export async function saveSwitch(tx: Handles, id: string, said: Switch | undefined, now: Date): Promise<void> {
  const rows = tables(tx);
  await rows.updateTable("brown_out").set({ ended_at: now }).where("by", "=", "operator").where("ended_at", "is", null).where("until", ">", now).execute();
  if (said) {
    const { level, reason, staff, city, since, until } = said;
    await rows.insertInto("brown_out").values({ id, level, by: "operator", process: null, staff, city, reason_zh: reason.zh, reason_en: reason.en, began_at: since, until, seen_at: now }).execute();
  }
  await sql`select pg_notify(${SWITCHED_CHANNEL}, '')`.execute(rows);
}

/** A process is at a level now; 0 ends what it had. @param row a fresh id when it has just changed */
export async function noteLoad(source: Handles, process: string, level: ServiceLevel, change: { id: string } | undefined, now: Date): Promise<void> {
  const rows = tables(source);
  if (change) await rows.updateTable("brown_out").set({ ended_at: now, seen_at: now }).where("process", "=", process).where("ended_at", "is", null).execute();
  else await rows.updateTable("brown_out").set({ seen_at: now }).where("process", "=", process).where("ended_at", "is", null).execute();
  if (change && level > 0) await rows.insertInto("brown_out").values({ id: change.id, level, by: "load", process, staff: null, city: null, reason_zh: null, reason_en: null, began_at: now, until: null, seen_at: now }).execute();
}

/** Newest first. */
export async function listPeriods(source: Handles, since: Date, now: Date, limit: number): Promise<Period[]> {
  const rows = await tables(source).selectFrom("brown_out").selectAll().where("began_at", ">", since).orderBy("began_at", "desc").limit(limit).execute();
  return rows.map(({ level, by, reason_zh: zh, reason_en: en, began_at: began, until, seen_at, ended_at }) => {
    const gone = by === "load" && now.getTime() - seen_at.getTime() > GONE_MS ? seen_at : undefined;
    const ended = ended_at ?? (until && until <= now ? until : undefined) ?? gone;
    return { level, by, began, ...(ended ? { ended } : {}), ...(zh !== null && en !== null ? { reason: { zh, en } } : {}) };
  });
}

export async function deletePeriodsBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("brown_out").where("began_at", "<", before).where((where) => where.or([where("ended_at", "is not", null), where("seen_at", "<", before)])).execute();
}
