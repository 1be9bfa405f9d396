/** What one person may set off: messages to others' telephones, work that everybody's sign-in shares. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anIdNumber, type Lab, startLab } from "./acting/testing.ts";

let lab: Lab;
before(async () => {
  lab = await startLab();
});
after(() => lab.stop());

const BOSS = anIdNumber("1975-02-03", 511);
const COMPANY = "91460100MA9999D08P";

test("a company rings one number's telephone five times a day, however often it takes the invitation back", async () => {
  lab.enterprises.set(COMPANY, { name: "海口椰风食品有限公司", state: "active", representative: BOSS });
  const boss = await lab.signUp("15400008401", "韩江雪", BOSS);
  const { id } = (await boss.ask("POST", "/api/v1/me/enterprises", { creditCode: COMPANY })).json();
  const answers = [];
  for (let times = 0; times < 7; times += 1) {
    const reply = await boss.ask("POST", `/api/v1/me/enterprises/${id}/agents`, { phone: times % 2 === 0 ? "15400008409" : "+86 154-0000-8409", name: "许青禾", scope: { kind: "everything" }, paymentCeilingFen: 0, validDays: 3 });
    answers.push(reply.statusCode);
    if (reply.statusCode === 201) await boss.ask("DELETE", `/api/v1/me/enterprises/${id}/agents/${reply.json().id}`);
  }
  assert.deepEqual(answers, [201, 201, 201, 201, 201, 429, 429]);
});

test("many grantors together ring one number ten times a day, and every offer still stands in the app", async () => {
  const holder = await lab.signUp("15400008420", "许青禾", anIdNumber("1985-02-03", 531));
  const grantors = [];
  for (let index = 0; index < 3; index += 1) grantors.push(await lab.signUp(`154000084${11 + index}`, "吴淑敏", anIdNumber("1950-02-03", 521 + index)));
  await lab.app.forgetAttempts();
  for (const grantor of grantors) {
    for (let index = 0; index < 4; index += 1) {
      const terms = { phone: "15400008420", name: "许青禾", scope: { kind: "topics", topics: [`topic-${index}`] }, paymentCeilingFen: 0, validDays: 3, purpose: "替我办事" };
      assert.equal((await grantor.ask("POST", "/api/v1/me/mandates", terms)).statusCode, 201);
    }
  }
  await lab.untilQuiet();
  assert.equal(lab.office.messages.filter(({ to, text }) => to === "15400008420" && text.includes("委托您代办")).length, 10);
  assert.equal((await holder.ask("GET", "/api/v1/me/mandates")).json().total, 12);
});

test("setting a password again and again ends, and removing none tells nobody", async () => {
  const owner = await lab.signIn("15400008430");
  const answers = [];
  for (let times = 0; times < 22; times += 1) answers.push((await owner.ask("PUT", "/api/v1/me/password", { password: `correct horse ${times} battery` })).statusCode);
  assert.deepEqual([answers[19], answers[20], answers[21]], [204, 429, 429]);
  assert.equal((await owner.ask("DELETE", "/api/v1/me/password")).statusCode, 204);
  await lab.untilQuiet();
  const told = lab.office.messages.length;
  for (let times = 0; times < 3; times += 1) assert.equal((await owner.ask("DELETE", "/api/v1/me/password")).statusCode, 204);
  await lab.untilQuiet();
  assert.equal(lab.office.messages.length, told);
});

test("one access is disputed once, however its number is written", async () => {
  const owner = await lab.signIn("15400008440");
  const { items } = (await owner.ask("GET", "/api/v1/me/accesses")).json();
  const [lane = "", number = ""] = String(items[0].id).split("-");
  const dispute = (id: string) => owner.ask("POST", `/api/v1/me/accesses/${id}/dispute`, { words: "不是我" });
  assert.equal((await dispute(`${lane.padStart(2, "0")}-${number}`)).statusCode, 204);
  assert.equal((await dispute(`${Number(lane)}-${number}`)).json().code, "already-disputed");
  const seen = (await owner.ask("GET", "/api/v1/me/accesses")).json().items.find((each: { id: string }) => each.id === items[0].id);
  assert.equal(seen.dispute.words, "不是我");
});
