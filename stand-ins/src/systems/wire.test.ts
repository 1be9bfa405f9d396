/** The cities' documents and the systems that speak no JSON fit: every operation is asked for over its real protocol, and gives just the fields of its kind of record. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import iconv from "iconv-lite";
import { createApp } from "../app.ts";
import { createWorld } from "../lives/index.ts";
import type { CityId, Person } from "../population/index.ts";
import { readSource } from "../testing/ask-source.ts";
import { askWire, openEnvelope, sendSoap, type WireRequest, type WireTransport } from "../testing/ask-wire.ts";
import { evaluate } from "../testing/mapping.ts";
import { findMisfits, readRecordKinds } from "../testing/record-shape.ts";

const NOW = new Date("2026-11-22T03:30:00Z");
const TODAY = "2026-11-22";
const SETTINGS = { seed: "test", people: 400_000 };
const PEOPLE = 40;
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

/** Fields of each kind of record, lists by their members; those with a question mark may be missing. */
const FIELDS: Record<string, string> = {
  "medical-insurance/account": "status type balance spentThisYear coveredThisYear deductibleLeft balances[month balance]",
  "medical-insurance/spending": "totalThisYear spending[on place kind total fromAccount fromPool own]",
  "health/visits": "visits[on hospital department kind diagnosis doctor]",
  "health/test-reports": "results[on hospital test item value unit? reference? flag]",
  "tax/income-tax": "totalThisYear years[year income tax] payments[month employer income tax]",
  "housing-fund/account": "accountNumber status employer balance monthlyDeposit lastMonth balances[month balance]",
  "housing-fund/deposits": "deposits[on month kind amount balance employer?]",
  "housing-fund/loan": "contractNumber lender principal remaining rate nextOn nextAmount missedInARow anomaly schedule[number dueOn principal interest amount status]",
  "education/certificates": "certificates[level school major graduatedOn number]",
  "library/loans": "fines loans[title author borrowedOn dueOn renewals branch status]",
  "one-card/subsidies": "totalThisYear payments[on programme amount account authority]",
  "water/account": "accountNumber address owed bills[month quantity amount status]",
};
const YUAN = new Set(["balance", "spentThisYear", "coveredThisYear", "deductibleLeft", "totalThisYear", "total", "fromAccount", "fromPool", "own", "income", "tax", "monthlyDeposit", "amount", "principal", "remaining", "nextAmount", "interest", "fines", "owed"]);

function residents(city: CityId): Person[] {
  const found: Person[] = [];
  for (let index = 0; found.length < PEOPLE; index = index < 12 ? index + 1 : index + 1_013) {
    const person = world.population.personAt(index);
    if (person.city === city) found.push(person);
  }
  return found;
}

async function ask(city: CityId, name: string, { idNumber = "", parameters = {} }: { idNumber?: string; parameters?: Record<string, string> }): Promise<{ record: Row; asOf: unknown } | undefined> {
  const [id = "", operationId] = name.split("/");
  const source = readSource(city, id);
  const operation = source.operations.find((each) => each.id === operationId);
  assert.ok(operation, name);
  const subject = { idNumber, name: "" };
  const input = (await evaluate(operation.request.input, { subject, parameters, city, today: TODAY })) as Row;
  const answer = await askWire(source.transport, operation.request as WireRequest, app.connections[`${city}/${id}`] ?? {}, input);
  if (answer === undefined) return undefined;
  const bindings = { subject, parameters, today: TODAY };
  if (operation.found && (await evaluate(operation.found, answer, bindings)) !== true) return undefined;
  const record = JSON.parse(JSON.stringify(await evaluate(operation.answer, answer, bindings))) as Row;
  return { record, asOf: await evaluate(operation.asOf ?? '""', answer, bindings) };
}

function tell(method: string, path: string, body?: object): Promise<Response> {
  return fetch(address + path, { method, ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }) });
}

function namesIn(record: Row, fields: string): string[] {
  const wrong: string[] = [];
  const lists = [...fields.matchAll(/(\w+)\[([^\]]+)\]/g)].map(([, name = "", members = ""]) => [name, members.split(" ")] as const);
  const plain = fields.replaceAll(/\[[^\]]*\]/g, "").split(" ");
  const compare = (object: Row, names: readonly string[], at: string) => {
    for (const name of names) if (!name.endsWith("?") && !(name in object)) wrong.push(`${at}${name} is missing`);
    for (const [name, value] of Object.entries(object)) {
      if (!names.includes(name) && !names.includes(`${name}?`)) wrong.push(`${at}${name} is no field`);
      else if (YUAN.has(name) && !Number.isInteger(value)) wrong.push(`${at}${name} is no fen: ${String(value)}`);
      else if (/(On|^on)$/.test(name) && !/^\d{4}-\d\d-\d\d$/.test(String(value))) wrong.push(`${at}${name} is no day: ${String(value)}`);
      else if (/month$/i.test(name) && !/^\d{4}-\d\d$/.test(String(value))) wrong.push(`${at}${name} is no month: ${String(value)}`);
      else if (value === "" || value === null) wrong.push(`${at}${name} is nothing`);
    }
  };
  compare(record, plain, "");
  for (const [name, members] of lists) {
    if (!Array.isArray(record[name])) wrong.push(`${name} is no list`);
    else for (const [index, each] of (record[name] as Row[]).entries()) compare(each, members, `${name}[${index}].`);
  }
  return wrong;
}

for (const city of ["haikou", "chengdu"] as const) {
  describe(`${city}, over SOAP, SQL and dropped files`, () => {
    for (const [name, fields] of Object.entries(FIELDS)) {
      test(name, async () => {
        const kind = readRecordKinds(city).find(({ source, operation }) => `${source}/${operation}` === name);
        let found = 0;
        for (const { idNumber } of residents(city)) {
          const answer = await ask(city, name, { idNumber });
          if (!answer) continue;
          found += 1;
          assert.deepEqual(namesIn(answer.record, fields), [], idNumber);
          if (kind) assert.deepEqual(findMisfits(kind.fields, answer.record), [], idNumber);
          assert.match(String(answer.asOf), /^2026-11-22T\d\d:\d\d:\d\d\+08:00$/);
        }
        assert.ok(found > 0, "somebody has one");
        const stranger = residents(city === "haikou" ? "chengdu" : "haikou")[PEOPLE - 1] as Person;
        assert.equal(await ask(city, name, { idNumber: stranger.idNumber }), undefined);
        assert.equal(await ask(city, name, { idNumber: "11010519491231002X' or '1'='1" }), undefined);
      });
    }

    test("schools of an address", async () => {
      const person = residents(city)[8] as Person;
      const answer = await ask(city, "education/school-district", { parameters: { address: person.address } });
      assert.deepEqual(Object.keys(answer?.record ?? {}), ["community", "primarySchool", "middleSchool", "note"]);
      const district = /[市](.{2,3}?[区县市])/.exec(person.address.slice(3))?.[1] ?? "";
      assert.ok(String(answer?.record["primarySchool"]).startsWith(district), `${person.address} ${String(answer?.record["primarySchool"])}`);
      const kind = readRecordKinds(city).find(({ operation }) => operation === "school-district");
      if (kind) assert.deepEqual(findMisfits(kind.fields, answer?.record ?? {}), []);
      assert.ok(await ask(city, "education/school-district", { parameters: { address: "云舟示例路" } }));
      assert.equal(await ask(city, "education/school-district", { parameters: { address: "没有的地方" } }), undefined);
    });
  });
}

for (const fault of ["wrong-shape", "wrong-types"]) {
  test(`an answer of a system told to misbehave (${fault}) is never a record, nor the lack of one`, async () => {
    const { idNumber } = world.population.personAt(0);
    for (const [name, fields] of Object.entries(FIELDS)) {
      const system = `haikou/${name.split("/")[0]}`;
      if (system === "haikou/one-card" || system === "haikou/water") continue;
      await tell("PATCH", `/control/systems/${system}`, { fault });
      const answer = await ask("haikou", name, { idNumber }).then((given) => given ?? "nobody", () => "fault");
      assert.notEqual(answer, "nobody", name);
      if (typeof answer !== "string") assert.notDeepEqual(namesIn(answer.record, fields), [], `${name} ${JSON.stringify(answer.record)}`);
    }
  });
}

test("the first of the demonstration has a failed debit, a late book and an abnormal finding", async () => {
  const { idNumber } = world.population.personAt(0);
  const record = async (name: string) => (await ask("haikou", name, { idNumber }))?.record ?? {};
  assert.deepEqual([(await record("housing-fund/loan"))["anomaly"], (await record("housing-fund/loan"))["missedInARow"]], ["debit-failed", 1]);
  const { loans, fines } = (await record("library/loans")) as { loans: Row[]; fines: number };
  assert.ok(fines === 140 && loans.some(({ status }) => status === "overdue"));
  assert.ok(((await record("health/test-reports"))["results"] as Row[]).some(({ flag }) => flag === "abnormal"));
});

describe("a SOAP service", () => {
  const { transport, operations } = readSource("haikou", "medical-insurance") as unknown as { transport: WireTransport; operations: { request: WireRequest }[] };
  const request = operations[0]?.request ?? {};
  const { idNumber } = world.population.personAt(0);
  const members = `<psn_cert_type>01</psn_cert_type><certno>${idNumber}</certno>`;
  const send = (changes: { transport?: Partial<WireTransport>; request?: WireRequest; password?: string; members?: string } = {}) =>
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
    const tax = readSource("haikou", "tax") as unknown as { transport: WireTransport; operations: { request: WireRequest }[] };
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
