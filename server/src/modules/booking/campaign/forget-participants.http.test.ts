// Three years after a campaign has closed nothing says who took part; what was published of its draw stays, and still holds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type DrawPublication, verifyDraw } from "@citizen-cloud/draw-verifier";
import { Visitor } from "../../identity/testing.ts";
import { anIdNumber } from "../../records/testing.ts";
import { addPeople, aCampaign, placesFor } from "../rush/testing.ts";
import { aDraw, at, type CampaignLab, HOUR_MS, NOW, type Person, startCampaignLab } from "./testing.ts";

const mine = "/api/v1/me/campaigns/haikou";
const draw = "/api/v1/cities/haikou/campaigns/lots/draw";
const TABLES = ["entry", "waiting", "entry_end", "exclusion", "participant", "award", "admission"];
let lab: CampaignLab;
let anna: Person;
let crowd: string[];

before(async () => {
  lab = await startCampaignLab([
    aDraw(), aCampaign({ id: "turn", department: "transport", opensAt: at(HOUR_MS), closesAt: at(3 * HOUR_MS), confirmBy: at(9 * HOUR_MS), ...placesFor(50) }),
    aCampaign({ id: "later", department: "transport", opensAt: at(HOUR_MS), closesAt: "2028-01-01T00:00:00Z", ...placesFor(50) }),
  ]);
  anna = await lab.signUp("15400008171", "吴建国", anIdNumber("2000-02-03", 891));
  crowd = (await addPeople(lab.app.databaseUrl, 40)).map(({ person }) => person);
  lab.clock.now = NOW + 2 * HOUR_MS;
  for (const slug of ["lots", "turn", "later"]) await lab.enter(slug, [anna.person, ...crowd]);
  await lab.query("insert into booking.waiting (campaign, person, number) select id, $1, 3 from booking.campaign", [anna.person]);
  await lab.query("insert into booking.exclusion (campaign, person, reason, by_staff, at) select id, $1, 'organiser', 'x', now() from booking.campaign where slug = 'lots'", [crowd[3]]);
  assert.equal((await anna.ask("POST", `${mine}/turn/confirmation`)).statusCode, 200);
  await lab.query("insert into booking.admission (campaign, person, at, by_staff) select id, $1, now(), 'x' from booking.campaign", [anna.person]);
  await lab.query("insert into booking.entry_end (campaign, person, at) select id, $1, now() from booking.campaign", [crowd[5]]);
  for (const hours of [3.1, 4.1, 30, 60]) {
    lab.clock.now = NOW + hours * HOUR_MS;
    await lab.work("booking:follow-draws");
  }
  await lab.work("booking:tell-results", { campaign: (await lab.query<{ id: number }>("select id from booking.campaign where slug = 'lots'"))[0]?.id ?? 0 });
});
after(() => lab.stop());

/** How many rows of a campaign name somebody, by table. */
async function named(slug: string): Promise<Record<string, number>> {
  const counts = TABLES.map((table) => `'${table}', (select count(person)::int from booking.${table} where campaign = c.id)`).join(", ");
  return (await lab.query<{ counts: Record<string, number> }>(`select json_build_object(${counts}) as counts from booking.campaign c where slug = $1`, [slug]))[0]?.counts ?? {};
}
async function published() {
  const ask = async (path: string) => new Visitor(lab.app).ask("GET", `${draw}${path}`);
  const [publication, participants, winners] = [(await ask("")).json<DrawPublication>(), (await ask("/participants")).body, (await ask("/winners")).body];
  return { publication, participants, winners, checked: await verifyDraw(publication, [participants], [winners]) };
}
const NOBODY = Object.fromEntries(TABLES.map((table) => [table, 0]));

test("the day before they are known; the day after to nobody, and the draw is checked as ever", async () => {
  const then = await published();
  assert.ok(then.checked.holds && then.winners.length > 0);
  const known = await named("lots");
  assert.ok(TABLES.every((table) => (known[table] ?? 0) > 0), `nothing would be proven: ${JSON.stringify(known)}`);
  assert.ok((await named("turn")).award === 1);
  const [salt] = await lab.query<{ salt: Buffer }>("select salt from booking.campaign where slug = 'lots'");
  lab.clock.now = Date.parse("2029-11-22T06:00:00Z");
  await lab.work("booking:forget-participants");
  assert.deepEqual(await named("lots"), known, "it closed at seven");

  lab.clock.now = Date.parse("2029-11-22T08:00:00Z");
  for (let times = 0; times < 2; times += 1) await lab.work("booking:forget-participants");
  assert.deepEqual([await named("lots"), await named("turn")], [NOBODY, NOBODY]);
  assert.ok((await named("later")).entry === 41, "what closed later is kept");
  assert.deepEqual(await published(), then);
  assert.notDeepEqual((await lab.query<{ salt: Buffer }>("select salt from booking.campaign where slug = 'lots'"))[0]?.salt, salt?.salt, "with the old salt every person's line could be made again");
  for (const column of ["booking.participant", "booking.award"]) assert.ok(!(await lab.query<{ row: string }>(`select to_jsonb(each)::text as row from ${column} each`)).some(({ row }) => row.includes(anna.person)), column);
});

test("its page goes on, one's own part is over, and nobody comes in place of anybody any more", async () => {
  assert.equal((await new Visitor(lab.app).ask("GET", "/api/v1/cities/haikou/campaigns/lots")).statusCode, 200);
  const again = await lab.signUp("15400008172", "郑秋生", anIdNumber("1991-02-03", 893));
  const part = (await again.ask("GET", `${mine}/lots`)).json();
  assert.deepEqual([part.phase, part.entry], ["finished", undefined]);
  assert.equal((await again.ask("GET", `${mine}/lots/proof`)).json().code, "no-entry");
  await lab.query("update booking.award set confirmed_at = null, returned_at = now() where commitment is not null");
  await lab.work("booking:follow-draws");
  assert.deepEqual(await named("lots"), NOBODY);
});

test("the database forgets nobody before a year is over, whatever a program asks", async () => {
  await assert.rejects(lab.query("select booking.forget_participants((select id from booking.campaign where slug = 'later'), '2028-12-31T00:00:00Z', 10)"), /not long over/);
});
