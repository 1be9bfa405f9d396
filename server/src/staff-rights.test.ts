// Every route of the staff's API refuses whoever lacks the role, and who has it in another department or another city.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newId } from "./kernel/ids.ts";
import { aCampaign } from "./modules/booking/rush/testing.ts";
import { aBookingCalendar, aCity, aManualSource, anAgreement, aRecordKind, aSource } from "./modules/catalogue/testing.ts";
import { saveDemonstrationStaff } from "./modules/identity/staff/store.ts";
import { signInDemonstration } from "./modules/identity/staff/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, type Visitor } from "./modules/identity/testing.ts";
import { startTestApp, type TestApp } from "./testing/app.ts";
import { listOperations } from "./testing/contract.ts";

/** Before the sign-in, or about oneself alone: nobody else's rights are of use there. */
const WITHOUT_RIGHTS = [
  "POST /staff/v1/sign-in", "POST /staff/v1/sign-out", "POST /staff/v1/activation", "POST /staff/v1/activation/confirmation", "GET /staff/v1/demonstration-staff", "POST /staff/v1/demonstration-sign-in", "GET /staff/v1/me",
];

interface Right {
  /** Any of these; "anybody" of the city's staff. */
  roles: readonly string[] | "anybody";
  /** What a colleague of another city with these roles gets: a refusal, or an answer that holds nothing of this city. */
  elsewhere: "refused" | "own-only";
  /** The thing belongs to a department, and the same role in another one is refused. */
  department?: true;
  body?: object | (() => object);
  /** Asked with this in place of the route's parameters. */
  path?: () => string;
}

const WATCHERS = ["personnel-officer", "security-officer", "auditor"] as const;
const SEARCHERS = ["clerk", "department-head", "security-officer"] as const;
const REASON = { purpose: "counter-service", words: "核对申请人", reference: "CASE-1" };
const CARD = { name: "王小明", idNumber: "460105188503140014", document: "id-card", hall: "main-hall", faceCompared: true };

/** What was made in haikou, to be reached for by others. */
const made = { person: "", proposal: "", emergency: "", dispute: "", verification: "", question: "", alarm: "", ticket: "", display: "" };
const service = "/staff/v1/cities/haikou/documents/service/S001";
const draft = "/staff/v1/cities/haikou/drafts/service/S001";
const sources = "/staff/v1/cities/haikou/sources/traffic";
const campaign = "/staff/v1/cities/haikou/campaigns/red-packets";
const hall = "/staff/v1/cities/haikou/offices/main-hall";
const CALENDAR_KEEPERS = ["operator", "clerk", "editor", "reviewer", "department-head"] as const;
const CALENDAR_CLOSERS = ["operator", "clerk", "department-head"] as const;
const hallCalendar = "/staff/v1/cities/haikou/calendars/hall-counter";
const closure = { date: "2099-01-04", reason: { zh: "停电", en: "No power" }, preview: true };
const SOURCE_WATCHERS = ["operator", "department-head", "auditor", "leader"] as const;
const DOORKEEPERS = ["clerk", "operator"] as const;
const DATA_REQUEST = { agreement: "hrss-asks-transport", kind: "driving-licence", fields: ["points"], service: "S001", reference: "CASE-1", name: "李小红", idNumber: "440524188001010014", purpose: "核验职业资格" };
const retiring = { reason: { zh: "不再办理", en: "No longer offered" } };

/** A new route is written down here, with who may use it. */
const RIGHTS: Record<string, Right> = {
  "GET /staff/v1/load": { roles: ["operator", "leader", "auditor"], elsewhere: "own-only", department: true },
  // One switch for the installation: another city's operators have it too, and are not told who turned it.
  "PUT /staff/v1/load": { roles: ["operator"], elsewhere: "own-only", department: true, body: { level: null } },
  "GET /staff/v1/colleagues": { roles: "anybody", elsewhere: "own-only" },
  "GET /staff/v1/people": { roles: WATCHERS, elsewhere: "own-only" },
  "POST /staff/v1/people": { roles: ["personnel-officer"], elsewhere: "own-only", body: () => ({ id: `made-${newId().slice(-12)}`, name: "某人", roles: [], reason: "到岗" }) },
  "GET /staff/v1/people/{id}": { roles: WATCHERS, elsewhere: "refused", department: true, path: () => "/staff/v1/people/haikou-clerk" },
  "POST /staff/v1/people/{id}/move": { roles: ["personnel-officer"], elsewhere: "refused", department: true, path: () => "/staff/v1/people/haikou-clerk/move", body: { roles: [], reason: "调岗" } },
  "POST /staff/v1/people/{id}/leave": { roles: ["personnel-officer"], elsewhere: "refused", department: true, path: () => "/staff/v1/people/haikou-clerk/leave", body: { reason: "离职" } },
  "POST /staff/v1/people/{id}/roles": { roles: ["personnel-officer"], elsewhere: "refused", department: true, path: () => "/staff/v1/people/haikou-clerk/roles", body: { roles: ["clerk"], reason: "授权" } },
  "POST /staff/v1/people/{id}/reset": { roles: ["personnel-officer"], elsewhere: "refused", department: true, path: () => "/staff/v1/people/haikou-clerk/reset", body: { reason: "重置" } },
  "GET /staff/v1/proposals": { roles: WATCHERS, elsewhere: "own-only" },
  "POST /staff/v1/proposals/{id}/decision": { roles: ["personnel-officer"], elsewhere: "refused", department: true, path: () => `/staff/v1/proposals/${made.proposal}/decision`, body: { approve: true } },
  "POST /staff/v1/persons/search": { roles: SEARCHERS, elsewhere: "own-only", body: { phone: "15400000301", ...REASON } },
  "POST /staff/v1/persons/{id}": { roles: SEARCHERS, elsewhere: "refused", path: () => `/staff/v1/persons/${made.person}`, body: { fields: ["level"], ...REASON } },
  "POST /staff/v1/verifications": { roles: ["clerk"], elsewhere: "refused", body: { code: "00000000", hall: "main-hall" } },
  "POST /staff/v1/verifications/{id}/confirmation": { roles: ["clerk"], elsewhere: "refused", path: () => `/staff/v1/verifications/${made.verification}/confirmation`, body: CARD },
  "POST /staff/v1/recovery-vouchers": { roles: ["clerk"], elsewhere: "refused", body: CARD },
  "POST /staff/v1/emergency-access": { roles: ["clerk", "operator"], elsewhere: "own-only", body: { right: "whole-city", reason: "抢修", minutes: 5 } },
  "GET /staff/v1/emergency-access": { roles: ["clerk", "operator", "security-officer", "auditor"], elsewhere: "own-only" },
  "DELETE /staff/v1/emergency-access/{id}": { roles: ["clerk", "operator", "security-officer"], elsewhere: "refused", path: () => `/staff/v1/emergency-access/${made.emergency}` },
  "POST /staff/v1/emergency-access/{id}/review": { roles: ["security-officer"], elsewhere: "refused", path: () => `/staff/v1/emergency-access/${made.emergency}/review`, body: { finding: "justified", words: "核实" } },
  "GET /staff/v1/disputes": { roles: ["security-officer"], elsewhere: "own-only" },
  "POST /staff/v1/disputes/{id}/answer": { roles: ["security-officer"], elsewhere: "refused", path: () => `/staff/v1/disputes/${made.dispute}/answer`, body: { answer: "已核实" } },
  "GET /staff/v1/audit-entries": { roles: ["auditor"], elsewhere: "own-only" },

  "GET /staff/v1/cities/{city}/documents": { roles: "anybody", elsewhere: "refused", path: () => "/staff/v1/cities/haikou/documents" },
  "GET /staff/v1/cities/{city}/documents/{kind}/{id}": { roles: "anybody", elsewhere: "refused", path: () => service },
  "GET /staff/v1/cities/{city}/documents/{kind}/{id}/versions/{version}": { roles: "anybody", elsewhere: "refused", path: () => `${service}/versions/1` },
  "POST /staff/v1/cities/{city}/documents/{kind}/{id}/roll-back": { roles: ["reviewer"], elsewhere: "refused", department: true, path: () => `${service}/roll-back`, body: { version: 1, note: "回退" } },
  "GET /staff/v1/cities/{city}/drafts": { roles: "anybody", elsewhere: "refused", path: () => "/staff/v1/cities/haikou/drafts" },
  "PUT /staff/v1/cities/{city}/drafts/{kind}/{id}": { roles: ["editor"], elsewhere: "refused", department: true, path: () => draft, body: { body: { department: "transport" } } },
  "DELETE /staff/v1/cities/{city}/drafts/{kind}/{id}": { roles: ["editor"], elsewhere: "refused", department: true, path: () => draft },
  "POST /staff/v1/cities/{city}/drafts/{kind}/{id}/submit": { roles: ["editor"], elsewhere: "refused", department: true, path: () => `${draft}/submit` },
  "POST /staff/v1/cities/{city}/drafts/{kind}/{id}/send-back": { roles: ["reviewer"], elsewhere: "refused", department: true, path: () => `${draft}/send-back`, body: { remark: "请补充" } },
  "POST /staff/v1/cities/{city}/drafts/{kind}/{id}/publish": { roles: ["reviewer"], elsewhere: "refused", department: true, path: () => `${draft}/publish` },
  "GET /staff/v1/cities/{city}/drafts/service/{id}/guide": { roles: "anybody", elsewhere: "refused", path: () => `${draft}/guide` },
  "POST /staff/v1/cities/{city}/services/{id}/retire": { roles: ["reviewer"], elsewhere: "refused", department: true, path: () => "/staff/v1/cities/haikou/services/S001/retire", body: retiring },
  "POST /staff/v1/cities/{city}/services/{id}/restore": { roles: ["reviewer"], elsewhere: "refused", department: true, path: () => "/staff/v1/cities/haikou/services/S001/restore" },
  "GET /staff/v1/cities/{city}/near-duplicates": { roles: "anybody", elsewhere: "refused", path: () => "/staff/v1/cities/haikou/near-duplicates" },
  "POST /staff/v1/cities/{city}/near-duplicates/decide": { roles: ["operator"], elsewhere: "refused", path: () => "/staff/v1/cities/haikou/near-duplicates/decide", body: { firstId: "S001", secondId: "S002", decision: "keep-both" } },
  "GET /staff/v1/cities/{city}/search-misses": { roles: "anybody", elsewhere: "refused", path: () => "/staff/v1/cities/haikou/search-misses" },
  "GET /staff/v1/cities/{city}/sources": { roles: SOURCE_WATCHERS, elsewhere: "refused", path: () => "/staff/v1/cities/haikou/sources" },
  "GET /staff/v1/cities/{city}/sources/{id}": { roles: SOURCE_WATCHERS, elsewhere: "refused", department: true, path: () => sources },
  "POST /staff/v1/cities/{city}/sources/{id}/try": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${sources}/try`, body: { operation: "licence", purpose: "检查映射" } },
  "GET /staff/v1/cities/{city}/source-alarms": { roles: SOURCE_WATCHERS, elsewhere: "refused", path: () => "/staff/v1/cities/haikou/source-alarms" },
  "POST /staff/v1/cities/{city}/source-alarms/{id}/seen": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `/staff/v1/cities/haikou/source-alarms/${made.alarm}/seen` },
  "GET /staff/v1/cities/{city}/manual-questions": { roles: ["clerk", "department-head"], elsewhere: "refused", path: () => "/staff/v1/cities/haikou/manual-questions" },
  "GET /staff/v1/cities/{city}/manual-questions/{id}": { roles: ["clerk", "department-head"], elsewhere: "refused", department: true, path: () => `/staff/v1/cities/haikou/manual-questions/${made.question}` },
  "POST /staff/v1/cities/{city}/manual-questions/{id}/answer": { roles: ["clerk", "department-head"], elsewhere: "refused", department: true, path: () => `/staff/v1/cities/haikou/manual-questions/${made.question}/answer`, body: { noRecord: true } },
  "GET /staff/v1/cities/{city}/agreements": { roles: ["clerk", "department-head", "auditor"], elsewhere: "refused", path: () => "/staff/v1/cities/haikou/agreements" },
  "POST /staff/v1/cities/{city}/data-requests": { roles: ["clerk", "department-head"], elsewhere: "refused", path: () => "/staff/v1/cities/haikou/data-requests", body: DATA_REQUEST },
  "GET /staff/v1/cities/{city}/campaigns": { roles: SOURCE_WATCHERS, elsewhere: "refused", path: () => "/staff/v1/cities/haikou/campaigns" },
  "GET /staff/v1/cities/{city}/campaigns/{slug}/wall": { roles: SOURCE_WATCHERS, elsewhere: "refused", department: true, path: () => `${campaign}/wall` },
  "GET /staff/v1/cities/{city}/campaigns/{slug}/wall/events": { roles: SOURCE_WATCHERS, elsewhere: "refused", department: true, path: () => `${campaign}/wall/events` },
  "GET /staff/v1/cities/{city}/campaigns/{slug}/anomalies": { roles: SOURCE_WATCHERS, elsewhere: "refused", department: true, path: () => `${campaign}/anomalies` },
  "PUT /staff/v1/cities/{city}/campaigns/{slug}/pause": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/pause`, body: { paused: true, ...retiring } },
  "PUT /staff/v1/cities/{city}/campaigns/{slug}/guard": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/guard`, body: { guarded: true, note: "刷号" } },
  "PUT /staff/v1/cities/{city}/campaigns/{slug}/rate": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/rate`, body: { perSecond: 10, note: "放慢" } },
  "POST /staff/v1/cities/{city}/campaigns/{slug}/end": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/end`, body: { confirm: "red-packets", ...retiring } },
  "POST /staff/v1/cities/{city}/campaigns/{slug}/exclusions": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/exclusions`, body: { idNumber: CARD.idNumber, reason: "organiser", note: "工作人员" } },
  "POST /staff/v1/cities/{city}/campaigns/{slug}/freeze": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/freeze` },
  "POST /staff/v1/cities/{city}/campaigns/{slug}/draw": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/draw`, body: {} },
  "GET /staff/v1/cities/{city}/doors": { roles: DOORKEEPERS, elsewhere: "refused", path: () => "/staff/v1/cities/haikou/doors" },
  "GET /staff/v1/cities/{city}/campaigns/{slug}/door": { roles: DOORKEEPERS, elsewhere: "refused", department: true, path: () => `${campaign}/door` },
  "POST /staff/v1/cities/{city}/campaigns/{slug}/door/checks": { roles: DOORKEEPERS, elsewhere: "refused", department: true, path: () => `${campaign}/door/checks`, body: { idNumber: CARD.idNumber } },
  "POST /staff/v1/cities/{city}/campaigns/{slug}/door/admissions": { roles: DOORKEEPERS, elsewhere: "refused", department: true, path: () => `${campaign}/door/admissions`, body: { idNumber: CARD.idNumber } },
  "POST /staff/v1/cities/{city}/campaigns/{slug}/publication": { roles: ["operator"], elsewhere: "refused", department: true, path: () => `${campaign}/publication` },
  "GET /staff/v1/cities/{city}/calendars": { roles: CALENDAR_KEEPERS, elsewhere: "refused", path: () => "/staff/v1/cities/haikou/calendars" },
  "GET /staff/v1/cities/{city}/calendars/{calendar}/days": { roles: CALENDAR_KEEPERS, elsewhere: "refused", department: true, path: () => `${hallCalendar}/days` },
  "POST /staff/v1/cities/{city}/calendars/{calendar}/preview": { roles: CALENDAR_KEEPERS, elsewhere: "refused", department: true, path: () => `${hallCalendar}/preview`, body: () => ({ body: aBookingCalendar() }) },
  "PUT /staff/v1/cities/{city}/calendars/{calendar}/closures": { roles: CALENDAR_CLOSERS, elsewhere: "refused", department: true, path: () => `${hallCalendar}/closures`, body: closure },
  "DELETE /staff/v1/cities/{city}/calendars/{calendar}/closures/{id}": { roles: CALENDAR_CLOSERS, elsewhere: "refused", department: true, path: () => `${hallCalendar}/closures/${newId()}` },
  "GET /staff/v1/cities/{city}/appointments": { roles: CALENDAR_CLOSERS, elsewhere: "refused", department: true, path: () => "/staff/v1/cities/haikou/appointments?calendar=hall-counter&date=2026-11-24" },
  "POST /staff/v1/cities/{city}/search-misses/settle": { roles: ["editor", "operator"], elsewhere: "refused", path: () => "/staff/v1/cities/haikou/search-misses/settle", body: { query: "没有" } },

  "GET /staff/v1/cities/{city}/counter-offices": { roles: ["clerk", "department-head"], elsewhere: "refused", path: () => "/staff/v1/cities/haikou/counter-offices" },
  "GET /staff/v1/cities/{city}/offices/{office}/queue": { roles: ["clerk", "department-head"], elsewhere: "refused", department: true, path: () => `${hall}/queue` },
  "GET /staff/v1/cities/{city}/offices/{office}/queue/events": { roles: ["clerk", "department-head"], elsewhere: "refused", department: true, path: () => `${hall}/queue/events` },
  "PUT /staff/v1/cities/{city}/offices/{office}/counters/{counter}": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/counters/3`, body: { lines: ["general"] } },
  "DELETE /staff/v1/cities/{city}/offices/{office}/counters/{counter}": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/counters/3` },
  "POST /staff/v1/cities/{city}/offices/{office}/counters/{counter}/next": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/counters/3/next` },
  "GET /staff/v1/cities/{city}/offices/{office}/tickets/{id}": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}` },
  "POST /staff/v1/cities/{city}/offices/{office}/tickets/{id}/begin": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}/begin`, body: {} },
  "POST /staff/v1/cities/{city}/offices/{office}/tickets/{id}/served": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}/served` },
  "POST /staff/v1/cities/{city}/offices/{office}/tickets/{id}/missed": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}/missed` },
  "POST /staff/v1/cities/{city}/offices/{office}/tickets/{id}/left": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}/left` },
  "POST /staff/v1/cities/{city}/offices/{office}/tickets/{id}/recall": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}/recall`, body: { counter: 3 } },
  "POST /staff/v1/cities/{city}/offices/{office}/tickets/{id}/transfer": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}/transfer`, body: { line: "general" } },
  "PUT /staff/v1/cities/{city}/offices/{office}/tickets/{id}/priority": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets/${made.ticket}/priority`, body: { priority: null } },
  "POST /staff/v1/cities/{city}/offices/{office}/check-ins": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/check-ins`, body: { code: "A7K9-M4QX" } },
  "POST /staff/v1/cities/{city}/offices/{office}/tickets": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/tickets`, body: { line: "general" } },
  "GET /staff/v1/cities/{city}/offices/{office}/place-codes": { roles: ["clerk"], elsewhere: "refused", department: true, path: () => `${hall}/place-codes` },
  "GET /staff/v1/cities/{city}/offices/{office}/displays": { roles: ["clerk", "operator"], elsewhere: "refused", department: true, path: () => `${hall}/displays` },
  "POST /staff/v1/cities/{city}/offices/{office}/displays": { roles: ["clerk", "operator"], elsewhere: "refused", department: true, path: () => `${hall}/displays`, body: { label: "一楼大厅" } },
  "DELETE /staff/v1/cities/{city}/offices/{office}/displays/{id}": { roles: ["clerk", "operator"], elsewhere: "refused", department: true, path: () => `${hall}/displays/${made.display}` },
};

/** One for each role, with no other, in both cities; and each role in another department of haikou. */
const ROLES = ["editor", "reviewer", "operator", "clerk", "department-head", "auditor", "security-officer", "leader", "personnel-officer"];
const visitors = new Map<string, Visitor>();

let office: OutsideOffice;
let app: TestApp;

before(async () => {
  office = await startOutsideOffice();
  const haikou = aCity({
    bookingCalendars: [aBookingCalendar()],
    sources: [aSource(), aManualSource()], agreements: [anAgreement()],
    campaigns: [aCampaign({ department: "transport", checkedAtDoor: true })],
    recordKinds: [aRecordKind(), aRecordKind({ id: "paper-file", source: "archive", operation: "file" })],
  });
  app = await startTestApp([haikou, aCity({ city: { ...haikou.city, id: "chengdu" } })], { settings: office.settings });
  await app.startWorker();
  for (const role of ROLES) {
    for (const [city, department] of [["haikou", null], ["chengdu", null], ["haikou", "hrss"]] as const) {
      const id = `only-${role}-${city}${department === null ? "" : `-${department}`}`;
      await saveDemonstrationStaff(app.database, { id, city, name: id, department, roles: [role], demonstration: true });
      visitors.set(id, await signInDemonstration(app, id));
    }
  }
  await makeThings();
});
after(async () => {
  await app.stop();
  await office.stop();
});

const only = (role: string, where: string): Visitor => {
  const visitor = visitors.get(`only-${role}-${where}`);
  if (!visitor) throw new Error(`Nobody has the role ${role} in ${where}`);
  return visitor;
};

async function makeThings(): Promise<void> {
  const person = await signIn(app, office, "15400000301");
  made.person = person.person;
  const clerk = only("clerk", "haikou");
  await clerk.ask("POST", "/staff/v1/persons/search", { phone: "15400000301", ...REASON });
  const [access] = (await person.ask("GET", "/api/v1/me/accesses")).json().items;
  await person.ask("POST", `/api/v1/me/accesses/${access.id}/dispute`, { words: "为什么查我" });
  made.dispute = (await only("security-officer", "haikou").ask("GET", "/staff/v1/disputes")).json().items[0].id;
  made.emergency = (await clerk.ask("POST", "/staff/v1/emergency-access", { right: "person-search", reason: "求助", minutes: 5 })).json().id;
  made.proposal = (await only("personnel-officer", "haikou").ask("POST", "/staff/v1/people/haikou-leader/roles", { roles: ["leader"], reason: "授权" })).json().id;
  const { code } = (await person.ask("GET", "/api/v1/me/in-person-code")).json();
  made.verification = (await clerk.ask("POST", "/staff/v1/verifications", { code, hall: "main-hall" })).json().id;
  const known = await app.identity.people.findOrAdd({ name: "李小红", idNumber: "440524188001010014", ground: "test" });
  await app.sources.door.read({ city: "haikou", kind: "paper-file", subject: known, actor: { kind: "person", id: known }, purpose: "own-records", ground: { kind: "own" } });
  made.question = (await clerk.ask("GET", "/staff/v1/cities/haikou/manual-questions")).json().items[0].id;
  made.alarm = newId();
  await app.database.handle<{ alarm: object }>("sources").insertInto("alarm").values({ id: made.alarm, city: "haikou", source: "traffic", fault: "slow", began_at: new Date() }).execute();
  made.ticket = (await clerk.ask("POST", `${hall}/tickets`, { line: "general" })).json().id;
  made.display = (await clerk.ask("POST", `${hall}/displays`, { label: "一楼大厅" })).json().id;
  for (const [name, id] of Object.entries(made)) assert.ok(id, `no ${name} was made`);
  await app.forgetAttempts();
}

async function ask(visitor: Visitor, route: string, { path, body }: Right) {
  const [method = "", template = ""] = route.split(" ");
  await app.forgetAttempts();
  return visitor.ask(method as "GET", path ? path() : template, typeof body === "function" ? body() : body);
}

test("every staff route is written down with who may use it", () => {
  const routes = listOperations(app.server).flatMap(({ name, path }) => (path.startsWith("/staff/") ? [name] : []));
  assert.deepEqual([...Object.keys(RIGHTS), ...WITHOUT_RIGHTS].sort(), routes.sort(), "write new routes down in RIGHTS, take old ones out");
});

describe("refused", () => {
  test("to every role that is not named", async () => {
    for (const [route, right] of Object.entries(RIGHTS)) {
      if (right.roles === "anybody") continue;
      for (const role of ROLES.filter((each) => !right.roles.includes(each))) {
        const reply = await ask(only(role, "haikou"), route, right);
        assert.deepEqual([reply.statusCode, reply.json().code], [403, "not-allowed"], `${route} answered the ${role} ${reply.statusCode}: ${reply.body}`);
      }
    }
  });

  test("to the same role in another department", async () => {
    for (const [route, right] of Object.entries(RIGHTS)) {
      if (!right.department) continue;
      for (const role of right.roles === "anybody" ? ROLES : right.roles) {
        const reply = await ask(only(role, "haikou-hrss"), route, right);
        assert.ok([403, 404].includes(reply.statusCode), `${route} answered another department's ${role} ${reply.statusCode}: ${reply.body}`);
      }
    }
  });

  test("to the same role in another city, or answered without anything of this one", async () => {
    for (const [route, right] of Object.entries(RIGHTS)) {
      for (const role of right.roles === "anybody" ? ROLES : right.roles) {
        const reply = await ask(only(role, "chengdu"), route, right);
        if (right.elsewhere === "refused") assert.ok(reply.statusCode >= 400 && reply.statusCode < 500, `${route} answered another city's ${role} ${reply.statusCode}: ${reply.body}`);
        else {
          assert.ok(reply.statusCode < 300, `${route} answered ${reply.statusCode}: ${reply.body}`);
          for (const own of ["haikou", ...Object.values(made)]) assert.ok(!reply.body.includes(own), `${route} shows another city's ${role} something of haikou: ${reply.body}`);
        }
      }
    }
  });
});

test("allowed to those who are named: so that the refusals above are about rights", async () => {
  const reads = Object.entries(RIGHTS).filter(([route]) => route.startsWith("GET ") && !/drafts\/service|\/events$/.test(route));
  for (const [route, right] of reads) {
    for (const role of right.roles === "anybody" ? ROLES : right.roles) {
      const reply = await ask(only(role, "haikou"), route, right);
      assert.equal(reply.statusCode, 200, `${route} answered the ${role} ${reply.statusCode}: ${reply.body}`);
    }
  }
});
