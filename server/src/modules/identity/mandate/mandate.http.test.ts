import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newId } from "../../../kernel/ids.ts";
import { listAbout } from "../../audit/index.ts";
import { updateAccount } from "../account/store.ts";
import type { Staff } from "../staff/staff.ts";
import { enterMandate } from "./grant-mandate.ts";
import { checkPaperMandate } from "./paper.ts";
import { anIdNumber, DAY_MS, type Lab, type Person, startLab } from "../acting/testing.ts";

let lab: Lab;
let parent: Person;
let son: Person;
let stranger: Person;
let unproven: Person;

before(async () => {
  lab = await startLab();
  son = await lab.signUp("15400002002", "吴 建国", anIdNumber("1985-02-03", 211));
  stranger = await lab.signUp("15400002003", "郑秋生", anIdNumber("1970-02-03", 213));
  unproven = await lab.signIn("15400002004");
  parent = await lab.signUp("15400002001", "吴淑敏", anIdNumber("1950-02-03", 222));
});
after(() => lab.stop());

const TERMS = { phone: "154 0000 2002", name: "吴建国", scope: { kind: "everything" }, paymentCeilingFen: 50_000, validDays: 365, purpose: "替我办事" };
async function offer(change: object = {}, who: Person = parent) {
  await lab.app.forgetAttempts();
  return who.ask("POST", "/api/v1/me/mandates", { ...TERMS, ...change });
}
const accept = (who: Person, id: string) => who.ask("POST", `/api/v1/me/mandates/${id}/acceptance`);
const end = (who: Person, id: string) => who.ask("DELETE", `/api/v1/me/mandates/${id}`);
const list = async (who: Person) => (await who.ask("GET", "/api/v1/me/mandates")).json().items as { id: string; role: string; state: string; name: string; phone?: string; person?: string; uses: number }[];
const plain = (body: string) => body.replaceAll(/urn:request:[^"]+/g, "");
async function granted(change: object = {}): Promise<string> {
  const { id } = (await offer(change)).json();
  const reply = await accept(son, id);
  assert.equal(reply.statusCode, 204, reply.body);
  return id;
}

describe("a mandate", () => {
  test("is offered, accepted, used, seen by both and revoked, and then worth nothing", async () => {
    const { id } = (await offer()).json();
    assert.deepEqual((await list(parent)).map(({ role, state, name, phone, person }) => ({ role, state, name, phone, person })), [{ role: "grantor", state: "offered", name: "吴**", phone: "154****2002", person: undefined }]);
    assert.deepEqual((await list(son)).map(({ role, state, name }) => ({ role, state, name })), [{ role: "holder", state: "offered", name: "吴**" }]);
    assert.equal((await lab.act(son, `mandate:${id}`)).json().code, "not-allowed", "not before it is accepted");
    assert.equal((await accept(son, id)).statusCode, 204);
    assert.deepEqual((await lab.act(son, `mandate:${id}`, { topic: "pension", amountFen: 50_000 })).json(), { person: son.person, actingFor: { kind: "mandate", id: parent.person, by: son.person, mandate: id } });
    for (const side of [parent, son]) {
      const detail = (await side.ask("GET", `/api/v1/me/mandates/${id}`)).json();
      assert.equal(detail.uses, 1);
      assert.deepEqual(detail.history.map((use: { act: string; topic: string; amountFen: number; refused?: string }) => [use.act, use.topic, use.amountFen, use.refused]), [["POST /test/acts", "pension", 50_000, undefined]]);
    }
    const options = (await son.ask("GET", "/api/v1/me/acting")).json().items;
    assert.deepEqual(options.map((option: { actingFor: string; name: string; paymentCeilingFen: number }) => [option.actingFor, option.name, option.paymentCeilingFen]), [[`mandate:${id}`, "吴**", 50_000]]);
    assert.equal((await end(parent, id)).statusCode, 204);
    assert.equal((await lab.act(son, `mandate:${id}`)).json().code, "not-allowed");
    assert.deepEqual((await son.ask("GET", "/api/v1/me/acting")).json().items, []);
    const acts = (await listAbout(lab.app.database, parent.person)).items.filter(({ about }) => about?.id === id).map(({ act, actingFor, actor }) => [act, actingFor, actor.id]);
    assert.deepEqual(acts, [
      ["mandate.refused", parent.person, son.person], ["mandate.revoked", undefined, parent.person], ["mandate.used", parent.person, son.person],
      ["mandate.accepted", undefined, son.person], ["mandate.offered", undefined, parent.person],
    ]);
  });

  test("tells the grantor nothing about a number until it is accepted", async () => {
    const shapes = [];
    for (const phone of ["15400002003", "15400002099"]) {
      const reply = await offer({ phone, name: "郑秋生" });
      const [seen] = await list(parent);
      shapes.push({ status: reply.statusCode, keys: Object.keys(reply.json()), seen: { ...seen, id: "", phone: "", createdAt: "", expiresAt: "", offerExpiresAt: "" } });
    }
    assert.deepEqual(shapes[0], shapes[1]);
    const [declinable] = await list(stranger);
    assert.ok(declinable);
    assert.equal((await end(stranger, declinable.id)).statusCode, 204);
    assert.deepEqual(await list(stranger), []);
    assert.equal((await accept(stranger, declinable.id)).json().code, "no-such-mandate");
    assert.equal((await list(parent)).find(({ id }) => id === declinable.id)?.state, "offered", "a declined offer looks like one that nobody saw");
    for (const { id, state } of await list(parent)) if (state === "offered") await end(parent, id);
  });

  test("is shown to nobody but the person of that name at that number", async () => {
    const { id } = (await offer({ name: "吴建军" })).json();
    assert.deepEqual((await list(son)).filter((mandate) => mandate.id === id), []);
    const refusals = [await accept(son, id), await accept(stranger, id), await accept(stranger, newId())].map(({ statusCode, body }) => [statusCode, plain(body)]);
    assert.deepEqual(refusals[0], refusals[2]);
    assert.deepEqual(refusals[1], refusals[2]);
    const reads = await Promise.all([id, newId()].flatMap((each) => [stranger.ask("GET", `/api/v1/me/mandates/${each}`), stranger.ask("GET", `/api/v1/me/mandates/${each}/paper`), end(stranger, each)]));
    assert.ok(reads.every(({ statusCode }) => statusCode === 404));
    await end(parent, id);
  });

  test("needs level 2, a proof of presence, terms within bounds, another person", async () => {
    assert.equal((await offer({}, unproven)).json().code, "level-needed");
    assert.equal((await accept(unproven, newId())).json().code, "level-needed");
    const wrong = [{ validDays: 1_096 }, { validDays: 0 }, { paymentCeilingFen: -1 }, { paymentCeilingFen: 1.5 }, { purpose: "a\u0000b" }, { name: "\u0000" }, { scope: { kind: "topics", topics: [] } }, { scope: { kind: "services", services: ["'; drop"] } }, { scope: { kind: "all" } }, { extra: 1 }];
    for (const change of wrong) assert.equal((await offer(change)).json().code, "invalid-request", JSON.stringify(change));
    assert.equal((await offer({ phone: "12345" })).json().code, "malformed-phone");
    assert.equal((await offer({ phone: "154\u00000000 2002" })).json().code, "malformed-phone");
    assert.equal((await offer({ phone: "+86 15400002001" })).json().code, "own-number");
    const minor = await lab.signUp("15400002005", "吴小满", anIdNumber("2011-02-03", 233));
    assert.equal((await offer({}, minor)).json().code, "adults-only");
    lab.pass(11 * 60_000);
    assert.equal((await offer()).json().code, "confirmation-needed");
    parent = Object.assign(await lab.signIn("15400002001"), { person: parent.person });
  });

  test("of one scope is open once between two; another scope may stand beside it", async () => {
    const id = await granted({ scope: { kind: "topics", topics: ["pension", "health"] } });
    const again = (await offer({ scope: { kind: "topics", topics: ["health", "pension", "health"] } })).json();
    assert.equal((await offer({ scope: { kind: "topics", topics: ["health", "pension"] } })).json().code, "already-mandated");
    assert.equal((await accept(son, again.id)).json().code, "already-mandated");
    const other = await granted({ scope: { kind: "services", services: ["S001"] } });
    for (const each of [id, again.id, other]) await end(parent, each);
  });

  test("goes as far as its scope, its ceiling and its time, and no further", async () => {
    const id = await granted({ scope: { kind: "services", services: ["S001", "S002"] }, paymentCeilingFen: 100, validDays: 10 });
    const act = async (demand: object) => {
      const { statusCode, body } = await lab.act(son, `mandate:${id}`, demand);
      return statusCode === 200 ? "allowed" : `${JSON.parse(body).code} ${JSON.parse(body).exceeded ?? ""}`.trim();
    };
    assert.equal(await act({ service: "S001", amountFen: 100 }), "allowed");
    assert.equal(await act({ service: "S003" }), "mandate-exceeded scope");
    assert.equal(await act({ topic: "pension" }), "mandate-exceeded scope");
    assert.equal(await act({ service: "S001", city: "chengdu" }), "mandate-exceeded scope");
    assert.equal(await act({ service: "S001", amountFen: 101 }), "mandate-exceeded ceiling");
    assert.equal(await act({ service: "S001", level: 3 }), "level-needed");
    const refused = (await parent.ask("GET", `/api/v1/me/mandates/${id}`)).json().history.map((use: { refused?: string }) => use.refused);
    assert.deepEqual(refused, ["exceeded-ceiling", "exceeded-scope", "exceeded-scope", "exceeded-scope", undefined]);
    lab.pass(10 * DAY_MS);
    assert.equal(await act({ service: "S001" }), "not-allowed");
    assert.equal((await list(son)).find((mandate) => mandate.id === id)?.state, "expired");
    parent = Object.assign(await lab.signIn("15400002001"), { person: parent.person });
    await granted({ scope: { kind: "services", services: ["S001", "S002"] } }).then((next) => end(parent, next));
  });

  test("lapses when nobody takes it up within two weeks", async () => {
    const { id } = (await offer()).json();
    lab.pass(13 * DAY_MS + DAY_MS);
    [son, parent] = [Object.assign(await lab.signIn("15400002002"), { person: son.person }), Object.assign(await lab.signIn("15400002001"), { person: parent.person })];
    assert.equal((await accept(son, id)).json().code, "no-such-mandate");
    assert.equal((await list(parent)).find((mandate) => mandate.id === id)?.state, "lapsed");
    assert.equal((await offer()).statusCode, 201);
    for (const mandate of await list(parent)) if (mandate.state === "offered") await end(parent, mandate.id);
  });

  test("accepted and revoked at the same moment never stays open once it is revoked", async () => {
    for (let round = 0; round < 8; round += 1) {
      await lab.app.forgetAttempts();
      const { id } = (await offer()).json();
      const [accepted, revoked] = await Promise.all(round % 2 === 0 ? [accept(son, id), end(parent, id)] : [accept(son, id), end(parent, id)].toReversed());
      const codes = [accepted, revoked].map((reply) => reply?.statusCode);
      assert.ok(codes.includes(204) && codes.every((code) => code === 204 || code === 404), codes.join());
      assert.equal((await lab.act(son, `mandate:${id}`)).json().code, "not-allowed");
      assert.equal((await list(parent)).find((mandate) => mandate.id === id)?.state, "revoked");
    }
    await lab.app.forgetAttempts();
  });

  test("is accepted once, however often it is tried, and given back by its holder", async () => {
    const { id } = (await offer()).json();
    const replies = await Promise.all(Array.from({ length: 5 }, () => accept(son, id)));
    assert.deepEqual(replies.map(({ statusCode }) => statusCode).sort((a, b) => a - b), [204, 404, 404, 404, 404]);
    assert.equal((await end(son, id)).statusCode, 204);
    assert.equal((await lab.act(son, `mandate:${id}`)).json().code, "not-allowed");
    assert.equal((await end(son, id)).json().code, "no-such-mandate");
  });

  test("rests while its grantor's account is locked", async () => {
    const id = await granted();
    await updateAccount(lab.app.database, parent.person, { state: "locked" });
    assert.equal((await lab.act(son, `mandate:${id}`)).json().code, "not-allowed");
    await updateAccount(lab.app.database, parent.person, { state: "active" });
    assert.equal((await lab.act(son, `mandate:${id}`)).statusCode, 200);
    await end(son, id);
  });
});

describe("acting for another", () => {
  before(async () => {
    stranger = Object.assign(await lab.signIn("15400002003"), { person: stranger.person });
    unproven = await lab.signIn("15400002004");
  });

  test("is refused alike for what does not exist and what is another's, in whatever form it is asked", async () => {
    const id = await granted();
    const bodies = await Promise.all([`mandate:${id}`, `mandate:${newId()}`, `child:${son.person}`, `enterprise:${newId()}`, `child:${newId()}`, "", "mandate:", `mandate:${id}\u0000`, `mandate:${id},mandate:${id}`, "staff:x", "mandate:' or 1=1"].map((header) => lab.act(stranger, header)));
    assert.equal(new Set(bodies.map(({ body }) => plain(body))).size, 1);
    assert.equal(bodies[0]?.json().code, "not-allowed");
    assert.equal((await lab.act(unproven, `mandate:${id}`)).json().code, "level-needed");
    assert.deepEqual((await lab.act(son, undefined)).json(), { person: son.person });
    await end(parent, id);
  });

  test("cannot be tried without end", async () => {
    await lab.app.forgetAttempts();
    const codes = new Set<string>();
    for (let tries = 0; tries < 62; tries += 1) codes.add((await lab.act(stranger, `mandate:${newId()}`)).json().code);
    assert.deepEqual([...codes], ["not-allowed", "too-many-requests"]);
    await lab.app.forgetAttempts();
  });

  test("needs a sign-in, and the site's own page", async () => {
    const nobody = await lab.signIn("15400002006");
    await nobody.ask("POST", "/api/v1/sign-out");
    assert.equal((await lab.act(nobody, `mandate:${newId()}`)).statusCode, 401);
    assert.equal((await nobody.ask("GET", "/api/v1/me/acting")).statusCode, 401);
    assert.equal((await son.ask("POST", "/test/acts", {}, { origin: "https://elsewhere.example" })).json().code, "foreign-origin");
  });
});

describe("a printed mandate", () => {
  test("is the same sheet each time, checked by its code, and tells masked data and its state", async () => {
    const id = await granted();
    const paper = (await parent.ask("GET", `/api/v1/me/mandates/${id}/paper`)).json();
    assert.match(paper.code, /^[\w-]{22}$/);
    assert.ok(paper.address.endsWith(`/mandate/${paper.code}`));
    assert.deepEqual([paper.grantor, paper.holder], [{ name: "吴淑敏", idNumber: "4601************" + anIdNumber("1950-02-03", 222).slice(-2) }, { name: "吴 建国", idNumber: "4601************" + anIdNumber("1985-02-03", 211).slice(-2) }]);
    assert.equal((await son.ask("GET", `/api/v1/me/mandates/${id}/paper`)).json().code, paper.code);
    const check = (code: string) => stranger.ask("POST", "/api/v1/me/mandate-checks", { code });
    const answer = (await check(paper.code)).json();
    assert.deepEqual([answer.state, answer.grantorName, answer.holderName], ["active", "吴**", "吴**"]);
    assert.equal((await check("A".repeat(22))).json().code, "no-such-mandate");
    assert.equal((await check(`${paper.code.slice(0, 21)}\u0000`)).json().code, "invalid-request");
    await end(parent, id);
    assert.equal((await check(paper.code)).json().state, "revoked");
    assert.equal((await parent.ask("GET", `/api/v1/me/mandates/${id}/paper`)).json().code, "no-such-mandate");
    const checked = (await listAbout(lab.app.database, parent.person)).items.filter(({ act }) => act === "mandate.checked");
    assert.deepEqual(checked.map(({ actor }) => actor.id), [stranger.person, stranger.person]);
  });

  test("is entered by a clerk for somebody without a telephone, whose person a later registration takes over", async () => {
    const clerk = { id: "haikou-clerk", city: "haikou", name: "柜台", department: "hrss", roles: [] } as unknown as Staff;
    const grantor = { name: "秦晚晴", idNumber: anIdNumber("1940-02-03", 244) };
    const terms = { ...TERMS, scope: { kind: "everything" as const }, grantor };
    await lab.app.forgetAttempts();
    await assert.rejects(enterMandate(lab.parts, clerk, { ...terms, grantor: { name: "吴淑敏", idNumber: anIdNumber("1950-02-03", 222) } }), { code: "grantor-has-account" });
    await assert.rejects(enterMandate(lab.parts, clerk, { ...terms, grantor: { ...grantor, idNumber: "46010219400203" } }), { code: "malformed-id-number" });
    await assert.rejects(enterMandate(lab.parts, clerk, { ...terms, grantor: { ...grantor, idNumber: anIdNumber("2015-02-03", 244) } }), { code: "adults-only" });
    const id = await enterMandate(lab.parts, clerk, terms);
    assert.equal((await accept(son, id)).statusCode, 204);
    assert.equal((await lab.act(son, `mandate:${id}`)).statusCode, 200);
    const detail = (await son.ask("GET", `/api/v1/me/mandates/${id}`)).json();
    assert.deepEqual([detail.onPaper, detail.name, detail.purpose], [true, "秦**", TERMS.purpose]);
    const { code } = (await son.ask("GET", `/api/v1/me/mandates/${id}/paper`)).json();
    assert.equal((await checkPaperMandate(lab.parts, code, { kind: "staff", id: clerk.id, city: "haikou" })).grantorName, "秦**");
    const trail = (await listAbout(lab.app.database, detail.person)).items.map(({ act, actor }) => [act, actor.id]);
    assert.deepEqual(trail.at(-1), ["mandate.offered", "haikou-clerk"]);
    assert.deepEqual(trail[0], ["mandate.checked", "haikou-clerk"]);

    const registered = await lab.signUp("15400002077", grantor.name, grantor.idNumber);
    assert.equal(registered.person, detail.person);
    assert.deepEqual((await list(registered)).map((mandate) => [mandate.id, mandate.role, mandate.state]), [[id, "grantor", "active"]]);
    assert.equal((await end(registered, id)).statusCode, 204);
    assert.equal((await lab.act(son, `mandate:${id}`)).json().code, "not-allowed");
  });
});
