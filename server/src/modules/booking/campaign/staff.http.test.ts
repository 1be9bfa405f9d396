// The operators' switches and a partner's channel: who turned what and why is on record, and nobody registers twice.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PATIENCE_MS } from "../../../testing/patience.ts";
import { listAbout, listEntries } from "../../audit/index.ts";
import { Visitor } from "../../identity/testing.ts";
import { anIdNumber } from "../../records/testing.ts";
import { aCampaign, addPeople } from "../rush/testing.ts";
import { channelSecret, signChannelRequest } from "./channel-signature.ts";
import { aDraw, at, type CampaignLab, HOUR_MS, NOW, type Person, startCampaignLab } from "./testing.ts";

const words = (zh: string, en = zh) => ({ zh, en });
const base = "/staff/v1/cities/haikou/campaigns";
const reason = words("线路故障，稍后恢复", "A line is down; back soon");
let lab: CampaignLab;
let person: Person;

before(async () => {
  lab = await startCampaignLab([
    aCampaign({ id: "concert", department: "transport", opensAt: at(-HOUR_MS), closesAt: at(2 * HOUR_MS) }),
    aCampaign({
      id: "shop", department: "transport", opensAt: at(-HOUR_MS), closesAt: at(2 * HOUR_MS), groups: [{ id: "all", names: words("所有人"), capacity: 3, weight: 1 }], channels: [{ id: "jd", names: words("京东"), capacity: 2 }],
      tiers: [{ id: "seat", names: words("座位"), count: 5 }], eligibility: { level: 2, records: [], conditions: [{ when: "age >= 18", refusal: words("未满十八岁", "Under eighteen") }] },
    }),
    aDraw({ id: "later" }),
  ]);
  person = await lab.signUp("15400008301", "吴建国", anIdNumber("1985-02-03", 851));
});
after(() => lab.stop());

const operate = async (method: "GET" | "PUT" | "POST", path: string, body?: object) => (await lab.staff()).ask(method, `${base}/${path}`, body);

describe("the wall", () => {
  test("tells whoever has signed out nothing more within seconds", async () => {
    const operator = await lab.staff();
    const cookie = [...operator.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const stream = (await lab.app.server.inject({ url: `${base}/concert/wall/events`, headers: { cookie }, payloadAsStream: true })).stream();
    const ended = new Promise<void>((resolve) => stream.once("end", resolve));
    await new Promise((resolve) => stream.once("data", resolve));
    stream.resume();
    await operator.ask("POST", "/staff/v1/sign-out");
    await Promise.race([ended, new Promise((_resolve, reject) => setTimeout(() => reject(new Error("The stream goes on")), PATIENCE_MS).unref())]);
  });

  test("shows seconds of every process, refusals, stock and the line", async () => {
    await lab.enter("concert", (await addPeople(lab.app.databaseUrl, 5)).map((each) => each.person));
    const [{ id } = { id: 0 }] = await lab.query<{ id: number }>("select id from booking.campaign where slug = 'concert'");
    const second = (offset: number) => new Date(lab.clock.now - offset * 1000);
    for (const [offset, process, accepted, refused] of [[3, "one", 40, { "wait-for-your-turn": 7 }], [3, "two", 60, { "pass-refused": 60 }], [2, "one", 10, {}], [900, "one", 99, {}]] as const) {
      await lab.query("insert into booking.pulse (campaign, second, process, accepted, repeated, refused, queue, p99_ms, networks) values ($1, $2, $3, $4, 1, $5, 3, 12.5, '{}')", [id, second(offset), process, accepted, refused]);
    }
    const wall = (await operate("GET", "concert/wall")).json();
    assert.deepEqual(wall.rates.map((each: { accepted: number; refused: number }) => [each.accepted, each.refused]), [[100, 67], [10, 0]]);
    assert.deepEqual(wall.errors, [{ code: "pass-refused", count: 60 }, { code: "wait-for-your-turn", count: 7 }]);
    assert.deepEqual([wall.stock, wall.entries, wall.phase], [[{ group: "all", channel: "app", taken: 5, capacity: 1_000 }], 5, "open"]);
    assert.deepEqual(wall.processes.map((each: { id: string; accepted: number }) => [each.id, each.accepted]), [["one", 50], ["two", 60]]);
    const anomalies = (await operate("GET", "concert/anomalies")).json();
    assert.deepEqual(anomalies.items.map((each: { kind: string; count: number }) => [each.kind, each.count]), [["refusal", 60]]);
  });

  test("lists what a department's staff may see, and of others nothing", async () => {
    const { items } = (await operate("GET", "")).json();
    assert.deepEqual(items.map((each: { id: string }) => each.id).sort(), ["concert", "later", "shop"]);
    const hrss = await lab.staff("haikou-head-hrss");
    assert.deepEqual((await hrss.ask("GET", base)).json().items, []);
    assert.equal((await hrss.ask("GET", `${base}/concert/wall`)).json().code, "no-such-campaign");
    assert.equal((await (await lab.staff("haikou-leader")).ask("PUT", `${base}/concert/pause`, { paused: true, reason })).json().code, "not-allowed");
  });
});

describe("switches", () => {
  test("a pause with its reason reaches the people, and is on record with who and why", async () => {
    assert.equal((await operate("PUT", "concert/pause", { paused: true, reason })).statusCode, 204);
    const shown = (await new Visitor(lab.app).ask("GET", "/api/v1/cities/haikou/campaigns/concert")).json();
    assert.deepEqual([shown.paused, shown.reason], [true, reason]);
    assert.equal((await operate("PUT", "concert/pause", { paused: false, reason: words("已恢复") })).statusCode, 204);
    assert.equal((await new Visitor(lab.app).ask("GET", "/api/v1/cities/haikou/campaigns/concert")).json().paused, false);
    const { items } = await listEntries(lab.app.database, { city: "haikou" });
    const acts = items.filter(({ about }) => about?.kind === "campaign").map(({ act, actor, purpose, about }) => [act, actor.id, purpose, about?.id]);
    assert.deepEqual(acts.slice(0, 2), [["campaign.resumed", "haikou-operator", "已恢复", "concert"], ["campaign.paused", "haikou-operator", reason.zh, "concert"]]);
  });

  test("guard and rate; a rate below one, or none, is refused", async () => {
    assert.equal((await operate("PUT", "concert/guard", { guarded: true, note: "脚本刷号" })).statusCode, 204);
    assert.equal((await operate("PUT", "concert/rate", { perSecond: 250, note: "放慢" })).statusCode, 204);
    const wall = (await operate("GET", "concert/wall")).json();
    assert.deepEqual([wall.guarded, wall.perSecond], [true, 250]);
    for (const perSecond of [0, -5, 1.5, 50_001]) assert.equal((await operate("PUT", "concert/rate", { perSecond, note: "错误" })).json().code, "invalid-request");
    assert.equal((await operate("PUT", "concert/pause", { paused: true })).json().code, "invalid-request", "without a reason");
    assert.equal((await operate("PUT", "concert/guard", { guarded: false, note: "身份证460105188503140014" })).json().code, "personal-data-in-record");
    assert.equal((await operate("GET", "concert/wall")).json().guarded, true);
  });

  test("an end is typed out, ends for good, and nothing is switched afterwards", async () => {
    assert.equal((await operate("POST", "concert/end", { reason, confirm: "concer" })).json().code, "end-not-confirmed");
    assert.equal((await operate("POST", "concert/end", { reason, confirm: "concert" })).statusCode, 204);
    for (const [path, body] of [["pause", { paused: false, reason }], ["rate", { perSecond: 5, note: "再开" }], ["guard", { guarded: false, note: "再开" }]] as const) {
      assert.equal((await operate("PUT", `concert/${path}`, body)).json().code, "campaign-over");
    }
    assert.equal((await operate("POST", "concert/end", { reason, confirm: "concert" })).json().code, "campaign-over");
    assert.deepEqual([(await new Visitor(lab.app).ask("GET", "/api/v1/cities/haikou/campaigns/concert")).json().ended], [true]);
  });

  test("steps of a draw belong to draws", async () => {
    for (const path of ["freeze", "draw", "publication"]) {
      const reply = await operate("POST", `shop/${path}`, path === "draw" ? {} : undefined);
      assert.ok(["no-draw", "wrong-step"].includes(reply.json().code), reply.body);
    }
    assert.equal((await operate("POST", "none/freeze")).json().code, "no-such-campaign");
  });
});

test("places cannot be made negative, nor more taken than there are, by anybody who reaches the database", async () => {
  const change = (statement: string) => lab.query(`update booking.quota set ${statement} where campaign = (select id from booking.campaign where slug = 'shop')`);
  for (const statement of ["capacity = -1", "taken = -1", "taken = capacity + 1"]) await assert.rejects(change(statement), /violates check constraint/);
  await assert.rejects(lab.query("insert into booking.award (campaign, person, rank, tier, at) select id, gen_random_uuid(), 0, 'seat', now() from booking.campaign where slug = 'shop'"), /violates check constraint/);
});

describe("a partner's channel", () => {
  const time = () => String(Math.floor(lab.clock.now / 1000));
  const send = (body: { name: string; idNumber: string }, change: { slug?: string; channel?: string; time?: string; signed?: object; secret?: string } = {}) => {
    const request = { city: "haikou", campaign: change.slug ?? "shop", channel: change.channel ?? "jd", time: change.time ?? time(), ...body };
    const signature = signChannelRequest(change.secret ?? channelSecret(lab.app.crypto.keys, request), { ...request, ...change.signed });
    return new Visitor(lab.app).ask("POST", `/open/v1/campaigns/haikou/${request.campaign}/entries`, body, { "citizen-cloud-channel": request.channel, "citizen-cloud-time": request.time, "citizen-cloud-signature": signature });
  };
  const one = { name: "钱一", idNumber: anIdNumber("1988-03-04", 861) };

  test("registers once, and tells the same again; the person sees who did", async () => {
    const first = await send(one);
    assert.equal(first.statusCode, 201, first.body);
    const again = await send(one);
    assert.deepEqual([again.statusCode, again.json().number, again.json().repeated], [200, first.json().number, true]);
    const known = await lab.app.identity.people.findByIdNumber(one.idNumber);
    const acts = (await listAbout(lab.app.database, known ?? "")).items.map(({ act, actor }) => [act, actor.kind, actor.id]);
    assert.deepEqual(acts, [["campaign-entry.made", "partner", "jd"]]);
  });

  test("whoever has registered in the app is told so, and takes no place of the channel", async () => {
    await lab.enter("shop", [person.person]);
    const reply = await send({ name: "吴建国", idNumber: person.idNumber });
    assert.deepEqual([reply.statusCode, reply.json().repeated, reply.json().group], [200, true, "all"]);
    const taken = await lab.query<{ channel: string; taken: number }>("select channel, taken from booking.quota where campaign = (select id from booking.campaign where slug = 'shop') order by channel");
    assert.deepEqual(taken.map((each) => [each.channel, each.taken]), [["app", 1], ["jd", 1]]);
  });

  test("has its own places and no more, and the same conditions", async () => {
    const child = await send({ name: "钱小", idNumber: anIdNumber("2015-03-04", 863) });
    assert.deepEqual([child.statusCode, child.json().code, child.json().refusal], [403, "not-eligible", words("未满十八岁", "Under eighteen")]);
    assert.equal((await send({ name: "钱二", idNumber: anIdNumber("1988-03-05", 865) })).statusCode, 201);
    assert.equal((await send({ name: "钱三", idNumber: anIdNumber("1988-03-06", 867) })).json().code, "campaign-sold-out");
  });

  test("is refused without its own secret, with another's request, or at another time", async () => {
    const other = { name: "钱四", idNumber: anIdNumber("1988-03-07", 869) };
    for (const change of [{ signed: { name: "别人" } }, { signed: { idNumber: one.idNumber } }, { signed: { campaign: "later" } }, { signed: { channel: "other" } }, { secret: "00".repeat(32) }, { time: String(Math.floor(lab.clock.now / 1000) - 301) }, { time: String(Math.floor(lab.clock.now / 1000) + 301) }, { channel: "other" }]) {
      const reply = await send(other, change);
      assert.deepEqual([reply.statusCode, reply.json().code], [401, "channel-refused"], JSON.stringify(change));
    }
    const bare = await new Visitor(lab.app).ask("POST", "/open/v1/campaigns/haikou/shop/entries", other);
    assert.equal(bare.statusCode, 400);
    assert.equal((await send({ name: "钱五", idNumber: "110105199001011230" })).json().code, "invalid-request", "no such number");
  });

  test("and not before, after or during a pause", async () => {
    const other = { name: "钱四", idNumber: anIdNumber("1988-03-07", 869) };
    await operate("PUT", "shop/pause", { paused: true, reason });
    assert.equal((await send(other)).json().code, "campaign-paused");
    await operate("PUT", "shop/pause", { paused: false, reason });
    lab.clock.now = NOW - 2 * HOUR_MS;
    assert.equal((await send(other)).json().code, "campaign-not-open");
    lab.clock.now = NOW + 3 * HOUR_MS;
    assert.equal((await send(other)).json().code, "campaign-closed");
    lab.clock.now = NOW;
  });
});
