import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { createApp } from "./app.ts";
import { DEMONSTRATION_PEOPLE } from "./population/index.ts";

const TOKENS = { "sms-gateway": "sms-token", police: "registers-token", telecom: "registers-token", "civil-affairs": "registers-token", market: "registers-token" } as const;
type SystemName = keyof typeof TOKENS;

/** A whole picture of one colour's header; what follows it nobody reads. */
function pngOf(width: number, height: number): string {
  const image = Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), Buffer.alloc(8)]);
  image.writeUInt32BE(width, 16);
  image.writeUInt32BE(height, 20);
  return image.toString("base64");
}

/** A comment segment and a start of frame. */
function jpegOf(width: number, height: number): string {
  const image = Buffer.from("ffd8fffe00046869ffc0001108000000000301220002110103110100", "hex");
  image.writeUInt16BE(height, 13);
  image.writeUInt16BE(width, 15);
  return image.toString("base64");
}

const folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
const { http, start, stop } = createApp({ seed: "test", people: 16_000_000, smsGatewayToken: TOKENS["sms-gateway"], registersToken: TOKENS.police, dataDir: folder });
let address: string;
before(async () => {
  address = await start(0);
});
afterEach(() => tell("POST", "/control/reset"));
after(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(system: SystemName, path: string, body: object, token: string = TOKENS[system]): Promise<{ status: number; body: unknown }> {
  const reply = await fetch(`${address}/${system}${path}`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: reply.status, body: await reply.json() };
}

async function tell(method: string, path: string, body?: object): Promise<Response> {
  return fetch(address + path, { method, ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) });
}

const [mother, father, son, daughter] = DEMONSTRATION_PEOPLE as [Demonstration, Demonstration, Demonstration, Demonstration];
type Demonstration = (typeof DEMONSTRATION_PEOPLE)[number];
const representative = DEMONSTRATION_PEOPLE[5] as Demonstration;

describe("the SMS gateway", () => {
  const received = async (query = "") => ((await (await tell("GET", `/control/messages${query}`)).json()) as { messages: { to: string; text: string }[] }).messages;

  test("sends a message once, however often it is handed over", async () => {
    for (const text of ["first", "second"]) assert.deepEqual(await ask("sms-gateway", "/v1/messages", { id: "same", to: "15400000000", text }), { status: 202, body: { id: "same" } });
    assert.deepEqual((await received()).map(({ text }) => text), ["first"]);
  });

  test("shows the newest first, for one number or all, and keeps a bounded number", async () => {
    for (let id = 0; id < 510; id++) await ask("sms-gateway", "/v1/messages", { id: String(id), to: id % 2 === 0 ? "15400000000" : "15400000001", text: `message ${id}` });
    assert.deepEqual([(await received()).length, (await received())[0]?.text], [500, "message 509"]);
    assert.ok((await received("?to=15400000000")).every(({ to }) => to === "15400000000"));
  });

  test("shows what arrives on its page, whatever it contains", async () => {
    await ask("sms-gateway", "/v1/messages", { id: "hostile", to: "15400000000", text: "<script>alert(1)</script> 123456" });
    const page = await (await tell("GET", "/?to=15400000000")).text();
    assert.ok(page.includes("&lt;script>alert(1)&lt;/script> 123456"));
    for (const { idNumber } of DEMONSTRATION_PEOPLE) assert.ok(page.includes(idNumber));
  });
});

describe("the police register", () => {
  const identity = async (name: string, idNumber: string) => (await ask("police", "/v1/identity-checks", { name, idNumber })).body;
  const photo = async (image: string, name = mother.name) => (await ask("police", "/v1/photo-checks", { name, idNumber: mother.idNumber, photo: image })).body as { result: string; similarity: number };

  test("knows whose number it is", async () => {
    assert.deepEqual(await identity(mother.name, mother.idNumber), { result: "match" });
    assert.deepEqual(await identity(father.name, mother.idNumber), { result: "mismatch" });
    assert.deepEqual(await identity(mother.name, "11010519491231002X"), { result: "not-found" });
  });

  test("recognises the person in any PNG or JPEG of at least 40 × 40", async () => {
    for (const image of [pngOf(40, 40), jpegOf(640, 480)]) assert.equal((await photo(image)).result, "match");
    for (const image of [pngOf(39, 400), jpegOf(640, 39), Buffer.from("no picture").toString("base64")]) assert.equal((await photo(image)).result, "unclear");
    assert.equal((await photo(pngOf(400, 400), father.name)).result, "mismatch");
  });

  test("says of the next photos what it is told", async () => {
    assert.equal((await tell("PUT", "/control/photo-results", { next: ["unclear", "mismatch"] })).status, 200);
    const results = [await photo(pngOf(40, 40)), await photo(pngOf(40, 40)), await photo(pngOf(40, 40))];
    assert.deepEqual(results.map(({ result }) => result), ["unclear", "mismatch", "match"]);
    assert.ok(results.every(({ similarity }) => similarity >= 0 && similarity <= 100));
  });
});

describe("the other registers", () => {
  test("telecom knows in whose name a number is", async () => {
    const check = async (body: object) => (await ask("telecom", "/v1/number-checks", body)).body;
    const { name, idNumber, phone } = mother;
    assert.deepEqual(await check({ name, idNumber, phone }), { result: "match" });
    assert.deepEqual(await check({ name, idNumber, phone: father.phone }), { result: "mismatch" });
    assert.deepEqual(await check({ name, idNumber, phone: "13800138000" }), { result: "not-found" });
  });

  test("civil affairs knows each parent's children", async () => {
    const list = async (idNumber: string) => ((await ask("civil-affairs", "/v1/children", { idNumber })).body as { children: { name: string; relation: string; birthDate: string }[] }).children;
    assert.deepEqual((await list(mother.idNumber)).map(({ name, relation, birthDate }) => [name, relation, birthDate]), [[son.name, "mother", son.birthDate], [daughter.name, "mother", daughter.birthDate]]);
    assert.deepEqual((await list(father.idNumber)).map(({ relation }) => relation), ["father", "father"]);
    assert.deepEqual(await list("11010519491231002X"), []);
  });

  test("market knows an enterprise and who represents it", async () => {
    const { body } = await ask("market", "/v1/enterprises", { creditCode: "91460102MA9Y1M8X0C" });
    assert.deepEqual(body, {
      result: "found",
      enterprise: { name: "海口椰云示例食品有限公司", creditCode: "91460102MA9Y1M8X0C", state: "active", legalRepresentative: { name: representative.name, idNumber: representative.idNumber } },
    });
    assert.deepEqual((await ask("market", "/v1/enterprises", { creditCode: "91350100M000100Y43" })).body, { result: "not-found" });
  });
});

describe("whoever calls", () => {
  const QUESTIONS: [system: SystemName, path: string][] = [
    ["sms-gateway", "/v1/messages"], ["police", "/v1/identity-checks"], ["police", "/v1/photo-checks"], ["telecom", "/v1/number-checks"], ["civil-affairs", "/v1/children"], ["market", "/v1/enterprises"],
  ];
  for (const [system, path] of QUESTIONS) {
    test(`needs the token of ${system}${path}, and to ask in its form`, async () => {
      assert.equal((await ask(system, path, {}, "wrong")).status, 401);
      assert.equal((await ask(system, path, {}, system === "sms-gateway" ? TOKENS.police : TOKENS["sms-gateway"])).status, 401);
      assert.equal((await ask(system, path, { surplus: true })).status, 400);
    });
  }

  for (const path of ["/", "/control/messages", "/control/systems"]) {
    test(`sees ${path} from this machine alone, and under its own name alone`, async () => {
      assert.equal((await http.inject({ url: path, remoteAddress: "192.0.2.7" })).statusCode, 403);
      assert.equal((await http.inject({ url: path, headers: { host: "rebound.example" } })).statusCode, 403);
      assert.equal((await http.inject({ url: path, headers: { host: "localhost:8081" } })).statusCode, 200);
    });
  }
});

describe("a system told to misbehave", () => {
  const behave = (behaviour: object) => tell("PATCH", "/control/systems/police", behaviour);
  const check = () => ask("police", "/v1/identity-checks", { name: mother.name, idNumber: mother.idNumber });

  test("is down, hangs up, answers another shape or no JSON, until it is reset", async () => {
    await behave({ fault: "unavailable" });
    assert.equal((await check()).status, 503);
    await behave({ fault: "hang-up" });
    await assert.rejects(check(), TypeError);
    await behave({ fault: "wrong-shape" });
    assert.deepEqual(await check(), { status: 200, body: { code: 0, message: "success", data: null } });
    await behave({ fault: "malformed" });
    await assert.rejects(check(), SyntaxError);
    await tell("POST", "/control/reset");
    assert.deepEqual((await check()).body, { result: "match" });
  });

  test("is slow and limits how often it is asked", async () => {
    await behave({ slowMs: 120 });
    const startedAt = performance.now();
    await check();
    assert.ok(performance.now() - startedAt >= 110);
    await behave({ slowMs: 0, requestsPerMinute: 0 });
    assert.equal((await check()).status, 429);
  });

  test("leaves the others alone", async () => {
    await behave({ fault: "unavailable" });
    assert.equal((await ask("civil-affairs", "/v1/children", { idNumber: mother.idNumber })).status, 200);
  });

  test("must exist, and be told something it knows", async () => {
    assert.equal((await tell("PATCH", "/control/systems/weather", { slowMs: 1 })).status, 404);
    assert.equal((await behave({ fault: "explode" })).status, 400);
    assert.equal((await behave({ slowMs: -1 })).status, 400);
  });
});
