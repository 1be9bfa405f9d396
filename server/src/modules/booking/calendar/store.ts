/** What is taken of calendars' slots, and when the staff shut one. */
import { type Insertable, type Kysely, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { Text } from "../../catalogue/index.ts";

interface SlotTable {
  city: string;
  calendar: string;
  starts_at: Date;
  /** Empty: the slot as a whole. */
  kind: string;
  capacity: number;
  taken: number;
}
interface ClosureTable {
  id: string;
  city: string;
  calendar: string;
  date: string;
  hours: string | null;
  reason: Text;
  closed_by: string;
  closed_at: Date;
  lifted_at: Date | null;
}
interface Tables {
  slot: SlotTable;
  closure: ClosureTable;
}
export interface Taken {
  calendar: string;
  startsAt: Date;
  kind: string;
  taken: number;
}
export interface ClosureRow {
  id: string;
  calendar: string;
  date: string;
  hours: string | undefined;
  reason: Text;
}

/** Of a city in a year; more would be a program's mistake. */
const MOST_CLOSURES = 5_000;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("booking");

/** What is taken of several calendars in a window of time: one query. */
export async function listTaken(source: Handles, city: string, calendars: readonly string[], from: Date, until: Date): Promise<Taken[]> {
  return tables(source)
    .selectFrom("slot")
    .select(["calendar", "starts_at as startsAt", "kind", "taken"])
    .where("city", "=", city)
    .where("calendar", "in", calendars)
    .where("starts_at", ">=", from)
    .where("starts_at", "<", until)
    .where("taken", ">", 0)
    .execute();
}

/** Short-notice closures that stand, from a day on. */
export async function listClosures(source: Handles, city: string, calendars: readonly string[], from: string, until: string): Promise<ClosureRow[]> {
  return (await listCityClosures(source, city, from, until)).filter(({ calendar }) => calendars.includes(calendar));
}

export async function listCityClosures(source: Handles, city: string, from: string, until: string): Promise<ClosureRow[]> {
  const rows = await tables(source)
    .selectFrom("closure")
    .select(["id", "calendar", sql<string>`to_char(date, 'YYYY-MM-DD')`.as("date"), "hours", "reason"])
    .where("city", "=", city)
    .where(sql`date`, ">=", sql`${from}::date`)
    .where(sql`date`, "<=", sql`${until}::date`)
    .where("lifted_at", "is", null)
    .orderBy("id")
    .limit(MOST_CLOSURES)
    .execute();
  return rows.map(({ hours, ...row }) => ({ ...row, hours: hours ?? undefined }));
}

/** @returns the closure that stands: this one, or the one by which the same day and hours were shut before */
export async function insertClosure(tx: Handles, { id, city, calendar, date, hours, reason, closed_by: by, closed_at: at }: Omit<Insertable<ClosureTable>, "reason" | "lifted_at"> & { reason: Text }): Promise<{ id: string; reason: Text }> {
  const { rows } = await sql<{ id: string; reason: Text }>`
    insert into booking.closure as standing (id, city, calendar, date, hours, reason, closed_by, closed_at)
    values (${id}, ${city}, ${calendar}, ${date}::date, ${hours}, ${JSON.stringify(reason)}::jsonb, ${by}, ${at})
    on conflict (city, calendar, date, (coalesce(hours, ''))) where lifted_at is null do update set date = standing.date
    returning id, reason`.execute(tables(tx));
  return rows[0] as { id: string; reason: Text };
}

/** @returns false when no such closure stands */
export async function liftClosure(tx: Handles, { city, calendar, id }: { city: string; calendar: string; id: string }, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx).updateTable("closure").set({ lifted_at: at }).where("city", "=", city).where("calendar", "=", calendar).where("id", "=", id).where("lifted_at", "is", null).executeTakeFirst();
  return numUpdatedRows > 0n;
}
