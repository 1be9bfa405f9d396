import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import pg from "pg";
import Type from "typebox";
import { createTestDatabase } from "../../testing/database.ts";
import { testCrypto } from "../../testing/app.ts";
import { type Database, openDatabase } from "../database.ts";
import { createLog } from "../log.ts";
import { forgetRepliesJob, registerIdempotency } from "./idempotency.ts";
import { createHttpServer, type HttpServer } from "./server.ts";

const DAY_MS = 86_400_000;

let store: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
let look: pg.Client;
const servers: HttpServer[] = [];
let now = Date.parse("2026-11-22T04:00:00Z");
/** How often the thing was done. */
let done = 0;
let gate: Promise<void> | undefined;
const { vault } = testCrypto();

/** Who sends it, from which of their sign-ins, and by which right. */
function callerOf(headers: Record<string, string | string[] | undefined>): { signIn: string; holder: string; rights: string } | undefined {
  const holder = headers["x-caller"];
  return typeof holder === "string" ? { signIn: `${holder} ${String(headers["x-sign-in"] ?? 1)}`, holder, rights: String(headers["x-rights"] ?? "") } : undefined;
}

/** A process: several stand over one database. */
async function startServer(): Promise<HttpServer> {
  const server = createHttpServer(createLog("silent"));
  registerIdempotency(server, { database, cipher: vault.service, clock: () => new Date(now), callerOf: async ({ headers }) => callerOf(headers) });
  const body = Type.Object({ what: Type.String() }, { additionalProperties: false });
  const thing = Type.Object({ number: Type.Integer(), what: Type.String() });
  server.post("/api/v1/things", { schema: { body, response: { 201: thing, 403: thing, 404: thing, 409: thing } } }, async (request, reply) => {
    done += 1;
    await gate;
    const { what } = request.body;
    if (what === "broken") throw new Error("broken");
    if (what === "level") return reply.code(403).send({ number: done, what });
    if (what === "gone") return reply.code(404).send({ number: done, what });
    if (what === "signs-in") reply.header("set-cookie", "a=b");
    return reply.code(what === "refused" ? 409 : 201).send({ number: done, what });
  });
  server.delete("/api/v1/things", { schema: { response: { 204: Type.Null() } } }, async (_request, reply) => {
    done += 1;
    return reply.code(204).send(null);
  });
  server.get("/api/v1/things", async () => ({ number: (done += 1) }));
  await server.ready();
  servers.push(server);
  return server;
}

let server: HttpServer;
before(async () => {
  store = await createTestDatabase();
  database = openDatabase(store.url, 4);
  look = new pg.Client({ connectionString: store.url });
  await look.connect();
  server = await startServer();
});
beforeEach(() => {
  done = 0;
  gate = undefined;
});
after(async () => {
  for (const each of servers) await each.close();
  await look.end();
  await database.close();
  await store.drop();
});

const ask = (key: string, { what = "a thing", caller = "wang", headers = {}, on = server }: { what?: string; caller?: string | undefined; headers?: Record<string, string>; on?: HttpServer } = {}) =>
  on.inject({ method: "POST", url: "/api/v1/things", payload: { what }, headers: { "idempotency-key": key, ...(caller === "" ? {} : { "x-caller": caller }), ...headers } });

test("sent again, it is answered alike and done once, also by another process; what is kept is sealed", async () => {
  const other = await startServer();
  const [first, again, elsewhere] = [await ask("again"), await ask("again"), await ask("again", { on: other })];
  assert.deepEqual([first.statusCode, first.json(), first.headers["idempotent-replayed"]], [201, { number: 1, what: "a thing" }, undefined]);
  for (const reply of [again, elsewhere]) {
    assert.deepEqual([reply.statusCode, reply.body, reply.headers["content-type"], reply.headers["idempotent-replayed"]], [201, first.body, first.headers["content-type"], "true"]);
  }
  assert.equal(done, 1);
  const { rows } = await look.query<{ row: string }>("select to_jsonb(each)::text || convert_from(decode(encode(body, 'hex'), 'escape'), 'LATIN1') as row from kernel.idempotent_reply each");
  for (const { row } of rows) assert.ok(!row.includes("a thing") && !row.includes("wang"));
});

test("an answer without a body, and a refusal that was decided, are kept as well", async () => {
  const remove = () => server.inject({ method: "DELETE", url: "/api/v1/things", headers: { "idempotency-key": "remove", "x-caller": "wang" } });
  assert.deepEqual([(await remove()).statusCode, (await remove()).headers["idempotent-replayed"], done], [204, "true", 1]);
  assert.deepEqual([(await ask("refused", { what: "refused" })).statusCode, (await ask("refused", { what: "refused" })).json()], [409, { number: 2, what: "refused" }]);
});

test("a body that does not follow the contract is refused each time alike", async () => {
  const malformed = () => server.inject({ method: "POST", url: "/api/v1/things", payload: { wrong: 1 }, headers: { "idempotency-key": "malformed", "x-caller": "wang" } });
  assert.deepEqual([(await malformed()).statusCode, (await malformed()).statusCode], [400, 400]);
  assert.equal((await malformed()).json().code, "invalid-request");
});

test("the same key with something else is refused: another body, or in another's name", async () => {
  await ask("one");
  for (const change of [{ what: "another" }, { headers: { "acting-for": "child:1" } }]) {
    const reply = await ask("one", change);
    assert.deepEqual([reply.statusCode, reply.json().code], [422, "idempotency-key-reused"]);
  }
  assert.equal(done, 1);
});

test("another person's same key is another key; so is the same one at another address", async () => {
  const [wang, li] = [await ask("shared"), await ask("shared", { caller: "li" })];
  assert.deepEqual([wang.json().number, li.json().number], [1, 2]);
  const other = await server.inject({ method: "POST", url: "/api/v1/things?a=b", payload: { what: "a thing" }, headers: { "idempotency-key": "shared", "x-caller": "wang" } });
  assert.equal(other.json().number, 3);
});

test("while the first is carried out, the second is told to wait; a hundred at once are done once", async () => {
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => (open = resolve));
  const replies = Array.from({ length: 100 }, () => ask("at-once"));
  const early = await Promise.race(replies);
  assert.deepEqual([early.statusCode, early.json().code, early.headers["retry-after"]], [409, "request-in-progress", "1"]);
  open();
  const statuses = (await Promise.all(replies)).map(({ statusCode }) => statusCode);
  assert.equal(done, 1);
  assert.ok(statuses.includes(201) && statuses.every((status) => status === 201 || status === 409));
  assert.equal((await ask("at-once")).headers["idempotent-replayed"], "true");
});

test("what broke, what the caller can put right or what is not there, and a reply that signs in are not kept", async () => {
  for (const [what, status] of [["broken", 500], ["level", 403], ["gone", 404], ["signs-in", 201]] as const) {
    done = 0;
    assert.deepEqual([(await ask(what, { what })).statusCode, (await ask(what, { what })).statusCode, done], [status, status, 2], what);
  }
});

test("a process that died in the middle holds the key for a minute; an answer holds it for a day", async () => {
  await ask("held");
  await look.query("update kernel.idempotent_reply set state = 'in-flight', status = null, expires_at = $1 where status = 201", [new Date(now + 60_000)]);
  assert.equal((await ask("held")).statusCode, 409);
  now += 60_000;
  assert.deepEqual([(await ask("held")).statusCode, done], [201, 2]);
  now += DAY_MS - 1;
  assert.equal((await ask("held")).headers["idempotent-replayed"], "true");
  now += 1;
  assert.deepEqual([(await ask("held")).headers["idempotent-replayed"], done], [undefined, 3]);
  now += DAY_MS + 1;
  await forgetRepliesJob({ database, clock: () => new Date(now) }).run(undefined);
  assert.equal((await look.query("select 1 from kernel.idempotent_reply")).rowCount, 0);
});

test("an attempt that took longer than its lease cannot overwrite the answer of the one that took over", async () => {
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => (open = resolve));
  const slow = ask("slow");
  const begun = () => done > 0;
  while (!begun()) await new Promise((resolve) => setImmediate(resolve));
  gate = undefined;
  now += 60_000;
  assert.equal((await ask("slow")).json().number, 2);
  open();
  await slow;
  assert.equal((await ask("slow")).json().number, 2);
});

test("without a sign-in and on requests that change nothing the header means nothing; a malformed one is refused", async () => {
  assert.deepEqual([(await ask("nobody", { caller: "" })).statusCode, (await ask("nobody", { caller: "" })).statusCode, done], [201, 201, 2]);
  const read = () => server.inject({ url: "/api/v1/things", headers: { "idempotency-key": "look", "x-caller": "wang" } });
  assert.notDeepEqual((await read()).json(), (await read()).json());
  for (const key of ["a".repeat(201), "two words", "汉字"]) assert.deepEqual([(await ask(key)).statusCode, (await ask(key)).json().code], [400, "malformed-idempotency-key"]);
});

const rowsOf = async () => (await look.query<{ count: number }>("select count(*)::int as count from kernel.idempotent_reply")).rows[0]?.count ?? 0;

test("an address that is not there, or does not answer this method, leaves no row", async () => {
  const kept = await rowsOf();
  for (const [method, url, status] of [["POST", "/api/v1/nothing", 404], ["PUT", "/api/v1/things", 405]] as const) {
    const reply = await server.inject({ method, url, payload: {}, headers: { "idempotency-key": "nowhere", "x-caller": "wang" } });
    assert.equal(reply.statusCode, status);
  }
  assert.equal(await rowsOf(), kept);
});

test("once what allowed it has been taken, the answer is not given again, and nothing is done a second time", async () => {
  const ofMandate = { "x-rights": "mandate 1" };
  await ask("rights", { headers: ofMandate });
  assert.equal((await ask("rights", { headers: ofMandate })).headers["idempotent-replayed"], "true");
  for (const rights of ["", "mandate 2"]) {
    const reply = await ask("rights", { headers: { "x-rights": rights } });
    assert.deepEqual([reply.statusCode, reply.json().code, reply.json().number], [403, "idempotency-rights-changed", undefined]);
  }
  assert.equal(done, 1);
});

test("nobody keeps more than so many answers an hour, with however many sign-ins; others do, and so do they an hour later", async () => {
  now += 2 * DAY_MS;
  const replies = [];
  for (let count = 0; count < 600; count += 50) replies.push(...(await Promise.all(Array.from({ length: 50 }, (_each, index) => ask(`many ${count + index}`.replace(" ", "-"), { caller: "zhao", headers: { "x-sign-in": String(index) } })))));
  assert.deepEqual([...new Set(replies.map(({ statusCode }) => statusCode))], [201]);
  now += 60_000;
  const kept = await rowsOf();
  const refused = await ask("one-more", { caller: "zhao" });
  assert.deepEqual([refused.statusCode, refused.json().code, refused.headers["retry-after"], done], [429, "too-many-idempotency-keys", "3540", 600]);
  assert.equal(await rowsOf(), kept);
  // What was done is still answered alike, and a request without the header is not counted.
  assert.equal((await ask("many-0", { caller: "zhao", headers: { "x-sign-in": "0" } })).headers["idempotent-replayed"], "true");
  assert.equal((await server.inject({ method: "DELETE", url: "/api/v1/things", headers: { "x-caller": "zhao" } })).statusCode, 204);
  assert.equal((await ask("one-more", { caller: "qian" })).statusCode, 201);
  now += 3_540_000;
  assert.equal((await ask("one-more", { caller: "zhao" })).statusCode, 201);
});
