import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "../../kernel/database.ts";
import { createTestDatabase } from "../../testing/database.ts";

test("the application's role enters nobody into a campaign beside the function that counts places, and changes no entry", async () => {
  const store = await createTestDatabase();
  const database = openDatabase(store.url, 1);
  try {
    const booking = database.handle<unknown>("booking");
    for (const statement of [
      sql`insert into booking.entry (campaign, person, quota, number) values (1, gen_random_uuid(), 1, 1)`,
      sql`update booking.entry set number = 2`,
      sql`delete from booking.entry`,
    ]) await assert.rejects(statement.execute(booking), /permission denied for table entry/);
    await assert.rejects(sql`select booking.register('{-1}', '{1}', '{1}', array[gen_random_uuid()], '{1}', '{1}')`.execute(booking), /quota is unknown/);
  } finally {
    await database.close();
    await store.drop();
  }
});
