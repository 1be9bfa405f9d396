import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newId } from "../../../kernel/ids.ts";
import { listAbout } from "../../audit/index.ts";
import { signIn, Visitor } from "../../identity/testing.ts";
import { until } from "../../../testing/patience.ts";
import { ACCOUNT, anIdNumber, type Person, type RecordsLab, startRecordsLab } from "../testing.ts";

let lab: RecordsLab;
let person: Person;
let holder: Person;
const ID_NUMBER = anIdNumber("1985-03-14", 511);
const CHILD = { name: "周小满", idNumber: anIdNumber("2025-06-01", 513), recordNumber: "BR1", birthDate: "2025-06-01", relation: "mother" };

before(async () => {
  lab = await startRecordsLab();
  lab.office.answers.set("/civil-affairs/v1/children", ({ idNumber }) => ({ children: idNumber === ID_NUMBER ? [CHILD] : [] }));
  person = await lab.signUp("15400005101", "周望舒", ID_NUMBER);
  holder = await lab.signUp("15400005102", "吴青禾", anIdNumber("1986-03-14", 515));
  lab.answers.set(`/fund/${ID_NUMBER}`, ACCOUNT);
  lab.answers.set(`/doses/${CHILD.idNumber}`, { doses: [{ vaccine: "HepB", number: 1, givenOn: "2025-06-01" }] });
});
after(() => lab.stop());

const list = async (who: Person, headers: Record<string, string> = {}, query = "") => {
  await lab.app.forgetAttempts();
  const reply = await who.ask("GET", `/api/v1/me/records${query}`, undefined, headers);
  assert.equal(reply.statusCode, 200, reply.body);
  assert.equal(reply.headers["cache-control"], "no-store");
  return Object.fromEntries(reply.json().items.map((item: { kind: string }) => [item.kind, item])) as Record<string, { state: string; headline?: { value: unknown }; facts: { field: string; value: unknown }[]; notices: { tone: string; text: { zh: string } }[]; reason?: string; obtainedAt?: string }>;
};

describe("all my records", () => {
  test("stand there at a glance: headline and facts masked, notices said, each kind in its own state", async () => {
    const records = await list(person);
    assert.deepEqual(Object.keys(records), ["fund-account", "visits", "vaccinations"]);
    assert.deepEqual([records["fund-account"]?.state, records.visits?.state, records.vaccinations?.state], ["current", "level-needed", "no-record"]);
    assert.deepEqual(records["fund-account"]?.headline, { field: "balance", value: 88_050 });
    assert.deepEqual(records["fund-account"]?.facts, [{ field: "accountNumber", value: "***********5678" }, { field: "active", value: true }]);
    assert.deepEqual(records["fund-account"]?.notices, [{ tone: "warning", text: { zh: "余额不足", en: "The balance is low" } }]);
  });

  test("are about persons: what is about nobody is not asked for in anybody's name, nor kept for them", async () => {
    const askedBefore = lab.asked.length;
    const reply = await person.ask("GET", "/api/v1/me/records/bus-arrivals?parameter=line:3");
    assert.deepEqual([reply.statusCode, reply.json().code, lab.asked.length], [404, "no-such-record-kind", askedBefore]);
  });

  test("leave an access record for each kind that was asked for, and none for those that were not", async () => {
    const { items } = await listAbout(lab.app.database, person.person);
    const reads = items.filter(({ act }) => act.startsWith("record."));
    assert.deepEqual(new Set(reads.map(({ about }) => about?.id)), new Set(["fund-account", "vaccinations"]));
    const [read] = reads.filter(({ act }) => act === "record.read");
    assert.deepEqual([read?.purpose, read?.ground, read?.fields?.includes("balance")], ["own-records", "PIPL 45", true]);
  });

  test("a department that is down or hangs costs none of the others, and what it last said is shown as such", async () => {
    lab.answers.set(`/fund/${ID_NUMBER}`, "broken");
    lab.answers.set(`/doses/${ID_NUMBER}`, "hung");
    // The others answer within these four seconds, and the hung one has a minute.
    const { times } = lab.patience;
    lab.patience.times = 5;
    const startedAt = performance.now();
    const records = await list(person);
    lab.patience.times = times;
    assert.ok(performance.now() - startedAt < 30_000);
    assert.deepEqual([records["fund-account"]?.state, records["fund-account"]?.reason, records["fund-account"]?.headline?.value], ["last-known", "down", 88_050]);
    assert.deepEqual([records.vaccinations?.state, records.vaccinations?.reason, records.vaccinations?.headline], ["last-known", "slow", undefined]);
    lab.answers.set(`/fund/${ID_NUMBER}`, ACCOUNT);
    lab.answers.delete(`/doses/${ID_NUMBER}`);
    lab.hangUp();
    await until(async () => (await list(person)).vaccinations?.state === "no-record", "the department's next answer");
  });

  test("of somebody who has proven nothing say only what is needed, and the notices come in either script", async () => {
    await lab.app.forgetAttempts();
    const newcomer = Object.assign(await signIn(lab.app, lab.office, "15400005109"), { idNumber: "" });
    assert.deepEqual(Object.values(await list(newcomer)).map(({ state }) => state), ["level-needed", "level-needed", "level-needed"]);
    const single = await newcomer.ask("GET", "/api/v1/me/records/fund-account");
    assert.deepEqual([single.statusCode, single.json().code, single.json().needed], [403, "level-needed", 2]);
    assert.equal((await list(person, {}, "?lang=zh-Hant"))["fund-account"]?.notices[0]?.text.zh, "餘額不足");
    assert.equal((await person.ask("GET", "/api/v1/me/records?city=nowhere")).json().code, "no-such-city");
  });
});

describe("one record", () => {
  test("comes whole, with when the department said it and whether it can be proven", async () => {
    const reply = await person.ask("GET", "/api/v1/me/records/fund-account");
    const { record, state, provable, city, obtainedAt } = reply.json();
    assert.deepEqual(record, ACCOUNT);
    assert.deepEqual([state, provable, city, obtainedAt], ["current", true, "haikou", new Date(lab.clock.now).toISOString()]);
  });

  test("is refused below its level, of no kind, with unknown parameters, and asked anew six times a minute", async () => {
    assert.deepEqual([(await person.ask("GET", "/api/v1/me/records/visits")).json().needed], [3]);
    assert.equal((await person.ask("GET", "/api/v1/me/records/nothing")).json().code, "no-such-record-kind");
    assert.equal((await person.ask("GET", "/api/v1/me/records/fund-account?parameter=line:1")).json().code, "wrong-parameter");
    assert.equal((await person.ask("GET", "/api/v1/me/records/fund-account?parameter=line:1&parameter=line:2")).json().code, "invalid-request");
    assert.equal((await person.ask("GET", "/api/v1/me/records/fund-account?line=1")).json().code, "invalid-request");
    await lab.app.forgetAttempts();
    const codes = [];
    for (let tries = 0; tries < 7; tries += 1) codes.push((await person.ask("GET", "/api/v1/me/records/fund-account?anew=true")).statusCode);
    assert.deepEqual(codes, [200, 200, 200, 200, 200, 200, 429]);
    await lab.app.forgetAttempts();
  });
});

describe("in another's name", () => {
  test("a parent sees a child's vaccinations against the schedule; nobody else does", async () => {
    await person.ask("GET", "/api/v1/me/family/registered-children");
    const child = (await person.ask("POST", "/api/v1/me/family/children", { recordNumber: CHILD.recordNumber, consent: true })).json().person;
    const acting = { "acting-for": `child:${child}` };
    const records = await list(person, acting);
    assert.deepEqual([records["fund-account"]?.state, records.vaccinations?.state], ["no-record", "current"]);
    assert.deepEqual(records.vaccinations?.notices.map(({ tone }) => tone), ["urgent"]);
    const { record } = (await person.ask("GET", "/api/v1/me/records/vaccinations", undefined, acting)).json();
    assert.ok(record.schedule.some(({ vaccine, state }: { vaccine: string; state: string }) => vaccine === "HepB" && state === "given"));
    assert.equal(records.vaccinations?.headline?.value, record.nextOn);
    const [entry] = (await listAbout(lab.app.database, child)).items.filter(({ act }) => act === "record.read");
    assert.deepEqual([entry?.actor.id, entry?.actingFor], [person.person, child]);
    assert.equal((await holder.ask("GET", "/api/v1/me/records", undefined, acting)).json().code, "not-allowed");
    assert.equal((await holder.ask("GET", "/api/v1/me/records/vaccinations", undefined, { "acting-for": `child:${newId()}` })).json().code, "not-allowed");
  });

  test("a mandate for one item shows what it covers; the rest is neither asked for nor shown", async () => {
    await lab.app.forgetAttempts();
    const scope = { kind: "services", services: ["S002"] };
    const offered = await person.ask("POST", "/api/v1/me/mandates", { phone: "15400005102", name: "吴青禾", scope, paymentCeilingFen: 0, validDays: 30, purpose: "代看接种" });
    assert.equal(offered.statusCode, 201, offered.body);
    assert.ok((await holder.ask("POST", `/api/v1/me/mandates/${offered.json().id}/acceptance`)).statusCode < 300);
    const acting = { "acting-for": `mandate:${offered.json().id}` };
    const records = await list(holder, acting);
    assert.deepEqual([records["fund-account"]?.state, records.vaccinations?.state], ["not-covered", "no-record"]);
    assert.deepEqual(records["fund-account"]?.facts, []);
    const refused = await holder.ask("GET", "/api/v1/me/records/fund-account", undefined, acting);
    assert.deepEqual([refused.statusCode, refused.json().code], [403, "mandate-exceeded"]);
    assert.equal((await holder.ask("GET", "/api/v1/me/records/vaccinations", undefined, acting)).statusCode, 200);
    assert.equal((await holder.ask("POST", "/api/v1/me/proofs", { kind: "fund-account" }, acting)).json().code, "mandate-exceeded");
  });

  test("a company has no such records", async () => {
    lab.office.answers.set("/market/v1/enterprises", () => ({ result: "found", enterprise: { name: "海口椰风食品有限公司", creditCode: "91460100MA9999D08P", state: "active", legalRepresentative: { name: "周望舒", idNumber: ID_NUMBER } } }));
    await lab.app.forgetAttempts();
    const enterprise = await person.ask("POST", "/api/v1/me/enterprises", { creditCode: "91460100MA9999D08P" });
    assert.equal(enterprise.statusCode, 201, enterprise.body);
    assert.equal((await person.ask("GET", "/api/v1/me/records", undefined, { "acting-for": `enterprise:${enterprise.json().id}` })).json().code, "records-of-persons");
  });
});

describe("without signing in", () => {
  test("kinds say what their fields are, without how the department is asked", async () => {
    const reply = await lab.app.server.inject("/api/v1/cities/haikou/record-kinds");
    assert.equal(reply.statusCode, 200);
    assert.equal(reply.headers["cache-control"], "public, max-age=60");
    const [kind] = reply.json().items;
    assert.deepEqual([kind.id, kind.department.id, kind.services, kind.correction.service.id, kind.proof.validDays], ["fund-account", "transport", [{ id: "S001", names: { zh: "客运班线查询", en: "Coach schedule query" } }], "S001", 30]);
    assert.ok(!("operation" in kind) && !("notices" in kind));
    assert.equal((await lab.app.server.inject({ url: "/api/v1/cities/haikou/record-kinds", headers: { "if-none-match": String(reply.headers.etag) } })).statusCode, 304);
    assert.equal((await lab.app.server.inject("/api/v1/cities/haikou/record-kinds?lang=zh-Hant")).json().items[0].names.zh, "公積金賬戶");
    assert.equal((await lab.app.server.inject("/api/v1/cities/nowhere/record-kinds")).json().code, "no-such-city");
  });

  test("a record about nobody is given, kept shortly, and nobody's record is", async () => {
    lab.answers.set("/arrivals?line=3", { minutes: 45 });
    const reply = await lab.app.server.inject("/api/v1/cities/haikou/public-records/bus-arrivals?parameter=line:3");
    assert.deepEqual([reply.statusCode, reply.headers["cache-control"], reply.json().record, reply.json().notices.length], [200, "public, max-age=10", { minutes: 45 }, 1]);
    assert.equal((await lab.app.server.inject("/api/v1/cities/haikou/public-records/bus-arrivals")).json().code, "wrong-parameter");
    assert.equal((await lab.app.server.inject("/api/v1/cities/haikou/public-records/bus-arrivals?parameter=line:abc")).json().code, "wrong-parameter");
    assert.equal((await lab.app.server.inject("/api/v1/cities/haikou/public-records/fund-account")).json().code, "purpose-needed");
    assert.equal((await lab.app.server.inject("/api/v1/cities/haikou/public-records/nothing")).json().code, "no-such-record-kind");
    lab.answers.set("/arrivals?line=4", "broken");
    const failed = await lab.app.server.inject("/api/v1/cities/haikou/public-records/bus-arrivals?parameter=line:4");
    assert.deepEqual([failed.json().state, failed.headers["cache-control"]], ["unavailable", "no-store"]);
  });
});

describe("while the service is very busy", () => {
  const rest = async (level: number | null) => {
    const operator = new Visitor(lab.app);
    await operator.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-operator" });
    await operator.ask("PUT", "/staff/v1/load", { level, reason: { zh: "很忙", en: "Busy" } });
  };

  test("departments are not asked: what they last said is shown, and why; afterwards they are asked again", async () => {
    lab.answers.set(`/fund/${ID_NUMBER}`, ACCOUNT);
    await list(person);
    await rest(2);
    const askedBefore = lab.asked.length;
    const records = await list(person);
    assert.deepEqual([records["fund-account"]?.state, records["fund-account"]?.reason, records["fund-account"]?.headline, lab.asked.length], ["last-known", "resting", { field: "balance", value: 88_050 }, askedBefore]);
    await rest(null);
    assert.equal((await list(person))["fund-account"]?.state, "current");
  });

  test("a proof is still made of what the department says now", async () => {
    await rest(2);
    assert.equal((await person.ask("POST", "/api/v1/me/proofs", { kind: "fund-account" })).statusCode, 201);
    await rest(null);
  });
});
