// Whoever has a place is let in once, by their own card, and by nobody's word; whoever has none is told why; and everybody sees who looked.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { until } from "../../../testing/patience.ts";
import { listAbout, listEntries } from "../../audit/index.ts";
import type { Visitor } from "../../identity/testing.ts";
import { anIdNumber } from "../../records/testing.ts";
import { aDraw, at, type CampaignLab, HOUR_MS, NOW, type Person, startCampaignLab } from "../campaign/testing.ts";
import { aCampaign, placesFor } from "../rush/testing.ts";

const words = (zh: string) => ({ zh, en: zh });
const base = "/staff/v1/cities/haikou/campaigns";
const mine = "/api/v1/me/campaigns/haikou";
const open = { department: "transport", checkedAtDoor: true, opensAt: at(-HOUR_MS), closesAt: at(3 * HOUR_MS) };
const MOTHER = anIdNumber("1985-02-03", 921);
const DAUGHTER = { name: "李小明", idNumber: anIdNumber("2014-06-01", 923), recordNumber: "R-923" };
/** Of which nobody is registered anywhere. */
const STRANGERS = anIdNumber("1977-01-02", 925);

let lab: CampaignLab;
let clerk: Visitor;
let mother: Person;
let father: Person;
let uncle: Person;
let daughter = "";

before(async () => {
  lab = await startCampaignLab([
    aCampaign({ ...open, id: "concert", ...placesFor(9), groups: [{ id: "stalls", names: words("池座"), capacity: 9, weight: 1 }] }),
    aCampaign({ ...open, id: "sure", confirmBy: at(28 * HOUR_MS), ...placesFor(9) }),
    aCampaign({ ...open, id: "early", ...placesFor(9) }),
    aCampaign({ ...open, id: "packets", checkedAtDoor: undefined }),
    aDraw({ checkedAtDoor: true, tiers: [{ id: "seat", names: words("座位"), count: 1 }], budgetFen: undefined, unclaimed: "budget" }),
    aDraw({ id: "free", checkedAtDoor: true, tiers: [{ id: "seat", names: words("座位"), count: 9 }], budgetFen: undefined, confirmBy: undefined }),
  ]);
  lab.office.answers.set("/civil-affairs/v1/children", ({ idNumber }) => ({ children: idNumber === MOTHER ? [{ ...DAUGHTER, relation: "mother", birthDate: "" }] : [] }));
  for (const [id, city, department] of [["door-transport", "haikou", "transport"], ["door-hrss", "haikou", "hrss"], ["door-chengdu", "chengdu", null]] as const) {
    await lab.query("insert into identity.staff (id, city, name, department, roles, demonstration) values ($1, $2, '门岗', $3, '{clerk}', true)", [id, city, department]);
  }
  clerk = await lab.staff("door-transport");
  mother = await lab.signUp("15400008191", "吴淑敏", MOTHER);
  father = await lab.signUp("15400008192", "李建国", anIdNumber("1984-02-03", 927));
  uncle = await lab.signUp("15400008193", "郑秋生", anIdNumber("1980-02-03", 929));
  daughter = (await mother.ask("POST", "/api/v1/me/family/children", { recordNumber: DAUGHTER.recordNumber, consent: true })).json<{ person: string }>().person;
});
after(() => lab.stop());
beforeEach(() => lab.app.forgetAttempts());

const check = (slug: string, idNumber: string, who = clerk) => who.ask("POST", `${base}/${slug}/door/checks`, { idNumber });
const admit = (slug: string, idNumber: string, who = clerk) => who.ask("POST", `${base}/${slug}/door/admissions`, { idNumber });
const standing = async (slug: string, idNumber: string) => {
  const { standing: told, mayEnter } = (await check(slug, idNumber)).json<{ standing: string; mayEnter: boolean }>();
  return [told, mayEnter];
};
const refused = async (reply: Promise<{ statusCode: number; json(): { code: string; standing?: string } }>) => {
  const answer = await reply;
  return [answer.statusCode, answer.json().code, answer.json().standing];
};
const admissions = async (slug: string) => (await lab.query<{ person: string }>("select a.person from booking.admission a join booking.campaign c on c.id = a.campaign where c.slug = $1 order by a.at", [slug])).map(({ person }) => person);
/** Each has read how things stand, as far as it is let, before the first of them writes. */
async function atOnce(send: () => ReturnType<typeof admit>[]): Promise<Awaited<ReturnType<typeof admit>>[]> {
  await lab.query("begin");
  await lab.query("lock table booking.admission, booking.entry_end in exclusive mode");
  const replies = send();
  await until(async () => (await lab.query<{ waiting: number }>("select count(*)::int as waiting from pg_locks where not granted and database in (0, (select oid from pg_database where datname = current_database()))"))[0]?.waiting === replies.length, "all of them waiting");
  await lab.query("commit");
  return Promise.all(replies);
}
const looks = async (person: string) => (await listAbout(lab.app.database, person)).items.filter(({ act }) => act.startsWith("campaign-person.")).map(({ act, actor, purpose, fields, about }) => [act, actor.id, actor.department, purpose, fields, about?.id]);

describe("by turn", () => {
  test("whoever has a place is let in once, and a second time is told when the first was", async () => {
    await lab.enter("concert", [uncle.person], "stalls");
    const looked = (await check("concert", uncle.idNumber)).json();
    assert.deepEqual(looked, { standing: "confirmed", mayEnter: true, number: 1, name: "郑**", group: { id: "stalls", names: words("池座") }, tier: { id: "packet", names: { zh: "红包", en: "Packet" } } });
    assert.deepEqual(await admissions("concert"), [], "a look lets nobody in");
    assert.equal((await clerk.ask("GET", `${base}/concert/door`)).json().admitted, 0);

    const first = await admit("concert", uncle.idNumber);
    assert.deepEqual([first.statusCode, first.json().admittedAt, first.json().mayEnter], [201, at(0), false], first.body);
    lab.clock.now += 60_000;
    const second = await admit("concert", uncle.idNumber);
    assert.deepEqual([second.statusCode, second.json().code, second.json().admittedAt], [409, "already-admitted", at(0)]);
    const seen = (await check("concert", uncle.idNumber)).json();
    assert.deepEqual([seen.standing, seen.mayEnter, seen.admittedAt], ["confirmed", false, at(0)]);
    assert.equal((await clerk.ask("GET", `${base}/concert/door`)).json().admitted, 1);
    assert.deepEqual(await admissions("concert"), [uncle.person]);
    lab.clock.now = NOW;
  });

  test("the person sees each look with its purpose, and on their own page that and when the place was used", async () => {
    const place = ["door-check", ["name", "place"], "concert"];
    assert.deepEqual(await looks(uncle.person), [
      ["campaign-person.checked", "door-transport", "transport", ...place], ["campaign-person.checked", "door-transport", "transport", ...place],
      ["campaign-person.admitted", "door-transport", "transport", ...place], ["campaign-person.checked", "door-transport", "transport", ...place],
    ]);
    const accesses = (await uncle.ask("GET", "/api/v1/me/accesses")).json();
    assert.ok(accesses.items.some(({ act, purpose }: { act: string; purpose: string }) => act === "campaign-person.admitted" && purpose === "door-check"), JSON.stringify(accesses));
    const own = (await uncle.ask("GET", `${mine}/concert`)).json();
    assert.deepEqual([own.result.admittedAt, own.next.zh], [at(0), "已在入口核验身份证入场，名额已使用。"]);
    const copy = (await uncle.ask("GET", "/api/v1/me/export")).json();
    assert.equal(copy.campaigns.find(({ campaign }: { campaign: string }) => campaign === "concert").result.admittedAt, at(0));
  });

  test("what was used is not given back, and what was given back is not used", async () => {
    const kept = await uncle.ask("DELETE", `${mine}/concert/entry`);
    assert.deepEqual([kept.statusCode, kept.json().code, kept.json().admittedAt], [409, "already-admitted", at(0)]);
    await lab.enter("concert", [father.person], "stalls");
    assert.equal((await father.ask("DELETE", `${mine}/concert/entry`)).statusCode, 200);
    assert.deepEqual(await standing("concert", father.idNumber), ["returned", false]);
    assert.deepEqual(await refused(admit("concert", father.idNumber)), [409, "no-place-held", "returned"]);
    assert.deepEqual(await admissions("concert"), [uncle.person]);
  });

  test("whoever gives back while the door lets them in does one of the two", async () => {
    await lab.enter("early", [mother.person, father.person, uncle.person]);
    for (const person of [mother, father, uncle]) {
      const [letIn, gaveBack] = await atOnce(() => [admit("early", person.idNumber), person.ask("DELETE", `${mine}/early/entry`)]);
      assert.ok((letIn?.statusCode === 201) !== (gaveBack?.statusCode === 200), `${letIn?.body} ${gaveBack?.body}`);
      const [{ both } = { both: -1 }] = await lab.query<{ both: number }>("select count(*)::int as both from booking.admission join booking.entry_end using (campaign, person) where person = $1", [person.person]);
      assert.equal(both, 0);
    }
  });

  test("of doors at the same moment exactly one lets somebody in, and the others are told when", async () => {
    await lab.enter("concert", [mother.person], "stalls");
    const operator = await lab.staff();
    const replies = await atOnce(() => [clerk, operator, clerk].map((door) => admit("concert", MOTHER, door)));
    assert.deepEqual(replies.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b), [201, 409, 409]);
    for (const reply of replies.filter(({ statusCode }) => statusCode === 409)) assert.deepEqual([reply.json().code, reply.json().admittedAt], ["already-admitted", at(0)]);
    assert.equal((await admissions("concert")).filter((each) => each === mother.person).length, 1);
  });

  test("the same request sent again under its key gets the first answer, so that a lost one turns nobody away", async () => {
    await lab.enter("concert", [daughter], "stalls");
    const send = () => clerk.ask("POST", `${base}/concert/door/admissions`, { idNumber: DAUGHTER.idNumber }, { "idempotency-key": "one-tap" });
    const [first, again] = [await send(), await send()];
    assert.deepEqual([first.statusCode, again.statusCode, again.json()], [201, 201, first.json()]);
    assert.equal((await admissions("concert")).filter((each) => each === daughter).length, 1);
  });

  test("what is to be confirmed lets nobody in before, and is gone when nobody did in time", async () => {
    await lab.enter("sure", [mother.person, father.person]);
    const waiting = (await check("sure", MOTHER)).json();
    assert.deepEqual([waiting.standing, waiting.mayEnter, waiting.confirmBy], ["to-confirm", false, at(28 * HOUR_MS)]);
    assert.deepEqual(await refused(admit("sure", MOTHER)), [409, "no-place-held", "to-confirm"]);
    assert.equal((await mother.ask("POST", `${mine}/sure/confirmation`)).statusCode, 200);
    assert.deepEqual(await standing("sure", MOTHER), ["confirmed", true]);
    lab.clock.now = NOW + 28 * HOUR_MS;
    clerk = await lab.staff("door-transport");
    assert.deepEqual(await standing("sure", father.idNumber), ["returned", false]);
    assert.equal((await admit("sure", MOTHER)).statusCode, 201);
    lab.clock.now = NOW;
    clerk = await lab.staff("door-transport");
  });
});

test("in a draw: nothing before it is published, then whoever was drawn and confirmed, and none of the others", async () => {
  lab.clock.now = NOW + 2 * HOUR_MS;
  clerk = await lab.staff("door-transport");
  await lab.enter("lots", [mother.person, daughter, uncle.person]);
  await lab.enter("free", [uncle.person]);
  const operator = await lab.staff();
  assert.equal((await operator.ask("POST", `${base}/lots/exclusions`, { idNumber: uncle.idNumber, reason: "organiser", note: "工作人员" })).statusCode, 204);
  assert.deepEqual(await standing("lots", MOTHER), ["not-drawn", false]);
  for (const hours of [3.1, 4.1]) {
    lab.clock.now = NOW + hours * HOUR_MS;
    await lab.work("booking:follow-draws");
  }
  await lab.app.forgetAttempts();
  clerk = await lab.staff("door-transport");
  const [winner, loser, asWinner] = (await standing("lots", MOTHER))[0] === "to-confirm" ? [MOTHER, DAUGHTER.idNumber, {}] : [DAUGHTER.idNumber, MOTHER, { "acting-for": `child:${daughter}` }];
  assert.deepEqual([await standing("lots", winner), await standing("lots", loser), await standing("lots", uncle.idNumber)], [["to-confirm", false], ["not-won", false], ["excluded", false]]);
  for (const [idNumber, why] of [[winner, "to-confirm"], [loser, "not-won"], [uncle.idNumber, "excluded"], [father.idNumber, "not-registered"]] as const) assert.deepEqual(await refused(admit("lots", idNumber)), [409, "no-place-held", why]);
  assert.equal((await mother.ask("POST", `${mine}/lots/confirmation`, undefined, asWinner)).statusCode, 200);
  assert.equal((await admit("lots", winner)).statusCode, 201);
  const back = await mother.ask("DELETE", `${mine}/lots/entry`, undefined, asWinner);
  assert.equal(back.json().code, "already-admitted", "nor after the close");
  assert.deepEqual([await standing("free", uncle.idNumber), (await admit("free", uncle.idNumber)).statusCode], [["confirmed", true], 201], "where nothing is to be confirmed, drawn is enough");
  lab.clock.now = NOW;
  clerk = await lab.staff("door-transport");
});

describe("bound to the person", () => {
  test("a child is found by its own card, and by no parent's", async () => {
    await lab.enter("sure", [daughter]);
    assert.equal((await mother.ask("POST", `${mine}/sure/confirmation`, undefined, { "acting-for": `child:${daughter}` })).statusCode, 200);
    assert.deepEqual([(await check("sure", DAUGHTER.idNumber)).json().name, (await admit("sure", DAUGHTER.idNumber)).statusCode], ["李**", 201]);
    assert.equal((await mother.ask("GET", `${mine}/sure`, undefined, { "acting-for": `child:${daughter}` })).json().result.admittedAt, at(0), "the parent sees that it was used");
    assert.deepEqual((await looks(daughter)).slice(0, 1).map(([act]) => act), ["campaign-person.admitted"]);
  });

  test("a card is read however a reader types it; what is no number is refused, and nothing else is taken", async () => {
    const odd = ` ${uncle.idNumber.slice(0, 6)} ${uncle.idNumber.slice(6).replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))} `;
    assert.equal((await check("concert", odd)).json().name, "郑**");
    assert.equal((await check("concert", uncle.idNumber.toLowerCase())).statusCode, 200);
    const wrong = `${uncle.idNumber.slice(0, 17)}${uncle.idNumber.endsWith("0") ? "1" : "0"}`;
    for (const typed of ["", " ", "12345", wrong, "吴淑敏", "x".repeat(18), mother.person]) {
      for (const ask of [check, admit]) assert.equal((await ask("concert", typed)).statusCode, 400, typed);
    }
    assert.equal((await check("concert", wrong)).json().code, "malformed-id-number");
    for (const body of [{ number: 1 }, { person: uncle.person }, { code: "ABC" }, { idNumber: uncle.idNumber, name: "郑秋生" }]) assert.equal((await clerk.ask("POST", `${base}/concert/door/admissions`, body)).json().code, "invalid-request");
  });

  test("whether somebody is known here who has not registered is told to nobody, and they see that they were looked for", async () => {
    await lab.query("delete from booking.entry where person = $1 and campaign = (select id from booking.campaign where slug = 'sure')", [father.person]);
    const [known, unknown] = [await check("sure", father.idNumber), await check("sure", STRANGERS)];
    assert.deepEqual([known.json(), unknown.json()], [{ standing: "not-registered", mayEnter: false }, { standing: "not-registered", mayEnter: false }]);
    assert.deepEqual((await looks(father.person))[0], ["campaign-person.checked", "door-transport", "transport", "door-check", [], "sure"]);
    const [trace] = (await listEntries(lab.app.database, { city: "haikou" })).items;
    assert.deepEqual([trace?.act, trace?.subject, trace?.actor.id, trace?.detail], ["campaign-person.checked", undefined, "door-transport", { registered: false }], "a number of nobody's leaves a trace too");
    assert.deepEqual([(await refused(admit("sure", father.idNumber))), await refused(admit("sure", STRANGERS))], [[409, "no-place-held", "not-registered"], [409, "no-place-held", "not-registered"]]);
  });
});

describe("who may stand there", () => {
  test("another department's, another city's and whoever only watches are refused, and of another department's door nothing is said", async () => {
    const [hrss, chengdu, auditor] = [await lab.staff("door-hrss"), await lab.staff("door-chengdu"), await lab.staff("haikou-auditor")];
    for (const ask of [check, admit]) {
      assert.deepEqual([(await ask("concert", MOTHER, hrss)).json().code, (await ask("concert", MOTHER, chengdu)).json().code, (await ask("concert", MOTHER, auditor)).json().code], ["no-such-campaign", "not-allowed", "not-allowed"]);
      assert.equal((await ask("concert", MOTHER, mother)).json().code, "sign-in-needed");
    }
    assert.deepEqual((await hrss.ask("GET", "/staff/v1/cities/haikou/doors")).json(), { items: [], total: 0 });
    assert.equal((await chengdu.ask("GET", "/staff/v1/cities/haikou/doors")).json().code, "not-allowed");
    const doors = (await clerk.ask("GET", "/staff/v1/cities/haikou/doors")).json();
    assert.deepEqual(doors.items.map(({ id, admitted }: { id: string; admitted: number }) => [id, admitted > 0]).sort(), [["concert", true], ["early", doors.items.find(({ id }: { id: string }) => id === "early").admitted > 0], ["free", true], ["lots", true], ["sure", true]]);
  });

  test("a campaign without a door has none", async () => {
    await lab.enter("packets", [uncle.person]);
    for (const ask of [check, admit]) assert.equal((await ask("packets", uncle.idNumber)).json().code, "no-door");
    assert.equal((await clerk.ask("GET", `${base}/packets/door`)).json().code, "no-door");
    assert.equal((await clerk.ask("GET", `${base}/none/door`)).json().code, "no-such-campaign");
  });

  test("whoever tries numbers is stopped, by either way of asking, and nobody else; those who come with a place are no tries", async () => {
    assert.equal((await check("concert", uncle.idNumber)).statusCode, 200);
    for (let times = 0; times < 119; times += 1) assert.equal((await (times % 2 === 0 ? check : admit)("concert", anIdNumber("1970-01-01", times))).json().code ?? "no-place-held", "no-place-held");
    for (let times = 0; times < 3; times += 1) assert.equal((await check("concert", uncle.idNumber)).statusCode, 200);
    assert.equal((await check("concert", STRANGERS)).statusCode, 200);
    for (const ask of [check, admit]) assert.equal((await ask("concert", STRANGERS)).json().code, "too-many-requests");
    assert.equal((await check("concert", STRANGERS, await lab.staff())).statusCode, 200, "a colleague goes on");
  });
});

test("the database lets in nobody without an entry, nobody twice, and takes no admission back from a program's hand", async () => {
  const insert = (person: string) => lab.query("insert into booking.admission (campaign, person, at, by_staff) select id, $1, now(), 'x' from booking.campaign where slug = 'concert'", [person]);
  await assert.rejects(insert("01990000-0000-7000-8000-000000000001"), /violates foreign key constraint/);
  await assert.rejects(insert(uncle.person), /duplicate key/);
  const application = lab.app.database.handle<{ admission: { person: string } }>("booking");
  await assert.rejects(application.deleteFrom("admission").execute(), /permission denied/);
  await assert.rejects(application.updateTable("admission").set({ person: mother.person }).execute(), /permission denied/);
});
