// A parent registers their child, in a draw and by turn: by the child's own conditions, in the child's own name, and nobody else's child.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { listAbout } from "../../audit/index.ts";
import { anIdNumber } from "../../records/testing.ts";
import { aCampaign, placesFor } from "../rush/testing.ts";
import { aDraw, at, type CampaignLab, HOUR_MS, NOW, type Person, startCampaignLab } from "./testing.ts";

const words = (zh: string) => ({ zh, en: zh });
const mine = "/api/v1/me/campaigns/haikou";
const MOTHER = anIdNumber("1985-02-03", 901);
const FATHER = anIdNumber("1984-02-03", 903);
const DAUGHTER = { name: "李小明", idNumber: anIdNumber("2014-06-01", 905), recordNumber: "R-905" };
const BABY = { name: "李小安", idNumber: anIdNumber("2024-06-01", 907), recordNumber: "R-907" };
let lab: CampaignLab;
let mother: Person;
let father: Person;
let stranger: Person;
let daughter = "";
let baby = "";

before(async () => {
  const conditions = [{ when: "age >= 9", refusal: words("未满九岁") }, { when: "records.`driving-licence`.points < 6 or $not($exists(records.`driving-licence`))", refusal: words("记分过多") }];
  lab = await startCampaignLab([
    aDraw({ eligibility: { level: 2, records: ["driving-licence"], conditions }, tiers: [{ id: "dose", names: words("一剂"), count: 1 }], budgetFen: undefined }),
    aCampaign({ id: "turn", department: "transport", opensAt: at(HOUR_MS), closesAt: at(3 * HOUR_MS), confirmBy: at(28 * HOUR_MS), ...placesFor(2) }), aDraw({ id: "sure", eligibility: { level: 3, records: [], conditions: [] } }),
  ]);
  lab.office.answers.set("/civil-affairs/v1/children", ({ idNumber }) => ({ children: idNumber === MOTHER || idNumber === FATHER ? [DAUGHTER, BABY].map((child) => ({ ...child, relation: idNumber === MOTHER ? "mother" : "father", birthDate: "" })) : [] }));
  mother = await lab.signUp("15400008181", "吴淑敏", MOTHER);
  father = await lab.signUp("15400008182", "李建国", FATHER);
  stranger = await lab.signUp("15400008183", "郑秋生", anIdNumber("1980-02-03", 909));
  [daughter, baby] = [await add(mother, DAUGHTER), await add(mother, BABY)];
  await add(father, DAUGHTER);
});
after(() => lab.stop());
beforeEach(() => lab.app.forgetAttempts());

const add = async (parent: Person, { recordNumber }: { recordNumber: string }) => (await parent.ask("POST", "/api/v1/me/family/children", { recordNumber, consent: true })).json<{ person: string }>().person;
const as = (child: string) => ({ "acting-for": `child:${child}` });
const entries = async (slug = "%") => (await lab.query<{ person: string }>("select e.person from booking.entry e join booking.campaign c on c.id = e.campaign where c.slug like $1", [slug])).map(({ person }) => person);
const check = (who: Person, child: string, slug = "lots") => who.ask("POST", `${mine}/${slug}/eligibility`, undefined, as(child));
const lane = (who: Person, act: "place" | "entries", slug: string, body: object, headers = {}) => who.ask("POST", `/api/v1/rush/haikou/${slug}/${act}`, body, headers);
/** As the page does it: first the pass, then the lane, which are both given the header. */
async function enter(who: Person, child: string, slug = "lots") {
  const found = await check(who, child, slug);
  return found.statusCode === 200 && found.json().eligible ? lane(who, "entries", slug, { pass: found.json().pass }, as(child)) : found;
}

test("not before it opens, not below the level, and not for whom one may not act", async () => {
  assert.equal((await lane(mother, "entries", "lots", {}, as(daughter))).json().code, "campaign-not-open");
  lab.clock.now = NOW + 2 * HOUR_MS;
  const refused: [string, Promise<{ json(): { code: string } }>][] = [
    ["level-needed", enter(mother, daughter, "sure")], ["not-allowed", enter(stranger, daughter)], ["not-allowed", enter(father, baby)], ["not-allowed", enter(mother, "01990000-0000-7000-8000-000000000001")],
    ["not-allowed", mother.ask("POST", `${mine}/lots/eligibility`, undefined, { "acting-for": "mandate:01990000-0000-7000-8000-000000000001" })],
    ["not-allowed", lane(mother, "entries", "turn", {}, { "acting-for": "mandate:01990000-0000-7000-8000-000000000001" })], ["not-allowed", lane(mother, "entries", "turn", {}, { "acting-for": "" })],
  ];
  for (const [code, reply] of refused) assert.equal((await reply).json().code, code);
  assert.deepEqual(await entries(), []);
});

test("the lane wants the pass that was given to this parent for this child, also where nobody else needs one", async () => {
  const { pass } = (await check(mother, daughter, "turn")).json();
  const own = (await mother.ask("POST", `${mine}/turn/eligibility`)).json().pass;
  const refused: [string, Promise<{ json(): { code: string } }>][] = [
    ["pass-needed", lane(mother, "entries", "turn", {}, as(daughter))], ["pass-needed", lane(mother, "place", "turn", {}, as(daughter))], ["pass-refused", lane(mother, "entries", "turn", { pass: own }, as(daughter))],
    ["pass-refused", lane(mother, "entries", "turn", { pass }, as(baby))], ["pass-refused", lane(mother, "entries", "lots", { pass }, as(daughter))], ["pass-refused", lane(stranger, "entries", "turn", { pass }, as(daughter))],
    ["pass-refused", lane(father, "entries", "turn", { pass }, as(daughter))], ["pass-refused", lane(mother, "entries", "turn", { pass })], ["not-allowed", mother.ask("GET", "/api/v1/rush/haikou/turn/entries/mine", undefined, as(daughter))],
    ["invalid-request", lane(mother, "entries", "turn", { pass: 1 }, as(daughter))],
  ];
  for (const [code, reply] of refused) assert.equal((await reply).json().code, code);
  assert.deepEqual(await entries(), []);
});

test("by the child's own conditions, which are read as the child's and on record", async () => {
  const young = (await check(mother, baby)).json();
  assert.deepEqual([young.eligible, young.refusal.zh, young.pass], [false, "未满九岁", undefined]);
  lab.licences.set(DAUGHTER.idNumber, "broken");
  assert.equal((await enter(mother, daughter)).json().code, "eligibility-unknown");
  lab.licences.delete(DAUGHTER.idNumber);
  lab.clock.now += 61_000;
  assert.deepEqual(await entries(), []);
});

test("who asks all the time whether a child may take part is told to stop", async () => {
  for (let times = 0; times < 20; times += 1) assert.equal((await check(mother, baby)).statusCode, 200);
  assert.equal((await check(mother, baby)).json().code, "too-many-requests");
  assert.equal((await check(mother, daughter)).statusCode, 200, "the other child's chance is its own");
});

test("by turn the child has a place in the line and a number of its own, once, and none when all are taken", async () => {
  const { pass } = (await check(mother, daughter, "turn")).json();
  const place = (await lane(mother, "place", "turn", { pass }, as(daughter))).json();
  assert.equal((await lane(mother, "entries", "turn", { ticket: place.ticket })).json().code, "ticket-refused", "the child's place is not the mother's");
  const registered = await lane(mother, "entries", "turn", { pass, ticket: place.ticket }, as(daughter));
  assert.deepEqual([registered.statusCode, registered.json().number], [201, 1], registered.body);
  const others = (await check(father, daughter, "turn")).json();
  for (const again of [await lane(mother, "entries", "turn", { pass }, as(daughter)), await lane(father, "entries", "turn", { pass: others.pass }, as(daughter))]) assert.deepEqual([again.statusCode, again.json().number], [200, 1]);
  assert.equal((await lane(mother, "entries", "turn", {})).json().number, 2, "the mother registers herself besides");
  assert.equal((await enter(mother, baby, "turn")).json().code, "campaign-sold-out");
  assert.deepEqual((await entries("turn")).sort(), [daughter, mother.person].sort());
  assert.deepEqual((await lab.query<{ person: string }>("select person from booking.entry_maker where made_by = $1", [mother.person])).map(({ person }) => person).includes(daughter), true);
  const made = (await listAbout(lab.app.database, daughter)).items.filter(({ act }) => act === "campaign-entry.made");
  assert.deepEqual(made.map(({ actor, actingFor }) => [actor.id, actingFor]), [[mother.person, daughter]], "said once, however often it was asked");
});

test("a pass from before is worth nothing to whoever has stopped acting for the child since", async () => {
  const { pass } = (await check(father, daughter, "lots")).json();
  assert.equal((await father.ask("DELETE", `/api/v1/me/family/children/${daughter}`)).statusCode, 204);
  for (const act of ["place", "entries"] as const) assert.equal((await lane(father, act, "lots", { pass }, as(daughter))).json().code, "not-allowed");
  assert.deepEqual(await entries("lots"), []);
  assert.equal((await add(father, DAUGHTER)), daughter);
});

test("the parent is told that the child has a place, and confirms it as a parent", async () => {
  for (let minutes = 0; minutes < 2; minutes += 1) {
    await lab.work("booking:tell-entered");
    lab.clock.now += 60_000;
  }
  const told: string[] = (await mother.ask("GET", "/api/v1/me/messages")).json().items.map(({ title, link, actions }: { title: { zh: string }; link: string; actions?: object[] }) => `${title.zh} ${link} ${actions?.length ?? 0}`);
  assert.deepEqual(told.sort(), ["红包：您已获得名额 /campaigns/turn 1", "红包：您的孩子已获得名额 /me/campaigns 0"]);
  assert.deepEqual([(await father.ask("GET", "/api/v1/me/messages")).json().items, (await lab.query("select from messages.message where person = $1", [daughter])).length], [[], 0]);
  assert.equal((await mother.ask("POST", `${mine}/turn/confirmation`, undefined, as(daughter))).json().result.state, "confirmed");
  await lab.query("delete from messages.message");
});

test("once, in the child's name, whoever of the parents does it and however often", async () => {
  const replies = await Promise.all([enter(mother, daughter), enter(mother, daughter), enter(father, daughter)]);
  for (const reply of replies) assert.deepEqual([Math.floor(reply.statusCode / 100), reply.json().number], [2, 1], reply.body);
  assert.deepEqual(await entries("lots"), [daughter]);
  const own = (await mother.ask("GET", `${mine}/lots`)).json();
  assert.equal(own.entry, undefined, "the mother has not registered herself");
  const part = (await father.ask("GET", `${mine}/lots`, undefined, as(daughter))).json();
  assert.match(part.entry.commitment, /^[0-9a-f]{64}$/);
  assert.equal((await stranger.ask("GET", `${mine}/lots`, undefined, as(daughter))).json().code, "not-allowed");
  const listed = async (who: Person, headers = {}) => (await who.ask("GET", mine, undefined, headers)).json();
  for (const parent of [mother, father]) {
    const { items, total } = await listed(parent, as(daughter));
    const found = items.find(({ campaign }: { campaign: string }) => campaign === "lots");
    assert.deepEqual([total, found, found.next.zh.startsWith("孩子已报名")], [2, part, true], "the list says the same");
    assert.deepEqual((await listed(parent)).items.map(({ campaign }: { campaign: string }) => campaign), parent === mother ? ["turn"] : [], "what is the child's is not among the parent's own");
  }
  assert.equal((await listed(stranger, as(daughter))).code, "not-allowed");
  assert.equal((await mother.ask("GET", "/api/v1/me/campaigns/nowhere")).statusCode, 404);
  const about = (await listAbout(lab.app.database, daughter)).items;
  const reads = about.filter(({ purpose }) => purpose === "campaign-eligibility");
  assert.ok(reads.length > 0 && reads.every(({ actor, actingFor, ground }) => [mother.person, father.person].includes(actor.id) && actingFor === daughter && ground !== "PIPL 45"), JSON.stringify(reads));
  const made = about.filter(({ act, about: what }) => act === "campaign-entry.made" && what?.id === "lots");
  assert.deepEqual(made.map(({ actingFor }) => actingFor), [daughter]);
});

test("the parent is told what came of it, confirms it or gives it back, and no stranger does", async () => {
  for (const hours of [3.1, 4.1]) {
    lab.clock.now = NOW + hours * HOUR_MS;
    await lab.work("booking:follow-draws");
  }
  const [lots] = await lab.query<{ id: number }>("select id from booking.campaign where slug = 'lots'");
  await lab.work("booking:tell-results", { campaign: lots?.id ?? 0 });
  const [maker] = await lab.query<{ made_by: string }>("select made_by from booking.entry_maker where person = $1 and campaign = $2", [daughter, lots?.id]);
  const [parent, other] = maker?.made_by === mother.person ? [mother, father] : [father, mother];
  const inbox = async (who: Person) => (await who.ask("GET", "/api/v1/me/messages")).json().items;
  const [told, ...more] = await inbox(parent);
  assert.deepEqual([told.title.zh, told.actions, told.link, more.length], ["红包：您的孩子已中签", undefined, "/me/campaigns", 0]);
  assert.deepEqual([await inbox(other), (await lab.query("select from messages.message where person = $1", [daughter])).length], [[], 0], "neither the other parent nor an inbox that nobody reads");
  const act = (who: Person, method: "POST" | "DELETE", path: string) => who.ask(method, `${mine}/lots/${path}`, undefined, as(daughter));
  for (const [method, path] of [["POST", "confirmation"], ["DELETE", "entry"]] as const) assert.equal((await act(stranger, method, path)).json().code, "not-allowed");
  assert.equal((await other.ask("POST", `${mine}/lots/confirmation`)).json().code, "no-entry");
  assert.equal((await act(other, "POST", "confirmation")).json().result.state, "confirmed");
  assert.equal((await other.ask("GET", `${mine}/lots/proof`, undefined, as(daughter))).json().rank, 1);
  assert.equal((await act(parent, "DELETE", "entry")).json().result.state, "returned");
  const acts = (await listAbout(lab.app.database, daughter)).items.filter(({ act: name, about }) => name.startsWith("campaign-award.") && about?.id === "lots").map(({ act: name, actor, actingFor }) => [name, actor.id, actingFor]);
  assert.deepEqual(acts, [["campaign-award.given-back", parent.person, daughter], ["campaign-award.confirmed", other.person, daughter]]);
});

test("whoever has stopped acting for the child sees nothing of it and changes nothing; the other parent does", async () => {
  assert.equal((await mother.ask("DELETE", `/api/v1/me/family/children/${daughter}`)).statusCode, 204);
  const paths = [["GET", ""], ["GET", "/lots"], ["POST", "/lots/confirmation"], ["DELETE", "/lots/entry"], ["POST", "/lots/eligibility"]] as const;
  for (const [method, path] of paths) assert.equal((await mother.ask(method, mine + path, undefined, as(daughter))).json().code, "not-allowed", `${method} ${path}`);
  const { items } = (await father.ask("GET", mine, undefined, as(daughter))).json();
  assert.deepEqual(items.map(({ campaign, result }: { campaign: string; result: { state: string } }) => [campaign, result.state]), [["lots", "returned"], ["turn", "confirmed"]]);
});
