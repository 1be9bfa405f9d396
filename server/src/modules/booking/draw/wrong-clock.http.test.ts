// A process whose clock is an hour wrong, either way, decides nothing about a campaign or a draw at another time than the others.
import assert from "node:assert/strict";
import { after, afterEach, before, mock, test } from "node:test";
import { createEvents } from "../../../kernel/events.ts";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import { exportCity, importCity } from "../../catalogue/index.ts";
import { aCity } from "../../catalogue/testing.ts";
import { Visitor } from "../../identity/testing.ts";
import { anIdNumber } from "../../records/testing.ts";
import { channelSecret, signChannelRequest } from "../campaign/channel-signature.ts";
import { aDraw } from "../campaign/testing.ts";
import { aCampaign, addPeople, inDatabase, type SignedIn } from "../rush/testing.ts";

const HOUR_MS = 3_600_000;
const BEGAN = Date.now();
const inHours = (hours: number) => new Date(BEGAN + hours * HOUR_MS).toISOString();
const words = (text: string) => ({ zh: text, en: text });
let app: TestApp;
let people: SignedIn[];

before(async () => {
  const closing = { opensAt: inHours(-1), closesAt: inHours(0.5) };
  const closed = { opensAt: inHours(-2), closesAt: inHours(-0.5) };
  app = await startTestApp([
    aCity({
      campaigns: [
        aDraw({ ...closing, id: "closing", draw: { at: inHours(0.6), randomness: "committed", witnesses: [] }, confirmBy: inHours(24) }),
        aDraw({ ...closed, id: "closed", draw: { at: inHours(2), randomness: "committed", witnesses: [] }, confirmBy: inHours(24), channels: [{ id: "jd", names: words("京东") }] }),
        aDraw({ opensAt: inHours(-5), closesAt: inHours(-4), id: "confirming", draw: { at: inHours(-3), randomness: "committed", witnesses: [] }, confirmBy: inHours(0.5) }),
        aCampaign({ id: "opened", opensAt: inHours(-0.5) }),
      ],
    }),
  ]);
  await app.startWorker();
  people = await addPeople(app.databaseUrl, 3);
  for (const slug of ["closing", "closed", "confirming"]) {
    await query("insert into booking.entry (campaign, person, quota, number) select q.campaign, person, q.id, position from booking.quota q join booking.campaign c on c.id = q.campaign, unnest($2::uuid[]) with ordinality as each (person, position) where c.slug = $1 and q.channel = 'app'", [slug, people.map(({ person }) => person)]);
  }
});
after(() => app.stop());
afterEach(() => mock.timers.reset());

const query = <Row extends object>(statement: string, values?: unknown[]) => inDatabase(app.databaseUrl, async (client) => (await client.query<Row>(statement, values)).rows);
const setWrong = (hours: number) => mock.timers.enable({ apis: ["Date"], now: BEGAN + hours * HOUR_MS });
const withdraw = (slug: string, who: SignedIn | undefined) => app.server.inject({ method: "DELETE", url: `/api/v1/me/campaigns/haikou/${slug}/entry`, headers: { cookie: who?.cookie ?? "" } });
async function work(job: string, payload: object = {}) {
  await query("select graphile_worker.add_job($1, $2)", [job, JSON.stringify(payload)]);
  await ended(job);
}
async function ended(job: string) {
  await until(async () => (await query("select from graphile_worker.jobs where task_identifier = $1", [job])).length === 0, `the end of ${job}`);
}
const drawOf = async (slug: string) => (await query<{ freezing_at: Date | null; published_at: Date | null }>("select freezing_at, published_at from booking.draw d join booking.campaign c on c.id = d.campaign where slug = $1", [slug]))[0];

test("whoever is being registered when the list is frozen is waited for, and stands in it", async () => {
  const [last] = await addPeople(app.databaseUrl, 1);
  await inDatabase(app.databaseUrl, async (client) => {
    await client.query("begin");
    await client.query("select booking.register(array[q.id], '{1}', array[c.id], array[$1::uuid], '{1}', '{1}') from booking.quota q join booking.campaign c on c.id = q.campaign where slug = 'closed' and channel = 'app'", [last?.person]);
    await query("select graphile_worker.add_job('booking:follow-draws')");
    await until(async () => (await query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).length > 0 || (await drawOf("closed"))?.freezing_at, "freezing to begin");
    await client.query("commit");
  });
  await ended("booking:follow-draws");
  assert.equal((await query("select from booking.participant where person = $1", [last?.person])).length, 1);
});

test("ahead: the list of a campaign that still goes on is frozen neither by itself nor by an operator, and people withdraw", async () => {
  setWrong(1);
  const operator = new Visitor(app);
  await operator.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: "haikou-operator" });
  assert.equal((await operator.ask("POST", "/staff/v1/cities/haikou/campaigns/closing/freeze")).json().code, "wrong-step");
  await work("booking:follow-draws");
  assert.equal((await drawOf("closing"))?.freezing_at, null);
  assert.equal((await withdraw("closing", people[0])).statusCode, 200);
});

test("ahead: nobody's award goes back before the time to confirm it is over", async () => {
  await work("booking:follow-draws");
  assert.ok((await drawOf("confirming"))?.published_at);
  setWrong(1);
  await work("booking:follow-draws");
  const awards = await query<{ returned_at: Date | null }>("select returned_at from booking.award a join booking.campaign c on c.id = a.campaign where slug = 'confirming'");
  assert.deepEqual(awards.map((each) => each.returned_at), [null, null, null]);
});

test("behind: nothing is withdrawn or registered by a channel after the close", async () => {
  setWrong(-1);
  assert.equal((await withdraw("closed", people[0])).json().code, "campaign-over");
  const body = { name: "钱一", idNumber: anIdNumber("1988-03-04", 861) };
  const request = { city: "haikou", campaign: "closed", channel: "jd", time: String(Math.floor(BEGAN / 1_000)), ...body };
  const signature = signChannelRequest(channelSecret(app.crypto.keys, request), request);
  const reply = await new Visitor(app).ask("POST", "/open/v1/campaigns/haikou/closed/entries", body, { "citizen-cloud-channel": "jd", "citizen-cloud-time": request.time, "citizen-cloud-signature": signature });
  assert.equal(reply.json().code, "campaign-closed", reply.body);
});

test("behind: the rules of a campaign that has opened stand still", async () => {
  const documents = await exportCity(app.database, "haikou");
  const campaigns = documents.campaigns.map((campaign) => (campaign.id === "opened" ? { ...campaign, names: words("改名") } : campaign));
  await importCity(app.database, createEvents(), { ...documents, campaigns }, { author: "test" });
  setWrong(-1);
  await work("booking:take-over-campaigns", { city: "haikou" });
  assert.equal((await query<{ name: string }>("select rules -> 'names' ->> 'zh' as name from booking.campaign where slug = 'opened'"))[0]?.name, "红包");
});

test("whoever a process would still register once the list is being frozen is told that it is closed, and stored nowhere", async () => {
  await query("update booking.draw set freezing_at = clock_timestamp() where campaign = (select id from booking.campaign where slug = 'closing')");
  const [late] = await addPeople(app.databaseUrl, 1);
  const [found] = await query<{ shut: boolean[] }>("select shut from booking.quota q join booking.campaign c on c.id = q.campaign, booking.register(array[q.id], '{1}', array[c.id], array[$1::uuid], '{1}', '{1}') where slug = 'closing'", [late?.person]);
  assert.deepEqual(found?.shut, [true]);
  assert.equal((await query("select from booking.entry where person = $1", [late?.person])).length, 0);
});
