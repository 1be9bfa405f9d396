/** How far those who got a place by turn were told of it. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface TellingTable {
  campaign: number;
  told: Record<string, number>;
  told_count: number;
  told_until: Record<string, number> | null;
  after: string | null;
  seen: number;
  waiting_since: Date | null;
}
export type TellingRow = Selectable<TellingTable>;

const tables = (source: Handles): Kysely<{ entry_telling: TellingTable }> => source.handle<{ entry_telling: TellingTable }>("booking");

/** Campaigns by turn in which somebody has a place and was not told. */
export async function listUntold(source: Handles): Promise<number[]> {
  const { rows } = await sql<{ campaign: number }>`
    select q.campaign from booking.quota q join booking.campaign c on c.id = q.campaign left join booking.entry_telling t on t.campaign = q.campaign
    where c.rules ->> 'manner' = 'first-come' group by q.campaign, t.told_count having sum(q.taken) > coalesce(t.told_count, 0) order by q.campaign`.execute(tables(source));
  return rows.map(({ campaign }) => campaign);
}

/** Undefined while another process is at it. */
export async function lockTelling(tx: Handles, campaign: number): Promise<TellingRow | undefined> {
  await sql`insert into booking.entry_telling (campaign) values (${campaign}) on conflict do nothing`.execute(tables(tx));
  return tables(tx).selectFrom("entry_telling").selectAll().where("campaign", "=", campaign).forUpdate().skipLocked().executeTakeFirst();
}

export async function updateTelling(tx: Handles, campaign: number, { told, told_until: toldUntil, ...rest }: Partial<Omit<TellingRow, "campaign">>): Promise<void> {
  await tables(tx)
    .updateTable("entry_telling")
    .set({
      ...rest,
      ...(told === undefined ? {} : { told: sql<TellingRow["told"]>`${JSON.stringify(told)}::jsonb` }),
      ...(toldUntil === undefined ? {} : { told_until: toldUntil === null ? null : sql<TellingRow["told"]>`${JSON.stringify(toldUntil)}::jsonb` }),
    })
    .where("campaign", "=", campaign)
    .execute();
}

export interface Entered {
  person: string;
  quota: number;
  number: number;
  /** Given back since. */
  ended: boolean;
  confirmed: boolean;
}

export async function listEnteredAfter(source: Handles, campaign: number, after: string, limit: number): Promise<Entered[]> {
  const { rows } = await sql<Entered>`
    select e.person, e.quota, e.number, gone.person is not null or a.returned_at is not null as ended, a.confirmed_at is not null as confirmed
    from booking.entry e left join booking.entry_end gone on gone.campaign = e.campaign and gone.person = e.person left join booking.award a on a.campaign = e.campaign and a.person = e.person
    where e.campaign = ${campaign} and e.person > ${after}::uuid order by e.person limit ${limit}`.execute(tables(source));
  return rows;
}
