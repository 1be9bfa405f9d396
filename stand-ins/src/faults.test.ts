/** What a department's system does when it is told to misbehave, as its caller sees it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { createApp } from "./app.ts";
import { DEMONSTRATION_PEOPLE } from "./population/index.ts";
import { type Reply, send } from "./testing/send.ts";

const folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
const app = createApp({ seed: "test", people: 16_000_000, smsGatewayToken: "a", registersToken: "b", dataDir: folder });
const ID_NUMBER = DEMONSTRATION_PEOPLE[0]?.idNumber ?? "";
const NAME = DEMONSTRATION_PEOPLE[0]?.name ?? "";
const AIR = "haikou/ecology";
/** Far longer than anything takes on a quiet machine. */
const PATIENCE_MS = 60_000;
let address: string;
before(async () => {
  address = await app.start(0);
});
afterEach(() => send(`${address}/control/reset`, { method: "POST" }));
after(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const air = () => send(`${app.connections[AIR]?.url}/aqi/current`);
const register = () => send(`${app.connections["haikou/public-security"]?.url}/hz/hkxx?sfzh=${ID_NUMBER}`, { headers: { "x-police-key": app.connections["haikou/public-security"]?.apiKey ?? "" } });
const behave = (behaviour: object, system = AIR) => send(`${address}/control/systems/${system}`, { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify(behaviour) });

interface Seen { bytes: number; ended: boolean; headers: boolean }

/** What has come of a question that does not end by itself, after so long or once it is enough. */
function watch(url: string, forMs: number, isEnough: (seen: Seen) => boolean = () => false): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const seen = { bytes: 0, ended: false, headers: false };
    const asked = request(url, { agent: false }, (reply) => {
      seen.headers = true;
      reply.on("data", (chunk: Buffer) => {
        seen.bytes += chunk.length;
        if (isEnough(seen)) stop();
      });
      reply.on("end", () => void (seen.ended = true));
      reply.on("error", () => {});
    });
    asked.on("error", reject);
    asked.end();
    const stop = () => {
      clearTimeout(over);
      asked.off("error", reject).on("error", () => {}).destroy();
      resolve({ ...seen });
    };
    const over = setTimeout(stop, forMs);
  });
}

describe("a department's system told to misbehave", () => {
  test("is switched off and on again, and only it", async () => {
    assert.equal((await behave({ on: false })).status, 200);
    await assert.rejects(air(), /socket hang up|ECONNRESET/);
    assert.equal((await register()).status, 200);
    await behave({ on: true });
    assert.equal((await air()).status, 200);
  });

  test("is down, or hangs up", async () => {
    await behave({ fault: "unavailable" });
    assert.equal((await air()).status, 503);
    await behave({ fault: "hang-up" });
    await assert.rejects(air(), /socket hang up|ECONNRESET/);
  });

  test("never answers, until it is told something else", async () => {
    await behave({ fault: "hang" });
    assert.deepEqual(await watch(`${app.connections[AIR]?.url}/aqi/current`, 300), { bytes: 0, ended: false, headers: false });
    const hanging = air();
    hanging.catch(() => {});
    // Asked after it and hung up on: so the one before has been heard.
    await watch(`${app.connections[AIR]?.url}/aqi/current`, 300);
    await behave({ fault: "none" });
    await assert.rejects(hanging, /socket hang up|ECONNRESET/);
  });

  test("trickles", async () => {
    await behave({ fault: "trickle" });
    const { bytes, ended, headers } = await watch(`${app.connections[AIR]?.url}/aqi/current`, PATIENCE_MS, ({ bytes: some }) => some >= 2);
    assert.ok(headers && !ended && bytes >= 2 && bytes <= 8, String(bytes));
  });

  test("never ends", async () => {
    await behave({ fault: "endless" });
    const { bytes, ended } = await watch(`${app.connections[AIR]?.url}/aqi/current`, PATIENCE_MS, ({ bytes: some }) => some > 1_000_000);
    assert.ok(!ended && bytes > 1_000_000, String(bytes));
    await behave({ fault: "none" });
    assert.equal((await air()).status, 200);
  });

  test("breaks off half way", async () => {
    await behave({ fault: "truncated" });
    await assert.rejects(air(), /aborted|ECONNRESET/);
  });

  test("answers another shape, other types, or what cannot be read", async () => {
    const good = JSON.parse((await air()).body.toString()) as { AQI: string; Stations: object[] };
    await behave({ fault: "wrong-shape" });
    assert.deepEqual(JSON.parse((await air()).body.toString()), { code: 0, message: "success", data: null });
    await behave({ fault: "wrong-types" });
    const confused = JSON.parse((await air()).body.toString()) as { AQI: number; Stations: object[] };
    assert.deepEqual([Object.keys(confused), typeof confused.AQI, confused.Stations.length], [Object.keys(good), "number", good.Stations.length]);
    await behave({ fault: "malformed" });
    const malformed = await air();
    assert.throws(() => JSON.parse(malformed.body.toString()), SyntaxError);
  });

  test("writes in another charset than it says", async () => {
    const good = await register();
    assert.ok(good.headers["content-type"]?.includes("GB18030"));
    assert.ok(new TextDecoder("gb18030").decode(good.body).includes(NAME));
    await behave({ fault: "wrong-charset" }, "haikou/public-security");
    const wrong = await register();
    assert.ok(wrong.headers["content-type"]?.includes("GB18030") && wrong.body.toString("utf8").includes(NAME));
    await behave({ fault: "wrong-charset" });
    const latin = await air();
    assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(latin.body), TypeError);
  });

  test("redirects to an inner address", async () => {
    await behave({ fault: "redirect" });
    const { status, headers } = await air();
    assert.deepEqual([status, headers.location], [302, `${address}/control/messages`]);
  });

  test("shows an expired certificate, where it has one", async () => {
    const { url, tls } = app.connections["haikou/traffic-police"] ?? {};
    const ask = () => send(`${url}/api/road/state`, tls ? { tls } : {});
    assert.equal((await ask()).status, 200);
    assert.equal((await behave({ fault: "expired-certificate" }, "haikou/traffic-police")).status, 200);
    await assert.rejects(ask(), /expired/);
    await behave({ fault: "none" }, "haikou/traffic-police");
    assert.equal((await ask()).status, 200);
    assert.equal((await behave({ fault: "expired-certificate" })).status, 400);
  });

  test("is slow, fails so often of a hundred, and limits how often it is asked", async () => {
    await behave({ slowMs: 100, jitterMs: 50 });
    const startedAt = performance.now();
    await air();
    assert.ok(performance.now() - startedAt >= 95);
    await behave({ slowMs: 0, jitterMs: 0, errorPercent: 30 });
    const statuses: number[] = [];
    for (let question = 0; question < 100; question++) statuses.push((await air()).status);
    assert.deepEqual([statuses.filter((status) => status === 503).length, statuses.filter((status) => status === 200).length], [30, 70]);
    await behave({ errorPercent: 0, requestsPerMinute: 1 });
    // A minute may begin meanwhile, and not two.
    const limited = [await air(), await air(), await air()].find(({ status }) => status === 429);
    assert.ok(Number(limited?.headers["retry-after"]) > 0);
  });

  test("gives out its tokens all the same while its answers are spoilt", async () => {
    await behave({ fault: "malformed" }, "haikou/hrss");
    const { url, oauth } = app.connections["haikou/hrss"] ?? {};
    const reply: Reply = await send(`${url}/oauth2/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: `grant_type=client_credentials&client_id=${oauth?.clientId}&client_secret=${oauth?.clientSecret}` });
    const { access_token: token } = JSON.parse(reply.body.toString()) as { access_token: string };
    const answer = await send(`${url}/si/v1/cbxx?aac002=${ID_NUMBER}`, { headers: { authorization: `Bearer ${token}` } });
    assert.throws(() => JSON.parse(answer.body.toString()), SyntaxError);
  });
});
