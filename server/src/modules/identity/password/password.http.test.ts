import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { TOTP } from "otpauth";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { findAccount, updateAccount } from "../account/store.ts";
import { messageTo, type OutsideOffice, signIn, startOutsideOffice, statusesOf, Visitor } from "../testing.ts";
import { derive, PARAMETERS, write } from "./hash.ts";

const PASSWORD = "correct horse battery";
const MOST_ROUNDS = 40;
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

async function withPassword(phone: string): Promise<Visitor & { person: string }> {
  const owner = await signIn(app, office, phone);
  assert.equal((await owner.ask("PUT", "/api/v1/me/password", { password: PASSWORD })).statusCode, 204);
  await app.forgetAttempts();
  return owner;
}

async function withTotp(phone: string): Promise<Visitor & { person: string; totp: TOTP }> {
  const owner = await withPassword(phone);
  const offer = await owner.ask("POST", "/api/v1/me/totp");
  assert.equal(offer.statusCode, 200);
  const totp = new TOTP({ secret: offer.json().secret });
  assert.equal((await owner.ask("POST", "/api/v1/me/totp/confirmation", { code: totp.generate({ timestamp: now }) })).statusCode, 204);
  now += 30_000;
  await app.forgetAttempts();
  return Object.assign(owner, { totp });
}

const tryPassword = (visitor: Visitor, phone: string, more: object = {}) => visitor.ask("POST", "/api/v1/sign-in/password", { phone, password: PASSWORD, ...more });

describe("a password", () => {
  test("opens with a code by SMS where there is no app, and its owner is told that it was set", async () => {
    await withPassword("15400001001");
    assert.match(await messageTo(office, "15400001001", /密码/), /A new password was set/);
    const visitor = new Visitor(app);
    const first = await tryPassword(visitor, "154 0000 1001");
    assert.equal(first.statusCode, 403);
    assert.deepEqual([first.json().code, first.json().factor, first.json().expiresInSeconds], ["second-factor-needed", "sms", 300]);
    assert.equal(visitor.cookies.has("cc_session"), false);
    const code = (await messageTo(office, "15400001001", /完成密码登录/)).match(/\d{6}/)?.[0];
    assert.equal((await visitor.ask("POST", "/api/v1/sign-in/code", { phone: "15400001001", code: code ?? "", city: "haikou" })).json().code, "wrong-code", "the code serves for its purpose alone");
    assert.equal((await tryPassword(visitor, "15400001001", { code })).statusCode, 200);
    assert.deepEqual((await visitor.ask("GET", "/api/v1/me/sessions")).json().items.find((each: { current: boolean }) => each.current).means, ["password", "sms"]);
    assert.equal((await tryPassword(new Visitor(app), "15400001001", { code })).json().code, "wrong-code", "a used code opens nothing");
  });

  test("is refused when easily found, with the field and the reason", async () => {
    const owner = await signIn(app, office, "15400001002");
    for (const [password, reason] of [["woaini1314520", "common"], ["x15400001002x", "own-number"], ["short", "short"], ["nul\u0000byte in it", "untypable"]]) {
      const reply = await owner.ask("PUT", "/api/v1/me/password", { password });
      assert.deepEqual([reply.statusCode, reply.json().code, reply.json().reason, reply.json().errors[0].pointer], [400, "weak-password", reason, "/password"]);
    }
  });

  test("needs a fresh confirmation to be set or removed", async () => {
    const owner = await withPassword("15400001003");
    now += 11 * MINUTE_MS;
    assert.equal((await owner.ask("PUT", "/api/v1/me/password", { password: "another fine password" })).json().code, "confirmation-needed");
    assert.equal((await owner.ask("DELETE", "/api/v1/me/password")).json().code, "confirmation-needed");
    assert.equal((await owner.ask("POST", "/api/v1/me/confirmation", { means: "password", password: "not the password" })).json().code, "wrong-password");
    assert.equal((await owner.ask("POST", "/api/v1/me/confirmation", { means: "password", password: PASSWORD })).statusCode, 200);
    assert.equal((await owner.ask("DELETE", "/api/v1/me/password")).statusCode, 204);
    assert.equal((await owner.ask("GET", "/api/v1/me/sign-in-methods")).json().password, false);
    await app.forgetAttempts();
    assert.equal((await tryPassword(new Visitor(app), "15400001003")).json().code, "wrong-password");
  });

  test("wrong five times is refused for a quarter of an hour, and the other means go on", async () => {
    await withPassword("15400001004");
    const wrong = await Promise.all(Array.from({ length: 12 }, () => new Visitor(app).ask("POST", "/api/v1/sign-in/password", { phone: "15400001004", password: "wrong password" })));
    assert.deepEqual(wrong.map((each) => each.json<{ code: string }>().code).sort(), [...Array<string>(7).fill("too-many-requests"), ...Array<string>(5).fill("wrong-password")]);
    const locked = await tryPassword(new Visitor(app), "15400001004");
    assert.equal(locked.statusCode, 429);
    assert.ok(Number(locked.headers["retry-after"]) > 600 && Number(locked.headers["retry-after"]) <= 900);
    const unknown = await Promise.all(Array.from({ length: 6 }, () => new Visitor(app).ask("POST", "/api/v1/sign-in/password", { phone: "15400001994", password: "wrong password" })));
    assert.equal(unknown.filter((each) => each.statusCode === 429).length, 1, "a number without an account is locked alike");
    await signIn(app, office, "15400001004");
  });

  test("tells nobody by text or time whether a number has an account or a password", async () => {
    await withPassword("15400001005");
    await signIn(app, office, "15400001006");
    const times: Record<string, number[]> = { "15400001005": [], "15400001006": [], "15400001995": [] };
    const texts = new Set<string>();
    // The quickest of the rounds: whatever else the machine has to do only adds to it.
    const quickest = () => Object.values(times).map((each) => Math.min(...each));
    // A missing hash would show as a tenth of the time.
    const alike = () => Math.max(...quickest()) < 2.5 * Math.min(...quickest());
    for (let round = 0; round < 9 || (round < MOST_ROUNDS && !alike()); round += 1) {
      await app.forgetAttempts();
      for (const phone of Object.keys(times)) {
        const startedAt = performance.now();
        const reply = await new Visitor(app).ask("POST", "/api/v1/sign-in/password", { phone, password: "wrong password" });
        times[phone]?.push(performance.now() - startedAt);
        const { instance: _, ...problem } = reply.json();
        texts.add(JSON.stringify([reply.statusCode, problem]));
      }
    }
    assert.equal(texts.size, 1);
    assert.ok(alike(), `${quickest().map((each) => each.toFixed(1)).join(", ")} ms`);
  });

  test("kept with older parameters is kept with today's after a sign-in", async () => {
    const owner = await withPassword("15400001007");
    const salt = randomBytes(16);
    const older = { ...PARAMETERS, passes: 1 };
    await updateAccount(app.database, owner.person, { password_hash: write(older, salt, await derive(PASSWORD, salt, older, 32)) });
    assert.equal((await tryPassword(new Visitor(app), "15400001007")).json().code, "second-factor-needed");
    assert.match((await findAccount(app.database, owner.person))?.password_hash ?? "", /m=19456,t=2,p=1/);
  });
});

describe("an authenticator app", () => {
  test("is in use only after one of its codes was typed, and then the password asks for it", async () => {
    const owner = await withPassword("15400001011");
    const { secret } = (await owner.ask("POST", "/api/v1/me/totp")).json();
    assert.equal((await owner.ask("GET", "/api/v1/me/sign-in-methods")).json().totp.active, false);
    assert.equal((await tryPassword(new Visitor(app), "15400001011")).json().factor, "sms");
    const totp = new TOTP({ secret });
    assert.equal((await owner.ask("POST", "/api/v1/me/totp/confirmation", { code: "000000" })).json().code, "wrong-totp");
    const code = totp.generate({ timestamp: now });
    assert.equal((await owner.ask("POST", "/api/v1/me/totp/confirmation", { code })).statusCode, 204);
    assert.equal((await owner.ask("GET", "/api/v1/me/sign-in-methods")).json().totp.active, true);
    assert.equal((await tryPassword(new Visitor(app), "15400001011")).json().factor, "totp");
    assert.equal((await tryPassword(new Visitor(app), "15400001011", { totp: code })).json().code, "wrong-totp", "the code typed to begin is used up");
    now += 30_000;
    const visitor = new Visitor(app);
    assert.equal((await tryPassword(visitor, "15400001011", { totp: totp.generate({ timestamp: now }) })).statusCode, 200);
  });

  test("'s code serves once, however many try it at the same moment, and no older one after it", async () => {
    const { totp } = await withTotp("15400001012");
    const code = totp.generate({ timestamp: now });
    const older = totp.generate({ timestamp: now - 30_000 });
    const replies = await Promise.all(Array.from({ length: 4 }, () => tryPassword(new Visitor(app), "15400001012", { totp: code })));
    assert.deepEqual(statusesOf(replies), [200, 400, 400, 400]);
    await app.forgetAttempts();
    for (const used of [code, older]) assert.equal((await tryPassword(new Visitor(app), "15400001012", { totp: used })).json().code, "wrong-totp");
  });

  test("is not replaced by a code by SMS", async () => {
    await withTotp("15400001013");
    assert.equal((await tryPassword(new Visitor(app), "15400001013", { code: "123456" })).json().code, "second-factor-needed");
  });

  test("wrong five times is refused, and the codes by SMS go on", async () => {
    await withTotp("15400001014");
    const replies = [];
    for (let tries = 0; tries < 6; tries += 1) replies.push(await tryPassword(new Visitor(app), "15400001014", { totp: "000000" }));
    assert.deepEqual(replies.map((each) => each.statusCode), [400, 400, 400, 400, 400, 429]);
    await app.forgetAttempts();
    await signIn(app, office, "15400001014");
  });

  test("in use goes on while a new one is shown, and confirms what needs it", async () => {
    const owner = await withTotp("15400001015");
    assert.equal((await owner.ask("POST", "/api/v1/me/totp")).statusCode, 200);
    now += 11 * MINUTE_MS;
    assert.equal((await owner.ask("POST", "/api/v1/me/confirmation", { means: "totp", code: owner.totp.generate({ timestamp: now }) })).statusCode, 200);
    assert.equal((await owner.ask("DELETE", "/api/v1/me/totp")).statusCode, 204);
    assert.match(await messageTo(office, "15400001015", /解绑/), /removed/);
  });

  test("of one person confirms nothing of another", async () => {
    const owner = await withTotp("15400001016");
    const other = await signIn(app, office, "15400001017");
    assert.equal((await other.ask("POST", "/api/v1/me/confirmation", { means: "totp", code: owner.totp.generate({ timestamp: now }) })).json().code, "wrong-totp");
  });
});
