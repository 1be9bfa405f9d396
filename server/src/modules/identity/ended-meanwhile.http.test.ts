/** An owner locks or recovers the account while somebody else is half way into it: nothing half done survives. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import pg from "pg";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { SoftwareDevice } from "./passkey/testing.ts";
import { lastCodeTo, messageTo, type OutsideOffice, signIn, startOutsideOffice, Visitor } from "./testing.ts";

const ORIGIN = "https://cloud.example.org";
const PASSWORD = "correct horse battery";
let office: OutsideOffice;
let app: TestApp;
let recovery: pg.Client;
let people = 0;

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([], { settings: { ...office.settings, PUBLIC_URL: ORIGIN } });
  await app.startWorker();
  recovery = new pg.Client({ connectionString: app.databaseUrl });
  await recovery.connect();
});
after(async () => {
  await recovery.end();
  await app.stop();
  await office.stop();
});
beforeEach(() => app.forgetAttempts());

const aPhone = () => `154000081${String((people += 1)).padStart(2, "0")}`;

/** What a recovery does to an account, up to its commit; whatever is asked meanwhile meets it half way. */
async function whileRecovered<Result>(person: string, ask: () => Promise<Result>): Promise<Result> {
  await recovery.query("begin");
  await recovery.query("update identity.account set phone_hash = sha256(phone_hash), password_hash = null, state = 'active' where person = $1", [person]);
  await recovery.query("delete from identity.totp where person = $1", [person]);
  await recovery.query("delete from identity.passkey where person = $1", [person]);
  await recovery.query("delete from identity.session where person = $1", [person]);
  const asked = ask();
  // Long enough for the request to come as far as it gets.
  await new Promise((resolve) => setTimeout(resolve, 700));
  await recovery.query("delete from identity.scan where person = $1", [person]);
  await recovery.query("commit");
  return asked;
}

const count = async (table: string, person: string) => Number((await recovery.query(`select count(*) from identity.${table} where person = $1`, [person])).rows[0].count);

async function sendCode(thief: Visitor, phone: string): Promise<string> {
  office.messages.splice(0);
  assert.equal((await thief.ask("POST", "/api/v1/sign-in/codes", { phone, city: "haikou" })).statusCode, 202);
  return lastCodeTo(office, phone);
}

async function passkeyOf(owner: Visitor): Promise<SoftwareDevice> {
  const device = new SoftwareDevice(ORIGIN);
  const { id, options } = (await owner.ask("POST", "/api/v1/me/passkeys/options")).json();
  assert.equal((await owner.ask("POST", "/api/v1/me/passkeys", { id, name: "phone", response: device.create(options) })).statusCode, 201);
  return device;
}

describe("while the account is recovered", () => {
  test("a code to the old number opens another account, never the recovered one", async () => {
    const phone = aPhone();
    const owner = await signIn(app, office, phone);
    await app.forgetAttempts();
    const thief = new Visitor(app);
    const code = await sendCode(thief, phone);
    const reply = await whileRecovered(owner.person, () => thief.ask("POST", "/api/v1/sign-in/code", { phone, code, city: "haikou" }));
    assert.equal(reply.statusCode, 200);
    assert.notEqual(reply.json().person, owner.person);
    assert.equal(await count("session", owner.person), 0);
  });

  test("the old password opens nothing", async () => {
    const phone = aPhone();
    const owner = await signIn(app, office, phone);
    assert.equal((await owner.ask("PUT", "/api/v1/me/password", { password: PASSWORD })).statusCode, 204);
    await app.forgetAttempts();
    const thief = new Visitor(app);
    assert.equal((await thief.ask("POST", "/api/v1/sign-in/password", { phone, password: PASSWORD })).json().code, "second-factor-needed");
    const code = (await messageTo(office, phone, /完成密码登录/)).match(/\d{6}/)?.[0] ?? "";
    const reply = await whileRecovered(owner.person, () => thief.ask("POST", "/api/v1/sign-in/password", { phone, password: PASSWORD, code }));
    assert.equal(reply.json().code, "wrong-password");
    assert.equal(await count("session", owner.person), 0);
  });

  test("a passkey that is being taken off opens nothing", async () => {
    const owner = await signIn(app, office, aPhone());
    const device = await passkeyOf(owner);
    const thief = new Visitor(app);
    const { id, options } = (await thief.ask("POST", "/api/v1/sign-in/passkey/options")).json();
    const reply = await whileRecovered(owner.person, () => thief.ask("POST", "/api/v1/sign-in/passkey", { id, response: device.sign(options) }));
    assert.equal(reply.json().code, "passkey-refused");
    assert.equal(await count("session", owner.person), 0);
  });

  test("a scan approved before opens nothing", async () => {
    const owner = await signIn(app, office, aPhone());
    const screen = new Visitor(app);
    const { id, secret, text } = (await screen.ask("POST", "/api/v1/sign-in/scans", {})).json();
    const code = String(text).split("/").at(-1);
    await owner.ask("GET", `/api/v1/me/scans/${code}`);
    assert.equal((await owner.ask("POST", `/api/v1/me/scans/${code}`, { approve: true })).statusCode, 204);
    const reply = await whileRecovered(owner.person, () => screen.ask("POST", `/api/v1/sign-in/scans/${id}`, { secret }));
    assert.equal(reply.json().code, "scan-expired");
    assert.equal(await count("session", owner.person), 0);
  });

  test("a sign-in that ends by it gives the account no password, passkey, app or number, and does not close it", async () => {
    const owner = await signIn(app, office, aPhone());
    const other = aPhone();
    const { id, options } = (await owner.ask("POST", "/api/v1/me/passkeys/options")).json();
    assert.equal((await owner.ask("POST", "/api/v1/me/phone/codes", { phone: other })).statusCode, 202);
    const code = (await messageTo(office, other, /绑定新手机号/)).match(/\d{6}/)?.[0] ?? "";
    const replies = await whileRecovered(owner.person, () =>
      Promise.all([
        owner.ask("PUT", "/api/v1/me/password", { password: PASSWORD }),
        owner.ask("POST", "/api/v1/me/passkeys", { id, name: "phone", response: new SoftwareDevice(ORIGIN).create(options) }),
        owner.ask("PUT", "/api/v1/me/phone", { phone: other, code }),
        owner.ask("POST", "/api/v1/me/closing"),
      ]),
    );
    assert.deepEqual(replies.map((reply) => reply.statusCode), [401, 401, 401, 401]);
    assert.equal(await count("passkey", owner.person), 0);
    const { rows } = await recovery.query("select state, password_hash, phone_hash = any (select phone_hash from identity.sign_in_code) as moved from identity.account where person = $1", [owner.person]);
    assert.deepEqual(rows[0], { state: "active", password_hash: null, moved: false });
  });
});

test("behind TLS a cookie that a neighbouring host planted is no sign-in", async () => {
  const owner = await signIn(app, office, aPhone());
  const token = owner.cookies.get("__Host-cc_session") ?? "";
  assert.equal((await owner.ask("GET", "/api/v1/me")).statusCode, 200);
  const planted = new Visitor(app);
  planted.cookies.set("cc_session", token);
  assert.equal((await planted.ask("GET", "/api/v1/me")).statusCode, 401);
});

test("a lock that comes while the account's closing is asked for or taken back stays a lock", async () => {
  for (const method of ["POST", "DELETE"] as const) {
    const owner = await signIn(app, office, aPhone());
    if (method === "DELETE") assert.equal((await owner.ask("POST", "/api/v1/me/closing")).statusCode, 202);
    await recovery.query("begin");
    await recovery.query("update identity.account set state = 'locked' where person = $1", [owner.person]);
    await recovery.query("delete from identity.session where person = $1", [owner.person]);
    const asked = owner.ask(method, "/api/v1/me/closing");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await recovery.query("commit");
    assert.equal((await asked).statusCode, 401);
    assert.equal((await recovery.query("select state from identity.account where person = $1", [owner.person])).rows[0].state, "locked", method);
  }
});
