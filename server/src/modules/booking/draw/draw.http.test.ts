// A draw from the first registration to the last confirmation, recomputed at each step by whoever likes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type DrawPublication, findParticipant, toHex, verifyDraw } from "@citizen-cloud/draw-verifier";
import { listAbout } from "../../audit/index.ts";
import { Visitor } from "../../identity/testing.ts";
import { anIdNumber } from "../../records/testing.ts";
import { addPeople } from "../rush/testing.ts";
import { aDraw, at, type CampaignLab, HOUR_MS, NOW, type Person, startCampaignLab } from "../campaign/testing.ts";
import { until } from "../../../testing/patience.ts";
import { createEvents } from "../../../kernel/events.ts";
import { findCampaign, findDraw } from "../campaign/store.ts";
import { succeedUnclaimed } from "./succeed-unclaimed.ts";

const words = (text: string) => ({ zh: text, en: text });
const MINUTE_MS = 60_000;
let lab: CampaignLab;
let people: Person[];
let crowd: string[];
const draws = "/api/v1/cities/haikou/campaigns";
const mine = "/api/v1/me/campaigns/haikou";
const staff = "/staff/v1/cities/haikou/campaigns";
/** The check character of this number is an X. */
const ENDS_IN_X = 835;
const GROUPS = [{ id: "all", names: words("所有人"), weight: 1 }, { id: "twice", names: words("两签"), when: "age >= 60", weight: 2 }];

before(async () => {
  lab = await startCampaignLab([
    aDraw({ groups: GROUPS }),
    aDraw({ id: "witnessed", tiers: [{ id: "seat", names: words("座位"), count: 3 }], draw: { at: at(4 * HOUR_MS), randomness: "committed", witnesses: [words("公证员")] }, unclaimed: "budget" }),
    aDraw({ id: "nobody" }),
    aDraw({ id: "quick", tiers: [{ id: "seat", names: words("座位"), count: 2 }], budgetFen: undefined, draw: { at: at(4 * HOUR_MS), randomness: "committed", witnesses: [words("公证员")] } }),
    aDraw({ id: "few", tiers: [{ id: "seat", names: words("座位"), count: 2, amountFen: 100 }] }),
  ]);
  people = [];
  for (const [index, [name, order]] of ([["吴建国", 821], ["郑秋生", 823], ["周小华", ENDS_IN_X], ["孙立", 827]] as const).entries()) people.push(await lab.signUp(`1540000820${index}`, name, anIdNumber("1985-02-03", order)));
  crowd = (await addPeople(lab.app.databaseUrl, 1_500)).map(({ person }) => person);
  lab.clock.now = NOW + 1.5 * HOUR_MS;
  await lab.enter("lots", [...people.map(({ person }) => person), ...crowd.slice(0, 1_400)]);
  await lab.enter("lots", crowd.slice(1_400), "twice");
  await lab.enter("quick", people.slice(0, 2).map(({ person }) => person));
  await lab.enter("few", crowd.slice(0, 3));
  await lab.enter("witnessed", [...people.map(({ person }) => person), ...crowd.slice(0, 6)]);
});
after(() => lab.stop());

/** Staff are signed out after half an hour, and the clock jumps. */
const operate = async (method: "GET" | "POST", path: string, body?: object) => (await lab.staff()).ask(method, `${staff}/${path}`, body);
const ask = (path: string) => new Visitor(lab.app).ask("GET", `${draws}/${path}`);
async function verify(slug: string) {
  const publication = (await ask(`${slug}/draw`)).json<DrawPublication>();
  const list = async (name: string) => {
    const reply = await ask(`${slug}/draw/${name}`);
    return reply.statusCode === 200 ? [reply.body] : [];
  };
  return { publication, ...(await verifyDraw(publication, await list("participants"), await list("winners"))) };
}

describe("before the close", () => {
  test("the promise is there, and nothing else", async () => {
    const { publication, state, holds } = await verify("lots");
    assert.deepEqual([state, holds, publication.randomness.seed, publication.frozen], ["announced", true, undefined, undefined]);
    assert.deepEqual([(await ask("lots/draw/participants")).json().code, (await ask("lots/draw/winners")).json().code, (await people[0]?.ask("GET", `${mine}/lots/proof`))?.json().code], ["list-not-frozen", "not-drawn", "list-not-frozen"]);
  });

  test("each participant has a commitment that only she can show to be hers", async () => {
    const part = (await (people[0] as Person).ask("GET", `${mine}/lots`)).json();
    assert.match(part.entry.commitment, /^[0-9a-f]{64}$/);
    assert.notEqual(part.entry.salt, (await (people[1] as Person).ask("GET", `${mine}/lots`)).json().entry.salt);
    assert.equal(part.result.state, "not-drawn");
  });

  test("nobody freezes, draws or publishes out of turn", async () => {
    for (const [step, body] of [["freeze", undefined], ["draw", {}], ["publication", undefined]] as const) {
      const reply = await operate("POST", `lots/${step}`, body);
      assert.deepEqual([reply.statusCode, ["wrong-step", "list-not-frozen"].includes(reply.json().code)], [409, true], `${step}: ${reply.body}`);
    }
    await lab.work("booking:follow-draws");
    assert.equal((await verify("lots")).state, "announced");
  });

  test("whoever withdraws or is taken out stands in the list without a lot, with the reason", async () => {
    assert.equal((await (people[3] as Person).ask("DELETE", `${mine}/lots/entry`)).statusCode, 200);
    const body = { idNumber: people[2]?.idNumber.replace("X", "x"), reason: "organiser", note: "主办方工作人员" };
    assert.match(body.idNumber ?? "", /x$/);
    assert.equal((await operate("POST", `lots/exclusions`, body)).statusCode, 204);
    const [entry] = (await listAbout(lab.app.database, people[2]?.person ?? "")).items;
    assert.deepEqual([entry?.act, entry?.purpose, entry?.actor.id], ["campaign-person.excluded", "主办方工作人员", "haikou-operator"]);
    assert.equal((await operate("POST", `lots/exclusions`, { ...body, idNumber: anIdNumber("1999-09-09", 999) })).json().code, "no-entry");
    const typo = (await operate("POST", `lots/exclusions`, { ...body, idNumber: "110105199001011230" })).json();
    assert.deepEqual([typo.code, typo.errors], ["invalid-request", [{ pointer: "/idNumber", detail: "check-character" }]]);
  });
});

describe("after the close", () => {
  test("the list is frozen by itself, a minute later, and found whole by whoever reads it", async () => {
    lab.clock.now = NOW + 3 * HOUR_MS + 59_000;
    await lab.work("booking:follow-draws");
    assert.equal((await verify("lots")).state, "announced");
    lab.clock.now = NOW + 3 * HOUR_MS + MINUTE_MS;
    await lab.work("booking:follow-draws");
    const { publication, state, holds, steps } = await verify("lots");
    assert.deepEqual([state, holds], ["frozen", true], JSON.stringify(steps));
    assert.deepEqual([publication.frozen?.participants, publication.frozen?.lots, publication.frozen?.excluded], [1_504, 1_502 + 100, [{ reason: "organiser", count: 1 }, { reason: "withdrawn", count: 1 }]]);
    assert.deepEqual([publication.randomness.seed, publication.randomness.value], [undefined, undefined]);
  });

  test("nobody is added, taken out or withdrawn any more", async () => {
    await lab.enter("lots", (await addPeople(lab.app.databaseUrl, 1)).map(({ person }) => person));
    await lab.work("booking:follow-draws");
    assert.equal((await verify("lots")).publication.frozen?.participants, 1_504);
    assert.equal((await operate("POST", `lots/exclusions`, { idNumber: people[0]?.idNumber, reason: "deceased", note: "死亡登记" })).json().code, "wrong-step");
    assert.equal((await (people[0] as Person).ask("DELETE", `${mine}/lots/entry`)).json().code, "campaign-over");
  });

  test("each participant proves from her own page that she stands in it", async () => {
    const { publication } = await verify("lots");
    for (const [index, person] of people.entries()) {
      const proof = (await person.ask("GET", `${mine}/lots/proof`)).json();
      const check = findParticipant(proof, publication);
      assert.deepEqual([check.holds, check.weight], [true, index < 2 ? 1 : 0], JSON.stringify(check));
    }
    const stranger = await lab.signUp("15400008210", "钱多", anIdNumber("1986-02-03", 841));
    assert.equal((await stranger.ask("GET", `${mine}/lots/proof`)).json().code, "no-entry");
    assert.equal((await (people[2] as Person).ask("GET", `${mine}/lots`)).json().result.state, "excluded");
  });

  test("the application's role can change neither list nor blocks", async () => {
    const rights = await lab.query<{ privilege_type: string }>("select distinct privilege_type from information_schema.role_table_grants where grantee = 'citizen_app' and table_name in ('participant', 'participant_block')");
    assert.deepEqual(rights.map((each) => each.privilege_type).sort(), ["INSERT", "SELECT"]);
  });
});

describe("the draw", () => {
  test("comes by itself at its time where no witness has to be there, and holds", async () => {
    lab.clock.now = NOW + 4 * HOUR_MS - 1_000;
    await lab.work("booking:follow-draws");
    assert.equal((await verify("lots")).state, "frozen");
    lab.clock.now = NOW + 4 * HOUR_MS;
    await lab.work("booking:follow-draws");
    const { publication, state, holds, steps } = await verify("lots");
    assert.deepEqual([state, holds, publication.drawn?.winners], ["drawn", true, 5], JSON.stringify(steps));
    assert.equal((await ask("lots")).json().phase, "confirming");
    const again = (await ask("lots/draw/winners")).body;
    await lab.work("booking:follow-draws");
    assert.equal((await ask("lots/draw/winners")).body, again);
  });

  test("everybody who took part is told once: whoever won with one tap to confirm, and the others too", async () => {
    await until(async () => (await lab.query("select 1 from booking.draw d join booking.campaign c on c.id = d.campaign where c.slug = 'lots' and d.told_at is not null")).length > 0, "everybody to be told");
    const inbox = async (person: Person) => (await person.ask("GET", "/api/v1/me/messages")).json().items.filter((each: { class: string; link?: string }) => each.class === "campaign" && each.link === "/campaigns/lots");
    for (const [index, person] of people.entries()) {
      const { result } = (await person.ask("GET", `${mine}/lots`)).json();
      const messages = await inbox(person);
      assert.equal(messages.length, index === 3 ? 0 : 1, `person ${index}`);
      if (index < 2) assert.match(messages[0].title.zh, result.state === "won" ? /已中签/ : /未中签/);
    }
    const [excluded] = await inbox(people[2] as Person);
    assert.deepEqual([excluded.title, excluded.body.zh, excluded.body.en], [
      { zh: "红包：您未参加抽签", en: "Red packets: you were left out of the draw" }, "原因：主办方工作人员。有异议请打 12345。", "Reason: organisers’ staff. If that is wrong, call 12345.",
    ]);
    await lab.work("booking:tell-results", { campaign: (await lab.query<{ id: number }>("select id from booking.campaign where slug = 'lots'"))[0]?.id ?? 0 });
    assert.equal((await inbox(people[0] as Person)).length, 1);
  });

  test("whoever was drawn confirms in time; what nobody confirms goes to the next in the order drawn, and that holds too", async () => {
    const winners = (await lab.query<{ person: string; rank: number; tier: string }>("select person, rank, tier from booking.award a join booking.campaign c on c.id = a.campaign where c.slug = 'lots' order by rank"));
    assert.deepEqual(winners.map(({ rank, tier }) => [rank, tier]), [[1, "gold"], [2, "gold"], [3, "silver"], [4, "silver"], [5, "silver"]]);
    await lab.query("update booking.award set confirmed_at = $1 where rank in (1, 4) and campaign = (select id from booking.campaign where slug = 'lots')", [new Date(lab.clock.now)]);
    lab.clock.now = NOW + 28 * HOUR_MS;
    await lab.work("booking:follow-draws");
    await lab.work("booking:follow-draws");
    const { state, holds, steps } = await verify("lots");
    assert.deepEqual([state, holds, steps.find(({ name }) => name === "successors")?.holds], ["drawn", true, true], JSON.stringify(steps));
    const later = (await ask("lots/draw/winners")).body.trimEnd().split("\n").slice(5).map((line) => line.replace(/[0-9a-f]{64}/, "…"));
    assert.deepEqual(later, ["6 gold … 2", "7 silver … 3", "8 silver … 5"]);
    const due = await lab.query<{ confirm_by: Date }>("select confirm_by from booking.award where rank > 5 and campaign = (select id from booking.campaign where slug = 'lots')");
    assert.deepEqual(due.map((each) => each.confirm_by.toISOString()), Array.from({ length: 3 }, () => at(52 * HOUR_MS)));
    lab.clock.now = NOW + 53 * HOUR_MS;
    await lab.work("booking:follow-draws");
    assert.ok((await verify("lots")).holds);
    assert.equal((await ask("lots/draw/winners")).body.trimEnd().split("\n").length, 11);
    lab.clock.now = NOW + 4 * HOUR_MS;
  });

  test("once everybody was drawn and somebody did not confirm, nobody is looked for any more", async () => {
    assert.deepEqual((await ask("few/draw/winners")).body.trimEnd().split("\n").map((line) => line.replace(/[0-9a-f]{64}/, "…")), ["1 seat …", "2 seat …", "3 seat … 1"]);
    const left = await lab.query("select from booking.award where returned_at is not null and campaign = (select id from booking.campaign where slug = 'few')");
    assert.equal(left.length, 3);
    const parts = { database: lab.app.database, databaseTime: () => Promise.resolve(new Date(NOW + 60 * HOUR_MS)), events: createEvents() };
    const row = await findCampaign(lab.app.database, "haikou", "few");
    assert.ok(row);
    const draw = await findDraw(lab.app.database, row.id);
    assert.ok(draw);
    await lab.query("revoke select on booking.participant from citizen_app");
    try {
      assert.equal(await succeedUnclaimed(parts, { ...row, draw }), 0, "without a look into the list");
    } finally {
      await lab.query("grant select on booking.participant to citizen_app");
    }
  });

  test("with witnesses waits for them, and mixes in what they say", async () => {
    assert.equal((await verify("witnessed")).state, "frozen");
    const draw = (body: object) => operate("POST", `witnessed/draw`, body);
    assert.equal((await draw({})).json().code, "random-value-refused");
    const contributions = [{ witness: "公证员", words: "一帆风顺" }];
    assert.equal((await draw({ contributions })).statusCode, 202);
    assert.equal((await draw({ contributions: [{ witness: "公证员", words: "再来一次" }] })).statusCode, 202, "the value is taken once");
    await until(async () => (await operate("GET", `witnessed/wall`)).json().draw.state === "drawn", "the worker to draw");
    assert.deepEqual([(await verify("witnessed")).state, (await ask("witnessed/draw")).json().randomness.seed], ["frozen", undefined], "not published by itself");
    // What was drawn is not published yet: whoever gives back learns nothing of it, and gives nothing back.
    for (const person of people) assert.equal((await person.ask("DELETE", `${mine}/witnessed/entry`)).json().code, "campaign-over");
    assert.equal((await operate("POST", `witnessed/publication`)).json().state, "drawn");
    const { publication, holds, steps } = await verify("witnessed");
    assert.deepEqual([holds, publication.randomness.contributions], [true, contributions], JSON.stringify(steps));
  });

  test("drawn late leaves time to confirm all the same", async () => {
    lab.clock.now = NOW + 40 * HOUR_MS;
    assert.equal((await operate("POST", `quick/draw`, { contributions: [{ witness: "公证员", words: "一帆风顺" }] })).statusCode, 202);
    await until(async () => (await operate("GET", `quick/wall`)).json().draw.state === "drawn", "the worker to draw");
    const due = await lab.query<{ confirm_by: Date }>("select confirm_by from booking.award where campaign = (select id from booking.campaign where slug = 'quick')");
    assert.deepEqual(due.map((each) => each.confirm_by.toISOString()), [at(64 * HOUR_MS), at(64 * HOUR_MS)]);
    lab.clock.now = NOW + 4 * HOUR_MS;
  });

  test("who has confirmed before they are told is not asked to confirm, and who gave it back is told nothing", async () => {
    const change = (column: string, person: string | undefined) => lab.query(`update booking.award set ${column} = $2 where person = $1 and campaign = (select id from booking.campaign where slug = 'quick')`, [person, new Date(lab.clock.now)]);
    await change("confirmed_at", people[0]?.person);
    await change("returned_at", people[1]?.person);
    assert.equal((await operate("POST", `quick/publication`)).json().state, "drawn");
    await until(async () => (await lab.query("select 1 from booking.draw d join booking.campaign c on c.id = d.campaign where c.slug = 'quick' and d.told_at is not null")).length > 0, "everybody to be told");
    const [told, untold] = await Promise.all(people.slice(0, 2).map(async (person) => (await person.ask("GET", "/api/v1/me/messages")).json().items.filter((each: { link?: string }) => each.link === "/campaigns/quick")));
    assert.deepEqual([told.length, told[0]?.title.zh, told[0]?.actions, untold], [1, "红包：您已中签", undefined, []]);
    assert.doesNotMatch(`${told[0]?.body.zh}${told[0]?.body.en}`, /确认|[Cc]onfirm/);
  });

  test("with nobody in it draws nobody, and holds", async () => {
    const { publication, holds, steps } = await verify("nobody");
    assert.deepEqual([publication.drawn?.winners, publication.frozen?.participants, holds], [0, 0, true], JSON.stringify(steps));
  });

  test("what it was drawn with is what was promised", async () => {
    const rows = await lab.query<{ commitment: Buffer; revealed_seed: Buffer }>("select commitment, revealed_seed from booking.draw where revealed_seed is not null");
    const { commitToSeed } = await import("@citizen-cloud/draw-verifier");
    for (const { commitment, revealed_seed: seed } of rows) assert.equal(toHex(commitToSeed(seed)), commitment.toString("hex"));
    assert.ok(rows.length >= 3);
  });
});
