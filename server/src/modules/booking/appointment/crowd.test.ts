// Two hundred bookers on fifty places, with failures anywhere: never more than there are, and what is said to be booked is.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import pg from "pg";
import { type Database, openDatabase } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.ts";
import { PATIENCE_MS } from "../../../testing/patience.ts";
import { type Answer, endAppointments, type PlaceRequest, takePlaces } from "./take-places.ts";

let testDatabase: TestDatabase;
/** Two processes. */
let processes: Database[];
let owner: pg.Client;
const NOW = new Date("2026-11-22T00:00:00Z");
const at = (slot: number) => new Date(Date.parse("2026-11-24T01:00:00Z") + slot * 1_800_000);

before(async () => {
  testDatabase = await createTestDatabase();
  processes = [openDatabase(testDatabase.url, 5, PATIENCE_MS), openDatabase(testDatabase.url, 5, PATIENCE_MS)];
  owner = new pg.Client({ connectionString: testDatabase.url });
  await owner.connect();
});
after(async () => {
  await owner.end();
  for (const each of processes) await each.close();
  await testDatabase.drop();
});
beforeEach(async () => void (await owner.query("truncate booking.slot, booking.appointment, booking.attendee, booking.freed, booking.wish cascade")));

function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function aRequest(person: string, slots: number[], change: Partial<PlaceRequest> = {}): PlaceRequest {
  return {
    mode: "take", id: newId(), city: "haikou", calendar: "hall", kind: "any", person, madeBy: person, enterprise: undefined, state: "booked", services: ["S001"], party: 1,
    startsAt: at(slots[0] ?? 0), endsAt: at((slots.at(-1) ?? 0) + 1), slots: slots.map((slot) => ({ startsAt: at(slot), capacity: 10, kindCapacity: undefined })), needs: [], details: undefined, code: Buffer.from("code"), codeHash: Buffer.from(newId()),
    heldUntil: undefined, remindAt: undefined, keys: [Buffer.from(person.replaceAll("-", ""), "hex")], kept: false, limits: { open: 1, within: undefined }, noShow: undefined, ...change,
  };
}

/** What the table of slots says is what the appointments add up to, and none is over. */
async function checkBooks(): Promise<number> {
  const { rows } = await owner.query<{ starts_at: Date; taken: number; capacity: number; sum: number }>(`
    select s.starts_at, s.taken, s.capacity, coalesce((select sum(a.party)::int from booking.appointment a where s.starts_at = any (a.slots) and a.calendar = s.calendar and a.state in ('held', 'booked')), 0)
      + coalesce((select sum(f.places)::int from booking.freed f where f.calendar = s.calendar and f.starts_at = s.starts_at), 0) as sum
    from booking.slot s where s.kind = ''`);
  for (const { starts_at: startsAt, taken, capacity, sum } of rows) {
    assert.equal(taken, sum, `the slot of ${startsAt.toISOString()} says ${taken}, the appointments ${sum}`);
    assert.ok(taken <= capacity);
  }
  return rows.reduce((total, { taken }) => total + taken, 0);
}

test("two hundred at once on fifty places: fifty have one each, and everybody knows", async () => {
  const people = Array.from({ length: 200 }, () => newId());
  const answers = await Promise.all(people.map((person, index) => takePlaces(processes[index % 2] as Database, { request: aRequest(person, [index % 5]), now: NOW })));
  assert.deepEqual([answers.filter(({ outcome }) => outcome === "ok").length, answers.filter(({ outcome }) => outcome === "full").length], [50, 150]);
  assert.equal(await checkBooks(), 50);
});

test("with connections that break at random: what was answered stands, nothing stands twice, and trying again is harmless", async () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    await owner.query("truncate booking.slot, booking.appointment, booking.attendee cascade");
    const pick = chance(seed);
    const requests = Array.from({ length: 200 }, () => aRequest(newId(), Array.from({ length: 1 + pick(3) }, (_, index) => index), { party: 1 + pick(3) }))
      .map((request) => { const first = pick(5); return { ...request, slots: request.slots.map((slot, index) => ({ ...slot, startsAt: at(first + index) })), startsAt: at(first) }; });
    const asking = new AbortController();
    const breaking = (async () => {
      while (!asking.signal.aborted) {
        await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and random() < 0.4");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    const outcomes = new Map<string, Answer["outcome"] | "broken">();
    const tryIt = async (request: PlaceRequest, index: number, most: number) => {
      for (let tries = 0; tries < most; tries += 1) {
        try {
          outcomes.set(request.id, (await takePlaces(processes[index % 2] as Database, { request, now: NOW })).outcome);
          return;
        } catch {
          outcomes.set(request.id, "broken");
          await new Promise((resolve) => setTimeout(resolve, 5 * tries));
        }
      }
    };
    await Promise.all(requests.map((request, index) => tryIt(request, index, 4)));
    asking.abort();
    await breaking;
    await checkBooks();
    const stored = new Set((await owner.query<{ id: string }>("select id from booking.appointment")).rows.map(({ id }) => id));
    for (const [id, outcome] of outcomes) if (outcome !== "broken") assert.equal(stored.has(id), outcome === "ok" || outcome === "done", `${id} was answered ${outcome}`);
    // Whoever was left without an answer asks again and learns.
    for (const [index, request] of requests.entries()) if (outcomes.get(request.id) === "broken") await tryIt(request, index, 50);
    assert.ok(![...outcomes.values()].includes("broken"));
    await checkBooks();
    assert.ok([...outcomes.values()].filter((outcome) => outcome === "ok" || outcome === "done").length > 10);
  }
});

test("one person who sends fifty at once gets one", async () => {
  const person = newId();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => takePlaces(processes[index % 2] as Database, { request: aRequest(person, [index % 7]), now: NOW })));
  assert.equal(answers.filter(({ outcome }) => outcome === "ok").length, 1);
  assert.equal(await checkBooks(), 1);
});

test("booking, changing to each other's times and cancelling all at once neither locks up nor loses a place", async () => {
  for (let seed = 1; seed <= 4; seed += 1) {
    const pick = chance(seed * 77);
    const people = Array.from({ length: 60 }, () => newId());
    const first = people.map((person, index) => aRequest(person, [index % 6, (index % 6) + 1], { calendar: `hall-${seed}`, limits: { open: 3, within: { count: 3, days: 10 } } }));
    await Promise.all(first.map((request, index) => takePlaces(processes[index % 2] as Database, { request, now: NOW })));
    await Promise.all(first.map(async (request, index) => {
      const slot = pick(6);
      const database = processes[(index + 1) % 2] as Database;
      const [cancels, holds] = [pick(3) === 0, pick(3) === 0];
      if (cancels) await database.transaction((tx) => endAppointments(tx, [request.id], { by: "person", now: NOW }));
      else if (holds) await takePlaces(database, { request: aRequest(people[index] ?? "", [slot], { calendar: `hall-${seed}`, state: "held", heldUntil: new Date(NOW.getTime() + 600_000), limits: undefined, code: undefined, codeHash: undefined }), now: NOW });
      else await takePlaces(database, { request: { ...request, mode: "change", startsAt: at(slot), slots: [slot, slot + 1].map((each) => ({ startsAt: at(each), capacity: 10, kindCapacity: undefined })) }, now: NOW });
    }));
    await checkBooks();
  }
});

test("the table refuses what a program would get wrong", async () => {
  await owner.query("insert into booking.slot values ('haikou', 'hall', now(), '', 2, 2)");
  await assert.rejects(owner.query("update booking.slot set taken = 3"), /slot_within_capacity/);
  await assert.rejects(owner.query("update booking.slot set taken = -1"), /slot_within_capacity/);
});
