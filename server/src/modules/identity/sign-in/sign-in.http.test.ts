import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Kysely } from "kysely";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import { forgetEndedJob } from "../session/forget-ended.ts";
import { lastCodeTo, type OutsideOffice, signIn, startOutsideOffice, statusesOf, Visitor } from "../testing.ts";

let office: OutsideOffice;
let app: TestApp;
let now = Date.parse("2026-11-21T08:00:00Z");
const clock = () => new Date(now);
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([], { clock, settings: office.settings });
  await app.startWorker();
});
after(async () => {
  await app.stop();
  await office.stop();
});

const askForCode = (visitor: Visitor, phone: string) => visitor.ask("POST", "/api/v1/sign-in/codes", { phone, city: "haikou" });
const giveCode = (visitor: Visitor, phone: string, code: string) => visitor.ask("POST", "/api/v1/sign-in/code", { phone, code, city: "haikou" });

describe("signing in with a code", () => {
  test("registers a new number, and knows it the next time", async () => {
    const first = await signIn(app, office, "15400000001");
    const me = (await first.ask("GET", "/api/v1/me")).json();
    assert.equal(me.phone, "154****0001");
    assert.equal(me.level, 1);
    assert.equal(me.city, "haikou");
    now += 2 * MINUTE_MS;
    await new Promise((resolve) => setTimeout(resolve, 10));
    await app.forgetAttempts();
    const second = await signIn(app, office, "15400000001");
    assert.equal(second.person, first.person);
  });

  test("understands a number as people type it", async () => {
    const visitor = new Visitor(app);
    const reply = await askForCode(visitor, "+86 154-0000 ０００２");
    assert.equal(reply.statusCode, 202);
    assert.match(await lastCodeTo(office, "15400000002"), /^\d{6}$/);
  });

  test("a code serves once, however many try it at the same moment", async () => {
    const visitor = new Visitor(app);
    await askForCode(visitor, "15400000003");
    const code = await lastCodeTo(office, "15400000003");
    const replies = await Promise.all(Array.from({ length: 8 }, () => giveCode(new Visitor(app), "15400000003", code)));
    assert.deepEqual(statusesOf(replies), [200, 400, 400, 400, 400, 400, 400, 400]);
    assert.equal((await giveCode(visitor, "15400000003", code)).json().code, "wrong-code");
  });

  test("five wrong tries use a code up", async () => {
    const visitor = new Visitor(app);
    await askForCode(visitor, "15400000004");
    const code = await lastCodeTo(office, "15400000004");
    const wrong = code === "000000" ? "000001" : "000000";
    for (let tries = 0; tries < 5; tries += 1) assert.equal((await giveCode(visitor, "15400000004", wrong)).json().code, "wrong-code");
    assert.equal((await giveCode(visitor, "15400000004", code)).json().code, "wrong-code");
  });

  test("a code is good for five minutes", async () => {
    const visitor = new Visitor(app);
    await askForCode(visitor, "15400000005");
    const code = await lastCodeTo(office, "15400000005");
    now += 5 * MINUTE_MS;
    assert.equal((await giveCode(visitor, "15400000005", code)).json().code, "wrong-code");
  });

  test("a code sent to one number opens no other", async () => {
    const visitor = new Visitor(app);
    await askForCode(visitor, "15400000006");
    const code = await lastCodeTo(office, "15400000006");
    assert.equal((await giveCode(visitor, "15400000007", code)).json().code, "wrong-code");
  });

  test("asks for patience when codes are asked for too often", async () => {
    const visitor = new Visitor(app);
    await askForCode(visitor, "15400000008");
    const again = await askForCode(visitor, "15400000008");
    assert.equal(again.statusCode, 429);
    assert.equal(again.json().code, "too-many-requests");
    assert.ok(Number(again.headers["retry-after"]) > 0 && Number(again.headers["retry-after"]) <= 60);
  });

  test("answers a number with and without an account alike", async () => {
    await signIn(app, office, "15400000009");
    await app.forgetAttempts();
    const known = await askForCode(new Visitor(app), "15400000009");
    const unknown = await askForCode(new Visitor(app), "15400000010");
    assert.deepEqual([known.statusCode, known.json()], [unknown.statusCode, unknown.json()]);
    const refusals = await Promise.all(["15400000009", "15400000010"].map((phone) => giveCode(new Visitor(app), phone, "999999")));
    const [first, second] = refusals.map((each) => [each.statusCode, each.json().code, each.json().detail]);
    assert.deepEqual(first, second);
    assert.equal(first?.[1], "wrong-code");
  });

  test("names the field that is wrong", async () => {
    const reply = await askForCode(new Visitor(app), "12345678901");
    assert.equal(reply.statusCode, 400);
    assert.deepEqual(reply.json().errors, [{ pointer: "/phone", detail: "must begin with 13 to 19" }]);
  });

  test("refuses a city that does not exist, with an account or without one alike, and spares the code", async () => {
    await signIn(app, office, "15400000020");
    await app.forgetAttempts();
    for (const phone of ["15400000020", "15400000021"]) {
      const visitor = new Visitor(app);
      const asked = await visitor.ask("POST", "/api/v1/sign-in/codes", { phone, city: "atlantis" });
      assert.deepEqual([asked.statusCode, asked.json().code, asked.json().errors], [400, "unknown-city", [{ pointer: "/city", detail: "is not known here" }]]);
      // Codes are told apart by their time, and the earlier sign-in's message is not the one waited for.
      now += 1_000;
      office.messages.length = 0;
      assert.equal((await askForCode(visitor, phone)).statusCode, 202, "what was refused counts as no attempt");
      const code = await lastCodeTo(office, phone);
      assert.equal((await visitor.ask("POST", "/api/v1/sign-in/code", { phone, code, city: "atlantis" })).json().code, "unknown-city");
      assert.equal((await giveCode(visitor, phone, code)).statusCode, 200);
    }
  });

  test("refuses another site's page", async () => {
    const hints: Record<string, string>[] = [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }];
    for (const headers of hints) {
      const reply = await new Visitor(app).ask("POST", "/api/v1/sign-in/codes", { phone: "15400000011", city: "haikou" }, headers);
      assert.equal(reply.json().code, "foreign-origin");
    }
  });
});

describe("a session", () => {
  test("gets a new token at each sign-in: one planted before opens nothing", async () => {
    const visitor = new Visitor(app);
    visitor.cookies.set("cc_session", "planted");
    await askForCode(visitor, "15400000012");
    await giveCode(visitor, "15400000012", await lastCodeTo(office, "15400000012"));
    assert.notEqual(visitor.cookies.get("cc_session"), "planted");
    const stranger = new Visitor(app);
    stranger.cookies.set("cc_session", "planted");
    assert.equal((await stranger.ask("GET", "/api/v1/me")).statusCode, 401);
  });

  test("ends at once, everywhere, when its owner ends it", async () => {
    const phone = await signIn(app, office, "15400000013");
    await app.forgetAttempts();
    const tablet = await signIn(app, office, "15400000013");
    const { items } = (await phone.ask("GET", "/api/v1/me/sessions")).json();
    assert.equal(items.length, 2);
    const other = items.find((each: { current: boolean }) => !each.current);
    assert.equal((await tablet.ask("GET", "/api/v1/me")).statusCode, 200);
    assert.equal((await phone.ask("DELETE", `/api/v1/me/sessions/${other.id}`)).statusCode, 204);
    assert.equal((await phone.ask("DELETE", `/api/v1/me/sessions/${other.id}`)).json().code, "no-such-session");
    await until(async () => (await tablet.ask("GET", "/api/v1/me")).statusCode === 401, "that the ended session is no longer believed");
    assert.equal((await phone.ask("GET", "/api/v1/me")).statusCode, 200);
  });

  test("of somebody else cannot be ended", async () => {
    const one = await signIn(app, office, "15400000014");
    const other = await signIn(app, office, "15400000015");
    const { items } = (await other.ask("GET", "/api/v1/me/sessions")).json();
    assert.equal((await one.ask("DELETE", `/api/v1/me/sessions/${items[0].id}`)).statusCode, 404);
    assert.equal((await other.ask("GET", "/api/v1/me")).statusCode, 200);
  });

  test("is over after two weeks without a visit, and after ninety days in any case", async () => {
    const visitor = await signIn(app, office, "15400000016");
    for (let days = 0; days < 80; days += 10) {
      now += 10 * DAY_MS;
      assert.equal((await visitor.ask("GET", "/api/v1/me")).statusCode, 200);
    }
    now += 10 * DAY_MS;
    assert.equal((await visitor.ask("GET", "/api/v1/me")).statusCode, 401);
  });

  test("signing out ends it", async () => {
    const visitor = await signIn(app, office, "15400000017");
    const token = visitor.cookies.get("cc_session") ?? "";
    assert.equal((await visitor.ask("POST", "/api/v1/sign-out")).statusCode, 204);
    assert.equal(visitor.cookies.has("cc_session"), false);
    const thief = new Visitor(app);
    thief.cookies.set("cc_session", token);
    await until(async () => (await thief.ask("GET", "/api/v1/me")).statusCode === 401, "that the ended session is no longer believed");
  });

  test("that is over is swept", async () => {
    await signIn(app, office, "15400000018");
    const job = forgetEndedJob({ database: app.database, clock });
    const sessions: Kysely<{ session: { expires_at: Date } }> = app.database.handle("identity");
    now += 91 * DAY_MS;
    await job.run(undefined);
    assert.deepEqual(await sessions.selectFrom("session").select("expires_at").execute(), []);
  });
});
