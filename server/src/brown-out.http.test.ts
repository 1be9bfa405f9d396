// Under load what can wait rests, in the order announced, and what matters goes on: over the whole server.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import pg from "pg";
import type { Pressure } from "./kernel/load/level.ts";
import { listEntries } from "./modules/audit/index.ts";
import { aCity } from "./modules/catalogue/testing.ts";
import { signInDemonstration } from "./modules/identity/staff/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, type Visitor } from "./modules/identity/testing.ts";
import { startTestApp, type TestApp } from "./testing/app.ts";
import { listOperations } from "./testing/contract.ts";
import { until } from "./testing/patience.ts";

let app: TestApp;
let office: OutsideOffice;
let person: Visitor;
let operator: Visitor;
const now = { ms: Date.parse("2026-11-22T04:00:00Z"), seconds: 0 };
let pressure: Pressure = { loopDelayMs: 0, databaseWaitMs: 0 };

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([aCity()], { settings: office.settings, clock: () => new Date(now.ms), pressure: () => pressure });
  await app.startWorker();
  person = await signIn(app, office, "15400008101");
  operator = await signInDemonstration(app, "haikou-operator");
});
beforeEach(async () => {
  await operator.ask("PUT", "/staff/v1/load", { level: null });
  feel({ loopDelayMs: 0, databaseWaitMs: 0 }, 200);
});
after(async () => {
  await app.stop();
  await office.stop();
});

/** The server is under a pressure for so many seconds. */
function feel(felt: Pressure, seconds: number): void {
  pressure = felt;
  for (let second = 0; second < seconds; second += 1) app.brownOut.follow((now.seconds += 1) * 1_000);
}

const HEAVY = "/api/v1/cities/haikou/suggestions?q=a";
const ORDINARY = "/api/v1/me/message-preferences";
const ESSENTIAL = ["/api/v1/me", "/api/v1/me/messages", "/api/v1/cities/haikou/offices", "/healthz/ready", "/api/v1/status", "/metrics"];
const statuses = async (...urls: string[]) => Promise.all(urls.map(async (url) => (await person.ask("GET", url)).statusCode));

describe("by load", () => {
  test("heavy is refused first, ordinary at last, essential never; and it comes back by itself", async () => {
    assert.deepEqual(await statuses(HEAVY, ORDINARY), [200, 200]);
    feel({ loopDelayMs: 130, databaseWaitMs: 0 }, 4);
    assert.deepEqual(await statuses(HEAVY, ORDINARY), [503, 200]);
    feel({ loopDelayMs: 0, databaseWaitMs: 5_000 }, 4);
    assert.deepEqual(await statuses(HEAVY, ORDINARY, ...ESSENTIAL), [503, 503, ...ESSENTIAL.map(() => 200)]);
    // A signed-in person goes on signing in, booking and being told.
    assert.equal((await person.ask("POST", "/api/v1/me/messages/read-all")).statusCode, 204);
    feel({ loopDelayMs: 0, databaseWaitMs: 0 }, 91);
    assert.deepEqual(await statuses(HEAVY, ORDINARY), [200, 200]);
  });

  test("the refusal says what rests, what works and when to come back; every answer of the API says the level", async () => {
    feel({ loopDelayMs: 130, databaseWaitMs: 0 }, 4);
    const reply = await person.ask("GET", HEAVY);
    const problem = reply.json();
    assert.deepEqual([problem.code, problem.level, reply.headers["retry-after"], reply.headers["service-level"], reply.headers["content-type"]], ["resting-under-load", 1, "30", "1", "application/problem+json"]);
    assert.ok(problem.says.zh.includes("访问的人很多") && problem.resting.length > 0 && problem.working.some(({ en }: { en: string }) => en.includes("Appointments")));
    assert.equal((await person.ask("GET", "/api/v1/me")).headers["service-level"], "1");
    feel({ loopDelayMs: 0, databaseWaitMs: 0 }, 40);
    assert.equal((await person.ask("GET", "/api/v1/me")).headers["service-level"], undefined);
  });

  test("the status says it in both scripts, and remembers it", async () => {
    feel({ loopDelayMs: 800, databaseWaitMs: 0 }, 4);
    const status = (await person.ask("GET", "/api/v1/status")).json();
    assert.deepEqual([status.level, status.by, status.parts.find(({ id }: { id: string }) => id === "my-data").state], [3, "load", "resting"]);
    assert.ok((await person.ask("GET", "/api/v1/status?lang=zh-Hant")).json().says.zh.includes("極為繁忙"));
    feel({ loopDelayMs: 0, databaseWaitMs: 0 }, 200);
    const { items } = (await person.ask("GET", "/api/v1/status/history")).json();
    assert.deepEqual([items[0].level, items[0].by], [3, "load"]);
    assert.equal((await person.ask("GET", "/api/v1/status")).json().level, 0);
  });
});

describe("by hand", () => {
  const reason = { zh: "抢约即将开始", en: "A campaign is about to open" };

  test("an operator lets things rest, people read why, it is on record and ends by itself", async () => {
    const reply = await operator.ask("PUT", "/staff/v1/load", { level: 1, reason, minutes: 10 });
    assert.deepEqual([reply.statusCode, reply.json().level, reply.json().hand.staff], [200, 1, "haikou-operator"]);
    assert.deepEqual(await statuses(HEAVY, ORDINARY), [503, 200]);
    const status = (await person.ask("GET", "/api/v1/status")).json();
    assert.deepEqual([status.by, status.reason, status.until], ["operator", reason, new Date(now.ms + 600_000).toISOString()]);
    assert.ok((await listEntries(app.database, { city: "haikou", act: "brown-out.switched" })).items.some(({ actor }) => actor.id === "haikou-operator"));
    now.ms += 600_000;
    assert.deepEqual(await statuses(HEAVY, ORDINARY), [200, 200]);
    assert.deepEqual((await person.ask("GET", "/api/v1/status/history")).json().items.find(({ by }: { by: string }) => by === "operator").reason, reason);
  });

  test("the load prevails over a lower hand, and the hand that says normal over any load", async () => {
    await operator.ask("PUT", "/staff/v1/load", { level: 1, reason });
    feel({ loopDelayMs: 800, databaseWaitMs: 0 }, 4);
    assert.deepEqual(await statuses(ORDINARY), [503]);
    await operator.ask("PUT", "/staff/v1/load", { level: 0, reason, minutes: 5 });
    assert.deepEqual(await statuses(HEAVY, ORDINARY), [200, 200]);
    const kept = (await person.ask("GET", "/api/v1/status")).json();
    assert.deepEqual([kept.level, kept.by, kept.since, kept.until, kept.reason], [0, "operator", new Date(now.ms).toISOString(), new Date(now.ms + 300_000).toISOString(), reason], "people read that somebody keeps it open");
    assert.match(kept.says.zh, /值班人员.*不会自动/);
    assert.match((await person.ask("GET", "/api/v1/status?lang=zh-Hant")).json().says.zh, /手動/);
    await operator.ask("PUT", "/staff/v1/load", { level: null });
    assert.deepEqual(await statuses(HEAVY, ORDINARY), [503, 503]);
    feel({ loopDelayMs: 0, databaseWaitMs: 0 }, 200);
    const normal = (await person.ask("GET", "/api/v1/status")).json();
    assert.deepEqual([normal.level, normal.by, normal.since, normal.says.zh], [0, undefined, undefined, "一切正常。"]);
  });

  test("monitoring is told the level, and whether it was a hand that set it", async () => {
    const figures = async () => {
      const { body } = await person.ask("GET", "/metrics");
      return ["service_level", "service_level_by_hand"].map((name) => new RegExp(`^${name} (\\d)$`, "m").exec(body)?.[1]);
    };
    assert.deepEqual(await figures(), ["0", "0"]);
    feel({ loopDelayMs: 310, databaseWaitMs: 0 }, 4);
    assert.deepEqual(await figures(), ["2", "0"]);
    await operator.ask("PUT", "/staff/v1/load", { level: 1, reason });
    assert.deepEqual(await figures(), ["2", "0"], "a lower hand decides nothing yet");
    await operator.ask("PUT", "/staff/v1/load", { level: 3, reason });
    assert.deepEqual(await figures(), ["3", "1"]);
    await operator.ask("PUT", "/staff/v1/load", { level: 0, reason });
    assert.deepEqual(await figures(), ["0", "1"], "normal whatever the load");
  });

  test("every process hears of it, also one that starts later", async () => {
    const [other, later] = [await app.startAnother(), app.startAnother];
    await operator.ask("PUT", "/staff/v1/load", { level: 3, reason });
    await until(() => other.brownOut.level() === 3, "that the other process hears of it");
    const third = await later();
    await until(() => third.brownOut.level() === 3, "that a process that started later knows");
    await other.stop();
    await third.stop();
  });

  test("without a reason it is refused, and so is whoever is no operator of a whole city", async () => {
    assert.deepEqual([(await operator.ask("PUT", "/staff/v1/load", { level: 1 })).json().code, (await operator.ask("PUT", "/staff/v1/load", { level: 4, reason })).statusCode], ["reason-needed", 400]);
    const clerk = await signInDemonstration(app, "haikou-clerk");
    for (const [method, body] of [["PUT", { level: 1, reason }], ["GET", undefined]] as const) assert.equal((await clerk.ask(method, "/staff/v1/load", body)).statusCode, 403);
    assert.equal((await person.ask("PUT", "/staff/v1/load", { level: 1, reason })).statusCode, 401);
  });
});

test("a process that died at a level does not rest for ever in the history", async () => {
  feel({ loopDelayMs: 800, databaseWaitMs: 0 }, 4);
  await person.ask("GET", "/api/v1/status/history");
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  await client.query("insert into kernel.brown_out (id, level, by, process, began_at, seen_at) values (gen_random_uuid(), 2, 'load', gen_random_uuid(), $1, $2)", [new Date(now.ms - 86_400_000), new Date(now.ms - 86_300_000)]);
  await client.end();
  feel({ loopDelayMs: 0, databaseWaitMs: 0 }, 200);
  const { items } = (await person.ask("GET", "/api/v1/status/history")).json();
  assert.equal(items.find(({ began }: { began: string }) => began === new Date(now.ms - 86_400_000).toISOString())?.ended, new Date(now.ms - 86_300_000).toISOString());
});

/** What a crowd comes for, and the way to it: none of it may ever rest. */
const ESSENTIAL_ROUTES = [/^\w+ \/api\/v1\/sign-/, /^\w+ \/api\/v1\/me\/messages/, /^\w+ \/api\/v1\/me\/(holds|appointments|wishes|offers|campaigns|tickets)/, /^\w+ \/api\/v1\/cities\/\{city\}\/(campaigns|calendars|bookables|offices)/, /^\w+ \/api\/v1\/status/, /^\w+ \/healthz/];

test("everything a crowd comes for is essential", async () => {
  await operator.ask("PUT", "/staff/v1/load", { level: 3, reason: { zh: "测试", en: "Test" } });
  const routes = listOperations(app.server).filter(({ name }) => ESSENTIAL_ROUTES.some((form) => form.test(name)));
  assert.ok(routes.length > 10);
  for (const { name, method, path } of routes) {
    // Lists of a draw with millions in them are read at leisure.
    if (path.endsWith("/events") || path.includes("/draw/")) continue;
    const reply = await person.ask(method, path.replaceAll(/\{\w+\}/g, "x"), method === "GET" ? undefined : {});
    assert.ok(!reply.body.includes("resting-under-load"), `${name} rested`);
  }
});
