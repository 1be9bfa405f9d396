/** Every system refuses who does not prove to be its caller, over the real protocol. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createApp } from "../app.ts";
import { writeConnections } from "../connections.ts";
import { DEMONSTRATION_PEOPLE } from "../population/index.ts";
import { getToken, send, sign } from "../testing/send.ts";
import { createTokenOffice } from "../oauth.ts";
import type { Connection } from "./department.ts";

const folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
const connectionsFile = join(folder, "connections.json");
const app = createApp({ seed: "test", people: 16_000_000, smsGatewayToken: "a", registersToken: "b", dataDir: folder, connectionsFile });
const ID_NUMBER = DEMONSTRATION_PEOPLE[0]?.idNumber ?? "";
const JSON_BODY = { "content-type": "application/json" };
let address: string;
before(async () => {
  writeFileSync(connectionsFile, JSON.stringify({ "sanya/hrss": { url: "https://hrss.example" }, "haikou/hrss": { url: "http://old.example" } }), { mode: 0o644 });
  address = await app.start(0);
});
after(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

function connectionOf(name: string): Connection & { url: string } {
  return { url: "", ...app.connections[name] };
}

test("the connections file gets every system's entry, keeps those of others and is for its owner alone", () => {
  const entries = JSON.parse(readFileSync(connectionsFile, "utf8")) as Record<string, Connection>;
  assert.deepEqual(entries["sanya/hrss"], { url: "https://hrss.example" });
  assert.equal(entries["haikou/hrss"]?.url, `${address}/haikou/hrss`);
  for (const [name, entry] of Object.entries(app.connections)) assert.deepEqual(entries[name], entry);
  assert.equal(statSync(connectionsFile).mode & 0o777, 0o600);
});

test("a connections file that cannot be read is neither overwritten nor quoted", () => {
  const broken = join(folder, "broken.json");
  writeFileSync(broken, '{"haikou/hrss": {"apiKey": "secret"');
  assert.throws(() => writeConnections(broken, { "haikou/gas": {} }), (error: Error) => error.message.includes("mend it") && !error.message.includes("secret"));
  assert.equal(readFileSync(broken, "utf8"), '{"haikou/hrss": {"apiKey": "secret"');
});

describe("a token", () => {
  const ask = (authorization: string) => send(`${connectionOf("haikou/hrss").url}/si/v1/cbxx?aac002=${ID_NUMBER}`, { headers: { authorization } });
  const request = (form: Record<string, string>) => send(`${connectionOf("haikou/hrss").url}/oauth2/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(form).toString() });

  test("is given for the secret, in the header or in the form, and lets in until it is revoked", async () => {
    const token = await getToken(connectionOf("haikou/hrss"), "/oauth2/token");
    assert.equal((await ask(`Bearer ${token}`)).status, 200);
    const { clientId = "", clientSecret = "" } = connectionOf("haikou/hrss").oauth ?? {};
    const { status, headers, body } = await request({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret });
    assert.deepEqual([status, headers["cache-control"]], [200, "no-store"]);
    assert.deepEqual(Object.keys(JSON.parse(body.toString()) as object), ["access_token", "token_type", "expires_in"]);
    await send(`${address}/control/reset`, { method: "POST" });
    const refused = await ask(`Bearer ${token}`);
    assert.deepEqual([refused.status, refused.headers["www-authenticate"]], [401, 'Bearer error="invalid_token"']);
  });

  test("is not given for anything else, and nothing is answered without", async () => {
    const { clientId = "", clientSecret = "" } = connectionOf("haikou/hrss").oauth ?? {};
    assert.equal((await request({ grant_type: "client_credentials", client_id: clientId, client_secret: "wrong" })).status, 401);
    assert.equal((await request({ grant_type: "password", client_id: clientId, client_secret: clientSecret })).status, 400);
    assert.equal((await request({})).status, 401);
    for (const authorization of ["", "Bearer wrong", "Basic YTpi"]) assert.equal((await ask(authorization)).status, 401);
    // Another department's.
    assert.equal((await ask(`Bearer ${await getToken(connectionOf("haikou/credit"), "/auth/token")}`)).status, 401);
  });

  test("runs out", async () => {
    const { http, start, stop } = createApp({ seed: "test", people: 60, smsGatewayToken: "a", registersToken: "b", dataDir: folder });
    const office = createTokenOffice(0);
    void http.register(async (scope) => {
      scope.addHook("onRequest", office.guard);
      office.addRoute(scope, "/token");
      scope.get("/thing", async () => ({}));
    }, { prefix: "/short" });
    const url = `${await start(0)}/short`;
    const token = await getToken({ url, oauth: office.oauth }, "/token");
    assert.equal((await send(`${url}/thing`, { headers: { authorization: `Bearer ${token}` } })).status, 401);
    await stop();
  });
});

describe("a key", () => {
  for (const [name, header, path] of [["haikou/public-security", "x-police-key", "/hz/hkxx?sfzh="], ["haikou/meteorology", "apikey", "/v3/city/now?x="]] as const) {
    test(`of ${name} must be in its header`, async () => {
      const { url, apiKey = "" } = connectionOf(name);
      const ask = (headers: Record<string, string>) => send(url + path.replace("?x=", "") + (path.endsWith("?x=") ? "" : ID_NUMBER), { headers });
      assert.equal((await ask({ [header]: apiKey })).status, 200);
      for (const headers of [{}, { [header]: "" }, { [header]: apiKey.slice(1) }, { authorization: `Bearer ${apiKey}` }]) assert.equal((await ask(headers)).status, 401);
    });
  }
});

describe("a signature", () => {
  const body = JSON.stringify({ zjhm: ID_NUMBER, cxyt: "本人查询" });
  const where = () => `${connectionOf("haikou/real-estate").url}/bdc/query`;
  const signed = (created?: number) => sign(connectionOf("haikou/real-estate"), "POST", where(), body, created);
  const ask = (headers: Record<string, string>, sent = body) => send(where(), { method: "POST", headers: { ...JSON_BODY, ...headers }, body: sent });

  test("lets in, once", async () => {
    const headers = signed();
    assert.equal((await ask(headers)).status, 200);
    assert.equal((await ask(headers)).status, 401);
  });

  test("must be there, new, of this key, and over this method, this address and this body", async () => {
    const now = () => Math.floor(Date.now() / 1000);
    const other = { ...connectionOf("haikou/real-estate"), signing: connectionOf("chengdu/real-estate").signing ?? { keyId: "", secret: "" } };
    const changed = (from: string, to: string) => {
      const good = signed();
      return { ...good, "signature-input": good["signature-input"]?.replace(from, to) ?? "" };
    };
    // Each is signed when it is sent: what is new must not grow old meanwhile.
    for (const headers of [
      () => ({}), () => signed(now() - 301), () => signed(now() + 60), () => sign(other, "POST", where(), body), () => sign(connectionOf("haikou/real-estate"), "GET", where(), body), () => sign(connectionOf("haikou/real-estate"), "POST", `${where()}?x=1`, body),
      () => changed(' "content-digest"', ""), () => changed("keyid=\"citizen-cloud\"", "keyid=\"else\""),
    ]) assert.equal((await ask(headers())).status, 401);
    assert.equal((await ask(signed(), JSON.stringify({ zjhm: ID_NUMBER, cxyt: "别的" }))).status, 401);
    assert.equal((await ask(signed(now() - 240))).status, 200);
  });
});

describe("a client certificate", () => {
  const ask = (tls: Partial<NonNullable<Connection["tls"]>>) => send(`${connectionOf("haikou/traffic-police").url}/api/drv/licence?sfzmhm=${ID_NUMBER}`, { tls });

  test("lets in", async () => {
    assert.equal((await ask(connectionOf("haikou/traffic-police").tls ?? {})).status, 200);
  });

  test("must be there, and of this authority; and the system proves itself by it", async () => {
    const { authority = "", ...identity } = connectionOf("haikou/traffic-police").tls ?? {};
    const other = connectionOf("chengdu/traffic-police").tls ?? {};
    // TLS 1.3 refuses after the handshake: the connection's end may overtake the alert that says why.
    await assert.rejects(ask({ authority }), /certificate required|ECONNRESET|hang up/i);
    await assert.rejects(ask({ ...other, authority }), /unknown ca|alert|ECONNRESET|hang up/i);
    await assert.rejects(ask({ ...identity, authority: connectionOf("chengdu/traffic-police").tls?.authority ?? "" }), /verify|self.signed/i);
  });

  test("is no way around: the plain port does not have the system", async () => {
    assert.equal((await send(`${address}/haikou/traffic-police/api/drv/licence?sfzmhm=${ID_NUMBER}`)).status, 404);
  });
});
