import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createEvents } from "../../../kernel/events.ts";
import { listAbout } from "../../audit/index.ts";
import { exportCity, importCity } from "../../catalogue/index.ts";
import { anIdNumber } from "../../records/testing.ts";
import { until } from "../../../testing/patience.ts";
import { signIn, Visitor } from "../../identity/testing.ts";
import { aCampaign, addPeople, inDatabase, placesFor } from "../rush/testing.ts";
import { aDraw, at, type CampaignLab, HOUR_MS, NOW, type Person, startCampaignLab } from "./testing.ts";

const words = (zh: string, en = zh) => ({ zh, en });
let lab: CampaignLab;
let young: Person;
let old: Person;
const api = "/api/v1/cities/haikou/campaigns";
const mine = "/api/v1/me/campaigns/haikou";

before(async () => {
  lab = await startCampaignLab([
    aCampaign({ id: "plain", department: "transport", opensAt: at(-HOUR_MS), closesAt: at(HOUR_MS), confirmBy: at(4 * HOUR_MS), ...placesFor(3) }),
    aCampaign({
      id: "picky", department: "transport", opensAt: at(-HOUR_MS), closesAt: at(8 * HOUR_MS),
      eligibility: { level: 2, records: ["driving-licence"], conditions: [{ when: "age >= 18", refusal: words("未满十八岁") }, { when: "records.`driving-licence`.points < 6", refusal: words("记分过多", "Too many points") }] },
      groups: [{ id: "elders", names: words("老年组"), when: "age >= 60", capacity: 2, weight: 1 }, { id: "others", names: words("其他"), capacity: 5, weight: 1 }], tiers: [{ id: "seat", names: words("座位"), count: 7 }],
    }),
    aCampaign({ id: "sure", department: "transport", opensAt: at(HOUR_MS), closesAt: at(2 * HOUR_MS), eligibility: { level: 3, records: [], conditions: [] } }),
    aCampaign({ id: "turn", department: "transport", opensAt: at(-HOUR_MS), closesAt: at(HOUR_MS), confirmBy: at(4 * HOUR_MS), ...placesFor(3) }),
    aDraw(),
  ]);
  young = await lab.signUp("15400008101", "吴建国", anIdNumber("2000-02-03", 811));
  old = await lab.signUp("15400008102", "郑秋生", anIdNumber("1950-02-03", 813));
});
after(() => lab.stop());

const stranger = () => new Visitor(lab.app);

describe("what everybody sees", () => {
  test("the campaigns of a city, each as it stands", async () => {
    const { items, total } = (await stranger().ask("GET", api)).json();
    assert.equal(total, 5);
    assert.deepEqual(items.map(({ id, phase, places }: { id: string; phase: string; places: number }) => [id, phase, places]).sort(), [["lots", "announced", 5], ["picky", "open", 7], ["plain", "open", 3], ["sure", "announced", 1_000], ["turn", "open", 3]]);
    assert.equal((await stranger().ask("GET", "/api/v1/cities/nowhere/campaigns")).json().code, "no-such-city");
  });

  test("a campaign with its rules and its draw's promise, kept for ten seconds", async () => {
    const reply = await stranger().ask("GET", `${api}/lots`);
    assert.equal(reply.headers["cache-control"], "public, max-age=10");
    const campaign = reply.json();
    assert.match(campaign.draw.commitment, /^[0-9a-f]{64}$/);
    assert.deepEqual([campaign.needsPass, campaign.level, campaign.draw.state, campaign.budgetFen, campaign.tiers.length], [false, 2, "announced", 101_000, 2]);
    const again = await stranger().ask("GET", `${api}/lots`, undefined, { "if-none-match": String(reply.headers.etag) });
    assert.equal(again.statusCode, 304);
    const picky = (await stranger().ask("GET", `${api}/picky`)).json();
    assert.deepEqual([picky.needsPass, picky.records, picky.conditions.length, picky.groups.map(({ id }: { id: string }) => id)], [true, [{ id: "driving-licence", names: words("驾驶证", "Driving licence") }], 2, ["elders", "others"]]);
    assert.equal((await stranger().ask("GET", `${api}/none`)).json().code, "no-such-campaign");
  });

  test("in traditional characters too", async () => {
    assert.equal((await stranger().ask("GET", `${api}/picky?lang=zh-Hant`)).json().conditions[1].zh, "記分過多");
  });

  test("its page follows the clock", async () => {
    lab.clock.now = NOW + 1.5 * HOUR_MS;
    assert.deepEqual([(await stranger().ask("GET", `${api}/plain`)).json().phase, (await stranger().ask("GET", `${api}/lots`)).json().phase], ["confirming", "open"]);
    lab.clock.now = NOW;
    assert.equal((await stranger().ask("GET", `${api}/plain`)).json().phase, "open");
  });
});

describe("whether somebody may take part", () => {
  const check = (who: Visitor, slug = "picky") => who.ask("POST", `${mine}/${slug}/eligibility`);

  test("by the records, which are read through the door and seen by the person", async () => {
    lab.licences.set(old.idNumber, { licenceNumber: "460100195002031234", points: 2 });
    const said = (await check(old)).json();
    assert.deepEqual([said.eligible, said.group.id, said.until], [true, "elders", at(8 * HOUR_MS)]);
    const [quota] = await lab.query<{ id: number; campaign: number }>("select id, campaign from booking.quota where grp = 'elders'");
    assert.match(said.pass, new RegExp(`~${quota?.campaign}\\.${old.person}\\.${quota?.id}\\.`));
    const [entry] = (await listAbout(lab.app.database, old.person)).items;
    assert.deepEqual([entry?.act, entry?.purpose, entry?.fields, entry?.about], ["record.read", "campaign-eligibility", ["points"], { kind: "record", id: "driving-licence" }], "no more than the condition looks at");
  });

  test("refused in the campaign's own words", async () => {
    lab.licences.set(young.idNumber, { licenceNumber: "460100200002031234", points: 9 });
    assert.deepEqual((await check(young)).json(), { eligible: false, refusal: words("记分过多", "Too many points") });
    lab.licences.delete(young.idNumber);
    lab.clock.now = NOW + 61_000;
    assert.equal((await check(young)).json().eligible, false, "without a licence");
  });

  test("not said while the department is silent, and nobody is refused for that", async () => {
    const child = await lab.signUp("15400008103", "周小华", anIdNumber("1990-02-03", 815));
    lab.licences.set(child.idNumber, "broken");
    const reply = await check(child);
    assert.deepEqual([reply.statusCode, reply.json().code, reply.json().records], [503, "eligibility-unknown", ["driving-licence"]]);
    assert.ok(reply.headers["retry-after"]);
  });

  test("asked of whoever signed in surely enough, as long as it is not over, and not all day long", async () => {
    assert.equal((await stranger().ask("POST", `${mine}/picky/eligibility`)).statusCode, 401);
    const joined = await signIn(lab.app, lab.office, "15400008104");
    assert.deepEqual([(await check(joined)).json().code, (await check(young, "sure")).json().code], ["level-needed", "level-needed"]);
    assert.equal((await check(young, "none")).json().code, "no-such-campaign");
    lab.clock.now = NOW + 9 * HOUR_MS;
    assert.equal((await check(old)).json().code, "campaign-over");
    lab.clock.now = NOW;
    for (let times = 0; times < 25; times += 1) await check(old, "plain");
    assert.equal((await check(old, "plain")).json().code, "too-many-requests");
    await lab.app.forgetAttempts();
  });

  test("a pass is worth as much as the conditions it was given by", async () => {
    const { pass } = (await check(old)).json();
    const shown = async () => (await old.ask("POST", "/api/v1/rush/haikou/picky/place", { pass })).statusCode;
    assert.equal(await shown(), 200);
    const setPoints = async (when: string) => {
      await lab.query("update booking.campaign set rules = jsonb_set(rules, '{eligibility,conditions,1,when}', to_jsonb($1::text)) where slug = 'picky'", [when]);
      await lab.query("notify booking_campaign");
    };
    await setPoints("records.`driving-licence`.points < 1");
    await until(async () => (await shown()) === 403, "the lane's word of other conditions");
    await setPoints("records.`driving-licence`.points < 6");
    await until(async () => (await shown()) === 200, "the lane's word of the conditions as they were");
  });
});

describe("one's own part", () => {
  test("before and after registering", async () => {
    assert.deepEqual((await young.ask("GET", `${mine}/plain`)).json(), { campaign: "plain", phase: "open", next: words("正在报名。", "Registration is open.") });
    await lab.enter("plain", [young.person, old.person]);
    const part = (await young.ask("GET", `${mine}/plain`)).json();
    assert.deepEqual([part.entry.number, part.entry.group.id, part.entry.channel, part.result.state, part.result.tier.id, part.result.confirmBy], [1, "all", "app", "won", "packet", at(4 * HOUR_MS)]);
    assert.equal((await stranger().ask("GET", `${mine}/plain`)).statusCode, 401);
  });

  test("confirmed once, on record; nothing of nobody's", async () => {
    const confirm = (who: Visitor, slug = "plain") => who.ask("POST", `${mine}/${slug}/confirmation`);
    for (let times = 0; times < 2; times += 1) assert.equal((await confirm(young)).json().result.state, "confirmed");
    const acts = (await listAbout(lab.app.database, young.person)).items.map(({ act }) => act);
    assert.equal(acts.filter((act) => act === "campaign-award.confirmed").length, 1);
    assert.equal((await confirm(young, "picky")).json().code, "no-entry");
    lab.clock.now = NOW + 5 * HOUR_MS;
    assert.deepEqual([(await confirm(old)).json().code, (await confirm(young)).json().result.state], ["nothing-to-confirm", "confirmed"]);
    assert.deepEqual((await old.ask("GET", `${mine}/plain`)).json().result, { state: "returned", tier: { id: "packet", names: words("红包", "Packet") } }, "what nobody confirmed in time is nobody's any more");
    lab.clock.now = NOW;
  });

  test("a place given back goes to others at the full hour, and its number to nobody", async () => {
    const [third] = await addPeople(lab.app.databaseUrl, 1);
    await lab.enter("plain", [third?.person ?? ""]);
    const room = async () => (await lab.query<{ capacity: number; taken: number }>("select capacity, taken from booking.quota where grp = 'all' and campaign = (select id from booking.campaign where slug = 'plain')"))[0];
    assert.deepEqual(await room(), { capacity: 3, taken: 3 });
    const withdraw = () => old.ask("DELETE", `${mine}/plain/entry`);
    for (let times = 0; times < 2; times += 1) assert.equal((await withdraw()).json().entry.withdrawnAt, at(0));
    assert.deepEqual(await room(), { capacity: 3, taken: 3 }, "not at once, or whoever polls would get it");
    await lab.work("booking:return-places");
    await lab.work("booking:return-places");
    assert.deepEqual(await room(), { capacity: 4, taken: 3 });
    assert.equal((await old.ask("POST", `${mine}/plain/confirmation`)).json().code, "nothing-to-confirm");
    const another = await lab.signUp("15400008105", "孙立", anIdNumber("1991-02-03", 817));
    assert.equal((await another.ask("DELETE", `${mine}/plain/entry`)).json().code, "no-entry");
    lab.clock.now = NOW + 2 * HOUR_MS;
    const late = await lab.signUp("15400008106", "李默", anIdNumber("1992-02-03", 819));
    await lab.enter("plain", [late.person]);
    assert.equal((await late.ask("DELETE", `${mine}/plain/entry`)).json().code, "campaign-over");
    await lab.query("insert into booking.entry_end (campaign, person, at) select id, $1, $2 from booking.campaign where slug = 'plain'", [late.person, at(0.9 * HOUR_MS)]);
    await lab.work("booking:return-places");
    assert.deepEqual(await room(), { capacity: 4, taken: 4 }, "nobody could take it after the close");
    lab.clock.now = NOW;
  });
});

describe("confirmed and withdrawn", () => {
  const confirm = (who: Visitor) => who.ask("POST", `${mine}/turn/confirmation`);
  const withdraw = (who: Visitor) => who.ask("DELETE", `${mine}/turn/entry`);
  const awardOf = async ({ person }: Person) =>
    (await lab.query<{ confirmed: boolean; returned: boolean }>("select confirmed_at is not null as confirmed, returned_at is not null as returned from booking.award a join booking.campaign c on c.id = a.campaign where c.slug = 'turn' and person = $1", [person]))[0];
  /** Both are under way before either is through. */
  const atOnce = (...asked: (() => ReturnType<Visitor["ask"]>)[]) =>
    inDatabase(lab.app.databaseUrl, async (client) => {
      await client.query("begin");
      await client.query("lock table booking.award in share mode");
      const replies = asked.map((ask) => ask());
      await until(async () => (await lab.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length >= asked.length, "both to be under way");
      await client.query("commit");
      return Promise.all(replies);
    });

  before(() => lab.enter("turn", [young.person, old.person]));

  test("on two devices at once is confirmed once, on record once, and neither is told of a fault", async () => {
    const replies = await atOnce(() => confirm(young), () => confirm(young));
    assert.deepEqual(replies.map((reply) => [reply.statusCode, reply.json().result?.state]), [[200, "confirmed"], [200, "confirmed"]]);
    assert.equal((await listAbout(lab.app.database, young.person)).items.filter(({ act, about }) => act === "campaign-award.confirmed" && about?.id === "turn").length, 1);
  });

  test("what was confirmed and then withdrawn before the close is nobody's any more", async () => {
    const lane = "/api/v1/rush/haikou/turn/entries";
    const register = () => young.ask("POST", lane, {});
    assert.equal((await register()).statusCode, 200);
    assert.equal((await withdraw(young)).statusCode, 200);
    assert.deepEqual(await awardOf(young), { confirmed: false, returned: true });
    assert.equal((await confirm(young)).json().code, "nothing-to-confirm");
    await until(async () => (await register()).json().code === "entry-withdrawn", "the lane's word of it");
    assert.deepEqual([(await young.ask("GET", `${lane}/mine`)).json().code, (await old.ask("GET", `${lane}/mine`)).statusCode], ["entry-withdrawn", 200]);
  });

  test("withdrawn on one device while it is confirmed on the other is withdrawn", async () => {
    const [confirmed, withdrawn] = await atOnce(() => confirm(old), () => withdraw(old));
    assert.ok([200, 409].includes(confirmed?.statusCode ?? 0), `confirming answered ${confirmed?.statusCode}`);
    assert.equal(withdrawn?.statusCode, 200);
    assert.notEqual((await awardOf(old))?.confirmed, true);
  });
});

describe("who closes their account", () => {
  test("gives back what they took part in, once, on record; others keep theirs", async () => {
    const [leaving, staying] = await addPeople(lab.app.databaseUrl, 2);
    assert.ok(leaving && staying);
    await lab.enter("picky", [leaving.person, staying.person], "others");
    await lab.enter("turn", [leaving.person]);
    for (let times = 0; times < 2; times += 1) await lab.work("booking:leave-campaigns", { person: leaving.person });
    const ended = await lab.query<{ slug: string; person: string }>("select c.slug, x.person from booking.entry_end x join booking.campaign c on c.id = x.campaign where x.person = any ($1) order by c.slug", [[leaving.person, staying.person]]);
    assert.deepEqual(ended, [{ slug: "picky", person: leaving.person }, { slug: "turn", person: leaving.person }]);
    const acts = (await listAbout(lab.app.database, leaving.person)).items.map(({ act, actor, about }) => `${act} ${actor.id} ${about?.id}`).toSorted();
    assert.deepEqual(acts, ["campaign-entry.withdrawn leave-campaigns picky", "campaign-entry.withdrawn leave-campaigns turn"]);
  });

  test("is heard of by the event", async () => {
    const [leaving] = await addPeople(lab.app.databaseUrl, 1);
    assert.ok(leaving);
    await lab.enter("picky", [leaving.person], "others");
    await lab.query("update identity.account set state = 'closing', closes_at = $2 where person = $1", [leaving.person, new Date(NOW - HOUR_MS)]);
    await lab.work("identity:close-accounts");
    await until(async () => (await lab.query("select from booking.entry_end where person = $1", [leaving.person])).length === 1, "the end of their part");
  });
});

describe("rules stand still", () => {
  test("once a campaign has opened, whatever its document says; before, they follow it", async () => {
    const documents = await exportCity(lab.app.database, "haikou");
    const campaigns = documents.campaigns.map((campaign) => ({ ...campaign, names: words("改名", "Renamed"), tiers: campaign.tiers.map((tier) => ({ ...tier, count: 1 })) }));
    await importCity(lab.app.database, createEvents(), { ...documents, campaigns }, { author: "test" });
    await lab.work("booking:take-over-campaigns", { city: "haikou" });
    const counts = await lab.query<{ slug: string; count: number }>("select slug, (rules -> 'tiers' -> 0 ->> 'count')::int as count from booking.campaign order by slug");
    assert.deepEqual(counts.map(({ slug, count }) => [slug, count]), [["lots", 1], ["picky", 7], ["plain", 3], ["sure", 1], ["turn", 3]]);
    assert.equal((await stranger().ask("GET", `${api}/plain`)).json().names.zh, "红包");
    assert.equal((await stranger().ask("GET", `${api}/lots`)).json().names.zh, "改名");
  });
});
