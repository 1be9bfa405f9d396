// What is asked of the tables each minute, and when somebody leaves or joins, finds its rows by an index: a year of a city's bookings would be read whole.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Kysely, sql } from "kysely";
import { type Database, type Handles, openDatabase } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.ts";
import { countBookedIn, countStanding, deleteOf, forgetPast, leaveToCompanies, listLine, listOverdueHolds, listSealedAppointments, listSealedWishes, listStandingIn, listStandingOf, lockDueReminders, movePerson } from "./store.ts";

const DAY = new Date("2026-11-24T00:00:00+08:00");
const NOON = new Date("2026-11-24T12:00:00+08:00");
const KEPT_FROM = new Date("2026-01-01T00:00:00+08:00");
const HOURS = { city: "haikou", calendar: "hall", dayStartsAt: DAY, from: DAY, until: NOON };
let testDatabase: TestDatabase;
let database: Database;
before(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 1);
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});

const key = Buffer.alloc(16);
const ASKED: Record<string, (tx: Handles) => Promise<unknown>> = {
  "what ends with an account": (tx) => listStandingOf(tx, newId()),
  "what is deleted with it": (tx) => deleteOf(tx, newId()),
  "what is left to companies": (tx) => leaveToCompanies(tx, newId(), NOON),
  "what is sealed of who joins": async (tx) => [await listSealedAppointments(tx, newId()), await listSealedWishes(tx, newId())],
  "what goes over": (tx) => movePerson(tx, { from: newId(), into: newId(), fromKey: key, intoKey: key }),
  "what is shut": async (tx) => [await countBookedIn(tx, HOURS, NOON), await listStandingIn(tx, HOURS, NOON, 1, { id: newId(), starts_at: DAY })],
  "what a changed calendar keeps": (tx) => countStanding(tx, "haikou", "hall", DAY),
  "the line": (tx) => listLine(tx, "haikou", "hall", [{ startsAt: NOON, kind: "counter", places: 1 }], 1, newId()),
  "holds and reminders that are due": async (tx) => [await listOverdueHolds(tx, NOON, 1, []), await lockDueReminders(tx, NOON, 1, [newId()])],
};

for (const [what, ask] of Object.entries(ASKED)) {
  test(`${what}: no table is read whole`, async () => {
    // What was read before is not counted here.
    await sql`select pg_stat_force_next_flush()`.execute(database.handle("booking"));
    const read = await database.transaction(async (tx) => {
      const booking: Kysely<unknown> = tx.handle("booking");
      // In an empty table nothing else would ever be chosen.
      await sql`set local enable_seqscan = off`.execute(booking);
      await ask(tx);
      return (await sql<{ relname: string }>`select relname from pg_stat_xact_user_tables where schemaname = 'booking' and seq_scan > 0`.execute(booking)).rows;
    });
    assert.deepEqual(read, []);
  });
}

test("what is older than it is kept is forgotten, however much it is, and nothing else", async () => {
  const booking: Kysely<unknown> = database.handle("booking");
  await sql`
    insert into booking.appointment (id, city, calendar, person, made_by, state, kind, services, party, starts_at, ends_at, slots, of_kind, needs, created_at)
    select gen_random_uuid(), 'haikou', 'hall', gen_random_uuid(), gen_random_uuid(), 'served', 'counter', '{}', 1, case when n = 0 then ${NOON}::timestamptz else '2025-12-31T01:00:00Z' end, case when n = 0 then ${NOON}::timestamptz else '2025-12-31T01:30:00Z' end, '{}', false, '{}', now() from generate_series(0, 2001) n`.execute(booking);
  await sql`insert into booking.attendee select ${key}, city, calendar, starts_at, id from booking.appointment`.execute(booking);
  await forgetPast(database, KEPT_FROM);
  const { rows } = await sql`select a.starts_at, c.starts_at as attended from booking.appointment a full join booking.attendee c on c.appointment = a.id`.execute(booking);
  assert.deepEqual(rows, [{ starts_at: NOON, attended: NOON }]);
});
