/** The database is killed in the middle of a crowd: a pause, and no error for anybody. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { aCampaign, addPeople, placesFor, type RushLab, type SignedIn, startRushLab } from "./testing.ts";

const PEOPLE = 400;

let lab: RushLab;
let people: SignedIn[];
before(async () => {
  lab = await startRushLab([aCampaign({ id: "open", ...placesFor(PEOPLE) })]);
  people = await addPeople(lab.app.databaseUrl, PEOPLE);
});
after(() => lab.stop());

test("every connection of the server is ended again and again, and everybody gets a place at the first try", async () => {
  let over = false;
  const havoc = (async () => {
    for (let round = 0; round < 6; round += 1) {
      await sleep(150);
      await lab.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()").catch(() => undefined);
      if (over) return;
    }
  })();
  const numbers = new Set<number>();
  await Promise.all(people.map(async (who, index) => {
    await sleep(index * 2);
    const { status, body } = await lab.ask("POST", "haikou/open/entries", who, {});
    // 200 when the entry was stored and the word of it lost with the connection.
    assert.ok(status === 201 || status === 200, JSON.stringify(body));
    numbers.add(body.number as number);
  }));
  over = true;
  await havoc;
  assert.equal(numbers.size, PEOPLE);
  const [counted] = await lab.query<{ count: number; highest: number }>("select count(*)::int as count, max(number) as highest from booking.entry");
  assert.deepEqual([counted?.count, counted?.highest], [PEOPLE, PEOPLE]);
});
