import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { sql } from "kysely";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import { listAbout } from "../../audit/index.ts";
import { lastCodeTo, messageTo, type OutsideOffice, signIn, startOutsideOffice, statusesOf, Visitor } from "../testing.ts";

const MINUTE_MS = 60_000;

let office: OutsideOffice;
let app: TestApp;
let now = Date.parse("2026-11-21T08:00:00Z");

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([], { clock: () => new Date(now), settings: office.settings });
  await app.startWorker();
});
after(async () => {
  await app.stop();
  await office.stop();
});

async function codeFor(phone: string, words: RegExp): Promise<string> {
  return (await messageTo(office, phone, words)).match(/\d{6}/)?.[0] ?? "";
}

describe("a confirmation", () => {
  test("by a code to the own number serves ten minutes, in this sign-in alone", async () => {
    const phone = await signIn(app, office, "15400004001");
    await app.forgetAttempts();
    const tablet = await signIn(app, office, "15400004001");
    now += 11 * MINUTE_MS;
    await app.forgetAttempts();
    assert.equal((await phone.ask("POST", "/api/v1/me/confirmation/codes", {})).statusCode, 202);
    const code = await codeFor("15400004001", /确认本人操作/);
    const replies = await Promise.all([1, 2, 3].map(() => phone.ask("POST", "/api/v1/me/confirmation", { means: "code", code })));
    assert.deepEqual(statusesOf(replies), [200, 400, 400]);
    assert.equal((await phone.ask("POST", "/api/v1/me/totp")).statusCode, 200);
    assert.equal((await tablet.ask("POST", "/api/v1/me/totp")).json().code, "confirmation-needed");
    now += 11 * MINUTE_MS;
    assert.equal((await phone.ask("POST", "/api/v1/me/totp")).json().code, "confirmation-needed");
  });

  test("is not to be had with a code for something else, nor with a means the account lacks", async () => {
    const visitor = await signIn(app, office, "15400004002");
    await app.forgetAttempts();
    await visitor.ask("POST", "/api/v1/sign-in/codes", { phone: "15400004002", city: "haikou" });
    await until(async () => office.messages.filter(({ to }) => to === "15400004002").length >= 2, "a second code");
    const code = await lastCodeTo(office, "15400004002");
    assert.equal((await visitor.ask("POST", "/api/v1/me/confirmation", { means: "code", code })).json().code, "wrong-code");
    assert.equal((await visitor.ask("POST", "/api/v1/me/confirmation", { means: "password", password: "whatever it is" })).json().code, "wrong-password");
    assert.equal((await visitor.ask("POST", "/api/v1/me/confirmation", { means: "totp", code: "123456" })).json().code, "wrong-totp");
    assert.equal((await visitor.ask("POST", "/api/v1/me/confirmation", { means: "magic" })).json().code, "invalid-request");
  });
});

describe("'this was not me'", () => {
  test("ends every sign-in at once, lets nobody in, is told and recorded", async () => {
    const phone = await signIn(app, office, "15400004003");
    await phone.ask("PUT", "/api/v1/me/password", { password: "correct horse battery" });
    await app.forgetAttempts();
    const thief = await signIn(app, office, "15400004003");
    assert.equal((await phone.ask("POST", "/api/v1/me/lock")).statusCode, 204);
    assert.equal(phone.cookies.has("cc_session"), false);
    await until(async () => (await thief.ask("GET", "/api/v1/me")).statusCode === 401, "that a session of a locked account is no longer believed");
    await app.forgetAttempts();
    const visitor = new Visitor(app);
    office.messages.length = 0;
    await visitor.ask("POST", "/api/v1/sign-in/codes", { phone: "15400004003", city: "haikou" });
    assert.equal((await visitor.ask("POST", "/api/v1/sign-in/code", { phone: "15400004003", code: await codeFor("15400004003", /登录的验证码/), city: "haikou" })).json().code, "account-locked");
    assert.equal((await visitor.ask("POST", "/api/v1/sign-in/password", { phone: "15400004003", password: "wrong password" })).json().code, "wrong-password", "only whoever has the means learns that it is locked");
    const { items: entries } = await listAbout(app.database, phone.person, { limit: 50 });
    assert.deepEqual(entries.map(({ act }) => act).slice(0, 1), ["account.locked"]);
    assert.equal(entries[0]?.detail?.endedSessions, 2);
  });
});

describe("a change of number", () => {
  test("takes a code to the new number, tells both, and keeps the person", async () => {
    const owner = await signIn(app, office, "15400004004");
    assert.equal((await owner.ask("POST", "/api/v1/me/phone/codes", { phone: "15400004005" })).statusCode, 202);
    const code = await codeFor("15400004005", /绑定新手机号/);
    assert.equal((await owner.ask("PUT", "/api/v1/me/phone", { phone: "15400004006", code })).json().code, "wrong-code", "a code is good for its number");
    assert.equal((await owner.ask("PUT", "/api/v1/me/phone", { phone: "15400004005", code })).statusCode, 204);
    assert.equal((await owner.ask("PUT", "/api/v1/me/phone", { phone: "15400004005", code })).json().code, "wrong-code");
    assert.match(await messageTo(office, "15400004004", /更换了手机号/), /another number/);
    assert.match(await messageTo(office, "15400004005", /已绑定/), /opens your account/);
    assert.equal((await owner.ask("GET", "/api/v1/me")).json().phone, "154****4005");
    await app.forgetAttempts();
    assert.equal((await signIn(app, office, "15400004005")).person, owner.person);
    assert.notEqual((await signIn(app, office, "15400004004")).person, owner.person);
  });

  test("to a number of another account is told to nobody but its holder", async () => {
    await signIn(app, office, "15400004007");
    await app.forgetAttempts();
    const owner = await signIn(app, office, "15400004008");
    const [taken, free] = [await owner.ask("POST", "/api/v1/me/phone/codes", { phone: "15400004007" }), await owner.ask("POST", "/api/v1/me/phone/codes", { phone: "15400004999" })];
    assert.deepEqual([taken.statusCode, taken.json()], [free.statusCode, free.json()]);
    assert.equal((await owner.ask("PUT", "/api/v1/me/phone", { phone: "15400004007", code: "000000" })).json().code, "wrong-code");
    assert.equal((await owner.ask("PUT", "/api/v1/me/phone", { phone: "15400004007", code: await codeFor("15400004007", /绑定新手机号/) })).json().code, "number-in-use");
  });

  test("needs a fresh confirmation", async () => {
    const owner = await signIn(app, office, "15400004009");
    now += 11 * MINUTE_MS;
    assert.equal((await owner.ask("POST", "/api/v1/me/phone/codes", { phone: "15400004010" })).json().code, "confirmation-needed");
    assert.equal((await owner.ask("PUT", "/api/v1/me/phone", { phone: "15400004010", code: "123456" })).json().code, "confirmation-needed");
  });
});

describe("tricks in bodies and headers", () => {
  const paths = ["/api/v1/sign-in/password", "/api/v1/sign-in/passkey", "/api/v1/sign-in/scans", "/api/v1/recovery", "/api/v1/recovery/stops", "/api/v1/me/confirmation", "/api/v1/me/password", "/api/v1/me/phone"] as const;

  test("with NUL bytes, wrong types, unknown members and endless texts are refused as requests, never a fault", async () => {
    const visitor = await signIn(app, office, "15400004011");
    await app.forgetAttempts();
    const nul = "a\u0000b";
    const bodies: object[] = [
      { phone: nul, password: nul }, { phone: "154\u00000000411", password: nul, totp: "12\u0000456" }, { phone: { $ne: "" }, password: ["x"] }, { __proto__: null, constructor: {}, phone: "15400004012", password: "x".repeat(600) },
      { id: nul, response: nul }, { id: "00000000-0000-7000-8000-000000000000", response: { id: nul } }, { means: nul }, { means: "totp", code: "１２３４５６" }, { means: "password", password: nul },
      { newPhone: nul, city: "haikou" }, { newPhone: "15400004013", city: "hai\u0000kou" }, { code: nul }, { sharedDevice: "yes" }, { approve: 1 }, [], { secret: nul },
    ];
    for (const path of paths) {
      for (const body of bodies) {
        const reply = await visitor.ask(path.startsWith("/api/v1/me/p") ? "PUT" : "POST", path, body);
        assert.ok(reply.statusCode >= 400 && reply.statusCode < 500, `${path} answered ${reply.statusCode} to ${JSON.stringify(body)}`);
        assert.equal(reply.headers["content-type"], "application/problem+json");
      }
    }
  });

  test("with hosts that are none, and other sites' pages, are refused", async () => {
    const visitor = new Visitor(app);
    for (const host of ["", "a b", "evil\\@x", "[::1"]) {
      const reply = await visitor.ask("POST", "/api/v1/sign-in/passkey/options", undefined, { host });
      assert.ok(reply.statusCode < 500, `${host} got ${reply.statusCode}`);
    }
    for (const path of [...paths, "/api/v1/sign-in/passkey/options", "/api/v1/me/lock"]) {
      const reply = await visitor.ask("POST", path, undefined, { origin: "https://evil.example", "content-type": "application/json" });
      assert.ok([400, 403, 404, 405].includes(reply.statusCode), `${path} answered ${reply.statusCode}`);
    }
    assert.equal((await visitor.ask("POST", "/api/v1/sign-in/scans", {}, { "sec-fetch-site": "cross-site" })).json().code, "foreign-origin");
  });

  test("leave no secret and no number in clear in any table of sign-in", async () => {
    const owner = await signIn(app, office, "15400004014");
    await owner.ask("PUT", "/api/v1/me/password", { password: "correct horse battery" });
    const { secret } = (await owner.ask("POST", "/api/v1/me/totp")).json();
    await new Visitor(app).ask("POST", "/api/v1/recovery", { newPhone: "15400004015", city: "haikou" });
    const shown = (await new Visitor(app).ask("POST", "/api/v1/sign-in/scans", {})).json();
    const { rows } = await sql<{ text: string }>`
      select string_agg(t::text, ' ') as text from (
        select to_jsonb(r) as t from identity.recovery r union all select to_jsonb(r) from identity.notice r union all select to_jsonb(r) from identity.totp r
        union all select to_jsonb(r) from identity.scan r union all select to_jsonb(r) from identity.account r) every_row`.execute(app.database.handle("identity"));
    const kept = rows[0]?.text ?? "";
    assert.ok(kept.includes("argon2id"));
    for (const value of ["15400004014", "15400004015", "correct horse battery", secret, shown.secret, shown.text.split("/").at(-1)]) {
      assert.ok(!kept.includes(value) && !kept.includes(Buffer.from(value).toString("hex")), "a secret stands in clear");
    }
  });
});
