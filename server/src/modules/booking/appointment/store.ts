/** Appointments, wishes and offers as rows. Places are taken and given back by take-places.ts alone. */
import { type Generated, type Insertable, type Kysely, type Selectable, sql, type Updateable } from "kysely";
import { chinaDate, chinaMinutes, weekdayOf } from "../../../kernel/china-time.ts";
import type { Handles } from "../../../kernel/database.ts";
import type { Fit } from "./fit-wishes.ts";

export interface AppointmentTable {
  id: string;
  city: string;
  calendar: string;
  person: string;
  made_by: string;
  enterprise: string | null;
  owner: Generated<string>;
  state: "held" | "booked" | "arrived" | "served" | "cancelled" | "missed";
  kind: string;
  services: string[];
  party: number;
  starts_at: Date;
  ends_at: Date;
  slots: Date[];
  of_kind: boolean;
  needs: string[];
  details: Buffer | null;
  code: Buffer | null;
  code_hash: Buffer | null;
  held_until: Date | null;
  created_at: Date;
  remind_at: Date | null;
  coming_at: Date | null;
  arrived_at: Date | null;
  sequence: number;
  cancelled_at: Date | null;
  cancelled_by: "person" | "office" | null;
  reason: Buffer | null;
}
export interface WishTable {
  id: string;
  city: string;
  calendar: string;
  person: string;
  made_by: string;
  enterprise: string | null;
  owner: Generated<string>;
  kind: string;
  services: string[];
  slots: number;
  party: number;
  from_date: string;
  until_date: string;
  days: number[] | null;
  from_minute: number | null;
  until_minute: number | null;
  details: Buffer | null;
  state: "waiting" | "fulfilled" | "ended";
  appointment: string | null;
  created_at: Date;
  ended_at: Date | null;
}
interface OfferTable {
  id: string;
  wish: string | null;
  appointment: string;
  instead_of: string | null;
  starts_at: Date;
  until: Date;
  state: "open" | "accepted" | "refused" | "expired";
}
interface Tables {
  appointment: AppointmentTable;
  attendee: { key: Buffer; city: string; calendar: string; starts_at: Date; appointment: string };
  wish: WishTable;
  offer: OfferTable;
  freed: { city: string; calendar: string; starts_at: Date; places: number };
  link: { token_hash: Buffer; appointment: string };
  feed: { owner: string; person: string; token_hash: Buffer; created_at: Date };
  slot: { city: string; calendar: string; starts_at: Date; kind: string; capacity: number; taken: number };
}
export type AppointmentRow = Selectable<AppointmentTable>;
export type WishRow = Selectable<WishTable>;
export type OfferRow = Selectable<OfferTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("booking");

// Appointments

/** Undefined also for a place that is only held. */
export async function findAppointment(source: Handles, id: string): Promise<AppointmentRow | undefined> {
  return tables(source).selectFrom("appointment").selectAll().where("id", "=", id).where("code", "is not", null).executeTakeFirst();
}

export async function findHeld(source: Handles, id: string): Promise<AppointmentRow | undefined> {
  return tables(source).selectFrom("appointment").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function lockAppointment(tx: Handles, id: string): Promise<AppointmentRow | undefined> {
  return tables(tx).selectFrom("appointment").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updateAppointment(tx: Handles, id: string, change: Updateable<AppointmentTable>): Promise<void> {
  await tables(tx).updateTable("appointment").set(change).where("id", "=", id).execute();
}

/** In the order in which they are read: what comes next first, and of the past the last first. */
export async function listAppointments(source: Handles, owner: string, when: "coming" | "past", now: Date, limit: number, offset: number): Promise<AppointmentRow[]> {
  const own = tables(source).selectFrom("appointment").selectAll().where("owner", "=", owner).where("code", "is not", null).limit(limit).offset(offset);
  if (when === "past") return own.where((where) => where.or([where("ends_at", "<=", now), where("state", "in", ["cancelled", "missed", "served"])])).orderBy("starts_at", "desc").orderBy("id", "desc").execute();
  return own.where("ends_at", ">", now).where("state", "in", ["booked", "arrived"]).orderBy("starts_at").orderBy("id").execute();
}

/** For calendar programs: also what was cancelled lately, so that they take it out. */
export async function listForFeed(source: Handles, owner: string, since: Date, limit: number): Promise<AppointmentRow[]> {
  return tables(source).selectFrom("appointment").selectAll().where("owner", "=", owner).where("code", "is not", null).where("ends_at", ">", since).orderBy("starts_at").orderBy("id").limit(limit).execute();
}

export async function listKeys(source: Handles, appointment: string): Promise<Buffer[]> {
  return (await tables(source).selectFrom("attendee").select("key").where("appointment", "=", appointment).execute()).map(({ key }) => key);
}

export async function listOfDay(source: Handles, city: string, calendar: string, from: Date, until: Date, limit: number): Promise<AppointmentRow[]> {
  return tables(source).selectFrom("appointment").selectAll().where("city", "=", city).where("calendar", "=", calendar).where("starts_at", ">=", from).where("starts_at", "<", until).where("code", "is not", null).orderBy("starts_at").orderBy("id").limit(limit).execute();
}

/** Hours of a calendar's day. */
export interface Hours {
  city: string;
  calendar: string;
  dayStartsAt: Date;
  from: Date;
  until: Date;
}

/** What stands in some hours and has not begun: whatever reaches into them, when it began before as well. */
function standingIn(source: Handles, { city, calendar, dayStartsAt, from, until }: Hours, now: Date) {
  return tables(source)
    .selectFrom("appointment")
    .where("city", "=", city)
    .where("calendar", "=", calendar)
    .where("starts_at", ">=", dayStartsAt)
    .where("starts_at", ">", now)
    .where("starts_at", "<", until)
    .where("ends_at", ">", from);
}

/** How much is booked in some hours and has not begun, by time and kind. */
export async function countBookedIn(source: Handles, hours: Hours, now: Date): Promise<{ starts_at: Date; kind: string; appointments: number; people: number }[]> {
  return standingIn(source, hours, now)
    .select(({ fn }) => ["starts_at", "kind", fn.countAll<number>().as("appointments"), fn.sum<number>("party").as("people")])
    .where("state", "=", "booked")
    .groupBy(["starts_at", "kind"])
    .orderBy("starts_at")
    .orderBy("kind")
    .execute();
}

/** What is held or booked in some hours and has not begun, a page at a time. @param last of the page before */
export async function listStandingIn(source: Handles, hours: Hours, now: Date, limit: number, last: { id: string; starts_at: Date } | undefined): Promise<{ id: string; starts_at: Date }[]> {
  const page = standingIn(source, hours, now).select(["id", "starts_at"]).where("state", "in", ["held", "booked"]).orderBy("starts_at").orderBy("id").limit(limit);
  return (last ? page.where(({ eb, refTuple, tuple }) => eb(refTuple("starts_at", "id"), ">", tuple(last.starts_at, last.id))) : page).execute();
}

/** What still stands in a calendar from a time on, counted by all that a change of the calendar looks at. */
export async function countStanding(source: Handles, city: string, calendar: string, from: Date): Promise<(Pick<AppointmentRow, "kind" | "services" | "starts_at" | "ends_at"> & { appointments: number; people: number })[]> {
  return tables(source)
    .selectFrom("appointment")
    .select(({ fn }) => ["kind", "services", "starts_at", "ends_at", fn.countAll<number>().as("appointments"), fn.sum<number>("party").as("people")])
    .where("city", "=", city)
    .where("calendar", "=", calendar)
    .where("starts_at", ">=", from)
    .where("state", "in", ["held", "booked"])
    .groupBy(["kind", "services", "starts_at", "ends_at"])
    .orderBy("starts_at")
    .execute();
}

export async function countByState(source: Handles, city: string, from: Date, until: Date): Promise<{ calendar: string; state: AppointmentRow["state"]; people: number }[]> {
  return tables(source)
    .selectFrom("appointment")
    .select(({ fn }) => ["calendar", "state", fn.sum<number>("party").as("people")])
    .where("city", "=", city)
    .where("starts_at", ">=", from)
    .where("starts_at", "<", until)
    .groupBy(["calendar", "state"])
    .execute();
}

/** @param except what was tried in vain */
export async function listOverdueHolds(source: Handles, now: Date, limit: number, except: readonly string[]): Promise<string[]> {
  const rows = await tables(source).selectFrom("appointment").select("id").where("state", "=", "held").where("held_until", "<=", now).where(sql<boolean>`id <> all (${except}::uuid[])`).orderBy("held_until").limit(limit).execute();
  return rows.map(({ id }) => id);
}

const FORGOTTEN_AT_ONCE = 2_000;

/** Of the past, beyond when anybody asks: a part at a time, since no statement may take long. By when it began, which has an index. */
export async function forgetPast(source: Handles, keptFrom: Date): Promise<void> {
  const past = () => tables(source).selectFrom("appointment").select("id").where("starts_at", "<", keptFrom).limit(FORGOTTEN_AT_ONCE).execute();
  for (let rows = await past(); rows.length > 0; rows = await past()) {
    const ids = rows.map(({ id }) => id);
    await tables(source).deleteFrom("attendee").where("appointment", "in", ids).execute();
    await tables(source).deleteFrom("appointment").where("id", "in", ids).execute();
  }
  await tables(source).deleteFrom("wish").where("ended_at", "<", keptFrom).execute();
  await tables(source).deleteFrom("slot").where("starts_at", "<", keptFrom).execute();
}

/** @returns people whose appointments nobody kept */
export async function markMissed(source: Handles, endedBefore: Date, homeCalendars: readonly { city: string; calendar: string }[]): Promise<void> {
  // At home nobody checks in: whoever was visited has been served.
  const home = homeCalendars.map(({ city, calendar }) => `${city}/${calendar}`);
  await sql`update booking.appointment set state = case when city || '/' || calendar = any (${home}::text[]) then 'served' else 'missed' end, remind_at = null where state = 'booked' and ends_at < ${endedBefore}`.execute(tables(source));
}

/** Nobody else sends the same reminders while the transaction lasts. @param except what was tried in vain */
export async function lockDueReminders(tx: Handles, now: Date, limit: number, except: readonly string[]): Promise<AppointmentRow[]> {
  return tables(tx).selectFrom("appointment").selectAll().where("remind_at", "<=", now).where("state", "=", "booked").where(sql<boolean>`id <> all (${except}::uuid[])`).orderBy("remind_at").limit(limit).forUpdate().skipLocked().execute();
}

/** Of what stands in their own list; a company's appointments are the company's. */
export async function deleteOf(source: Handles, person: string): Promise<void> {
  await tables(source).deleteFrom("wish").where("owner", "=", person).execute();
  await deleteFeedsOf(source, person);
  await tables(source).deleteFrom("attendee").where("appointment", "in", tables(source).selectFrom("appointment").select("id").where("owner", "=", person)).execute();
  await tables(source).deleteFrom("appointment").where("owner", "=", person).execute();
}

/** What somebody booked for companies stays theirs, without what only the one who left could open. Nobody would hear of what they wait for: that ends. */
export async function leaveToCompanies(source: Handles, person: string, at: Date): Promise<void> {
  await tables(source).updateTable("appointment").set({ details: null, reason: null }).where("person", "=", person).where("enterprise", "is not", null).execute();
  await tables(source).updateTable("wish").set({ state: "ended", ended_at: at, details: null }).where("person", "=", person).where("enterprise", "is not", null).where("state", "=", "waiting").execute();
}

export async function listSealedAppointments(tx: Handles, person: string): Promise<Pick<AppointmentRow, "id" | "details" | "reason">[]> {
  return tables(tx).selectFrom("appointment").select(["id", "details", "reason"]).where("owner", "=", person).forUpdate().execute();
}

export async function listSealedWishes(tx: Handles, person: string): Promise<Pick<WishRow, "id" | "details">[]> {
  return tables(tx).selectFrom("wish").select(["id", "details"]).where("owner", "=", person).forUpdate().execute();
}

export async function updateWishDetails(tx: Handles, id: string, details: Buffer): Promise<void> {
  await tables(tx).updateTable("wish").set({ details }).where("id", "=", id).execute();
}

/** What is still theirs under the former id goes over, and what is sealed with the former key is left behind. Found by the owner: of level 1 nobody acts for another. */
export async function movePerson(tx: Handles, { from, into, fromKey, intoKey }: { from: string; into: string; fromKey: Buffer; intoKey: Buffer }): Promise<void> {
  await tables(tx).updateTable("appointment").set({ person: into, made_by: into, details: null, reason: null }).where("owner", "=", from).execute();
  await tables(tx).updateTable("wish").set({ person: into, made_by: into, details: null }).where("owner", "=", from).execute();
  await tables(tx).updateTable("attendee").set({ key: intoKey }).where("key", "=", fromKey).execute();
  await tables(tx).deleteFrom("feed").where("owner", "=", from).execute();
}

export async function listStandingOf(source: Handles, owner: string): Promise<string[]> {
  return (await tables(source).selectFrom("appointment").select("id").where("owner", "=", owner).where("state", "in", ["held", "booked"]).execute()).map(({ id }) => id);
}

// Wishes and offers

/** Of one owner one wish is added after the other. */
export async function lockWisher(tx: Handles, owner: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`wishes/${owner}`}, 0))`.execute(tables(tx));
}

export async function insertWish(tx: Handles, wish: Omit<Insertable<WishTable>, "owner">): Promise<void> {
  await tables(tx).insertInto("wish").values(wish).execute();
}

const WISH = ["id", "city", "calendar", "person", "made_by", "enterprise", "owner", "kind", "services", "slots", "party", "days", "from_minute", "until_minute", "details", "state", "appointment", "created_at", "ended_at"] as const;
const DATES = [sql<string>`to_char(from_date, 'YYYY-MM-DD')`.as("from_date"), sql<string>`to_char(until_date, 'YYYY-MM-DD')`.as("until_date")] as const;

export async function findWish(source: Handles, id: string): Promise<WishRow | undefined> {
  return tables(source).selectFrom("wish").select(WISH).select(DATES).where("id", "=", id).executeTakeFirst();
}

export async function listWishes(source: Handles, owner: string, endedSince: Date, limit: number): Promise<WishRow[]> {
  return tables(source).selectFrom("wish").select(WISH).select(DATES).where("owner", "=", owner).where((where) => where.or([where("ended_at", "is", null), where("ended_at", ">", endedSince)])).orderBy("id", "desc").limit(limit).execute();
}

export async function countWaiting(source: Handles, owner: string, city: string, calendar?: string): Promise<number> {
  const own = tables(source).selectFrom("wish").select(({ fn }) => fn.countAll<number>().as("count")).where("owner", "=", owner).where("state", "=", "waiting");
  return (await (calendar === undefined ? own : own.where("city", "=", city).where("calendar", "=", calendar)).executeTakeFirstOrThrow()).count;
}

export async function countLine(source: Handles, city: string): Promise<{ calendar: string; waiting: number }[]> {
  return tables(source).selectFrom("wish").select(({ fn }) => ["calendar", fn.countAll<number>().as("waiting")]).where("city", "=", city).where("state", "=", "waiting").groupBy("calendar").execute();
}

/** How many stand before somebody in the line, they included. */
export async function placeInLine(source: Handles, { city, calendar, id }: Pick<WishRow, "city" | "calendar" | "id">): Promise<number> {
  return (await tables(source).selectFrom("wish").select(({ fn }) => fn.countAll<number>().as("count")).where("city", "=", city).where("calendar", "=", calendar).where("state", "=", "waiting").where("id", "<=", id).executeTakeFirstOrThrow()).count;
}

/** @returns false when it had ended */
export async function endWish(tx: Handles, id: string, state: "fulfilled" | "ended", at: Date, appointment: string | null = null): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx).updateTable("wish").set({ state, ended_at: at, appointment, details: null }).where("id", "=", id).where("state", "=", "waiting").executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function endWishesBefore(source: Handles, date: string, at: Date): Promise<void> {
  await tables(source).updateTable("wish").set({ state: "ended", ended_at: at, details: null }).where("state", "=", "waiting").where(sql`until_date`, "<", sql`${date}::date`).execute();
}

/**
 * Those who wait in a calendar, are not being offered a place, and might use one of those in hand, first come first.
 * @param after the last whom the page before had
 */
export async function listLine(tx: Handles, city: string, calendar: string, fits: readonly Fit[], limit: number, after: string | undefined): Promise<(WishRow & { passed: Date[] })[]> {
  const [startsAt, dates] = [fits.map((fit) => fit.startsAt), fits.map((fit) => chinaDate(fit.startsAt))];
  const [weekdays, minutes] = [dates.map(weekdayOf), startsAt.map(chinaMinutes)];
  // A visit of several slots may begin before the one that is in hand.
  const mightFit = sql<boolean>`exists (
    select from unnest(${startsAt}::timestamptz[], ${dates}::date[], ${weekdays}::int[], ${minutes}::int[], ${fits.map(({ kind }) => kind)}::text[], ${fits.map(({ places }) => places)}::int[]) fit (starts_at, date, weekday, minute, kind, places)
    where fit.kind = wish.kind and fit.places >= wish.party and fit.date between wish.from_date and wish.until_date and (wish.days is null or fit.weekday = any (wish.days))
      and (wish.slots > 1 or ((wish.from_minute is null or fit.minute between wish.from_minute and wish.until_minute) and fit.starts_at <> all (array(select o.starts_at from booking.offer o where o.wish = wish.id)))))`;
  const line = tables(tx)
    .selectFrom("wish")
    .select(WISH)
    .select(DATES)
    .select(sql<Date[]>`array(select o.starts_at from booking.offer o where o.wish = wish.id)`.as("passed"))
    .where("city", "=", city)
    .where("calendar", "=", calendar)
    .where("state", "=", "waiting")
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("offer").select("offer.id").whereRef("offer.wish", "=", "wish.id").where("offer.state", "=", "open"))))
    .where(mightFit)
    .orderBy("id")
    .limit(limit);
  return (after === undefined ? line : line.where("id", ">", after)).execute();
}

export async function insertOffer(tx: Handles, offer: Insertable<OfferTable>): Promise<void> {
  await tables(tx).insertInto("offer").values(offer).execute();
}

export async function findOffer(source: Handles, id: string): Promise<OfferRow | undefined> {
  return tables(source).selectFrom("offer").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findOpenOffer(source: Handles, of: { wish: string } | { insteadOf: string } | { appointment: string }): Promise<OfferRow | undefined> {
  const open = tables(source).selectFrom("offer").selectAll().where("state", "=", "open");
  if ("appointment" in of) return open.where("appointment", "=", of.appointment).executeTakeFirst();
  return ("wish" in of ? open.where("wish", "=", of.wish) : open.where("instead_of", "=", of.insteadOf)).executeTakeFirst();
}

/** @returns false when it had ended */
export async function endOffer(tx: Handles, id: string, state: Exclude<OfferRow["state"], "open">): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx).updateTable("offer").set({ state }).where("id", "=", id).where("state", "=", "open").executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Offers whose held place went. */
export async function expireOffers(tx: Handles, appointments: readonly string[]): Promise<OfferRow[]> {
  if (appointments.length === 0) return [];
  return tables(tx).updateTable("offer").set({ state: "expired" }).where("appointment", "in", appointments).where("state", "=", "open").returningAll().execute();
}

// Freed places

export async function listFreed(source: Handles): Promise<{ city: string; calendar: string }[]> {
  return tables(source).selectFrom("freed").select(["city", "calendar"]).distinct().orderBy("city").orderBy("calendar").execute();
}

/** Nobody comes any more to what they are places of. */
export async function deleteFreedBefore(source: Handles, before: Date): Promise<void> {
  await tables(source).deleteFrom("freed").where("starts_at", "<", before).execute();
}

/** Of one calendar one process makes offers at a time; the slots of its days are its own until the transaction ends. */
export async function lockFreed(tx: Handles, city: string, calendar: string) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`offers/${city}/${calendar}`}, 0))`.execute(tables(tx));
  const slots = await tables(tx)
    .selectFrom("slot")
    .selectAll()
    .where("city", "=", city)
    .where("calendar", "=", calendar)
    .where(sql<Date>`(starts_at at time zone 'UTC' + interval '8 hours')::date`, "in", tables(tx).selectFrom("freed").select(sql<Date>`(starts_at at time zone 'UTC' + interval '8 hours')::date`.as("day")).where("city", "=", city).where("calendar", "=", calendar))
    .orderBy("city")
    .orderBy("calendar")
    .orderBy("starts_at")
    .orderBy("kind")
    .forUpdate()
    .execute();
  const freed = await tables(tx).selectFrom("freed").selectAll().where("city", "=", city).where("calendar", "=", calendar).execute();
  // One that came after the slots were looked up waits for the next time.
  const known = new Set(slots.map(({ starts_at }) => starts_at.getTime()));
  return { slots, freed: freed.filter(({ starts_at }) => known.has(starts_at.getTime())) };
}

export interface SlotChange {
  startsAt: Date;
  kind: string;
  /** By how much what is taken grows. */
  by: number;
  /** By the calendar as it is now: it may have more places than when the slot was first booked. */
  capacity: number;
}

/** In one order everywhere; the table refuses what would be more than there is. */
export async function changeSlots(tx: Handles, city: string, calendar: string, changes: SlotChange[]): Promise<void> {
  const ordered = changes.filter(({ by }) => by !== 0).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.kind < b.kind ? -1 : 1));
  for (const { startsAt, kind, by, capacity } of ordered) {
    if (by > 0) {
      await sql`
        insert into booking.slot as current (city, calendar, starts_at, kind, capacity, taken) values (${city}, ${calendar}, ${startsAt}, ${kind}, ${capacity}, ${by})
        on conflict (city, calendar, starts_at, kind) do update set taken = current.taken + excluded.taken, capacity = greatest(current.capacity, excluded.capacity)`.execute(tables(tx));
    } else {
      // Never by the insert: the table's check refuses a row below zero before the conflict is looked for.
      await tables(tx).updateTable("slot").set(({ eb }) => ({ taken: eb("taken", "+", by) })).where("city", "=", city).where("calendar", "=", calendar).where("starts_at", "=", startsAt).where("kind", "=", kind).execute();
    }
  }
}

export async function deleteFreed(tx: Handles, city: string, calendar: string, startsAt: Date[]): Promise<void> {
  if (startsAt.length === 0) return;
  await tables(tx).deleteFrom("freed").where("city", "=", city).where("calendar", "=", calendar).where("starts_at", "in", startsAt).execute();
}

export async function insertHeld(tx: Handles, row: Omit<Insertable<AppointmentTable>, "owner">): Promise<void> {
  await tables(tx).insertInto("appointment").values(row).execute();
}

// Links and feeds

export async function insertLink(tx: Handles, tokenHash: Buffer, appointment: string): Promise<void> {
  await tables(tx).insertInto("link").values({ token_hash: tokenHash, appointment }).execute();
}

export async function findByLink(source: Handles, tokenHash: Buffer): Promise<AppointmentRow | undefined> {
  return tables(source).selectFrom("appointment").innerJoin("link", "link.appointment", "appointment.id").selectAll("appointment").where("link.token_hash", "=", tokenHash).executeTakeFirst();
}

export async function saveFeed(tx: Handles, feed: { owner: string; person: string; token_hash: Buffer; created_at: Date }): Promise<void> {
  await tables(tx).insertInto("feed").values(feed).onConflict((conflict) => conflict.column("owner").doUpdateSet(feed)).execute();
}

export async function deleteFeed(tx: Handles, owner: string): Promise<void> {
  await tables(tx).deleteFrom("feed").where("owner", "=", owner).execute();
}

/** Of their own appointments and of their children's. */
export async function deleteFeedsOf(source: Handles, person: string): Promise<void> {
  await tables(source).deleteFrom("feed").where((where) => where.or([where("owner", "=", person), where("person", "=", person)])).execute();
}

export async function findFeed(source: Handles, tokenHash: Buffer): Promise<{ owner: string; person: string } | undefined> {
  return tables(source).selectFrom("feed").select(["owner", "person"]).where("token_hash", "=", tokenHash).executeTakeFirst();
}
