import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { creditCheckCharacter } from "../../../kernel/identifiers/credit-code.ts";
import { newId } from "../../../kernel/ids.ts";
import { anIdNumber, DAY_MS, type Lab, type Person, startLab } from "../acting/testing.ts";

let lab: Lab;
let boss: Person;
let clerk: Person;
let successor: Person;
const BOSS = anIdNumber("1975-02-03", 311);
const SUCCESSOR = anIdNumber("1979-02-03", 313);
const COMPANY = "91460100MA9999D08P";
const OTHER = "91460100MA9999E12U";

before(async () => {
  lab = await startLab();
  lab.enterprises.set(COMPANY, { name: "海口椰风食品有限公司", state: "active", representative: BOSS });
  lab.enterprises.set(OTHER, { name: "海口远帆物流有限公司", state: "revoked", representative: BOSS });
  boss = await lab.signUp("15400003001", "韩江雪", BOSS);
  clerk = await lab.signUp("15400003002", "许青禾", anIdNumber("1995-02-03", 322));
  successor = await lab.signUp("15400003003", "唐晚舟", SUCCESSOR);
});
after(() => lab.stop());

const open = (who: Person, creditCode: string) => who.ask("POST", "/api/v1/me/enterprises", { creditCode });
const TERMS = { phone: "15400003002", name: "许青禾", scope: { kind: "topics", topics: ["tax"] }, paymentCeilingFen: 1_000, validDays: 300 };
async function invite(company: string, change: object = {}, who: Person = boss) {
  await lab.app.forgetAttempts();
  return who.ask("POST", `/api/v1/me/enterprises/${company}/agents`, { ...TERMS, ...change });
}
const accept = (who: Person, company: string, agent: string) => who.ask("POST", `/api/v1/me/enterprises/${company}/agents/${agent}/acceptance`);
const end = (who: Person, company: string, agent: string) => who.ask("DELETE", `/api/v1/me/enterprises/${company}/agents/${agent}`);
const companies = async (who: Person) => (await who.ask("GET", "/api/v1/me/enterprises")).json().items as { id: string; role: string; name: string; agency?: { id: string } }[];
const agents = async (company: string, who: Person = boss) => (await who.ask("GET", `/api/v1/me/enterprises/${company}/agents`)).json().items as { id: string; state: string; name: string; phone?: string; endedBy?: string; uses: number }[];
const again = async (who: Person, phone: string) => Object.assign(await lab.signIn(phone), { person: who.person });
const plain = (body: string) => body.replaceAll(/urn:request:[^"]+/g, "");
async function companyOf(who: Person): Promise<string> {
  const [company] = await companies(who);
  assert.ok(company);
  return company.id;
}
async function appoint(company: string, change: object = {}): Promise<string> {
  const { id } = (await invite(company, change)).json();
  const reply = await accept(clerk, company, id);
  assert.equal(reply.statusCode, 204, reply.body);
  return id;
}

describe("a company's account", () => {
  test("is opened by the legal representative alone, and no refusal tells who that is", async () => {
    const refused = await open(clerk, COMPANY);
    assert.deepEqual([refused.statusCode, refused.json().code], [403, "not-legal-representative"]);
    for (const secret of [BOSS, BOSS.slice(0, 6), "某", "韩"]) assert.ok(!refused.body.includes(secret));
    const opened = await open(boss, " 9146 0100 MA99 99D0 8P ");
    assert.deepEqual([opened.statusCode, opened.json().warnings], [201, []]);
    assert.equal((await open(boss, COMPANY)).json().code, "enterprise-already-open");
    assert.equal(plain((await open(clerk, COMPANY)).body), plain(refused.body), "opened or not, a stranger reads the same");
    assert.deepEqual((await companies(boss)).map(({ id, role, name }) => ({ id, role, name })), [{ id: opened.json().id, role: "representative", name: "海口椰风食品有限公司" }]);
    assert.deepEqual((await lab.act(boss, `enterprise:${opened.json().id}`, { amountFen: 9_999_999 })).json().actingFor, { kind: "enterprise", id: opened.json().id, by: boss.person });
  });

  test("needs level 2, a code that stands, and a company that does business", async () => {
    const unproven = await lab.signIn("15400003009");
    assert.equal((await open(unproven, COMPANY)).json().code, "level-needed");
    for (const code of ["91460100MA9999D08Q", "9146", "91460100MA9999I08P", "\u0000".repeat(18), "91460100MA9999D08P\u0000"]) assert.equal((await open(boss, code)).json().code, "malformed-credit-code", JSON.stringify(code));
    assert.equal((await open(boss, "93510100MA9999G07H")).json().code, "no-such-enterprise");
    assert.equal((await open(boss, OTHER)).json().code, "enterprise-not-active");
    const answer = lab.office.answers.get("/market/v1/enterprises");
    lab.office.answers.delete("/market/v1/enterprises");
    assert.equal((await open(boss, OTHER)).json().code, "outside-unavailable");
    lab.office.answers.set("/market/v1/enterprises", answer as () => unknown);
  });

  test("warns of a code whose organisation part fails its own check, and opens it", async () => {
    const digits = "91460100MA9999D03";
    const odd = digits + creditCheckCharacter(digits);
    lab.enterprises.set(odd, { name: "海口旧码商行", state: "active", representative: SUCCESSOR });
    assert.deepEqual((await open(successor, odd)).json().warnings, ["body-check"]);
  });

  test("does not exist for whoever does not belong to it", async () => {
    const company = await companyOf(boss);
    const stranger = successor;
    const asks = (id: string) => Promise.all([
      stranger.ask("GET", `/api/v1/me/enterprises/${id}`), stranger.ask("GET", `/api/v1/me/enterprises/${id}/agents`), stranger.ask("POST", `/api/v1/me/enterprises/${id}/recheck`),
      invite(id, {}, stranger), accept(stranger, id, newId()), end(stranger, id, newId()), lab.act(stranger, `enterprise:${id}`),
    ]);
    const [known, unknown] = [await asks(company), await asks(newId())];
    assert.deepEqual(known.map(({ statusCode, body }) => [statusCode, plain(body)]), unknown.map(({ statusCode, body }) => [statusCode, plain(body)]));
    assert.deepEqual(known.map(({ statusCode }) => statusCode), [404, 404, 404, 404, 404, 404, 403]);
  });
});

describe("an agent", () => {
  test("is invited, accepts, acts within the terms, appoints nobody and is revoked at once", async () => {
    const company = await companyOf(boss);
    const { id } = (await invite(company)).json();
    assert.deepEqual((await agents(company)).map(({ state, name, phone }) => ({ state, name, phone })), [{ state: "invited", name: "许**", phone: "154****3002" }]);
    assert.deepEqual((await companies(clerk)).map(({ role, agency }) => [role, agency?.id]), [["invited", id]]);
    assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "tax" })).json().code, "not-allowed");
    assert.deepEqual((await Promise.all(Array.from({ length: 4 }, () => accept(clerk, company, id)))).map(({ statusCode }) => statusCode).sort((a, b) => a - b), [204, 404, 404, 404]);
    assert.deepEqual((await lab.act(clerk, `enterprise:${company}`, { topic: "tax", amountFen: 1_000 })).json().actingFor, { kind: "enterprise", id: company, by: clerk.person, mandate: id });
    assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "health" })).json().exceeded, "scope");
    assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "tax", amountFen: 1_001 })).json().exceeded, "ceiling");
    assert.equal((await invite(company, { phone: "15400003003" }, clerk)).json().code, "not-allowed");
    assert.equal((await agents(company))[0]?.uses, 1);
    assert.equal((await boss.ask("GET", `/api/v1/me/enterprises/${company}/agents/${id}`)).json().history.length, 3);
    assert.deepEqual((await clerk.ask("GET", "/api/v1/me/acting")).json().items.map(({ actingFor, role, name }: Record<string, string>) => [actingFor, role, name]), [[`enterprise:${company}`, "agent", "海口椰风食品有限公司"]]);
    assert.equal((await end(boss, company, id)).statusCode, 204);
    assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "tax" })).json().code, "not-allowed");
    assert.deepEqual(await companies(clerk), []);
    assert.equal((await end(boss, company, id)).json().code, "no-such-agent");
  });

  test("is another person of that name, for a year at most; the answer tells nothing of the number", async () => {
    const company = await companyOf(boss);
    assert.equal((await invite(company, { validDays: 366 })).json().code, "invalid-request");
    assert.equal((await invite(company, { phone: "15400003001" })).json().code, "own-number");
    assert.equal((await invite(company, { name: "a\u0000" })).json().code, "invalid-request");
    const [known, unknown] = [await invite(company, { name: "别人" }), await invite(company, { phone: "15400003099" })];
    assert.deepEqual([known.statusCode, Object.keys(known.json())], [unknown.statusCode, Object.keys(unknown.json())]);
    assert.deepEqual(await companies(clerk), [], "another name at the number is not them");
    assert.equal((await accept(clerk, company, known.json().id)).json().code, "no-such-agent");
    assert.equal((await invite(company, { name: "许青禾" })).json().code, "already-agent");
    for (const each of [known, unknown]) assert.equal((await end(boss, company, each.json().id)).statusCode, 204);
    lab.pass(11 * 60_000);
    assert.equal((await invite(company)).json().code, "confirmation-needed");
    boss = await again(boss, "15400003001");
  });

  test("declines unseen, resigns, and accepted and revoked at the same moment does not stay", async () => {
    const company = await companyOf(boss);
    const declined = (await invite(company)).json().id;
    assert.equal((await end(clerk, company, declined)).statusCode, 204);
    assert.equal((await agents(company)).find(({ id }) => id === declined)?.state, "invited");
    await end(boss, company, declined);
    const id = await appoint(company);
    assert.equal((await end(clerk, company, id)).statusCode, 204);
    assert.equal((await agents(company)).find((agent) => agent.id === id)?.endedBy, "agent");
    for (let round = 0; round < 5; round += 1) {
      const raced = (await invite(company)).json().id;
      const codes = (await Promise.all([accept(clerk, company, raced), end(boss, company, raced)])).map(({ statusCode }) => statusCode);
      assert.ok(codes.includes(204) && codes.every((code) => code === 204 || code === 404), codes.join());
      assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "tax" })).json().code, "not-allowed");
    }
  });

  test("stops when the time is over", async () => {
    const company = await companyOf(boss);
    const id = await appoint(company, { validDays: 5 });
    assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "tax" })).statusCode, 200);
    lab.pass(5 * DAY_MS);
    assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "tax" })).json().code, "not-allowed");
    assert.equal((await agents(company)).find((agent) => agent.id === id)?.state, "expired");
    boss = await again(boss, "15400003001");
  });
});

describe("the register", () => {
  test("naming another representative ends the former's rights and their agents', at the monthly recheck or on demand", async () => {
    const company = await companyOf(boss);
    const id = await appoint(company);
    lab.enterprises.set(COMPANY, { name: "海口椰风食品集团有限公司", state: "active", representative: SUCCESSOR });
    await lab.runJob("identity:recheck-enterprises");
    assert.equal((await lab.act(boss, `enterprise:${company}`)).statusCode, 200, "asked lately: not due yet");
    assert.equal((await clerk.ask("POST", `/api/v1/me/enterprises/${company}/recheck`)).statusCode, 204);
    assert.equal((await lab.act(boss, `enterprise:${company}`)).json().code, "not-allowed");
    assert.equal((await lab.act(clerk, `enterprise:${company}`, { topic: "tax" })).json().code, "not-allowed");
    assert.deepEqual(await companies(boss), []);
    assert.deepEqual(await lab.events("identity.representative-changed"), [{ enterprise: company, former: boss.person }]);
    successor = await again(successor, "15400003003");
    assert.equal((await open(boss, COMPANY)).json().code, "not-legal-representative");
    assert.equal((await open(successor, COMPANY)).json().id, company);
    assert.equal((await agents(company, successor)).find((agent) => agent.id === id)?.endedBy, "representative-changed");
  });

  test("not answering or not finding ends nothing; revoked or cancelled ends everything", async () => {
    const company = (await companies(successor)).find(({ name }) => name.includes("集团"))?.id ?? "";
    lab.enterprises.delete(COMPANY);
    lab.pass(29 * DAY_MS);
    await lab.runJob("identity:recheck-enterprises");
    successor = await again(successor, "15400003003");
    assert.equal((await lab.act(successor, `enterprise:${company}`)).statusCode, 200);
    const answer = lab.office.answers.get("/market/v1/enterprises");
    lab.office.answers.delete("/market/v1/enterprises");
    assert.equal((await successor.ask("POST", `/api/v1/me/enterprises/${company}/recheck`)).json().code, "outside-unavailable");
    assert.equal((await lab.act(successor, `enterprise:${company}`)).statusCode, 200);
    lab.office.answers.set("/market/v1/enterprises", answer as () => unknown);
    lab.enterprises.set(COMPANY, { name: "海口椰风食品集团有限公司", state: "revoked", representative: SUCCESSOR });
    lab.pass(29 * DAY_MS);
    await lab.runJob("identity:recheck-enterprises");
    successor = await again(successor, "15400003003");
    assert.equal((await lab.act(successor, `enterprise:${company}`)).json().code, "not-allowed");
    assert.deepEqual(await lab.events("identity.enterprise-ended"), [{ enterprise: company, former: successor.person }]);
    assert.equal((await open(successor, COMPANY)).json().code, "enterprise-not-active");
  });
});
