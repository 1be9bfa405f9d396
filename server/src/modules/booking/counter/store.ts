import { type Insertable, type Kysely, type Selectable, sql, type Updateable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { Priority, TicketState } from "./contract.ts";

interface LineTable {
  city: string;
  office: string;
  line: string;
  prefix: string;
}
interface DayTable {
  city: string;
  office: string;
  day: string;
  line: string;
  issued: number;
}
interface CounterTable {
  city: string;
  office: string;
  number: number;
  lines: string[];
  staff: string;
  opened_at: Date;
  closed_at: Date | null;
  owed_ordinary: number;
  owed_walk_in: number;
}
interface TicketTable {
  id: string;
  city: string;
  office: string;
  day: string;
  line: string;
  number: string;
  state: TicketState;
  appointment: string | null;
  person: string | null;
  holder: string | null;
  service: string | null;
  party: number;
  starts_at: Date | null;
  priority: Priority | null;
  arrived_at: Date;
  taken_at: Date;
  called_at: Date | null;
  times: number;
  serving_at: Date | null;
  ended_at: Date | null;
  counter: number | null;
  for_counter: number | null;
  for_counter_until: Date | null;
}
interface DisplayTable {
  id: string;
  city: string;
  office: string;
  label: string;
  key_hash: Buffer;
  added_by: string;
  added_at: Date;
  seen_at: Date | null;
}
interface Tables {
  queue_line: LineTable;
  queue_day: DayTable;
  counter: CounterTable;
  ticket: TicketTable;
  display: DisplayTable;
}
export type CounterRow = Selectable<CounterTable>;
export type TicketRow = Selectable<TicketTable>;
export type DisplayRow = Selectable<DisplayTable>;

export interface OfficeKey {
  city: string;
  office: string;
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("booking");

/** Word that something moved in an office's queue; its payload is `city/office`. */
export const QUEUE_CHANGED_CHANNEL = "booking_queue_changed";
/** What two counters would both call, two numbers that would be the same: within an office one thing happens after the other. */
export async function lockOffice(tx: Handles, { city, office }: OfficeKey): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`booking.queue ${city}/${office}`}, 0))`.execute(tables(tx));
}

export async function notifyQueueChanged(tx: Handles, { city, office }: OfficeKey): Promise<void> {
  await sql`select pg_notify(${QUEUE_CHANGED_CHANNEL}, ${`${city}/${office}`})`.execute(tables(tx));
}

export async function listPrefixes(source: Handles, { city, office }: OfficeKey): Promise<{ line: string; prefix: string }[]> {
  return tables(source).selectFrom("queue_line").select(["line", "prefix"]).where("city", "=", city).where("office", "=", office).execute();
}

/** Under the office's lock. */
export async function insertPrefixes(tx: Handles, lines: LineTable[]): Promise<void> {
  if (lines.length > 0) await tables(tx).insertInto("queue_line").values(lines).execute();
}

/** Under the office's lock. @returns the line's next number of the day, from 1 */
export async function countTicket(tx: Handles, day: Omit<DayTable, "issued">): Promise<number> {
  const { issued } = await tables(tx)
    .insertInto("queue_day")
    .values({ ...day, issued: 1 })
    .onConflict((conflict) => conflict.columns(["city", "office", "day", "line"]).doUpdateSet({ issued: sql`queue_day.issued + 1` }))
    .returning("issued")
    .executeTakeFirstOrThrow();
  return issued;
}

export async function insertTicket(tx: Handles, ticket: Insertable<TicketTable>): Promise<TicketRow> {
  return tables(tx).insertInto("ticket").values(ticket).returningAll().returning(DAY).executeTakeFirstOrThrow();
}

/** A date as PostgreSQL writes it, which no time zone of this process can move. */
const DAY = sql<string>`to_char(day, 'YYYY-MM-DD')`.as("day");
const WAITED_FOR = ["waiting", "called", "serving"] as const;

export async function findTicket(source: Handles, id: string): Promise<TicketRow | undefined> {
  return tables(source).selectFrom("ticket").selectAll().select(DAY).where("id", "=", id).executeTakeFirst();
}

export async function updateTicket(tx: Handles, id: string, change: Updateable<TicketTable>): Promise<TicketRow> {
  return tables(tx).updateTable("ticket").set(change).where("id", "=", id).returningAll().returning(DAY).executeTakeFirstOrThrow();
}

export async function findTicketOfAppointment(source: Handles, appointment: string): Promise<TicketRow | undefined> {
  return tables(source).selectFrom("ticket").selectAll().select(DAY).where("appointment", "=", appointment).where("state", "<>", "left").executeTakeFirst();
}

export async function findOpenWalkIn(source: Handles, person: string, day: string): Promise<TicketRow | undefined> {
  return tables(source).selectFrom("ticket").selectAll().select(DAY).where("person", "=", person).where("day", "=", day).where("appointment", "is", null).where("state", "in", WAITED_FOR).executeTakeFirst();
}

/** Of the person, or taken by them for somebody. */
export async function listOwnTickets(source: Handles, person: string, day: string): Promise<TicketRow[]> {
  return tables(source)
    .selectFrom("ticket")
    .selectAll()
    .select(DAY)
    .where("day", "=", day)
    .where((where) => where.or([where("person", "=", person), where("holder", "=", person)]))
    .where("state", "in", [...WAITED_FOR, "missed"])
    .orderBy("taken_at")
    .limit(20)
    .execute();
}

/** Everybody of an office's day who is not over yet. */
export async function listOpenTickets(source: Handles, { city, office }: OfficeKey, day: string): Promise<TicketRow[]> {
  return tables(source).selectFrom("ticket").selectAll().select(DAY).where("city", "=", city).where("office", "=", office).where("day", "=", day).where("state", "in", WAITED_FOR).orderBy("id").limit(5_000).execute();
}

export async function listMissedTickets(source: Handles, { city, office }: OfficeKey, day: string, limit: number): Promise<TicketRow[]> {
  return tables(source).selectFrom("ticket").selectAll().select(DAY).where("city", "=", city).where("office", "=", office).where("day", "=", day).where("state", "=", "missed").orderBy("ended_at", "desc").limit(limit).execute();
}

export interface ServedToday {
  line: string;
  count: number;
  /** Of the last ones, the last at the end. */
  minutes: number[];
}

/** How many were served in each line, and how long the last ones took. */
export async function listServed(source: Handles, { city, office }: OfficeKey, day: string, last: number): Promise<ServedToday[]> {
  const { rows } = await sql<{ line: string; count: number; minutes: number[] }>`
    select line, count(*)::int as count, (array_agg(extract(epoch from ended_at - coalesce(serving_at, called_at))::float8 / 60 order by ended_at desc))[1:${sql.lit(last)}] as minutes
    from booking.ticket where city = ${city} and office = ${office} and day = ${day} and state = 'served' group by line`.execute(tables(source));
  return rows.map(({ line, count, minutes }) => ({ line, count, minutes: minutes.reverse() }));
}

export async function findTicketAtCounter(source: Handles, { city, office }: OfficeKey, day: string, counter: number): Promise<TicketRow | undefined> {
  return tables(source).selectFrom("ticket").selectAll().select(DAY).where("city", "=", city).where("office", "=", office).where("day", "=", day).where("counter", "=", counter).where("state", "in", ["called", "serving"]).executeTakeFirst();
}

export async function listCounters(source: Handles, { city, office }: OfficeKey): Promise<CounterRow[]> {
  return tables(source).selectFrom("counter").selectAll().where("city", "=", city).where("office", "=", office).orderBy("number").execute();
}

export async function findCounter(source: Handles, { city, office }: OfficeKey, number: number): Promise<CounterRow | undefined> {
  return tables(source).selectFrom("counter").selectAll().where("city", "=", city).where("office", "=", office).where("number", "=", number).executeTakeFirst();
}

export async function openCounter(tx: Handles, counter: Omit<CounterRow, "closed_at" | "owed_ordinary" | "owed_walk_in">): Promise<void> {
  const { lines, staff, opened_at } = counter;
  await tables(tx).insertInto("counter").values({ ...counter, closed_at: null, owed_ordinary: 0, owed_walk_in: 0 }).onConflict((conflict) => conflict.columns(["city", "office", "number"]).doUpdateSet({ lines, staff, opened_at, closed_at: null })).execute();
}

export async function updateCounter(tx: Handles, { city, office, number }: OfficeKey & { number: number }, change: Updateable<CounterTable>): Promise<void> {
  await tables(tx).updateTable("counter").set(change).where("city", "=", city).where("office", "=", office).where("number", "=", number).execute();
}

/** Nobody works at two counters. */
export async function closeCountersOf(tx: Handles, { city, office }: OfficeKey, staff: string, at: Date, except?: number): Promise<void> {
  await tables(tx)
    .updateTable("counter")
    .set({ closed_at: at })
    .where("city", "=", city)
    .where("office", "=", office)
    .where("staff", "=", staff)
    .where("closed_at", "is", null)
    .where("number", "<>", except ?? 0)
    .execute();
}

export async function insertDisplay(tx: Handles, display: Insertable<DisplayTable>): Promise<void> {
  await tables(tx).insertInto("display").values(display).execute();
}

export async function listDisplays(source: Handles, { city, office }: OfficeKey): Promise<DisplayRow[]> {
  return tables(source).selectFrom("display").selectAll().where("city", "=", city).where("office", "=", office).orderBy("added_at").limit(100).execute();
}

export async function findDisplay(source: Handles, { city, office }: OfficeKey, keyHash: Buffer): Promise<DisplayRow | undefined> {
  return tables(source).selectFrom("display").selectAll().where("city", "=", city).where("office", "=", office).where("key_hash", "=", keyHash).executeTakeFirst();
}

export async function updateDisplaySeen(source: Handles, id: string, at: Date): Promise<void> {
  await tables(source).updateTable("display").set({ seen_at: at }).where("id", "=", id).execute();
}

export async function deleteDisplay(tx: Handles, { city, office }: OfficeKey, id: string): Promise<boolean> {
  const { numDeletedRows } = await tables(tx).deleteFrom("display").where("city", "=", city).where("office", "=", office).where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Who waited in vain has left, who was called and not sent on was served or did not come; and the counters are shut. */
export async function endDaysBefore(source: Handles, day: string, now: Date): Promise<void> {
  const open = tables(source);
  for (const [from, to] of [["waiting", "left"], ["called", "missed"], ["serving", "served"]] as const) await open.updateTable("ticket").set({ state: to, ended_at: now }).where("day", "<", day).where("state", "=", from).execute();
  await open.updateTable("counter").set({ closed_at: now }).where("closed_at", "is", null).where("opened_at", "<", sql<Date>`(${day}::date)::timestamp at time zone 'Asia/Shanghai'`).execute();
}

/** How busy a day was stays known; who was there does not. */
export async function forgetTicketHolders(source: Handles, day: string): Promise<void> {
  await tables(source).updateTable("ticket").set({ person: null, holder: null, priority: null, appointment: null }).where("day", "<", day).where((where) => where.or([where("person", "is not", null), where("appointment", "is not", null), where("priority", "is not", null)])).execute();
}

export async function deleteTicketsBefore(source: Handles, day: string): Promise<void> {
  await tables(source).deleteFrom("ticket").where("day", "<", day).execute();
  await tables(source).deleteFrom("queue_day").where("day", "<", day).execute();
}

/** They left: what waits is given up, and nothing says that it was they. */
export async function forgetTicketsOf(tx: Handles, person: string, now: Date): Promise<OfficeKey[]> {
  const given = await tables(tx).updateTable("ticket").set({ state: "left", ended_at: now }).where("person", "=", person).where("state", "in", WAITED_FOR).returning(["city", "office"]).execute();
  await tables(tx).updateTable("ticket").set({ person: null, appointment: null, priority: null }).where("person", "=", person).execute();
  await tables(tx).updateTable("ticket").set({ holder: null }).where("holder", "=", person).execute();
  return given;
}

/** Of two numbers without an appointment the one that was theirs before stays, since nobody holds two. */
export async function moveTickets(tx: Handles, from: string, into: string): Promise<void> {
  const move = tables(tx);
  const held = move.selectFrom("ticket").select("id").where("person", "=", into).where("appointment", "is", null).where("state", "in", WAITED_FOR);
  await move.updateTable("ticket").set({ person: null }).where("person", "=", from).where("appointment", "is", null).where("state", "in", WAITED_FOR).where((where) => where.exists(held)).execute();
  await move.updateTable("ticket").set({ person: into }).where("person", "=", from).execute();
  await move.updateTable("ticket").set({ holder: into }).where("holder", "=", from).execute();
}
