import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { messageTo, type OutsideOffice, signIn, startOutsideOffice, statusesOf, Visitor } from "../testing.ts";
import { SoftwareDevice } from "./testing.ts";

const ORIGIN = "https://cloud.example.org";
const MINUTE_MS = 60_000;
type Person = Visitor & { person: string };

let office: OutsideOffice;
let app: TestApp;
let now = Date.parse("2026-11-21T08:00:00Z");

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([], { clock: () => new Date(now), settings: { ...office.settings, PUBLIC_URL: ORIGIN } });
  await app.startWorker();
});
after(async () => {
  await app.stop();
  await office.stop();
});

/** @returns the answer, or the refusal of the question already */
async function add(owner: Visitor, device: SoftwareDevice, flags?: { verified: boolean }) {
  const question = await owner.ask("POST", "/api/v1/me/passkeys/options");
  if (question.statusCode !== 200) return question;
  const { id, options } = question.json();
  return owner.ask("POST", "/api/v1/me/passkeys", { id, name: "我的手机", response: device.create(options, flags) });
}

async function ownerWithPasskey(phone: string, options?: { counts: boolean }): Promise<{ owner: Person; device: SoftwareDevice }> {
  await app.forgetAttempts();
  const owner = await signIn(app, office, phone);
  const device = new SoftwareDevice(ORIGIN, options);
  const reply = await add(owner, device);
  assert.equal(reply.statusCode, 201, reply.body);
  return { owner, device };
}

const ask = async (visitor: Visitor) => (await visitor.ask("POST", "/api/v1/sign-in/passkey/options")).json();

async function enter(device: SoftwareDevice, flags?: { verified: boolean }) {
  const visitor = new Visitor(app);
  const { id, options } = await ask(visitor);
  const body = { id, response: device.sign(options, flags) };
  return { visitor, body, reply: await visitor.ask("POST", "/api/v1/sign-in/passkey", body) };
}

describe("a passkey", () => {
  test("is asked for on the device with a PIN or face, under a random name, and belongs to this site", async () => {
    const owner = await signIn(app, office, "15400002001");
    const { options, expiresInSeconds } = (await owner.ask("POST", "/api/v1/me/passkeys/options")).json();
    assert.deepEqual(options.authenticatorSelection, { residentKey: "required", userVerification: "required", requireResidentKey: true });
    assert.equal(options.rp.id, "cloud.example.org");
    assert.equal(options.attestation, "none");
    assert.equal(expiresInSeconds, 300);
    assert.equal(options.user.name, "154****2001");
    assert.ok(!Buffer.from(options.user.id, "base64url").includes(owner.person) && Buffer.from(options.user.id, "base64url").length === 32);
    const question = await ask(new Visitor(app));
    assert.equal(question.options.userVerification, "required");
    assert.deepEqual(question.options.allowCredentials ?? [], []);
  });

  test("signs in without a number, is named, shown with its last use, and removed", async () => {
    const { owner, device } = await ownerWithPasskey("15400002002");
    assert.match(await messageTo(office, "15400002002", /通行密钥/), /added/);
    const { visitor, reply } = await enter(device);
    assert.equal(reply.statusCode, 200);
    assert.deepEqual([reply.json().person, reply.json().registered], [owner.person, false]);
    const { items: [passkey] } = (await visitor.ask("GET", "/api/v1/me/sign-in-methods")).json().passkeys;
    assert.equal(passkey.name, "我的手机");
    assert.equal(passkey.lastUsedAt, new Date(now).toISOString());
    assert.equal((await visitor.ask("PATCH", `/api/v1/me/passkeys/${passkey.id}`, { name: "奶奶的平板" })).json().name, "奶奶的平板");
    for (const name of ["", "nul\u0000byte", "x".repeat(41)]) assert.equal((await visitor.ask("PATCH", `/api/v1/me/passkeys/${passkey.id}`, { name })).statusCode, 400);
    const stranger = await signIn(app, office, "15400002003");
    assert.equal((await stranger.ask("PATCH", `/api/v1/me/passkeys/${passkey.id}`, { name: "mine" })).json().code, "no-such-passkey");
    assert.equal((await stranger.ask("DELETE", `/api/v1/me/passkeys/${passkey.id}`)).json().code, "no-such-passkey");
    assert.equal((await visitor.ask("DELETE", `/api/v1/me/passkeys/${passkey.id}`)).statusCode, 204);
    assert.equal((await enter(device)).reply.json().code, "passkey-refused");
  });

  test("answer opens once, however many send it at the same moment", async () => {
    const { device } = await ownerWithPasskey("15400002004");
    const { id, options } = await ask(new Visitor(app));
    const body = { id, response: device.sign(options) };
    const replies = await Promise.all(Array.from({ length: 6 }, () => new Visitor(app).ask("POST", "/api/v1/sign-in/passkey", body)));
    assert.deepEqual(statusesOf(replies), [200, 400, 400, 400, 400, 400]);
    assert.equal((await new Visitor(app).ask("POST", "/api/v1/sign-in/passkey", body)).json().code, "passkey-refused");
  });

  test("answer is refused when late, forged, of another site, for another purpose or without PIN or face", async () => {
    const { owner, device } = await ownerWithPasskey("15400002005");
    const late = await ask(new Visitor(app));
    now += 5 * MINUTE_MS;
    const refused = async (body: object) => {
      const reply = await new Visitor(app).ask("POST", "/api/v1/sign-in/passkey", body);
      assert.deepEqual([reply.statusCode, reply.json().code], [400, "passkey-refused"]);
    };
    await refused({ id: late.id, response: device.sign(late.options) });
    const forged = await ask(new Visitor(app));
    await refused({ id: forged.id, response: device.sign({ ...forged.options, challenge: Buffer.alloc(32).toString("base64url") }) });
    await refused({ id: forged.id, response: device.sign(forged.options) });
    const phishing = device.copy();
    Object.assign(phishing, { origin: "https://cloud.example.org.evil.example" });
    await refused({ id: (await ask(new Visitor(app))).id, response: phishing.sign(forged.options) });
    const site = await ask(new Visitor(app));
    await refused({ id: site.id, response: phishing.sign(site.options) });
    const otherRp = await ask(new Visitor(app));
    await refused({ id: otherRp.id, response: device.sign({ ...otherRp.options, rpId: "evil.example" }) });
    const confirmation = (await owner.ask("POST", "/api/v1/me/confirmation/passkey-options")).json();
    await refused({ id: confirmation.id, response: device.sign(confirmation.options) });
    assert.equal((await enter(device, { verified: false })).reply.json().code, "passkey-refused");
    const cut = await ask(new Visitor(app));
    const answer = device.sign(cut.options);
    const signature = Buffer.from(answer.response.signature, "base64url");
    signature.writeUInt8(signature.readUInt8(20) ^ 1, 20);
    await refused({ id: cut.id, response: { ...answer, response: { ...answer.response, signature: signature.toString("base64url") } } });
    const other = await ask(new Visitor(app));
    const named = device.sign(other.options);
    await refused({ id: other.id, response: { ...named, response: { ...named.response, userHandle: "AAAA" } } });
    assert.equal((await enter(device)).reply.statusCode, 200, "and nothing of that spoiled the passkey");
  });

  test("that counts backwards is a copy: it is refused and the owner told", async () => {
    const { device } = await ownerWithPasskey("15400002006");
    const copy = device.copy();
    assert.equal((await enter(device)).reply.statusCode, 200);
    assert.equal((await enter(device)).reply.statusCode, 200);
    assert.equal((await enter(copy)).reply.json().code, "passkey-refused");
    assert.match(await messageTo(office, "15400002006", /复制/), /copy/);
  });

  test("that devices share does not count, and is taken", async () => {
    const { device } = await ownerWithPasskey("15400002007", { counts: false });
    for (let times = 0; times < 3; times += 1) assert.equal((await enter(device)).reply.statusCode, 200);
  });

  test("is added once, in the sign-in that asked for it, with PIN or face", async () => {
    const { owner } = await ownerWithPasskey("15400002008");
    const unverified = await add(owner, new SoftwareDevice(ORIGIN), { verified: false });
    assert.equal(unverified.json().code, "passkey-refused");
    const question = (await owner.ask("POST", "/api/v1/me/passkeys/options")).json();
    const thief = await signIn(app, office, "15400002009");
    const answer = { id: question.id, name: "x", response: new SoftwareDevice(ORIGIN).create(question.options) };
    assert.equal((await thief.ask("POST", "/api/v1/me/passkeys", answer)).json().code, "passkey-refused");
    const replies = await Promise.all(Array.from({ length: 4 }, () => owner.ask("POST", "/api/v1/me/passkeys", answer)));
    assert.deepEqual(statusesOf(replies), [201, 400, 400, 400]);
    assert.equal((await owner.ask("GET", "/api/v1/me/sign-in-methods")).json().passkeys.total, 2);
  });

  test("an eleventh is refused, also when several come at once", async () => {
    const { owner } = await ownerWithPasskey("15400002010");
    for (let count = 1; count < 9; count += 1) assert.equal((await add(owner, new SoftwareDevice(ORIGIN))).statusCode, 201);
    const replies = await Promise.all(Array.from({ length: 3 }, async () => (await add(owner, new SoftwareDevice(ORIGIN))).json()));
    assert.equal(replies.filter((each) => each.code === "too-many-passkeys").length, 2);
    assert.equal((await owner.ask("POST", "/api/v1/me/passkeys/options")).json().code, "too-many-passkeys");
  });

  test("confirms its owner's presence, and nobody else's", async () => {
    const { owner, device } = await ownerWithPasskey("15400002011");
    const other = await ownerWithPasskey("15400002012");
    now += 11 * MINUTE_MS;
    assert.equal((await owner.ask("POST", "/api/v1/me/passkeys/options")).json().code, "confirmation-needed");
    const foreign = (await owner.ask("POST", "/api/v1/me/confirmation/passkey-options")).json();
    assert.equal((await owner.ask("POST", "/api/v1/me/confirmation", { means: "passkey", id: foreign.id, response: other.device.sign(foreign.options) })).json().code, "passkey-refused");
    const { id, options } = (await owner.ask("POST", "/api/v1/me/confirmation/passkey-options")).json();
    const confirmed = await owner.ask("POST", "/api/v1/me/confirmation", { means: "passkey", id, response: device.sign(options) });
    assert.equal(confirmed.json().confirmedUntil, new Date(now + 10 * MINUTE_MS).toISOString());
    assert.equal((await owner.ask("POST", "/api/v1/me/passkeys/options")).statusCode, 200);
  });

  test("questions are not endless", async () => {
    await app.forgetAttempts();
    const visitor = new Visitor(app);
    const replies = [];
    for (let times = 0; times < 61; times += 1) replies.push(await visitor.ask("POST", "/api/v1/sign-in/passkey/options"));
    assert.deepEqual([replies[59]?.statusCode, replies[60]?.statusCode], [200, 429]);
  });
});
