import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { until } from "../../testing/patience.ts";
import { aCity, aDepartment, anOffice, aService } from "./testing.ts";

let app: TestApp;
const cookies: Record<string, string> = {};
const hrss = { id: "hrss", socialCreditCode: "11460100MB9999B09R" };

before(async () => {
  const haikou = aCity({ departments: [aDepartment(), aDepartment(hrss)], offices: [anOffice({ departments: ["transport", "hrss"] })] });
  app = await startTestApp([haikou, { ...haikou, city: { ...haikou.city, id: "chengdu" } }]);
  for (const staffId of ["haikou-editor", "haikou-editor-hrss", "haikou-reviewer", "haikou-operator", "chengdu-reviewer"]) {
    const reply = await app.server.inject({ method: "POST", url: "/staff/v1/demonstration-sign-in", payload: { staffId } });
    cookies[staffId] = `cc_staff=${reply.cookies[0]?.value}`;
  }
});
after(() => app.stop());

const HAIKOU = "/staff/v1/cities/haikou";
const as = (staff: string, method: "GET" | "PUT" | "POST" | "DELETE", path: string, payload?: object) =>
  app.server.inject({ method, url: `${HAIKOU}${path}`, headers: { cookie: cookies[staff] ?? "" }, ...(payload ? { payload } : {}) });

/** Waits until people see what was published: word of it reaches the process by notification. */
const publicGuide = (id: string, isChanged: (reply: { status: number; body: Record<string, unknown> }) => boolean) =>
  until(async () => {
    const reply = await app.server.inject(`/api/v1/cities/haikou/services/${id}`);
    const seen = { status: reply.statusCode, body: reply.body ? reply.json() : {} };
    return isChanged(seen) && seen.body;
  }, `that people see the change of ${id}`);

describe("from draft to what people see", () => {
  const better = aService({ summary: { zh: "查客运班车的时刻和余票。", en: "See coach times and free seats." } });

  test("a draft may break the rules while it is written, and each fault has its pointer", async () => {
    const reply = await as("haikou-editor", "PUT", "/drafts/service/S001", { body: { ...better, kind: "ask" } });
    assert.equal(reply.statusCode, 200, reply.body);
    assert.deepEqual(reply.json().findings.map((finding: { pointer: string }) => finding.pointer), ["/kind"]);
    const refused = await as("haikou-editor", "POST", "/drafts/service/S001/submit");
    assert.equal(refused.statusCode, 400);
    assert.equal(refused.json().errors[0].pointer, "/kind");
  });

  test("two writers do not overwrite each other unseen", async () => {
    assert.equal((await as("haikou-reviewer", "PUT", "/drafts/service/S001", { body: better })).json().code, "draft-changed");
    assert.equal((await as("haikou-reviewer", "PUT", "/drafts/service/S001", { body: better, revision: 7 })).json().code, "draft-changed");
    assert.deepEqual((await as("haikou-editor", "PUT", "/drafts/service/S001", { body: better, revision: 1, note: "更清楚" })).json(), { revision: 2, findings: [] });
  });

  test("the draft can be seen as its guide, while people still see the published one", async () => {
    assert.equal((await as("haikou-reviewer", "GET", "/drafts/service/S001/guide")).json().summary.en, "See coach times and free seats.");
    assert.equal((await app.server.inject("/api/v1/cities/haikou/services/S001")).json().summary.en, "Find a coach.");
  });

  test("a second person publishes it; whoever wrote in it may not", async () => {
    assert.equal((await as("haikou-operator", "POST", "/drafts/service/S001/publish")).json().code, "draft-not-ready");
    assert.equal((await as("haikou-editor", "POST", "/drafts/service/S001/submit")).statusCode, 204);
    assert.equal((await as("haikou-editor", "PUT", "/drafts/service/S001", { body: better, revision: 3 })).json().code, "draft-not-ready");
    assert.equal((await as("haikou-editor", "POST", "/drafts/service/S001/publish")).json().code, "not-allowed");
    assert.equal((await as("haikou-reviewer", "POST", "/drafts/service/S001/send-back", { remark: "请写明余票来源" })).statusCode, 204);
    const { draft } = (await as("haikou-editor", "GET", "/documents/service/S001")).json();
    assert.equal(draft.remark, "请写明余票来源");
    await as("haikou-reviewer", "PUT", "/drafts/service/S001", { body: better, revision: draft.revision });
    await as("haikou-editor", "POST", "/drafts/service/S001/submit");
    assert.equal((await as("haikou-reviewer", "POST", "/drafts/service/S001/publish")).json().code, "own-review");
    assert.deepEqual((await as("haikou-operator", "POST", "/drafts/service/S001/publish")).json(), { version: 2 });
    await publicGuide("S001", ({ body }) => body.version === 2);
  });

  test("an earlier version can be published again, and the history says all of it", async () => {
    assert.deepEqual((await as("haikou-operator", "POST", "/documents/service/S001/roll-back", { version: 1, note: "数字有误" })).json(), { version: 3 });
    const guide = await publicGuide("S001", ({ body }) => body.version === 3);
    assert.deepEqual(guide.summary, aService().summary);
    const { history } = (await as("haikou-editor", "GET", "/documents/service/S001")).json();
    assert.deepEqual(history.map((each: { version: number; origin: string; reviewer?: string }) => [each.version, each.origin, each.reviewer]), [
      [3, "roll-back", "haikou-operator"], [2, "review", "haikou-operator"], [1, "import", undefined],
    ]);
    assert.equal((await as("haikou-editor", "GET", "/documents/service/S001/versions/2")).json().body.summary.en, "See coach times and free seats.");
  });

  test("a retired item leads on, is off every list, and can come back", async () => {
    assert.equal((await as("haikou-operator", "POST", "/services/S004/retire", { reason: { zh: "重复", en: "Double" }, redirectTo: "S999" })).json().code, "bad-redirect");
    assert.equal((await as("haikou-operator", "POST", "/services/S004/retire", { reason: { zh: "重复", en: "Double" }, redirectTo: "S001" })).statusCode, 204);
    await publicGuide("S004", ({ status }) => status === 308);
    assert.equal((await app.server.inject("/api/v1/cities/haikou/services")).json().total, 3);
    assert.equal((await as("haikou-operator", "POST", "/services/S004/restore")).statusCode, 204);
    await publicGuide("S004", ({ status }) => status === 200);
  });

  test("two retirements at once never lead to each other, and what led to an ended item leads on", async () => {
    const reason = { zh: "重复", en: "Double" };
    const both = await Promise.all([
      as("haikou-operator", "POST", "/services/S002/retire", { reason, redirectTo: "S003" }),
      as("haikou-reviewer", "POST", "/services/S003/retire", { reason, redirectTo: "S002" }),
    ]);
    assert.deepEqual(both.map((reply) => reply.statusCode).sort((a, b) => a - b), [204, 400]);
    const [ended, left] = both[0]?.statusCode === 204 ? ["S002", "S003"] : ["S003", "S002"];
    assert.equal((await as("haikou-operator", "POST", `/services/${left}/retire`, { reason, redirectTo: "S001" })).statusCode, 204);
    const old = await app.server.inject(`/api/v1/cities/haikou/services/${ended}`);
    assert.equal(old.headers.location, "/api/v1/cities/haikou/services/S001");
    for (const id of [left, ended]) assert.equal((await as("haikou-operator", "POST", `/services/${id}/restore`)).statusCode, 204);
  });

  test("a new item, office and department go the same way", async () => {
    const fresh = aService({ id: "S500", names: { zh: "网约车查询", en: "Ride-hailing query" } });
    for (const [kind, id, body] of [["service", "S500", fresh], ["office", "new-hall", anOffice({ id: "new-hall" })], ["department", "transport", aDepartment({ duties: { zh: "管交通。", en: "Traffic." } })]] as const) {
      assert.deepEqual((await as("haikou-editor", "PUT", `/drafts/${kind}/${id}`, { body })).json().findings, [], id);
      assert.equal((await as("haikou-editor", "POST", `/drafts/${kind}/${id}/submit`)).statusCode, 204);
      assert.equal((await as("haikou-operator", "POST", `/drafts/${kind}/${id}/publish`)).statusCode, 200);
    }
    await publicGuide("S500", ({ status }) => status === 200);
    assert.equal((await app.server.inject("/api/v1/cities/haikou/offices")).json().total, 2);
  });

  test("a new department comes first, then the office that serves it; from then on it cannot be without one", async () => {
    const department = aDepartment({ id: "archives", names: { zh: "市档案馆", en: "City Archives" } });
    const office = anOffice({ id: "archives-hall", departments: ["archives"] });
    for (const [kind, id, body] of [["department", "archives", department], ["office", "archives-hall", office]] as const) {
      assert.deepEqual((await as("haikou-editor", "PUT", `/drafts/${kind}/${id}`, { body })).json().findings, [], id);
      assert.equal((await as("haikou-editor", "POST", `/drafts/${kind}/${id}/submit`)).statusCode, 204);
      assert.equal((await as("haikou-operator", "POST", `/drafts/${kind}/${id}/publish`)).statusCode, 200);
    }
    const elsewhere = { body: { ...office, departments: ["transport"] } };
    assert.deepEqual((await as("haikou-editor", "PUT", "/drafts/office/archives-hall", elsewhere)).json().findings, []);
    assert.equal((await as("haikou-editor", "POST", "/drafts/office/archives-hall/submit")).statusCode, 204);
    assert.equal((await as("haikou-operator", "POST", "/drafts/office/archives-hall/publish")).statusCode, 200);
    const again = await as("haikou-editor", "PUT", "/drafts/department/archives", { body: department });
    assert.deepEqual(again.json().findings.map((finding: { rule: string }) => finding.rule), ["no-office"]);
  });
});

describe("who may", () => {
  test("an editor of one department touches only that one's items, and cannot take another's over", async () => {
    assert.equal((await as("haikou-editor-hrss", "PUT", "/drafts/service/S002", { body: aService({ id: "S002" }) })).json().code, "not-allowed");
    assert.equal((await as("haikou-editor-hrss", "PUT", "/drafts/service/S002", { body: aService({ id: "S002", department: "hrss" }) })).json().code, "not-allowed");
    const own = aService({ id: "S600", department: "hrss", codes: { base: "002000001000", implementing: `${hrss.socialCreditCode}3002000001000` } });
    assert.deepEqual((await as("haikou-editor-hrss", "PUT", "/drafts/service/S600", { body: own })).json().findings, []);
    assert.equal((await as("haikou-editor-hrss", "PUT", "/drafts/service/S600", { body: aService({ id: "S600" }), revision: 1 })).json().code, "not-allowed");
    assert.equal((await as("haikou-editor-hrss", "DELETE", "/drafts/service/S600")).statusCode, 204);
  });

  test("another city's staff see and change nothing here", async () => {
    for (const [method, path, payload] of [
      ["GET", "/documents"], ["GET", "/documents/service/S001"], ["GET", "/drafts"], ["GET", "/search-misses"], ["GET", "/near-duplicates"],
      ["PUT", "/drafts/service/S001", { body: aService() }], ["POST", "/services/S001/retire", { reason: { zh: "无", en: "None" } }], ["POST", "/search-misses/settle", { query: "x" }],
    ] as const) {
      const reply = await as("chengdu-reviewer", method, path, payload);
      assert.equal(reply.json().code, "not-allowed", `${method} ${path}`);
    }
  });

  test("a request from another site's page is refused even with the cookie", async () => {
    const reply = await app.server.inject({ method: "POST", url: `${HAIKOU}/drafts/service/S001/submit`, headers: { cookie: cookies["haikou-editor"] ?? "", origin: "https://elsewhere.example" } });
    assert.equal(reply.json().code, "foreign-origin");
  });

  test("signing out ends the sign-in on the server, not only in the browser", async () => {
    const { cookies: [cookie] } = await app.server.inject({ method: "POST", url: "/staff/v1/demonstration-sign-in", payload: { staffId: "haikou-editor" } });
    const headers = { cookie: `cc_staff=${cookie?.value}` };
    assert.equal((await app.server.inject({ url: "/staff/v1/me", headers })).statusCode, 200);
    await app.server.inject({ method: "POST", url: "/staff/v1/sign-out", headers });
    assert.equal((await app.server.inject({ url: "/staff/v1/me", headers })).statusCode, 401);
  });
});

describe("hostile drafts", () => {
  test("of ten first saves at once one is kept, and the others are told", async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => as("haikou-editor", "PUT", "/drafts/service/S700", { body: { id: "S700" } })));
    assert.deepEqual(replies.map((reply) => reply.statusCode).sort((a, b) => a - b), [200, ...Array.from({ length: 9 }, () => 409)]);
  });

  test("a draft of the wrong types everywhere does not spoil the list of documents", async () => {
    const body = { id: "S701", names: { zh: { toString: 1 }, en: [] }, department: { toString: 1 }, topic: 7, kind: null, level: "evil" };
    assert.equal((await as("haikou-editor", "PUT", "/drafts/service/S701", { body })).statusCode, 200);
    const { items } = (await as("haikou-editor", "GET", "/documents?kind=service")).json();
    assert.deepEqual(items.find((item: { id: string }) => item.id === "S701").names, { zh: "S701", en: "S701" });
    assert.equal((await as("haikou-editor", "DELETE", "/drafts/service/S701")).statusCode, 204);
  });

  test("brackets without end, a NUL, a number beyond the database and another city's document are refused", async () => {
    const nested = { id: "S702", x: JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`) };
    assert.equal((await as("haikou-editor", "PUT", "/drafts/service/S702", { body: nested })).json().code, "broken-document");
    assert.equal((await as("haikou-editor", "PUT", "/drafts/service/S702", { body: { id: "S702" }, note: "a\u0000b" })).statusCode, 400);
    assert.equal((await as("haikou-editor", "POST", "/search-misses/settle", { query: "\u0000" })).statusCode, 400);
    assert.equal((await as("haikou-operator", "POST", "/documents/service/S001/roll-back", { version: 1e15, note: "x" })).statusCode, 400);
    assert.equal((await as("haikou-editor", "PUT", "/drafts/city/chengdu", { body: { id: "chengdu" } })).statusCode, 404);
  });
});

test("a draft that is not a document of its address, or far too large, is refused", async () => {
  assert.equal((await as("haikou-editor", "PUT", "/drafts/service/S002", { body: aService({ id: "S003" }) })).json().code, "broken-document");
  assert.equal((await as("haikou-editor", "PUT", "/drafts/service/S002", { body: { id: "S002", padding: "x".repeat(300_000) } })).statusCode, 413);
  const notJson = await app.server.inject({ method: "PUT", url: `${HAIKOU}/drafts/service/S002`, headers: { cookie: cookies["haikou-editor"] ?? "", "content-type": "application/json" }, payload: "{" });
  assert.equal(notJson.statusCode, 400);
});
