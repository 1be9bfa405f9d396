import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { TOTP } from "otpauth";
import pg from "pg";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import { listAbout } from "../../audit/index.ts";
import { SoftwareDevice } from "../passkey/testing.ts";
import { messageTo, type OutsideOffice, signIn, startOutsideOffice, statusesOf, Visitor } from "../testing.ts";
import { vouchInPerson } from "./vouch-in-person.ts";

const ORIGIN = "https://cloud.example.org";
const PASSWORD = "correct horse battery";
const HOUR_MS = 3_600_000;
const MOST_ROUNDS = 30;
/** Nobody's: born in 1890. */
const ID_NUMBER = "460105189001011233";
const NAME = "吴淑敏";

let office: OutsideOffice;
let app: TestApp;
let now = Date.parse("2026-11-21T08:00:00Z");
const clock = () => new Date(now);
type Owner = Visitor & { person: string };

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([], { clock, settings: { ...office.settings, PUBLIC_URL: ORIGIN } });
  await app.startWorker();
  office.answers.set("/police/v1/identity-checks", ({ name, idNumber }) => ({ result: name === NAME && idNumber === ID_NUMBER ? "match" : "mismatch" }));
  office.answers.set("/police/v1/photo-checks", ({ photo }) => ({ result: photo?.startsWith("b3du") ? "match" : "mismatch", similarity: 90 }));
  office.answers.set("/telecom/v1/number-checks", ({ phone }) => ({ result: phone?.endsWith("5901") ? "match" : "mismatch" }));
});
after(async () => {
  await app.stop();
  await office.stop();
});

async function ownerOf(phone: string): Promise<Owner & { device: SoftwareDevice; totp: TOTP }> {
  await app.forgetAttempts();
  const owner = await signIn(app, office, phone);
  await owner.ask("PUT", "/api/v1/me/password", { password: PASSWORD });
  const totp = new TOTP({ secret: (await owner.ask("POST", "/api/v1/me/totp")).json().secret });
  assert.equal((await owner.ask("POST", "/api/v1/me/totp/confirmation", { code: totp.generate({ timestamp: now }) })).statusCode, 204);
  now += 30_000;
  const device = new SoftwareDevice(ORIGIN);
  const { id, options } = (await owner.ask("POST", "/api/v1/me/passkeys/options")).json();
  assert.equal((await owner.ask("POST", "/api/v1/me/passkeys", { id, name: "phone", response: device.create(options) })).statusCode, 201);
  await app.forgetAttempts();
  return Object.assign(owner, { device, totp });
}

interface Attempt {
  visitor: Visitor;
  id: string;
  secret: string;
}

async function begin(newPhone: string): Promise<Attempt> {
  await app.forgetAttempts();
  const visitor = new Visitor(app);
  const reply = await visitor.ask("POST", "/api/v1/recovery", { newPhone, city: "haikou" });
  assert.equal(reply.statusCode, 201, reply.body);
  return { visitor, ...reply.json<{ id: string; secret: string }>() };
}

const prove = ({ visitor, id, secret }: Attempt, proof: object) => visitor.ask("POST", `/api/v1/recovery/${id}/proofs`, { secret, proof });
const statusOf = async ({ visitor, id, secret }: Attempt) => (await visitor.ask("POST", `/api/v1/recovery/${id}`, { secret })).json();

async function proveNewNumber(attempt: Attempt, phone: string) {
  const code = (await messageTo(office, phone, /绑定新手机号/)).match(/\d{6}/)?.[0] ?? "";
  return prove(attempt, { means: "new-number", code });
}

async function provePasskey(attempt: Attempt, device: SoftwareDevice) {
  const { id, options } = (await attempt.visitor.ask("POST", `/api/v1/recovery/${attempt.id}/passkey-options`, { secret: attempt.secret })).json();
  return prove(attempt, { means: "passkey", id, response: device.sign(options) });
}

async function proveOldNumber(attempt: Attempt, phone: string) {
  assert.equal((await attempt.visitor.ask("POST", `/api/v1/recovery/${attempt.id}/codes`, { secret: attempt.secret, phone })).statusCode, 202);
  const code = (await messageTo(office, phone, /找回账号/)).match(/\d{6}/)?.[0] ?? "";
  return prove(attempt, { means: "old-number", phone, code });
}

/** What the worker does on its schedule. */
async function runJob(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    await client.query("select graphile_worker.add_job($1)", [name]);
    await until(async () => (await client.query("select from graphile_worker.jobs where task_identifier = $1", [name])).rowCount === 0, `the end of ${name}`);
  } finally {
    await client.end();
  }
}

describe("recovery", () => {
  test("with two proofs waits three days, tells the owner twice, then moves the account and takes off what was not proven", async () => {
    const owner = await ownerOf("15400005001");
    const attempt = await begin("15400005101");
    assert.deepEqual((await proveNewNumber(attempt, "15400005101")).json(), { state: "open", numberProven: true, proofs: [], proofsNeeded: 2 });
    assert.deepEqual((await provePasskey(attempt, owner.device)).json().proofs, ["passkey"]);
    assert.equal((await statusOf(attempt)).state, "open", "one proof is never enough");
    const waiting = (await prove(attempt, { means: "password", phone: "15400005001", password: PASSWORD })).json();
    assert.deepEqual([waiting.state, waiting.waitsUntil], ["waiting", new Date(now + 72 * HOUR_MS).toISOString()]);
    assert.match(await messageTo(office, "15400005001", /换绑/), /https:\/\/cloud\.example\.org\/recovery\/stop\/[\w-]{22}/);
    const seen = (await owner.ask("GET", "/api/v1/me/recovery")).json();
    assert.deepEqual([seen.state, seen.newPhone, seen.proofs], ["waiting", "154****5101", ["passkey", "password"]]);

    now += 49 * HOUR_MS;
    for (let times = 0; times < 2; times += 1) await runJob("identity:complete-recoveries");
    await messageTo(office, "15400005001", /24 小时/);
    now += 22 * HOUR_MS;
    assert.equal((await statusOf(attempt)).state, "waiting");
    assert.equal((await owner.ask("GET", "/api/v1/me")).statusCode, 200);
    now += 2 * HOUR_MS;
    const done = await Promise.all([1, 2, 3, 4].map(() => statusOf(attempt)));
    assert.deepEqual(done.map(({ state }) => state), ["done", "done", "done", "done"]);
    assert.equal((await owner.ask("GET", "/api/v1/me")).statusCode, 401);
    await messageTo(office, "15400005001", /已找回/);
    assert.equal(office.messages.filter(({ to, text }) => to === "15400005001" && /24 小时/.test(text)).length, 1, "the owner is reminded once");
    await messageTo(office, "15400005101", /已找回/);

    await app.forgetAttempts();
    const back = await signIn(app, office, "15400005101");
    assert.equal(back.person, owner.person, "the person stays who they are");
    const methods = (await back.ask("GET", "/api/v1/me/sign-in-methods")).json();
    assert.deepEqual([methods.password, methods.passkeys.total, methods.totp.active], [true, 1, false]);
    assert.notEqual((await signIn(app, office, "15400005001")).person, owner.person, "the old number opens it no more");
    const { items: entries } = await listAbout(app.database, owner.person, { limit: 50 });
    assert.equal(entries.filter(({ act }) => act === "recovery.completed").length, 1, "it was done once");
  });

  test("is stopped in one step by the message, or in the app, and then never done", async () => {
    const owner = await ownerOf("15400005002");
    for (const way of ["message", "app"]) {
      office.messages.length = 0;
      const attempt = await begin("15400005102");
      await proveNewNumber(attempt, "15400005102");
      await provePasskey(attempt, owner.device);
      now += 30_000;
      assert.equal((await prove(attempt, { means: "totp", phone: "15400005002", code: owner.totp.generate({ timestamp: now }) })).json().state, "waiting");
      const code = (await messageTo(office, "15400005002", /换绑/)).match(/stop\/([\w-]{22})/)?.[1] ?? "";
      const stranger = new Visitor(app);
      assert.equal((await stranger.ask("POST", "/api/v1/recovery/stops", { code: `${code.slice(0, -1)}_` })).json().code, "no-such-recovery");
      const stopped = way === "message" ? await stranger.ask("POST", "/api/v1/recovery/stops", { code }) : await owner.ask("DELETE", "/api/v1/me/recovery");
      assert.equal(stopped.statusCode, 204);
      assert.equal((await stranger.ask("POST", "/api/v1/recovery/stops", { code })).json().code, "no-such-recovery");
      now += 73 * HOUR_MS;
      assert.equal((await statusOf(attempt)).state, "stopped");
    }
    assert.equal((await owner.ask("GET", "/api/v1/me")).json().phone, "154****5002");
    assert.equal((await owner.ask("DELETE", "/api/v1/me/recovery")).json().code, "no-such-recovery");
  });

  test("opens a locked account, with the number it had", async () => {
    const owner = await ownerOf("15400005003");
    await owner.ask("POST", "/api/v1/me/lock");
    const attempt = await begin("15400005003");
    await proveNewNumber(attempt, "15400005003");
    await provePasskey(attempt, owner.device);
    assert.equal((await prove(attempt, { means: "password", phone: "15400005003", password: PASSWORD })).json().state, "waiting");
    now += 73 * HOUR_MS;
    assert.equal((await statusOf(attempt)).state, "done");
    await app.forgetAttempts();
    assert.equal((await signIn(app, office, "15400005003")).person, owner.person);
  });

  test("takes real name with a photograph or the carrier's word, and what a second telephone opened by mistake gives way", async () => {
    const owner = await ownerOf("15400005901");
    assert.equal((await owner.ask("POST", "/api/v1/me/real-name", { name: NAME, idNumber: ID_NUMBER, proof: { kind: "number" } })).statusCode, 200);
    await app.forgetAttempts();
    const nameless = await signIn(app, office, "15400005104");
    const attempt = await begin("15400005104");
    await proveNewNumber(attempt, "15400005104");
    const realName = (photo: string) => ({ means: "real-name", name: NAME, idNumber: ID_NUMBER, proof: { kind: "photo", photo: photo.padEnd(120, "A"), consent: true } });
    assert.equal((await prove(attempt, realName("d3Jvbmc"))).json().code, "identity-not-confirmed");
    assert.equal((await prove(attempt, { means: "real-name", name: NAME, idNumber: ID_NUMBER, proof: { kind: "number" } })).json().code, "identity-not-confirmed", "the new number is not in this name");
    assert.deepEqual((await prove(attempt, realName("b3duZXI"))).json().proofs, ["real-name"]);
    assert.deepEqual((await prove(attempt, realName("b3duZXI"))).json(), { state: "open", numberProven: true, proofs: ["real-name"], proofsNeeded: 2 }, "one proof twice is one proof");
    assert.equal((await proveOldNumber(attempt, "15400005901")).json().state, "waiting");
    now += 73 * HOUR_MS;
    assert.equal((await statusOf(attempt)).state, "done");
    await app.forgetAttempts();
    const back = await signIn(app, office, "15400005104");
    assert.equal(back.person, owner.person);
    assert.equal((await back.ask("GET", "/api/v1/me")).json().level, 2);
    assert.equal((await nameless.ask("GET", "/api/v1/me")).statusCode, 401);
  });

  test("in person waits for nothing, outranks one that waits, and the clerk's code serves once", async () => {
    const owner = await ownerOf("15400005005");
    const thief = await begin("15400005105");
    await proveNewNumber(thief, "15400005105");
    await provePasskey(thief, owner.device);
    assert.equal((await prove(thief, { means: "password", phone: "15400005005", password: PASSWORD })).json().state, "waiting");
    const clerk = { id: "clerk-1", city: "haikou", department: "D01" };
    const { code } = await app.database.transaction((tx) => vouchInPerson({ clock }, tx, { person: owner.person, clerk, ground: "card seen" }));
    assert.match(code, /^[3-9A-Y]{4}-[3-9A-Y]{4}-[3-9A-Y]{4}$/);
    const attempt = await begin("15400005106");
    await proveNewNumber(attempt, "15400005106");
    assert.equal((await prove(attempt, { means: "in-person", code: "AAAA-AAAA-AAAA" })).json().code, "proof-refused");
    const proofs = await Promise.all([1, 2, 3].map(() => prove(attempt, { means: "in-person", code: code.toLowerCase() })));
    assert.deepEqual(statusesOf(proofs), [200, 400, 400]);
    assert.equal((await statusOf(attempt)).state, "open", "one proof is never enough, not even a clerk's word");
    now += 30_000;
    assert.equal((await prove(attempt, { means: "totp", phone: "15400005005", code: owner.totp.generate({ timestamp: now }) })).json().state, "done");
    assert.equal((await statusOf(thief)).state, "stopped");
    await app.forgetAttempts();
    assert.equal((await signIn(app, office, "15400005106")).person, owner.person);
  });

  test("takes no proof of two persons, none without the new number's code, and no second beside one that waits", async () => {
    const one = await ownerOf("15400005006");
    await ownerOf("15400005007");
    const mixed = await begin("15400005107");
    await provePasskey(mixed, one.device);
    assert.equal((await prove(mixed, { means: "password", phone: "15400005007", password: PASSWORD })).json().code, "proof-refused");
    assert.equal((await prove(mixed, { means: "password", phone: "15400005006", password: PASSWORD })).json().state, "open", "the new number is not proven");
    const second = await begin("15400005108");
    await proveNewNumber(second, "15400005108");
    await provePasskey(second, one.device);
    assert.equal((await prove(second, { means: "password", phone: "15400005006", password: PASSWORD })).json().state, "waiting");
    const third = await begin("15400005109");
    await proveNewNumber(third, "15400005109");
    await provePasskey(third, one.device);
    assert.equal((await prove(third, { means: "password", phone: "15400005006", password: PASSWORD })).json().code, "recovery-under-way");
  });

  test("belongs to whoever began it, takes a dozen tries and an hour", async () => {
    const owner = await ownerOf("15400005008");
    const attempt = await begin("15400005110");
    const stranger = { ...attempt, visitor: new Visitor(app), secret: "A".repeat(43) };
    assert.equal((await prove(stranger, { means: "new-number", code: "123456" })).json().code, "no-such-recovery");
    assert.equal((await statusOf(stranger)).code, "no-such-recovery");
    const tries = await Promise.all(Array.from({ length: 14 }, () => prove(attempt, { means: "in-person", code: "AAAAAAAAAAAA" })));
    assert.equal(tries.filter((each) => each.json().code === "no-such-recovery").length, 2);
    const late = await begin("15400005111");
    now += HOUR_MS;
    assert.equal((await provePasskey(late, owner.device)).json().code, "no-such-recovery");
  });

  test("a passkey's answer for one recovery serves no other, nor a sign-in", async () => {
    const owner = await ownerOf("15400005009");
    const [one, other] = [await begin("15400005112"), await begin("15400005113")];
    const { id, options } = (await one.visitor.ask("POST", `/api/v1/recovery/${one.id}/passkey-options`, { secret: one.secret })).json();
    const response = owner.device.sign(options);
    assert.equal((await prove(other, { means: "passkey", id, response })).json().code, "passkey-refused");
    assert.equal((await new Visitor(app).ask("POST", "/api/v1/sign-in/passkey", { id, response })).json().code, "passkey-refused");
    assert.deepEqual((await prove(one, { means: "passkey", id, response })).json().proofs, ["passkey"]);
  });

  test("tells nobody which numbers, names or accounts exist, by text or time", async () => {
    await ownerOf("15400005010");
    await app.forgetAttempts();
    const texts: Record<string, Set<string>> = {};
    const times: Record<string, number[]> = {};
    const quickest = (means: string) => ["15400005010", "15400005990"].map((phone) => Math.min(...(times[`${means} ${phone}`] ?? [])));
    // Generous: what would show an account is a hash more or less, tens of milliseconds.
    const alike = () => ["password", "totp", "old-number"].every((means) => {
      const [known = 0, unknown = 0] = quickest(means);
      return Math.abs(known - unknown) < 25;
    });
    // Whatever else the machine has to do only adds to the time: on a busy one it takes more rounds until the quickest are what they should be.
    for (let round = 0; round < 5 || (round < MOST_ROUNDS && !alike()); round += 1) {
      // In turn: what comes second may always find the machine busy with what came first.
      for (const phone of round % 2 === 0 ? ["15400005010", "15400005990"] : ["15400005990", "15400005010"]) {
        const attempt = await begin(`154000052${String(round).padStart(2, "0")}`);
        for (const proof of [{ means: "password", phone, password: "wrong password" }, { means: "totp", phone, code: "000000" }, { means: "old-number", phone, code: "000000" }]) {
          const startedAt = performance.now();
          const reply = await prove(attempt, proof);
          (times[`${proof.means} ${phone}`] ??= []).push(performance.now() - startedAt);
          const { instance: _, ...problem } = reply.json();
          (texts[proof.means] ??= new Set()).add(JSON.stringify([reply.statusCode, problem]));
        }
        const codes = await attempt.visitor.ask("POST", `/api/v1/recovery/${attempt.id}/codes`, { secret: attempt.secret, phone });
        (texts.codes ??= new Set()).add(JSON.stringify([codes.statusCode, codes.json()]));
      }
    }
    for (const [means, each] of Object.entries(texts)) assert.equal(each.size, 1, `${means}: ${[...each].join(" | ")}`);
    assert.ok(alike(), ["password", "totp", "old-number"].map((means) => `${means}: ${quickest(means).map((each) => each.toFixed(1)).join(" and ")} ms`).join(", "));
  });
});
