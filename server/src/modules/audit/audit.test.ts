import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import pg from "pg";
import { type Database, openDatabase } from "../../kernel/database.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { PATIENCE_MS } from "../../testing/patience.ts";
import { type AuditEntryId, entryHash } from "./entry.ts";
import { type AuditPage, findEntry, listAbout, record, recordAll, verifyAudit } from "./index.ts";
import { readChain } from "./store.ts";
import { anEntry, PERSON } from "./testing.ts";

let testDatabase: TestDatabase;
let database: Database;
/** The database's owner: somebody who may do anything, and must not go unnoticed. */
let owner: pg.Client;
before(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 8, PATIENCE_MS);
  owner = new pg.Client({ connectionString: testDatabase.url });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await owner.query("truncate audit.entry; delete from audit.head; insert into audit.head select lane, 0, decode(repeat('00', 32), 'hex') from generate_series(0, 31) as lane");
});

const write = (change: Parameters<typeof anEntry>[0] = {}) => database.transaction((tx) => record(tx, anEntry(change)));

/** Entries one after the other on one connection, so that they make one lane: its ids, in order. */
async function writeLane(count: number): Promise<AuditEntryId[]> {
  return database.transaction(async (tx) => {
    const ids: AuditEntryId[] = [];
    for (let index = 0; index < count; index += 1) ids.push(await record(tx, anEntry({ detail: { index } })));
    return ids;
  });
}

describe("recording", () => {
  test("an entry comes back as it was given, with an id and a hash", async () => {
    const entry = anEntry({ at: new Date("2026-11-21T08:00:00.123Z"), actingFor: "p9", about: { kind: "service", id: "S001" }, detail: { tries: 2, known: false, reason: "it's \"quoted\" \\ 😀", ratio: 0.1 } });
    const id = await database.transaction((tx) => record(tx, entry));
    const found = await findEntry(database, id);
    assert.match(found?.hash ?? "", /^[0-9a-f]{64}$/);
    assert.deepEqual(found, { ...entry, id, hash: found?.hash });
  });

  test("what is not given is not there, and the time is the time of writing", async () => {
    const started = Date.now();
    const id = await database.transaction((tx) => record(tx, { actor: { kind: "system", id: "worker" }, act: "keys.rotated" }));
    const { at, hash, ...rest } = (await findEntry(database, id)) ?? assert.fail("the entry is gone");
    assert.deepEqual(rest, { id, actor: { kind: "system", id: "worker" }, act: "keys.rotated" });
    assert.ok(hash && Math.abs(at.getTime() - started) < 60_000);
  });

  test("several at once come back as they were given, in their order, and the record stays whole", async () => {
    const entries = [
      anEntry({ at: new Date("2026-11-21T08:00:00.123Z"), actingFor: "p9", about: { kind: "service", id: "S001" }, detail: { tries: 2, known: false, reason: "it's \"quoted\" \\ 😀", ratio: 0.1 } }),
      { at: new Date("2026-11-21T08:00:01Z"), actor: { kind: "system" as const, id: "worker" }, act: "keys.rotated", subject: PERSON },
      anEntry({ at: new Date("2026-11-21T08:00:02Z"), fields: [], detail: {} }),
    ];
    await database.transaction((tx) => recordAll(tx, entries));
    const { items } = await listAbout(database, PERSON);
    assert.deepEqual(items.toReversed().map(({ id: _id, hash: _hash, ...entry }) => entry), entries);
    assert.deepEqual((await verifyAudit(database)).faults, []);
  });

  test("an entry stands or falls with its transaction, and leaves no gap", async () => {
    await assert.rejects(database.transaction(async (tx) => {
      await record(tx, anEntry());
      throw new Error("the use case failed");
    }), /the use case failed/);
    await write();
    const report = await verifyAudit(database);
    assert.deepEqual([report.entries, report.faults], [1, []]);
  });

  test("transactions side by side keep one another neither waiting nor out of order", async () => {
    await Promise.all(Array.from({ length: 200 }, (_, index) => write({ detail: { index } })));
    const report = await verifyAudit(database);
    assert.deepEqual([report.entries, report.faults], [200, []]);
  });

  test("a lane that another transaction holds is passed by: two that need each other's rows do not lock each other out", async () => {
    const client = new pg.Client({ connectionString: testDatabase.url });
    await client.connect();
    try {
      // Every lane but one is held, so whichever is this connection's own, only lane 17 is free.
      await client.query("begin; select from audit.head where lane <> 17 for update");
      assert.equal(await write(), "17-1");
      await client.query("rollback");
    } finally {
      await client.end();
    }
  });

  test("malformed and revealing entries write nothing", async () => {
    await assert.rejects(write({ act: "person.open" }), /Malformed/);
    await assert.rejects(write({ purpose: "电话 13800138000" }), { code: "personal-data-in-record" });
    assert.equal((await verifyAudit(database)).entries, 0);
  });

  test("the database refuses an entry without end and a time without end", async () => {
    const append = (at: string | null, purpose: string) => owner.query("select audit.append($1, 'system', 'x', null, null, 'a.read', null, null, $2, null, null, null, null, null, null)", [at, purpose]);
    await assert.rejects(append(null, "x".repeat(16_384)), { code: "54000" });
    await assert.rejects(append("infinity", "x"), { code: "22008" });
    await assert.rejects(append(null, "a\0b"), /invalid byte sequence/);
    const appendAll = (entry: object) => owner.query("select audit.append_all($1::jsonb)", [JSON.stringify([entry])]);
    const entry = { actor: { kind: "system", id: "x" }, act: "a.read" };
    await assert.rejects(appendAll({ ...entry, purpose: "x".repeat(16_384) }), { code: "54000" });
    await assert.rejects(appendAll({ ...entry, at: "infinity" }), { code: "22008" });
  });
});

test("SQL and TypeScript hash the same bytes, whatever the characters", async () => {
  const texts = [null, "", " ", "-", "0:", "1:a", "'", "''; drop", "\"", "\\", "\n\t\r", "\u0001\u007f", "😀👨‍👩‍👧", "é", "e\u0301", "\u{10ffff}", "\ufeff", "海口市", "null", "长".repeat(4_000)];
  const lists = [null, [], [""], ["a", "b"], ["{", "}", ",", "\"", "\\", "NULL"], ["😀"]];
  const details = [null, "{}", `{"b": 1, "a": 2, "aa": 3, "": 4, "Z": 5, "é": 6, "😀": 7, "\uffff": 8}`, `{"n": 1.10, "m": 1e30, "k": 0.1, "z": -0, "l": 12345678901234567890.5}`, `{"t": true, "f": false, "nothing": null, "s": "null", "q": "\\"\\\\\\n"}`, `{"deep": {"a": [1, "x"]}}`];
  const times = [null, "1890-01-01T00:00:00.000001Z", "2026-11-21 23:59:59.999999+08", "9999-12-31"];
  let count = 0;
  const append = async (at: string | null | undefined, text: string | null | undefined, fields: string[] | null | undefined, detail: string | null | undefined) => {
    const { rows } = await owner.query<{ id: string }>("select audit.append($1, 'person', coalesce($2, 'x'), $2, null, 'person.read', $2, null, $2, null, $3, null, $2, null, $4) as id", [at, text && text.length > 1000 ? text.slice(0, 900) : text, fields, detail]);
    assert.ok(rows[0]);
    const together = await owner.query<{ ids: string[] }>(`
      select audit.append_all(jsonb_build_array(entry, entry)) as ids from jsonb_build_object(
        'at', $1::text, 'actor', jsonb_build_object('kind', 'person', 'id', coalesce($2::text, 'x'), 'city', $2::text), 'act', 'person.read', 'subject', $2::text, 'purpose', $2::text,
        'fields', to_jsonb($3::text[]), 'about', jsonb_build_object('id', $2::text), 'detail', $4::jsonb) as entry`, [at, text && text.length > 1000 ? text.slice(0, 900) : text, fields, detail]);
    assert.equal(together.rows[0]?.ids.length, 2);
    count += 3;
  };
  for (const text of texts) await append(null, text, null, null);
  for (const fields of lists) await append(null, "x", fields, null);
  for (const detail of details) await append(null, "x", null, detail);
  for (const at of times) await append(at, "x", null, null);
  await owner.query("select audit.append(null, 'person', 'x', null, null, 'person.read', null, null, $1, null, null, null, null, null, null)", [texts.at(-1)]);
  const lane = (await owner.query<{ lane: number }>("select lane from audit.head where number > 0")).rows.map((row) => row.lane);
  assert.equal(lane.length, 1);
  const rows = await readChain(database, lane[0] ?? -1, 0, 1_000, 1_000);
  assert.equal(rows.length, count + 1);
  for (const row of rows) assert.ok(entryHash(row).equals(row.hash), `entry ${row.number}: ${JSON.stringify(row)}`);
});

describe("a person's list", () => {
  test("is newest first, page by page, and only about that person", async () => {
    const ids: AuditEntryId[] = [];
    for (let index = 0; index < 25; index += 1) {
      // Every fifth shares its time with the one before: the order is still one order.
      ids.push(await write({ at: new Date(Date.UTC(2026, 0, 1) + (index - (index % 5 === 1 ? 1 : 0)) * 1_000), detail: { index } }));
      await write({ subject: "somebody-else" });
    }
    const seen: AuditPage["items"] = [];
    let cursor: string | undefined;
    do {
      const page: AuditPage = await listAbout(database, PERSON, { limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items);
      cursor = page.next;
      // Written while the reader turns the page: it belongs before the first.
      await write();
    } while (cursor !== undefined);
    assert.deepEqual(new Set(seen.map((each) => each.id)), new Set(ids));
    assert.equal(seen.length, 25);
    assert.deepEqual(seen.map((each) => each.at.getTime()), seen.map((each) => each.at.getTime()).sort((a, b) => b - a));
  });

  test("a cursor that no page gave is refused, and one of somebody else's list leads nowhere", async () => {
    const other = await write({ subject: "somebody-else" });
    await write();
    await assert.rejects(listAbout(database, PERSON, { cursor: "1; drop" }), { code: "invalid-request" });
    assert.deepEqual(await listAbout(database, PERSON, { cursor: other }), { items: [], next: undefined });
    assert.equal(await findEntry(database, "nonsense"), undefined);
    assert.equal(await findEntry(database, "31-999"), undefined);
  });

  test("reads its page from the index", async () => {
    await owner.query("insert into audit.entry select 1, number, now(), 'system', 'x', null, null, 'a.read', 'p' || number % 10, null, null, null, null, null, null, null, null, '', '' from generate_series(1, 20000) as number; analyze audit.entry");
    const { rows } = await owner.query<{ "QUERY PLAN": string }>("explain select * from audit.entry where subject = 'p7' and (at, lane, number) < (select at, lane, number from audit.entry where lane = 1 and number = 10007 and subject = 'p7') order by at desc, lane desc, number desc limit 20");
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    assert.match(plan, /Index Scan Backward using entry_of_subject/);
    assert.match(plan, /Index Cond: .*ROW\(at, lane, number\) </);
    assert.doesNotMatch(plan, /Sort/);
  });
});

describe("what the application may do", () => {
  const refused = async (statement: string) => {
    await owner.query("begin; set local role citizen_app");
    try {
      await assert.rejects(owner.query(statement), { code: "42501" }, statement);
    } finally {
      await owner.query("rollback");
    }
  };

  test("it cannot change, remove or add anything but by append", async () => {
    await write();
    for (const table of ["audit.entry", "audit.head"]) {
      await refused(`insert into ${table} select * from ${table}`);
      await refused(`update ${table} set number = 5`);
      await refused(`update ${table} set hash = ''`);
      await refused(`delete from ${table}`);
      await refused(`truncate ${table}`);
      await refused(`select * from ${table} for update`);
      await refused(`alter table ${table} disable trigger all`);
      await refused(`drop table ${table}`);
    }
    await refused("create table audit.extra (id int)");
    await refused("select audit.canonical_form(entry) from audit.entry");
    await refused("create or replace function audit.append() returns void language sql return null");
  });

  test("its rights are just these", async () => {
    const { rows } = await owner.query<{ right: string }>(`
      select table_name || ' ' || privilege_type as right from information_schema.role_table_grants where grantee in ('citizen_app', 'PUBLIC') and table_schema = 'audit'
      union all select routine_name || ' ' || privilege_type from information_schema.role_routine_grants where grantee in ('citizen_app', 'PUBLIC') and routine_schema = 'audit' order by 1`);
    assert.deepEqual(rows.map((row) => row.right), ["append EXECUTE", "append_all EXECUTE", "entry SELECT", "head SELECT"]);
  });
});

describe("verifying", () => {
  /** Writes a lane of ten, lets the owner do something to it, and returns what the check finds. */
  async function afterwards(mischief: (lane: number) => string): Promise<{ entry: string | undefined; detail: string }[]> {
    const ids = await writeLane(10);
    const lane = Number(ids[0]?.split("-")[0]);
    await owner.query(mischief(lane));
    const report = await verifyAudit(database);
    assert.equal(report.checkpoint === undefined, report.faults.length > 0);
    return report.faults.map(({ entry, detail }) => ({ entry: entry?.replace(/^\d+/, "L"), detail: detail.replaceAll(`${lane}-`, "L-") }));
  }

  test("an untouched record is good, empty or not", async () => {
    assert.deepEqual(await verifyAudit(database), { entries: 0, lanes: 0, faults: [], checkpoint: "audit1:0::e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" });
    assert.deepEqual(await afterwards(() => "select 1"), []);
  });

  const values: Record<string, string> = {
    at: "at + interval '1 microsecond'", actor_kind: "'person'", actor: "'x'", actor_city: "null", actor_department: "''", act: "'person.seen'", subject: "'x'", acting_for: "''", purpose: "purpose || ' '", ground: "null",
    fields: "array['phone']", about_kind: "''", about_id: "'x'", city: "'chengdu'", detail: `'{"index": 4.0}'`,
  };
  for (const [column, value] of Object.entries(values)) {
    test(`a changed ${column} is found`, async () => {
      assert.deepEqual(await afterwards((lane) => `update audit.entry set ${column} = ${value} where lane = ${lane} and number = 5`), [{ entry: "L-5", detail: "L-5 was changed after it was written: its content does not give its hash." }]);
    });
  }

  test("a change is found when the entry's hash was made to fit", async () => {
    const faults = await afterwards((lane) => `update audit.entry set purpose = 'x' where lane = ${lane} and number = 5; update audit.entry e set hash = sha256(previous_hash || audit.canonical_form(e)) where lane = ${lane} and number = 5`);
    assert.deepEqual(faults, [{ entry: "L-6", detail: "L-6 does not follow the entry before it: one of the two was replaced." }]);
  });

  test("values that no entry can have are a fault, not a crash", async () => {
    for (const change of ["at = 'infinity'", "fields = array[array['a'],array['b']]", "fields = array[null]::text[]"]) {
      const faults = await afterwards((lane) => `update audit.entry set ${change} where lane = ${lane} and number = 5`);
      assert.equal(faults[0]?.entry, "L-5", change);
      await owner.query("truncate audit.entry; update audit.head set number = 0, hash = decode(repeat('00', 32), 'hex')");
    }
  });

  test("an entry removed from the middle, or from the start, is found", async () => {
    assert.deepEqual(await afterwards((lane) => `delete from audit.entry where lane = ${lane} and number = 5`), [{ entry: "L-5", detail: "L-5 is missing: L-6 comes in its place." }]);
  });

  test("the first entry removed is found", async () => {
    assert.deepEqual(await afterwards((lane) => `delete from audit.entry where lane = ${lane} and number = 1`), [{ entry: "L-1", detail: "L-1 is missing: L-2 comes in its place." }]);
  });

  test("a removed end is found", async () => {
    assert.deepEqual(await afterwards((lane) => `delete from audit.entry where lane = ${lane} and number > 7`), [{ entry: "L-8", detail: "L-8 is missing: the lane should go on to L-10." }]);
  });

  test("a lane emptied is found, and one whose head is gone", async () => {
    assert.deepEqual(await afterwards((lane) => `delete from audit.entry where lane = ${lane}`), [{ entry: "L-1", detail: "L-1 is missing: the lane should go on to L-10." }]);
    await owner.query("delete from audit.head where lane = 9");
    assert.ok((await verifyAudit(database)).faults.some((fault) => fault.detail === "Lane 9 lost its head."));
  });

  test("entries that changed places are found", async () => {
    const faults = await afterwards((lane) => `update audit.entry set number = 105 - number where lane = ${lane} and number in (5, 6); update audit.entry set number = number - 94 where lane = ${lane} and number > 90`);
    assert.deepEqual(faults, [{ entry: "L-5", detail: "L-5 does not follow the entry before it: one of the two was replaced." }]);
  });

  test("an entry put in between is found", async () => {
    const faults = await afterwards((lane) => `
      update audit.entry set number = number + 100 where lane = ${lane} and number >= 5; update audit.entry set number = number - 99 where lane = ${lane} and number > 100;
      insert into audit.entry select lane, 5, at, actor_kind, actor, actor_city, actor_department, act, subject, acting_for, purpose, ground, fields, about_kind, about_id, city, detail, hash, hash from audit.entry where lane = ${lane} and number = 4;
      update audit.entry e set hash = sha256(previous_hash || audit.canonical_form(e)) where lane = ${lane} and number = 5`);
    assert.equal(faults[0]?.entry, "L-6");
  });

  test("an entry added past the head, or in a lane that does not exist, is found", async () => {
    assert.deepEqual(await afterwards((lane) => `insert into audit.entry select lane, 11, at, actor_kind, actor, actor_city, actor_department, act, subject, acting_for, purpose, ground, fields, about_kind, about_id, city, detail, hash, hash from audit.entry where lane = ${lane} and number = 10`), [
      { entry: "L-11", detail: "L-11 was added behind the head's back." },
    ]);
  });

  test("lanes longer than a batch are followed to their end", async () => {
    await owner.query("select audit.append(null, 'system', 'x', null, null, 'a.read', null, null, null, null, null, null, null, null, null) from generate_series(1, 2500)");
    assert.deepEqual({ ...(await verifyAudit(database)), checkpoint: "" }, { entries: 2_500, lanes: 1, faults: [], checkpoint: "" });
    await owner.query("update audit.entry set city = 'x' where number = 2400");
    const report = await verifyAudit(database);
    assert.deepEqual([report.entries, report.faults.map((fault) => fault.entry?.replace(/^\d+/, "L"))], [2_399, ["L-2400"]]);
  });

  test("entries written meanwhile do not disturb it", async () => {
    await writeLane(50);
    const writing = Promise.all(Array.from({ length: 100 }, () => write()));
    for (let round = 0; round < 5; round += 1) assert.deepEqual((await verifyAudit(database)).faults, []);
    await writing;
  });
});

describe("a checkpoint kept elsewhere", () => {
  const check = async (checkpoint: string | undefined) => (await verifyAudit(database, { checkpoint: checkpoint ?? assert.fail("there is no checkpoint") })).faults.map((fault) => fault.detail);

  test("the record goes on from it, in lanes old and new", async () => {
    const empty = (await verifyAudit(database)).checkpoint;
    await writeLane(5);
    const { checkpoint } = await verifyAudit(database);
    assert.match(checkpoint ?? "", /^audit1:5:\d+-5:[0-9a-f]{64}$/);
    await Promise.all(Array.from({ length: 50 }, () => write()));
    assert.deepEqual(await check(checkpoint), []);
    assert.deepEqual(await check(empty), []);
  });

  test("a lane rewritten from some entry to its end, with all hashes and the head made to fit, is found", async () => {
    const ids = await writeLane(5);
    const lane = Number(ids[0]?.split("-")[0]);
    const { checkpoint } = await verifyAudit(database);
    await owner.query(`
      update audit.entry set purpose = '别的' where lane = ${lane} and number = 3;
      do $$ declare e audit.entry; last bytea; begin
        select hash into last from audit.entry where lane = ${lane} and number = 2;
        for e in select * from audit.entry where lane = ${lane} and number >= 3 order by number loop
          e.previous_hash := last; last := sha256(last || audit.canonical_form(e));
          update audit.entry set previous_hash = e.previous_hash, hash = last where lane = e.lane and number = e.number;
        end loop;
        update audit.head set hash = last where lane = ${lane};
      end $$`);
    assert.deepEqual((await verifyAudit(database)).faults, [], "without the checkpoint nobody can tell");
    assert.deepEqual(await check(checkpoint), ["The chains hold together, but are not those of the checkpoint: at least one lane was rewritten."]);
  });

  test("an end cut off together with the head is found", async () => {
    const ids = await writeLane(5);
    const lane = Number(ids[0]?.split("-")[0]);
    const { checkpoint } = await verifyAudit(database);
    await owner.query(`delete from audit.entry where number > 3; update audit.head h set number = 3, hash = (select hash from audit.entry e where e.lane = h.lane and number = 3) where lane = ${lane}`);
    assert.deepEqual((await verifyAudit(database)).faults, []);
    assert.deepEqual(await check(checkpoint), [`The checkpoint covers ${lane}-5, but the lane ends at ${lane}-3: its end was removed.`]);
  });

  test("a line that is not whole is refused", async () => {
    await writeLane(2);
    const checkpoint = (await verifyAudit(database)).checkpoint ?? "";
    for (const line of ["", "audit1", checkpoint.slice(0, -1), checkpoint.replace(":2:", ":3:"), checkpoint.replace(/-2:/, "-2,40-1:"), checkpoint.replace(/-2:/, "-2,:")]) {
      await assert.rejects(verifyAudit(database, { checkpoint: line }), { code: "invalid-request" }, line);
    }
  });
});
