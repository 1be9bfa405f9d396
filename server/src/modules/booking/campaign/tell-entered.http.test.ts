// Whoever got a place by turn is told so by message: once, after the crowd, and with what is to be done.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { addPeople, aCampaign, placesFor } from "../rush/testing.ts";
import { anIdNumber } from "../../records/testing.ts";
import { messageTo } from "../../identity/testing.ts";
import { until } from "../../../testing/patience.ts";
import { aDraw, at, type CampaignLab, HOUR_MS, NOW, type Person, startCampaignLab } from "./testing.ts";

const MINUTE_MS = 60_000;
let lab: CampaignLab;
let anna: Person;
let ben: Person;

before(async () => {
  const open = { department: "transport", opensAt: at(-HOUR_MS), closesAt: at(8 * HOUR_MS), ...placesFor(1_000) };
  lab = await startCampaignLab([
    aCampaign({ ...open, id: "plain" }), aCampaign({ ...open, id: "sure", confirmBy: at(20 * HOUR_MS) }), aCampaign({ ...open, id: "busy" }), aCampaign({ ...open, id: "large" }), aCampaign({ ...open, id: "left" }), aCampaign({ ...open, id: "broken" }), aCampaign({ ...open, id: "sound" }), aCampaign({ ...open, id: "prompt", confirmBy: at(20 * HOUR_MS) }),
    aDraw({ opensAt: at(-HOUR_MS) }),
  ]);
  anna = await lab.signUp("15400008161", "吴建国", anIdNumber("2000-02-03", 871));
  ben = await lab.signUp("15400008162", "郑秋生", anIdNumber("1991-02-03", 873));
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = NOW;
  await lab.query("delete from messages.message");
  lab.office.messages.length = 0;
});

const tell = () => lab.work("booking:tell-entered");
const pass = (ms: number) => void (lab.clock.now += ms);
const inbox = async (who: Person) => (await who.ask("GET", "/api/v1/me/messages")).json<{ items: { title: { zh: string }; body: { zh: string; en: string }; link: string; actions?: { path: string }[] }[]; unread: number }>();
const told = async (slug: string) => (await lab.query<{ count: number }>("select count(*)::int as count from messages.message where about_id = (select id::text from booking.campaign where slug = $1)", [slug]))[0]?.count;

test("once as many have a place as a minute ago, and once", async () => {
  await lab.enter("plain", [anna.person]);
  await tell();
  assert.equal((await inbox(anna)).items.length, 0, "the crowd may still be coming");
  for (let times = 0; times < 3; times += 1) {
    pass(MINUTE_MS);
    await tell();
  }
  const { items: [first, ...others], unread } = await inbox(anna);
  assert.deepEqual([others.length, unread, first?.title.zh, first?.link, first?.actions], [0, 1, "红包：您已获得名额", "/campaigns/plain", undefined]);
  assert.match(`${first?.body.zh} ${first?.body.en}`, /号码是1。.*Your number is 1\. Red packets/);
  assert.deepEqual([(await inbox(ben)).items, lab.office.messages], [[], []], "nobody else, and whoever sees it in the app gets no SMS");
  await lab.enter("plain", [ben.person]);
  for (let times = 0; times < 2; times += 1) {
    pass(MINUTE_MS);
    await tell();
  }
  assert.deepEqual([(await inbox(ben)).items.length, (await inbox(anna)).items.length], [1, 1]);
});

test("with one tap to confirm, which is over once it was done anywhere; by SMS too for who is signed in nowhere", async () => {
  const away = await lab.signUp("15400008163", "孙立", anIdNumber("1992-02-03", 875));
  await away.ask("POST", "/api/v1/sign-out");
  await lab.enter("sure", [anna.person, away.person]);
  await tell();
  await tell();
  const [message] = (await inbox(anna)).items;
  assert.match(message?.body.zh ?? "", /请在2026-11-23 08:00前确认/);
  assert.match(await messageTo(lab.office, "15400008163", /您已获得名额/), /2026-11-23 08:00/);
  assert.equal(lab.office.messages.some(({ to }) => to === "15400008161"), false);
  assert.equal((await anna.ask("POST", message?.actions?.[0]?.path ?? "")).json().result.state, "confirmed");
  assert.equal((await inbox(anna)).items[0]?.actions, undefined);
});

test("who has confirmed before the message came is not asked to confirm", async () => {
  await lab.enter("prompt", [anna.person]);
  assert.equal((await anna.ask("POST", "/api/v1/me/campaigns/haikou/prompt/confirmation")).statusCode, 200);
  await tell();
  await tell();
  const [message] = (await inbox(anna)).items;
  assert.equal(message?.title.zh, "红包：您已获得名额");
  assert.deepEqual([message?.actions, /确认|[Cc]onfirm/.test(`${message?.body.zh}${message?.body.en}`)], [undefined, false]);
});

test("where somebody comes every minute, nobody waits for a quiet one longer than a quarter of an hour; after the close nobody waits", async () => {
  const people = (await addPeople(lab.app.databaseUrl, 20)).map(({ person }) => person);
  for (const person of people.slice(0, 15)) {
    await lab.enter("busy", [person]);
    await tell();
    pass(MINUTE_MS);
  }
  assert.equal(await told("busy"), 0);
  await lab.enter("busy", people.slice(15, 16));
  await tell();
  assert.ok((await lab.query("select from booking.entry_telling where told_count = 16")).length === 1, "sixteen were gone through");
  await lab.enter("busy", people.slice(16));
  lab.clock.now = NOW + 9 * HOUR_MS;
  await tell();
  assert.ok((await lab.query("select from booking.entry_telling where told_count = 20")).length === 1);
});

test("of many each once, also when it was interrupted or done by two at once", async () => {
  const people = (await addPeople(lab.app.databaseUrl, 450)).map(({ person }) => person);
  await lab.enter("large", [...people.slice(0, 225), anna.person, ben.person, ...people.slice(225)]);
  await tell();
  await lab.query("select graphile_worker.add_job('booking:tell-entered') from generate_series(1, 3)");
  await until(async () => (await lab.query("select from graphile_worker.jobs where task_identifier = 'booking:tell-entered'")).length === 0, "the end of the telling");
  pass(MINUTE_MS);
  await tell();
  assert.equal(await told("large"), 2, "those who can read messages, once each");
  assert.ok((await lab.query("select from booking.entry_telling where told_count = 452 and told_until is null and after is null")).length === 1);
});

test("not who gave it back before, and nobody in a draw", async () => {
  await lab.enter("left", [anna.person, ben.person]);
  await lab.enter("lots", [anna.person]);
  assert.equal((await anna.ask("DELETE", "/api/v1/me/campaigns/haikou/left/entry")).statusCode, 200);
  await tell();
  await tell();
  assert.deepEqual([(await inbox(anna)).items.length, (await inbox(ben)).items.length], [0, 1]);
});

test("what cannot be written is tried again, nothing of it was half done, and the other campaigns go on meanwhile", async () => {
  await lab.enter("broken", [anna.person]);
  await lab.enter("sound", [ben.person]);
  await tell();
  const [{ id } = { id: 0 }] = await lab.query<{ id: number }>("select id from booking.campaign where slug = 'broken'");
  await lab.query(`alter table messages.message add constraint nothing_new check (about_id <> '${id}') not valid`);
  await tell();
  assert.deepEqual([(await inbox(anna)).items.length, (await inbox(ben)).items.length], [0, 1]);
  await lab.query("alter table messages.message drop constraint nothing_new");
  await tell();
  assert.equal((await inbox(anna)).items.length, 1);
});
