/** Queries on campaigns, their places and who takes part. Entries themselves are written by the rush path alone. */
import { type Generated, type Insertable, type Kysely, type Selectable, sql, type Updateable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { Campaign } from "../../catalogue/index.ts";
import { CAMPAIGN_CHANNEL, ENTRY_ENDED_CHANNEL } from "../notification-channels.ts";
import type { QuotaRule } from "./rules.ts";

interface CampaignTable {
  id: Generated<number>;
  city: string;
  slug: string;
  rules: Campaign;
  opens_at: Date;
  closes_at: Date;
  paused_at: Date | null;
  ended_at: Date | null;
  guarded_at: Date | null;
  salt: Buffer;
  reason: Words | null;
  forgotten_at: Generated<Date | null>;
}
export interface Words {
  zh: string;
  en: string;
}
interface QuotaTable {
  id: Generated<number>;
  campaign: number;
  grp: string;
  channel: string;
  capacity: number | null;
  taken: Generated<number>;
}
interface EntryTable {
  campaign: number;
  person: string;
  quota: number;
  number: number;
  at: Date;
}
interface EntryEndTable {
  campaign: number;
  person: string;
  at: Date;
  returned_at: Date | null;
}
interface ExclusionTable {
  campaign: number;
  person: string;
  reason: string;
  by_staff: string;
  at: Date;
}
export interface DrawTable {
  campaign: number;
  randomness: "drand" | "committed";
  announced_at: Date;
  seed: Buffer | null;
  revealed_seed: Buffer | null;
  commitment: Buffer | null;
  announced_round: number | null;
  round: number | null;
  freezing_at: Date | null;
  frozen_at: Date | null;
  participants: number | null;
  lots: number | null;
  excluded: Record<string, number> | null;
  list_digest: Buffer | null;
  root: Buffer | null;
  drawing_at: Date | null;
  contributions: { witness: string; words: string }[] | null;
  signature: Buffer | null;
  value: Buffer | null;
  drawn_at: Date | null;
  winners: number | null;
  winners_digest: Buffer | null;
  published_at: Date | null;
  told_winners_until: Generated<number>;
  told_others_until: Buffer | null;
  told_at: Date | null;
}
interface ParticipantTable {
  campaign: number;
  commitment: Buffer;
  weight: number;
  reason: string | null;
  /** Null in a campaign that is long over. */
  person: string | null;
}
interface BlockTable {
  campaign: number;
  number: number;
  first_commitment: Buffer;
  lines: number;
  hash: Buffer;
}
export interface AwardTable {
  campaign: number;
  /** Null in a campaign that is long over. */
  person: string | null;
  rank: number;
  tier: string;
  commitment: Buffer | null;
  in_place_of: number | null;
  at: Date;
  confirm_by: Date | null;
  confirmed_at: Date | null;
  returned_at: Date | null;
}
export interface CampaignTables {
  campaign: CampaignTable;
  quota: QuotaTable;
  entry: EntryTable;
  entry_end: EntryEndTable;
  exclusion: ExclusionTable;
  draw: DrawTable;
  participant: ParticipantTable;
  participant_block: BlockTable;
  award: AwardTable;
}
export type CampaignRow = Selectable<CampaignTable>;
export type QuotaRow = Selectable<QuotaTable>;
export type EntryRow = Selectable<EntryTable>;
export type DrawRow = Selectable<DrawTable>;
export type AwardRow = Selectable<AwardTable>;

export const tables = (source: Handles): Kysely<CampaignTables> => source.handle<CampaignTables>("booking");

export async function listCampaigns(source: Handles): Promise<CampaignRow[]> {
  return tables(source).selectFrom("campaign").selectAll().orderBy("opens_at").orderBy("id").execute();
}

/** Closed before a moment, and who took part is still known. */
export async function listLongOver(source: Handles, closedBefore: Date): Promise<Pick<CampaignRow, "id" | "city" | "slug">[]> {
  return tables(source).selectFrom("campaign").select(["id", "city", "slug"]).where("closes_at", "<", closedBefore).where("forgotten_at", "is", null).orderBy("id").execute();
}

/** @returns how many rows named somebody; none: nobody is named any more */
export async function forgetParticipants(source: Handles, campaign: number, at: Date, most: number): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select booking.forget_participants(${campaign}, ${at}, ${most}) as gone`.execute(tables(source));
  return rows[0]?.gone ?? 0;
}

export async function listQuotas(source: Handles, campaign?: number): Promise<QuotaRow[]> {
  const query = tables(source).selectFrom("quota").selectAll().orderBy("id");
  return (campaign === undefined ? query : query.where("campaign", "=", campaign)).execute();
}

/** Waits for whoever is being registered, in the order in which registering locks them. */
export async function lockQuotas(tx: Handles, campaign: number): Promise<void> {
  await tables(tx).selectFrom("quota").select("id").where("campaign", "=", campaign).orderBy("id").forUpdate().execute();
}

export async function findCampaign(source: Handles, city: string, slug: string): Promise<CampaignRow | undefined> {
  return tables(source).selectFrom("campaign").selectAll().where("city", "=", city).where("slug", "=", slug).executeTakeFirst();
}

/** Waits for whoever changes it. */
export async function findCampaignForUpdate(tx: Handles, city: string, slug: string): Promise<CampaignRow | undefined> {
  return tables(tx).selectFrom("campaign").selectAll().where("city", "=", city).where("slug", "=", slug).forUpdate().executeTakeFirst();
}

/** @returns undefined when another process has just added it */
export async function insertCampaign(tx: Handles, campaign: Pick<CampaignRow, "city" | "slug" | "opens_at" | "closes_at" | "salt"> & { rules: Campaign }): Promise<CampaignRow | undefined> {
  const { rules, ...rest } = campaign;
  return tables(tx)
    .insertInto("campaign")
    .values({ ...rest, rules: sql<Campaign>`${JSON.stringify(rules)}::jsonb` })
    .onConflict((conflict) => conflict.columns(["city", "slug"]).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export async function updateCampaign(tx: Handles, id: number, change: Omit<Updateable<CampaignTable>, "rules" | "reason"> & { rules?: Campaign; reason?: Words | null }): Promise<void> {
  const { rules, reason, ...rest } = change;
  await tables(tx)
    .updateTable("campaign")
    .set({
      ...rest,
      ...(rules === undefined ? {} : { rules: sql<Campaign>`${JSON.stringify(rules)}::jsonb` }),
      ...(reason === undefined ? {} : { reason: reason === null ? null : sql<Words>`${JSON.stringify(reason)}::jsonb` }),
    })
    .where("id", "=", id)
    .execute();
}

/** Makes the rows be as the rules say; one that is no longer named keeps its number, and no place. Only before opening. */
export async function putQuotas(tx: Handles, campaign: number, quotas: readonly QuotaRule[]): Promise<void> {
  await tables(tx).updateTable("quota").set({ capacity: 0 }).where("campaign", "=", campaign).execute();
  await tables(tx)
    .insertInto("quota")
    .values(quotas.map((quota) => ({ campaign, ...quota })))
    .onConflict((conflict) => conflict.columns(["campaign", "grp", "channel"]).doUpdateSet((row) => ({ capacity: row.ref("excluded.capacity") })))
    .execute();
}

/** Told to every process once the transaction is through. */
export async function announceCampaign(tx: Handles, campaign: number): Promise<void> {
  await sql`select pg_notify(${CAMPAIGN_CHANNEL}, ${String(campaign)})`.execute(tables(tx));
}

export async function findEntry(source: Handles, campaign: number, person: string): Promise<(EntryRow & { grp: string; channel: string; ended_at: Date | null }) | undefined> {
  return tables(source)
    .selectFrom("entry")
    .innerJoin("quota", "quota.id", "entry.quota")
    .leftJoin("entry_end", (join) => join.onRef("entry_end.campaign", "=", "entry.campaign").onRef("entry_end.person", "=", "entry.person"))
    .selectAll("entry")
    .select(["quota.grp", "quota.channel", "entry_end.at as ended_at"])
    .where("entry.campaign", "=", campaign)
    .where("entry.person", "=", person)
    .executeTakeFirst();
}

/** Of these campaigns: the entries of a person are found by campaign alone. */
export async function listEntered(source: Handles, person: string, campaigns: readonly number[]): Promise<number[]> {
  if (campaigns.length === 0) return [];
  return (await tables(source).selectFrom("entry").select("campaign").where("person", "=", person).where("campaign", "in", [...campaigns]).orderBy("campaign").execute()).map(({ campaign }) => campaign);
}

export async function insertEntryEnd(tx: Handles, campaign: number, person: string, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx).insertInto("entry_end").values({ campaign, person, at, returned_at: null }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  await sql`select pg_notify(${ENTRY_ENDED_CHANNEL}, ${`${campaign} ${person}`})`.execute(tables(tx));
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export interface Returning extends Pick<CampaignRow, "id" | "city" | "slug"> {
  /** When it last handed some on. */
  last: Date | null;
}

/** Campaigns by turn that go on, and hold places given back and not handed on. */
export async function listReturning(source: Handles, now: Date): Promise<Returning[]> {
  const { rows } = await sql<Returning>`
    select c.id, c.city, c.slug, (select max(before.returned_at) from booking.entry_end before where before.campaign = c.id) as last
    from booking.campaign c
    where c.rules ->> 'manner' = 'first-come' and c.ended_at is null and c.closes_at > ${now} and exists (select from booking.entry_end e where e.campaign = c.id and e.returned_at is null)
    order by c.id`.execute(tables(source));
  return rows;
}

/** All places given back become free at once: the capacity grows, since the numbers already given are not given again. @returns how many */
export async function returnPlaces(tx: Handles, campaign: number, at: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with back as (
      update booking.entry_end set returned_at = ${at} where campaign = ${campaign} and returned_at is null returning person
    ), each as (
      select quota, count(*)::int as places from back join booking.entry on entry.campaign = ${campaign} and entry.person = back.person group by quota
    ), grown as (
      update booking.quota set capacity = capacity + each.places from each where quota.id = each.quota and capacity is not null returning each.places
    )
    select coalesce(sum(places), 0)::int as count from grown`.execute(tables(tx));
  return rows[0]?.count ?? 0;
}

export async function countEnded(source: Handles, campaign: number): Promise<number> {
  const row = await tables(source).selectFrom("entry_end").where("campaign", "=", campaign).select((each) => each.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  return row.count;
}

export async function listDraws(source: Handles): Promise<DrawRow[]> {
  return tables(source).selectFrom("draw").selectAll().execute();
}

export async function findDraw(source: Handles, campaign: number): Promise<DrawRow | undefined> {
  return tables(source).selectFrom("draw").selectAll().where("campaign", "=", campaign).executeTakeFirst();
}

export async function findDrawForUpdate(tx: Handles, campaign: number): Promise<DrawRow | undefined> {
  return tables(tx).selectFrom("draw").selectAll().where("campaign", "=", campaign).forUpdate().executeTakeFirst();
}

export async function insertDraw(tx: Handles, draw: Pick<Insertable<DrawTable>, "campaign" | "randomness" | "announced_at" | "seed" | "commitment" | "announced_round" | "round">): Promise<void> {
  await tables(tx).insertInto("draw").values(draw).onConflict((conflict) => conflict.column("campaign").doNothing()).execute();
}

export async function updateDraw(tx: Handles, campaign: number, change: Omit<Updateable<DrawTable>, "excluded" | "contributions"> & { excluded?: DrawRow["excluded"]; contributions?: DrawRow["contributions"] }): Promise<void> {
  const { excluded, contributions, ...rest } = change;
  await tables(tx)
    .updateTable("draw")
    .set({
      ...rest,
      ...(excluded === undefined ? {} : { excluded: sql<DrawRow["excluded"]>`${JSON.stringify(excluded)}::jsonb` }),
      ...(contributions === undefined ? {} : { contributions: sql<DrawRow["contributions"]>`${JSON.stringify(contributions)}::jsonb` }),
    })
    .where("campaign", "=", campaign)
    .execute();
}

/** Until the transaction ends nobody else changes this part of a campaign: by turn there is no row of it to lock before it was confirmed. */
export async function lockPart(tx: Handles, campaign: number, person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`booking.campaign ${campaign}/${person}`}, 0))`.execute(tables(tx));
}

export async function findAward(source: Handles, campaign: number, person: string): Promise<AwardRow | undefined> {
  return tables(source).selectFrom("award").selectAll().where("campaign", "=", campaign).where("person", "=", person).executeTakeFirst();
}

export async function findAwardForUpdate(tx: Handles, campaign: number, person: string): Promise<AwardRow | undefined> {
  return tables(tx).selectFrom("award").selectAll().where("campaign", "=", campaign).where("person", "=", person).forUpdate().executeTakeFirst();
}

export async function insertAward(tx: Handles, award: AwardRow): Promise<void> {
  await tables(tx).insertInto("award").values(award).execute();
}

export async function updateAward(tx: Handles, campaign: number, person: string, change: Pick<Updateable<AwardTable>, "confirmed_at" | "returned_at">): Promise<void> {
  await tables(tx).updateTable("award").set(change).where("campaign", "=", campaign).where("person", "=", person).execute();
}
