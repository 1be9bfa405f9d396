// Items that seem to be one are looked for after each publication, while somebody decides about those found before.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import type { Database } from "../../kernel/database.ts";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { until } from "../../testing/patience.ts";
import { findNearDuplicatesJob } from "./jobs.ts";
import { aCity, aService } from "./testing.ts";

let app: TestApp;
let owner: pg.Client;
const cookies: Record<string, string> = {};
before(async () => {
  app = await startTestApp([aCity({ services: ["S001", "S002", "S003"].map((id) => aService({ id })) })]);
  owner = new pg.Client({ connectionString: app.databaseUrl });
  await owner.connect();
  for (const staffId of ["haikou-operator", "haikou-reviewer"]) {
    const reply = await app.server.inject({ method: "POST", url: "/staff/v1/demonstration-sign-in", payload: { staffId } });
    cookies[staffId] = `cc_staff=${reply.cookies[0]?.value}`;
  }
});
after(async () => {
  await owner.end();
  await app.stop();
});

const as = (staff: string, method: "GET" | "POST", path: string, payload?: object) =>
  app.server.inject({ method, url: `/staff/v1/cities/haikou${path}`, headers: { cookie: cookies[staff] ?? "" }, ...(payload ? { payload } : {}) });
const search = (database: Database) => findNearDuplicatesJob(database).run({ city: "haikou" });
const listed = async () => (await as("haikou-operator", "GET", "/near-duplicates")).json<{ items: { first: { id: string }; second: { id: string }; decision?: string }[] }>().items.map(({ first, second, decision }) => [first.id, second.id, decision]);

/** The same database, in which something happens just before a transaction begins, or just before it ends. */
const interrupted = (moment: { before?: () => Promise<unknown>; inside?: () => Promise<unknown> }): Database => ({
  ...app.database,
  async transaction(work) {
    await moment.before?.();
    return app.database.transaction(async (tx) => {
      const result = await work(tx);
      await moment.inside?.();
      return result;
    });
  },
});

test("a decision taken while the pairs are looked for anew stays", async () => {
  await search(app.database);
  assert.equal((await listed()).length, 3);
  let decided: ReturnType<typeof as> | undefined;
  let isAnswered = false;
  const decide = async () => {
    decided = as("haikou-operator", "POST", "/near-duplicates/decide", { firstId: "S001", secondId: "S002", decision: "keep-both", note: "两件事" });
    void decided.then(() => (isAnswered = true));
    const waits = async () => (await owner.query("select from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())")).rowCount;
    await until(async () => isAnswered || (await waits()), "the decision");
  };
  await search(interrupted({ inside: decide }));
  assert.equal((await decided)?.statusCode, 204);
  await search(app.database);
  assert.deepEqual((await listed()).find(([first, second]) => first === "S001" && second === "S002"), ["S001", "S002", "keep-both"]);
});

test("of two searches the one that saw the newest catalogue decides, whichever ends last", async () => {
  const retireAndSearch = async () => {
    assert.equal((await as("haikou-reviewer", "POST", "/services/S003/retire", { reason: { zh: "合并", en: "Merged" } })).statusCode, 204);
    await search(app.database);
  };
  await search(interrupted({ before: retireAndSearch }));
  const { rows } = await owner.query<{ first: string; second: string }>("select first_id as first, second_id as second from catalogue.near_duplicate");
  assert.deepEqual(rows, [{ first: "S001", second: "S002" }]);
});
