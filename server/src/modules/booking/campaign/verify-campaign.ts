/** For an operator, on the day and afterwards: whether the entries of a campaign, their numbers and the places agree. It only reads. */
import { sql } from "kysely";
import type { Database } from "../../../kernel/database.ts";
import { noSuchCampaign } from "./errors.ts";
import { findCampaign } from "./store.ts";
import { quotasOf } from "./rules.ts";

export interface CampaignVerification {
  entries: number;
  /** A sentence each. */
  faults: string[];
}

interface Counted {
  grp: string;
  channel: string;
  capacity: number | null;
  taken: number;
  entries: number;
  distinct: number;
  highest: number;
  returned: number;
}

/** @throws no-such-campaign */
export async function verifyCampaign(database: Database, { city, campaign: slug }: { city: string; campaign: string }): Promise<CampaignVerification> {
  const campaign = await findCampaign(database, city, slug);
  if (!campaign) throw noSuchCampaign(`There is no campaign at ${city}/${slug}.`);
  if (campaign.forgotten_at) throw noSuchCampaign("Its participants were forgotten, three years after its close: nothing is left to compare.");
  // One statement sees one moment, however many register meanwhile.
  const { rows } = await sql<Counted>`
    with counted as (
      select e.quota, count(*)::int as entries, count(distinct e.number)::int as distinct, max(e.number) as highest, count(x.returned_at)::int as returned
      from booking.entry e left join booking.entry_end x on x.campaign = e.campaign and x.person = e.person
      where e.campaign = ${campaign.id} group by e.quota
    )
    select coalesce(q.grp, '') as grp, coalesce(q.channel, '') as channel, q.capacity, coalesce(q.taken, 0) as taken,
      coalesce(c.entries, 0) as entries, coalesce(c.distinct, 0) as distinct, coalesce(c.highest, 0) as highest, coalesce(c.returned, 0) as returned
    from (select * from booking.quota where campaign = ${campaign.id}) q full join counted c on c.quota = q.id
    order by q.grp, q.channel`.execute(database.handle("booking"));
  const ruled = quotasOf(campaign.rules);
  const faults = rows.flatMap((found) => {
    const place = `${found.grp || "everybody"} over ${found.channel}`;
    if (found.channel === "") return [`${found.entries} entries hold places that are not the campaign's.`];
    const capacity = ruled.find(({ grp, channel }) => grp === found.grp && channel === found.channel)?.capacity;
    return [
      found.entries === found.taken ? [] : [`${place}: ${found.entries} entries, but ${found.taken} places are counted as taken.`],
      found.distinct === found.entries && found.highest === found.entries ? [] : [`${place}: ${found.entries} entries have ${found.distinct} numbers, the highest ${found.highest}.`],
      found.capacity === null || found.taken <= found.capacity ? [] : [`${place}: ${found.taken} taken of ${found.capacity}.`],
      found.capacity === (typeof capacity === "number" ? capacity + found.returned : null) ? [] : [`${place}: ${found.capacity ?? "any number of"} places, but the rules have ${capacity ?? "any number"} and ${found.returned} were given back.`],
    ].flat();
  });
  return { entries: rows.reduce((sum, { entries }) => sum + entries, 0), faults };
}
