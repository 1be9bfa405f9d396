/** What speaks no JSON: SOAP services refuse who asks wrongly, and files are left whole. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import iconv from "iconv-lite";
import { createApp } from "../app.ts";
import { createWorld } from "../lives/index.ts";
import { readSource } from "../testing/send.ts";
import { openEnvelope, sendSoap, type SoapRequest, type SoapTransport } from "../testing/soap.ts";

const NOW = new Date("2026-11-22T03:30:00Z");
const SETTINGS = { seed: "test", people: 400_000 };
const folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
const app = createApp({ ...SETTINGS, smsGatewayToken: "a", registersToken: "b", dataDir: folder, dropPeople: 400, now: () => NOW });
const world = createWorld(SETTINGS);
let address: string;
before(async () => {
  address = await app.start(0);
  // The first files come while others are answered already.
  await Promise.all(["haikou/one-card", "haikou/water", "chengdu/one-card", "chengdu/water"].map((name) => tell("POST", `/control/drops/${name}`)));
});
afterEach(() => tell("POST", "/control/reset"));
after(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Row = Record<string, unknown>;

function tell(method: string, path: string, body?: object): Promise<Response> {
  return fetch(address + path, { method, ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }) });
}

describe("a SOAP service", () => {
  const { transport, operations } = readSource("haikou", "medical-insurance") as { transport: SoapTransport; operations: { request: SoapRequest }[] };
  const request = operations[0]?.request ?? {};
  const { idNumber } = world.population.personAt(0);
  const members = `<psn_cert_type>01</psn_cert_type><certno>${idNumber}</certno>`;
  const send = (changes: { transport?: Partial<SoapTransport>; request?: SoapRequest; password?: string; members?: string } = {}) =>
    sendSoap({ ...transport, ...changes.transport }, { ...request, ...changes.request }, { ...app.connections["haikou/medical-insurance"], ...(changes.password !== undefined && { password: changes.password }) }, changes.members ?? members);

  test("answers in GB18030, rare characters too", async () => {
    const { headers, body } = await send();
    assert.equal(headers["content-type"], "text/xml; charset=GB18030");
    assert.match(body.toString("latin1"), /^<\?xml version="1\.0" encoding="GB18030"\?>/);
    assert.equal((openEnvelope(iconv.decode(body, "gb18030")) as Row)["infcode"], "0");
  });

  test("says of somebody unknown that there is nobody, and is not at fault", async () => {
    const { status, body } = await send({ members: "<psn_cert_type>01</psn_cert_type><certno>1</certno>" });
    assert.deepEqual([status, (openEnvelope(iconv.decode(body, "gb18030")) as Row)["infcode"]], [200, "1004"]);
  });

  const refused: [why: string, change: Parameters<typeof send>[0], code: string][] = [
    ["another password", { password: "wrong" }, "wsse:FailedAuthentication"], ["no password", { transport: { authentication: "none" } }, "wsse:FailedAuthentication"],
    ["another action", { request: { action: "urn:other" } }, "soapenv:Client"], ["another element", { request: { element: "DropTables" } }, "soapenv:Client"], ["another namespace", { transport: { namespace: "urn:other" } }, "soapenv:Client"],
    ["less than it wants", { members: "" }, "soapenv:Client"], ["no XML", { members: "<certno" }, "soapenv:Client"], ["another version", { transport: { version: "1.2" } }, "soapenv:VersionMismatch"],
  ];
  for (const [why, change, code] of refused) {
    test(`refuses ${why} with a fault`, async () => {
      const { status, body } = await send(change);
      assert.deepEqual([status, (openEnvelope(iconv.decode(body, "gb18030")) as Row)["faultcode"]], [500, code]);
    });
  }

  test("reads no document type", async () => {
    const { url = "" } = app.connections["haikou/medical-insurance"] ?? {};
    const reply = await fetch(`${url}${transport.path}`, { method: "POST", headers: { "content-type": "text/xml", soapaction: String(request.action) }, body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' });
    assert.equal(reply.status, 500);
  });

  test("wants a client's certificate where it says so", async () => {
    const tax = readSource("haikou", "tax") as { transport: SoapTransport; operations: { request: SoapRequest }[] };
    const { tls, ...without } = app.connections["haikou/tax"] ?? {};
    await assert.rejects(sendSoap(tax.transport, tax.operations[0]?.request ?? {}, { ...without, tls: { authority: tls?.authority ?? "" } as NonNullable<typeof tls> }, ""));
  });
});

describe("a department that leaves files", () => {
  const place = join(folder, "stand-ins/haikou/one-card");
  const newest = () => readFileSync(join(place, readdirSync(place).filter((name) => !name.startsWith(".")).sort().at(-1) ?? ""));
  const drop = async () => ((await (await tell("POST", "/control/drops/haikou/one-card")).json()) as { file: string | null }).file;
  const behave = (behaviour: object) => tell("PATCH", "/control/systems/haikou/one-card", behaviour);

  test("leaves one when it is asked to, whole, with everything in it, and does not fill the folder", async () => {
    for (let time = 0; time < 8; time++) assert.match(String(await drop()), /^YKT_20261122113000_\d{3}\.csv$/);
    assert.ok(readdirSync(place).length <= 5 && readdirSync(place).every((name) => !name.endsWith(".tmp")));
    const lines = iconv.decode(newest(), "gb18030").split("\r\n");
    assert.equal(lines[0], "身份证号,姓名,项目编码,项目名称,发放金额,发放日期,银行账号,发放单位,数据时间");
    assert.ok(new Set(lines.map((line) => line.slice(0, 18))).size > 50);
    assert.equal((await tell("POST", "/control/drops/haikou/hrss")).status, 404);
  });

  test("leaves the same again, half of one, another layout, another encoding, or none", async () => {
    await drop();
    const good = newest();
    await behave({ fault: "duplicate" });
    assert.deepEqual([(await drop()) !== null, newest()], [true, good]);
    await behave({ fault: "truncated" });
    await drop();
    assert.ok(newest().length < good.length && !newest().toString("latin1").endsWith("\r\n"));
    await behave({ fault: "wrong-shape" });
    await drop();
    assert.match(iconv.decode(newest(), "gb18030"), /数据时间,备注\r\n/);
    await behave({ fault: "wrong-charset" });
    await drop();
    assert.match(newest().toString(), /^身份证号/);
    await behave({ fault: "wrong-types" });
    await drop();
    assert.match(iconv.decode(newest(), "gb18030"), /,不详,/);
    await behave({ fault: "none", on: false });
    assert.equal(await drop(), null);
    assert.equal((await behave({ fault: "redirect" })).status, 400);
  });
});
