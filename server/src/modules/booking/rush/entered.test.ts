import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import pg from "pg";
import { newId } from "../../../kernel/ids.ts";
import { openDatabase } from "../../../kernel/database.ts";
import { createTestDatabase } from "../../../testing/database.ts";
import { until } from "../../../testing/patience.ts";
import { createEntered, createFilter } from "./entered.ts";
import { createRecent } from "./recent.ts";

test("whoever was added is never told apart as a stranger, and few strangers are taken for somebody", () => {
  for (const make of [newId, randomUUID]) {
    const filter = createFilter(20_000);
    const added = Array.from({ length: 20_000 }, () => make());
    for (const id of added) filter.add(id);
    assert.ok(added.every((id) => filter.perhaps(id)));
    const mistaken = Array.from({ length: 20_000 }, () => make()).filter((id) => filter.perhaps(id)).length;
    assert.ok(mistaken < 400, `${mistaken} of 20,000`);
  }
});

test("places that were given back and went through another process are known here as soon as their number is", async () => {
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.url, 2);
  const client = new pg.Client({ connectionString: testDatabase.url });
  try {
    // As the owner: the application's own role enters people by booking.register alone.
    await client.connect();
    const enter = (person: string, number: number) => client.query("insert into booking.entry (campaign, person, quota, number) values (7, $1, 9, $2)", [person, number]);
    const [first, later, stranger] = [newId(), newId(), newId()];
    await enter(first, 1);
    const entered = createEntered(database, createRecent());
    const settled = async (person: string, capacity: number) => {
      await until(() => !entered.perhaps(7, 9, stranger, capacity), "the filter");
      return entered.perhaps(7, 9, person, capacity);
    };
    assert.deepEqual([await settled(first, 1), await settled(later, 1)], [true, false]);
    await enter(later, 2);
    assert.equal(entered.perhaps(7, 9, later, 2), true, "before the filter is made anew everybody is looked up");
    assert.deepEqual([await settled(first, 2), await settled(later, 2), await settled(stranger, 2)], [true, true, false]);
  } finally {
    await client.end();
    await database.close();
    await testDatabase.drop();
  }
});
