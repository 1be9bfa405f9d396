// An operator finds out whether what was handed out agrees with what is stored, and each way in which it might not.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aCampaign, addPeople, placesFor, type RushLab, type SignedIn, startRushLab } from "../rush/testing.ts";
import { verifyCampaign } from "./verify-campaign.ts";

let lab: RushLab;
let people: SignedIn[];
const verify = (campaign = "few") => verifyCampaign(lab.app.database, { city: "haikou", campaign });

before(async () => {
  lab = await startRushLab([aCampaign({ id: "few", ...placesFor(3) }), aCampaign({ id: "empty" })]);
  people = await addPeople(lab.app.databaseUrl, 5);
  for (const who of people) await lab.ask("POST", "haikou/few/entries", who, {});
});
after(() => lab.stop());

test("what the lane stored agrees, full or empty; a campaign that is none is refused", async () => {
  assert.deepEqual([await verify(), await verify("empty")], [{ entries: 3, faults: [] }, { entries: 0, faults: [] }]);
  await assert.rejects(verify("none"), { code: "no-such-campaign" });
});

test("places given back and handed on agree too", async () => {
  await lab.query("insert into booking.entry_end (campaign, person, at, returned_at) select c.id, $1, now(), now() from booking.campaign c where c.slug = 'few'", [people[0]?.person]);
  assert.match((await verify()).faults.join(), /3 places, but the rules have 3 and 1 were given back/);
  await lab.query("update booking.quota q set capacity = 4 from booking.campaign c where c.id = q.campaign and c.slug = 'few'");
  assert.deepEqual(await verify(), { entries: 3, faults: [] });
});

test("a lost entry, a doubled number and a place too many are each said", async () => {
  const broken: [string, RegExp][] = [
    ["delete from booking.entry where number = 3", /2 entries, but 3 places are counted as taken/],
    ["update booking.entry set number = 2 where number = 3", /3 entries have 2 numbers, the highest 2/],
    ["update booking.quota q set taken = 4 from booking.campaign c where c.id = q.campaign and c.slug = 'few'", /3 entries, but 4 places are counted as taken/],
    ["update booking.entry set quota = (select q.id from booking.quota q join booking.campaign c on c.id = q.campaign where c.slug = 'empty')", /3 entries hold places that are not the campaign's/],
  ];
  for (const [statement, fault] of broken) {
    await lab.query("create table kept_entry as select * from booking.entry; create table kept_quota as select * from booking.quota");
    await lab.query(statement);
    assert.match((await verify()).faults.join("\n"), fault);
    await lab.query("delete from booking.entry; insert into booking.entry select * from kept_entry; update booking.quota q set taken = k.taken, capacity = k.capacity from kept_quota k where k.id = q.id; drop table kept_entry, kept_quota");
    assert.deepEqual(await verify(), { entries: 3, faults: [] });
  }
});
