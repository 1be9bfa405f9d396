import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { loadDemonstrationStaff } from "../index.ts";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import { type OutsideOffice, signIn, startOutsideOffice, Visitor } from "../testing.ts";
import { addFirstOfficer } from "./people.ts";
import { activate, appCode, DEMONSTRATION_PASSWORD, signInDemonstration, STAFF_PASSWORD } from "./testing.ts";

let office: OutsideOffice;
let app: TestApp;
let now = Date.parse("2026-11-21T01:00:00Z");
const clock = () => new Date(now);
const MINUTE_MS = 60_000;
/** Nobody has these numbers: their owners would be 141 and 135 years old (facts.md, 1.1). */
const ID_NUMBER = "460105188503140014";
const OTHER_ID_NUMBER = "510181189107010029";
const REASON = { purpose: "counter-service", words: "窗口核对申请人", reference: "CASE-20261121-01" };

before(async () => {
  office = await startOutsideOffice();
  office.answers.set("/police/v1/identity-checks", ({ name }) => ({ result: name === "王小明" || name === "赵 敏" ? "match" : "mismatch" }));
  office.answers.set("/telecom/v1/number-checks", () => ({ result: "match" }));
  app = await startTestApp([], { clock, settings: office.settings });
  await loadDemonstrationStaff(app.database, ["haikou"]);
  await app.startWorker();
});
after(async () => {
  await app.stop();
  await office.stop();
});
beforeEach(async () => {
  await app.forgetAttempts();
  // Each test in another half hour of the app's codes: none is used up by the one before.
  now += 2 * MINUTE_MS;
});

const as = (suffix: string) => signInDemonstration(app, `haikou-${suffix}`);
async function code(visitor: Visitor, ...question: Parameters<Visitor["ask"]>): Promise<string | number> {
  const reply = await visitor.ask(...question);
  return reply.statusCode < 300 ? reply.statusCode : reply.json<{ code: string }>().code;
}

describe("signing in", () => {
  const password = { staffId: "haikou-clerk", password: DEMONSTRATION_PASSWORD };

  test("needs the password and then the app's code, which serves once", async () => {
    const visitor = new Visitor(app);
    assert.equal(await code(visitor, "POST", "/staff/v1/sign-in", password), "staff-code-needed");
    assert.equal(await code(visitor, "GET", "/staff/v1/me"), "sign-in-needed");
    const reply = await visitor.ask("POST", "/staff/v1/sign-in", { ...password, code: appCode(clock()) });
    assert.equal(reply.statusCode, 200, reply.body);
    assert.match(String(reply.headers["set-cookie"]), /cc_staff=.*HttpOnly.*SameSite=Strict/i);
    assert.equal((await visitor.ask("GET", "/staff/v1/me")).json().id, "haikou-clerk");
    assert.equal(await code(new Visitor(app), "POST", "/staff/v1/sign-in", { ...password, code: appCode(clock()) }), "wrong-staff-sign-in");
  });

  test("says the same of an unknown id, a wrong password and a wrong code", async () => {
    const bodies = [{ staffId: "nobody-here", password: "x", code: "000000" }, { ...password, password: "wrong", code: "000000" }, { ...password, code: "000000" }];
    const answers = await Promise.all(bodies.map(async (body) => (await new Visitor(app).ask("POST", "/staff/v1/sign-in", body)).json()));
    for (const { code: given, detail, status } of answers) assert.deepEqual([given, detail, status], [answers[0].code, answers[0].detail, 400]);
  });

  test("is locked for a quarter of an hour after five failures, also with the right password, and for unknown ids alike", async () => {
    for (const staffId of ["haikou-leader", "nobody-at-all"]) {
      for (let tries = 0; tries < 5; tries += 1) assert.equal(await code(new Visitor(app), "POST", "/staff/v1/sign-in", { staffId, password: "wrong" }), "wrong-staff-sign-in");
      const locked = await new Visitor(app).ask("POST", "/staff/v1/sign-in", { staffId, password: DEMONSTRATION_PASSWORD });
      assert.equal(locked.statusCode, 429);
      assert.ok(Number(locked.headers["retry-after"]) > 800);
    }
  });

  test("five wrong codes lock too, for whoever has the password", async () => {
    for (let tries = 0; tries < 5; tries += 1) await new Visitor(app).ask("POST", "/staff/v1/sign-in", { ...password, code: "000000" });
    assert.equal(await code(new Visitor(app), "POST", "/staff/v1/sign-in", { ...password, code: appCode(clock()) }), "too-many-requests");
  });

  test("ends after half an hour of nothing and after ten hours", async () => {
    const start = now;
    const idle = await as("clerk");
    const busy = await as("clerk");
    now += 20 * MINUTE_MS;
    assert.equal(await code(busy, "GET", "/staff/v1/me"), 200);
    now += 15 * MINUTE_MS;
    assert.equal(await code(busy, "GET", "/staff/v1/me"), 200);
    assert.equal(await code(idle, "GET", "/staff/v1/me"), "sign-in-needed");
    while (now < start + 590 * MINUTE_MS) {
      now += 25 * MINUTE_MS;
      if (now < start + 600 * MINUTE_MS) assert.equal(await code(busy, "GET", "/staff/v1/me"), 200);
    }
    now = start + 601 * MINUTE_MS;
    assert.equal(await code(busy, "GET", "/staff/v1/me"), "sign-in-needed");
  });

  test("a forged or another site's request is refused", async () => {
    const visitor = new Visitor(app);
    visitor.cookies.set("cc_staff", "f".repeat(43));
    assert.equal(await code(visitor, "GET", "/staff/v1/me"), "sign-in-needed");
    assert.equal(await code(await as("clerk"), "POST", "/staff/v1/sign-out", undefined, { origin: "https://elsewhere.example" }), "foreign-origin");
  });
});

test("production has no demonstration sign-in, and the invented accounts do not get in", async () => {
  const live = await startTestApp([], { settings: { ...office.settings, NODE_ENV: "production", DATABASE_URL: "postgres://unused@localhost/unused", PUBLIC_URL: "https://cloud.example.org", MASTER_KEY_FILE: "unused" } });
  await loadDemonstrationStaff(live.database, ["haikou"]);
  try {
    const visitor = new Visitor(live);
    assert.equal(await code(visitor, "GET", "/staff/v1/demonstration-staff"), "no-such-address");
    assert.equal(await code(visitor, "POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-clerk" }), "no-such-address");
    assert.equal(await code(visitor, "POST", "/staff/v1/sign-in", { staffId: "haikou-clerk", password: DEMONSTRATION_PASSWORD, code: appCode(new Date()) }), "wrong-staff-sign-in");
  } finally {
    await live.stop();
  }
});

describe("joining, moving and leaving", () => {
  test("the command makes the first two officers of a city, and no third", async () => {
    const parts = { database: app.database, clock };
    const first = await addFirstOfficer(parts, { id: "first-officer", city: "sanya", name: "甲" });
    await addFirstOfficer(parts, { id: "second-officer", city: "sanya", name: "乙" });
    await assert.rejects(addFirstOfficer(parts, { id: "third-officer", city: "sanya", name: "丙" }), { code: "officers-enough" });
    const officer = await activate(app, "first-officer", first.activationCode, clock);
    assert.deepEqual((await officer.ask("GET", "/staff/v1/me")).json().roles, ["personnel-officer"]);
    assert.equal(await code(new Visitor(app), "POST", "/staff/v1/activation", { staffId: "first-officer", activationCode: first.activationCode }), "wrong-activation");
    now += MINUTE_MS;
    const again = await new Visitor(app).ask("POST", "/staff/v1/sign-in", { staffId: "first-officer", password: STAFF_PASSWORD, code: appCode(clock(), officer.secret) });
    assert.equal(again.statusCode, 200, again.body);
  });

  test("a joiner has no rights until another officer approved them", async () => {
    const [one, other] = [await as("personnel"), await as("personnel-2")];
    const joined = await one.ask("POST", "/staff/v1/people", { id: "clerk-joiner", name: "新人", department: "transport", roles: ["clerk"], reason: "到岗" });
    assert.equal(joined.statusCode, 201, joined.body);
    const joiner = await activate(app, "clerk-joiner", joined.json().activationCode, clock);
    assert.deepEqual((await joiner.ask("GET", "/staff/v1/me")).json().roles, []);
    const { items } = (await one.ask("GET", "/staff/v1/proposals")).json();
    const proposal = items.find((each: { staff: string }) => each.staff === "clerk-joiner");
    assert.equal(await code(one, "POST", `/staff/v1/proposals/${proposal.id}/decision`, { approve: true }), "four-eyes");
    assert.equal(await code(other, "POST", `/staff/v1/proposals/${proposal.id}/decision`, { approve: true }), 200);
    assert.equal(await code(joiner, "GET", "/staff/v1/me"), "sign-in-needed", "sign-ins with the old rights end");
    assert.equal(await code(other, "POST", `/staff/v1/proposals/${proposal.id}/decision`, { approve: true }), "no-such-proposal");
    const { roles, history } = (await one.ask("GET", "/staff/v1/people/clerk-joiner")).json();
    assert.deepEqual(roles, ["clerk"]);
    assert.deepEqual(history.map((each: { kind: string }) => each.kind).sort(), ["activated", "joined", "roles-approved", "roles-proposed"]);
    assert.equal(await code(one, "POST", "/staff/v1/people", { id: "clerk-joiner", name: "another", roles: [], reason: "again" }), "staff-id-taken");
  });

  test("nobody changes her own rights, and duties that are apart stay apart", async () => {
    const one = await as("personnel");
    assert.equal(await code(one, "POST", "/staff/v1/people/haikou-personnel/roles", { roles: ["leader"], reason: "mine" }), "own-roles");
    assert.equal(await code(one, "POST", "/staff/v1/people/haikou-personnel/leave", { reason: "mine" }), "own-roles");
    assert.equal(await code(one, "POST", "/staff/v1/people/haikou-clerk/roles", { roles: ["clerk", "auditor"], reason: "both" }), "conflict-of-duties");
    assert.equal(await code(await as("operator"), "POST", "/staff/v1/people/haikou-clerk/roles", { roles: ["clerk"], reason: "not mine" }), "not-allowed");
    // About the other officer: she decides nothing about herself, whoever proposed it.
    const { id } = (await one.ask("POST", "/staff/v1/people/haikou-personnel-2/roles", { roles: ["personnel-officer", "leader"], reason: "兼任" })).json();
    assert.equal(await code(await as("personnel-2"), "POST", `/staff/v1/proposals/${id}/decision`, { approve: true }), "own-roles");
    assert.equal(await code(one, "POST", `/staff/v1/proposals/${id}/decision`, { approve: false }), 200, "what one proposed one may take back");
  });

  test("a mover's rights of the old place end at once, and a leaver's account for ever", async () => {
    const [one, other] = [await as("personnel"), await as("personnel-2")];
    const joined = await one.ask("POST", "/staff/v1/people", { id: "mover", name: "调岗", department: "transport", roles: ["editor"], reason: "到岗" });
    const approve = async () => {
      const { items } = (await other.ask("GET", "/staff/v1/proposals")).json();
      const { id } = items.find((each: { staff: string }) => each.staff === "mover");
      return other.ask("POST", `/staff/v1/proposals/${id}/decision`, { approve: true });
    };
    await approve();
    const mover = await activate(app, "mover", joined.json().activationCode, clock);
    assert.equal(await code(one, "POST", "/staff/v1/people/mover/move", { department: "hrss", roles: ["editor", "reviewer"], reason: "轮岗" }), 204);
    assert.equal(await code(mover, "GET", "/staff/v1/me"), "sign-in-needed");
    assert.deepEqual((await one.ask("GET", "/staff/v1/people/mover")).json().roles, []);
    await approve();
    const moved = (await one.ask("GET", "/staff/v1/people/mover")).json();
    assert.deepEqual([moved.department, moved.roles], ["hrss", ["editor", "reviewer"]]);
    now += MINUTE_MS;
    assert.equal(await code(mover, "POST", "/staff/v1/sign-in", { staffId: "mover", password: STAFF_PASSWORD, code: appCode(clock(), mover.secret) }), 200);
    assert.equal(await code(one, "POST", "/staff/v1/people/mover/leave", { reason: "退休", handOverTo: "haikou-editor" }), 204);
    assert.equal(await code(mover, "GET", "/staff/v1/me"), "sign-in-needed");
    now += MINUTE_MS;
    assert.equal(await code(mover, "POST", "/staff/v1/sign-in", { staffId: "mover", password: STAFF_PASSWORD, code: appCode(clock(), mover.secret) }), "wrong-staff-sign-in");
    const left = (await one.ask("GET", "/staff/v1/people/mover")).json();
    assert.deepEqual([left.state, left.handOverTo, left.roles], ["left", "haikou-editor", []]);
    for (const [path, body] of [["roles", { roles: ["editor"], reason: "back" }], ["move", { roles: [], reason: "back" }], ["leave", { reason: "again" }], ["reset", { reason: "again" }]] as const) {
      assert.equal(await code(one, "POST", `/staff/v1/people/mover/${path}`, body), "staff-has-left");
    }
  });

  test("who lost the telephone gets a new way in from two officers, and the old one ends", async () => {
    const [one, other] = [await as("personnel"), await as("personnel-2")];
    const joined = await one.ask("POST", "/staff/v1/people", { id: "lost-phone", name: "丢手机", roles: [], reason: "到岗" });
    const old = await activate(app, "lost-phone", joined.json().activationCode, clock);
    const { id } = (await one.ask("POST", "/staff/v1/people/lost-phone/reset", { reason: "手机遗失" })).json();
    const approved = (await other.ask("POST", `/staff/v1/proposals/${id}/decision`, { approve: true })).json();
    assert.equal(await code(old, "GET", "/staff/v1/me"), "sign-in-needed");
    now += MINUTE_MS;
    assert.equal(await code(old, "POST", "/staff/v1/sign-in", { staffId: "lost-phone", password: STAFF_PASSWORD, code: appCode(clock(), old.secret) }), "wrong-staff-sign-in");
    await activate(app, "lost-phone", approved.activationCode, clock);
  });

  test("an activation code ends after three days, and a weak password is refused", async () => {
    const one = await as("personnel");
    const { activationCode } = (await one.ask("POST", "/staff/v1/people", { id: "slow-joiner", name: "慢", roles: [], reason: "到岗" })).json();
    const visitor = new Visitor(app);
    const { secret } = (await visitor.ask("POST", "/staff/v1/activation", { staffId: "slow-joiner", activationCode: activationCode.toLowerCase().replaceAll("-", " ") })).json();
    const confirm = (password: string, digits: string) => code(visitor, "POST", "/staff/v1/activation/confirmation", { staffId: "slow-joiner", activationCode, password, code: digits });
    assert.equal(await confirm("password123", appCode(clock(), secret)), "weak-staff-password");
    assert.equal(await confirm(STAFF_PASSWORD, "000000"), "wrong-staff-sign-in");
    now += 73 * 60 * MINUTE_MS;
    assert.equal(await confirm(STAFF_PASSWORD, appCode(clock(), secret)), "wrong-activation");
  });
});

describe("access to persons", () => {
  const phone = "15400000201";

  test("is refused without purpose, words and reference, and with a person's number among them", async () => {
    await signIn(app, office, phone);
    const clerk = await as("clerk");
    for (const missing of ["purpose", "words", "reference"]) {
      const { [missing as "words"]: _, ...rest } = REASON;
      assert.equal(await code(clerk, "POST", "/staff/v1/persons/search", { phone, ...rest }), "invalid-request", missing);
    }
    assert.equal(await code(clerk, "POST", "/staff/v1/persons/search", { phone, ...REASON, words: `找${phone}` }), "personal-data-in-record");
    assert.equal(await code(clerk, "POST", "/staff/v1/persons/search", { phone, ...REASON, reference: phone }), "invalid-request");
    assert.equal(await code(clerk, "POST", "/staff/v1/persons/search", REASON), "malformed-search");
  });

  test("shows one person masked, and the person sees who looked, what for and at which fields", async () => {
    const person = await signIn(app, office, "15400000202");
    await person.ask("POST", "/api/v1/me/real-name", { name: "王小明", idNumber: ID_NUMBER, proof: { kind: "number" } });
    const clerk = await as("clerk");
    const { items, fields } = (await clerk.ask("POST", "/staff/v1/persons/search", { idNumber: ID_NUMBER, ...REASON })).json();
    assert.deepEqual(items, [{ person: person.person, name: "王**", idNumber: "4601************14", phone: "154****0202", level: 2 }]);
    assert.ok(!fields.includes("fullIdNumber"));
    assert.equal(await code(clerk, "POST", `/staff/v1/persons/${person.person}`, { fields: ["name", "fullPhone"], ...REASON }), "not-allowed");
    const read = (await clerk.ask("POST", `/staff/v1/persons/${person.person}`, { fields: ["name", "accountState"], ...REASON })).json();
    assert.deepEqual(read, { person: person.person, name: "王**", accountState: "active" });
    const [latest, earlier] = (await person.ask("GET", "/api/v1/me/accesses")).json().items;
    assert.deepEqual([latest.act, latest.purpose, latest.ground, latest.fields, latest.about, latest.actor.name], ["person.read", REASON.words, "PIPL 13(1)3", ["name", "accountState"], { kind: "case", id: REASON.reference }, "林听雨 Lin Tingyu"]);
    assert.equal(earlier.act, "person.searched");
  });

  test("finds nobody for a number of nobody, records that, and stops whoever tries too many", async () => {
    const clerk = await as("clerk");
    assert.deepEqual((await clerk.ask("POST", "/staff/v1/persons/search", { phone: "15400009999", ...REASON })).json().items, []);
    const auditor = await as("auditor");
    const { items } = (await auditor.ask("GET", "/staff/v1/audit-entries?act=person.searched&actor=haikou-clerk&limit=1")).json();
    assert.equal(items[0].detail.found, false);
    for (let tries = 1; tries < 30; tries += 1) await clerk.ask("POST", "/staff/v1/persons/search", { phone: "15400009999", ...REASON });
    assert.equal(await code(clerk, "POST", "/staff/v1/persons/search", { phone: "15400009999", ...REASON }), "too-many-requests");
  });

  test("the operator has none, and a department head sees full numbers", async () => {
    assert.equal(await code(await as("operator"), "POST", "/staff/v1/persons/search", { phone, ...REASON }), "not-allowed");
    const head = await as("head-hrss");
    const [{ person }] = (await head.ask("POST", "/staff/v1/persons/search", { phone, ...REASON })).json().items;
    assert.equal((await head.ask("POST", `/staff/v1/persons/${person}`, { fields: ["fullPhone"], ...REASON })).json().fullPhone, phone);
  });
});

describe("verification in person", () => {
  const card = { name: "王小明", idNumber: ID_NUMBER, document: "id-card", hall: "main-hall", faceCompared: true };

  test("the digits of the app, the card and the clerk's word make level 3, once", async () => {
    const person = await signIn(app, office, "15400000202");
    const shown = (await person.ask("GET", "/api/v1/me/in-person-code")).json();
    assert.match(shown.code, /^\d{8}$/);
    assert.equal((await person.ask("GET", "/api/v1/me/in-person-code")).json().code, shown.code);
    const clerk = await as("clerk");
    const seen = (await clerk.ask("POST", "/staff/v1/verifications", { code: shown.code, hall: "main-hall" })).json();
    assert.deepEqual([seen.name, seen.idNumber, seen.level, seen.needsRegister], ["王**", "4601************14", 2, false]);
    assert.equal(await code(clerk, "POST", `/staff/v1/verifications/${seen.id}/confirmation`, { ...card, idNumber: OTHER_ID_NUMBER }), "card-differs");
    assert.equal(await code(clerk, "POST", `/staff/v1/verifications/${seen.id}/confirmation`, { ...card, faceCompared: false }), "invalid-request");
    assert.equal(await code(clerk, "POST", `/staff/v1/verifications/${seen.id}/confirmation`, card), 204);
    assert.equal((await person.ask("GET", "/api/v1/me")).json().level, 3);
    assert.equal(await code(clerk, "POST", `/staff/v1/verifications/${seen.id}/confirmation`, card), "wrong-in-person-code");
    assert.equal(await code(person, "GET", "/api/v1/me/in-person-code"), "already-verified");
    const { items } = (await person.ask("GET", "/api/v1/me/accesses")).json();
    const entry = items.find((each: { act: string; detail: object }) => each.act === "person.verified" && "hall" in each.detail);
    assert.deepEqual([entry.actor.name, entry.detail.hall], ["林听雨 Lin Tingyu", "main-hall"]);
  });

  test("ended digits, another clerk's and guesses are refused", async () => {
    const person = await signIn(app, office, "15400000203");
    const { code: digits } = (await person.ask("GET", "/api/v1/me/in-person-code")).json();
    const clerk = await as("clerk");
    assert.equal(await code(clerk, "POST", "/staff/v1/verifications", { code: digits === "00000000" ? "00000001" : "00000000", hall: "main-hall" }), "wrong-in-person-code");
    now += 11 * MINUTE_MS;
    assert.equal(await code(clerk, "POST", "/staff/v1/verifications", { code: digits, hall: "main-hall" }), "wrong-in-person-code");
    assert.notEqual((await person.ask("GET", "/api/v1/me/in-person-code")).json().code, digits);
    assert.equal(await code(await as("operator"), "POST", "/staff/v1/verifications", { code: digits, hall: "main-hall" }), "not-allowed");
  });

  test("whose name is not proven yet is checked with the register at the counter", async () => {
    const person = await signIn(app, office, "15400000204");
    const { code: digits } = (await person.ask("GET", "/api/v1/me/in-person-code")).json();
    const clerk = await as("clerk");
    const { id, needsRegister } = (await clerk.ask("POST", "/staff/v1/verifications", { code: digits, hall: "main-hall" })).json();
    assert.equal(needsRegister, true);
    const confirm = (change: object) => code(clerk, "POST", `/staff/v1/verifications/${id}/confirmation`, { ...card, ...change });
    assert.equal(await confirm({ name: "李四", idNumber: OTHER_ID_NUMBER }), "identity-not-confirmed");
    assert.equal(await confirm({ name: "王小明" }), "already-registered");
    assert.equal(await confirm({ name: "赵 敏", idNumber: OTHER_ID_NUMBER }), 204);
    const me = (await person.ask("GET", "/api/v1/me")).json();
    assert.deepEqual([me.level, me.name], [3, "赵*"]);
  });

  test("who lost the number gets a code for the recovery, for the right card only", async () => {
    const clerk = await as("clerk");
    assert.equal(await code(clerk, "POST", "/staff/v1/recovery-vouchers", { ...card, name: "李四" }), "no-such-person");
    const { code: voucher } = (await clerk.ask("POST", "/staff/v1/recovery-vouchers", card)).json();
    assert.match(voucher, /^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  });
});

describe("emergency access", () => {
  test("gives the right at once, alarms, marks what is done under it, ends by itself and is reviewed", async () => {
    const [officer, other] = [await as("personnel"), await as("personnel-2")];
    const joined = await officer.ask("POST", "/staff/v1/people", { id: "on-call-security", name: "值班安全员", phone: "15400000299", roles: ["security-officer"], reason: "值班" });
    const { items: waiting } = (await other.ask("GET", "/staff/v1/proposals")).json();
    await other.ask("POST", `/staff/v1/proposals/${waiting.find((each: { staff: string }) => each.staff === "on-call-security").id}/decision`, { approve: true });
    assert.equal(joined.statusCode, 201);

    const operator = await as("operator");
    const person = await signIn(app, office, "15400000205");
    const search = { phone: "15400000205", ...REASON };
    assert.equal(await code(operator, "POST", "/staff/v1/persons/search", search), "not-allowed");
    assert.equal(await code(await as("leader"), "POST", "/staff/v1/emergency-access", { right: "person-search", reason: "不该", minutes: 30 }), "not-allowed");
    assert.equal(await code(operator, "POST", "/staff/v1/emergency-access", { right: "person-search", reason: "太久", minutes: 61 }), "invalid-request");
    const { id, endsAt } = (await operator.ask("POST", "/staff/v1/emergency-access", { right: "person-search", reason: "走失老人求助", minutes: 60 })).json();
    assert.equal(endsAt, new Date(now + 60 * MINUTE_MS).toISOString());
    assert.equal(await code(operator, "POST", "/staff/v1/emergency-access", { right: "person-search", reason: "再来一次", minutes: 60 }), "emergency-taken");
    const found = await operator.ask("POST", "/staff/v1/persons/search", search);
    assert.equal(found.json().total, 1, found.body);
    const [seen] = (await person.ask("GET", "/api/v1/me/accesses")).json().items;
    assert.equal(seen.detail.emergency, id, "the person sees that it was an emergency");
    assert.match((await until(() => office.messages.find(({ to }) => to === "15400000299"), "the alarm")).text, /告警/);

    const security = await as("security");
    const [alarm] = (await security.ask("GET", "/staff/v1/emergency-access")).json().items;
    assert.deepEqual([alarm.id, alarm.running, alarm.reason], [id, true, "走失老人求助"]);
    assert.equal(await code(security, "POST", `/staff/v1/emergency-access/${id}/review`, { finding: "justified", words: "核实" }), "still-running");
    now += 25 * MINUTE_MS;
    assert.equal(await code(operator, "GET", "/staff/v1/me"), 200);
    await security.ask("GET", "/staff/v1/me");
    now += 25 * MINUTE_MS;
    await operator.ask("GET", "/staff/v1/me");
    await security.ask("GET", "/staff/v1/me");
    now += 11 * MINUTE_MS;
    assert.equal(await code(operator, "POST", "/staff/v1/persons/search", search), "not-allowed");
    assert.equal(await code(operator, "POST", `/staff/v1/emergency-access/${id}/review`, { finding: "justified", words: "自审" }), "not-allowed");
    assert.equal(await code(security, "POST", `/staff/v1/emergency-access/${id}/review`, { finding: "justified", words: "已核实警情" }), 204);
    assert.equal(await code(security, "POST", `/staff/v1/emergency-access/${id}/review`, { finding: "not-justified", words: "改口" }), "still-running");
  });

  test("may be ended early, and what another room does meanwhile is marked too", async () => {
    const operator = await as("operator");
    const { id } = (await operator.ask("POST", "/staff/v1/emergency-access", { right: "whole-city", reason: "系统抢修", minutes: 10 })).json();
    await operator.ask("POST", "/staff/v1/cities/haikou/search-misses/settle", { query: "没有的词" });
    const { items } = (await (await as("auditor")).ask("GET", "/staff/v1/audit-entries?act=emergency.used&limit=1")).json();
    assert.deepEqual([items[0].detail.emergency, items[0].about.id], [id, "POST /staff/v1/cities/:city/search-misses/settle"]);
    assert.equal(await code(operator, "DELETE", `/staff/v1/emergency-access/${id}`), 204);
    assert.deepEqual((await operator.ask("GET", "/staff/v1/me")).json().emergencies, []);
  });
});

describe("disputes and the record", () => {
  test("the security officer answers, and the person reads it", async () => {
    const person = await signIn(app, office, "15400000206");
    const clerk = await as("clerk");
    await clerk.ask("POST", "/staff/v1/persons/search", { phone: "15400000206", ...REASON });
    const [access] = (await person.ask("GET", "/api/v1/me/accesses")).json().items;
    await person.ask("POST", `/api/v1/me/accesses/${access.id}/dispute`, { words: "我没有去过窗口" });
    const security = await as("security");
    const { items } = (await security.ask("GET", "/staff/v1/disputes")).json();
    const dispute = items.find((each: { words: string }) => each.words === "我没有去过窗口");
    assert.deepEqual([dispute.access.actor, dispute.access.act], ["haikou-clerk", "person.searched"]);
    assert.equal(await code(clerk, "POST", `/staff/v1/disputes/${dispute.id}/answer`, { answer: "我自己答" }), "not-allowed");
    assert.equal(await code(security, "POST", `/staff/v1/disputes/${dispute.id}/answer`, { answer: "已核实，系误查，已处理当事人。" }), 204);
    assert.equal(await code(security, "POST", `/staff/v1/disputes/${dispute.id}/answer`, { answer: "再答一次" }), "no-such-dispute");
    const answered = (await person.ask("GET", "/api/v1/me/accesses")).json().items.find((each: { id: string }) => each.id === access.id);
    assert.deepEqual([answered.dispute.state, answered.dispute.answer], ["answered", "已核实，系误查，已处理当事人。"]);
  });

  test("auditors read by actor, act, subject and time, page by page, and that is recorded too", async () => {
    const auditor = await as("auditor");
    const first = (await auditor.ask("GET", "/staff/v1/audit-entries?actor=haikou-clerk&limit=2")).json();
    assert.equal(first.items.length, 2);
    const second = (await auditor.ask("GET", `/staff/v1/audit-entries?actor=haikou-clerk&limit=2&cursor=${first.nextCursor}`)).json();
    assert.ok(second.items[0].at <= first.items[1].at && second.items[0].id !== first.items[1].id);
    const person = await signIn(app, office, "15400000207");
    await auditor.ask("GET", `/staff/v1/audit-entries?subject=${person.person}&from=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z`);
    const [seen] = (await person.ask("GET", "/api/v1/me/accesses")).json().items;
    assert.equal(seen.act, "audit.read");
    assert.equal(await code(await as("operator"), "GET", "/staff/v1/audit-entries"), "not-allowed");
  });
});

