/** Queries on a draw's frozen list and on who was drawn. The list is written once and changed by nothing. */
import { readParticipant } from "@citizen-cloud/draw-verifier";
import { type Insertable, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { ExclusionReason } from "../campaign/contract.ts";
import { type AwardRow, type AwardTable, tables } from "../campaign/store.ts";

export interface Participant {
  commitment: Buffer;
  weight: number;
  reason: string | null;
}

export interface CommitmentRecipe {
  campaign: number;
  /** HMAC's two keys (RFC 2104): 64 bytes each. */
  innerKey: Buffer;
  outerKey: Buffer;
  /** What the commitment is hashed with before the salt. */
  prefix: Buffer;
  /** Lots by group. */
  weights: Record<string, number>;
}

/**
 * Puts the next people into the list, in the order of their ids; again and again until it returns nothing. All of it is reckoned
 * where the entries are: a million of them never travel.
 * @param after the last person of the time before
 * @returns the last person put in
 */
export async function addParticipants(tx: Handles, { campaign, innerKey, outerKey, prefix, weights }: CommitmentRecipe, after: string, most: number): Promise<string | undefined> {
  const { rows } = await sql<{ last: string | null }>`
    with chunk as (
      select person, quota from booking.entry where campaign = ${campaign} and person > ${after}::uuid order by person limit ${most}
    ), added as (
      insert into booking.participant (campaign, commitment, weight, reason, person)
      select ${campaign}::int, sha256(${prefix}::bytea || sha256(${outerKey}::bytea || sha256(${innerKey}::bytea || uuid_send(chunk.person)))),
        case when entry_end.person is null and exclusion.person is null then (${JSON.stringify(weights)}::jsonb ->> quota.grp)::smallint else 0 end,
        case when entry_end.person is not null then 'withdrawn' else exclusion.reason end,
        chunk.person
      from chunk join booking.quota on quota.id = chunk.quota
      left join booking.entry_end on entry_end.campaign = ${campaign} and entry_end.person = chunk.person
      left join booking.exclusion on exclusion.campaign = ${campaign} and exclusion.person = chunk.person
      on conflict do nothing
    )
    select max(person::text)::uuid as last from chunk`.execute(tables(tx));
  return rows[0]?.last ?? undefined;
}

const PAGE = 20_000;
const DIGITS = 64;

/**
 * The frozen list as it is served, page by page, each a number of whole lines. The database writes the lines: as rows, millions
 * of them would keep this process busy for longer than drawing does.
 */
export async function* eachListPage(source: Handles, campaign: number): AsyncGenerator<Buffer> {
  for (let after = Buffer.alloc(0); ; ) {
    const { rows } = await sql<{ lines: string | null }>`
      select string_agg(encode(commitment, 'hex') || ' ' || weight || coalesce(' ' || reason, ''), E'\\n' order by commitment) || E'\\n' as lines
      from (select commitment, weight, reason from booking.participant where campaign = ${campaign} and commitment > ${after} order by commitment limit ${PAGE}) as page`.execute(tables(source));
    const lines = rows[0]?.lines;
    if (!lines) return;
    yield Buffer.from(lines, "latin1");
    const last = lines.lastIndexOf("\n", lines.length - 2) + 1;
    after = Buffer.from(lines.slice(last, last + DIGITS), "hex");
  }
}

/** Calls with each participant of a page. The commitment's bytes are the same each time, with other values. */
export function eachParticipant(page: Buffer, take: (participant: { commitment: Uint8Array; weight: number; reason?: string; from: number; to: number }) => void): void {
  const commitment = new Uint8Array(32);
  for (let from = 0, to = page.indexOf(10); to !== -1; from = to + 1, to = page.indexOf(10, from)) take({ ...readParticipant(page, from, to, commitment), commitment, from, to });
}

export async function findParticipant(source: Handles, campaign: number, commitment: Buffer): Promise<Participant | undefined> {
  return tables(source).selectFrom("participant").select(["commitment", "weight", "reason"]).where("campaign", "=", campaign).where("commitment", "=", commitment).executeTakeFirst();
}

/** Who the commitments stand for. */
export async function findPersons(source: Handles, campaign: number, commitments: readonly Buffer[]): Promise<{ commitment: Buffer; person: string }[]> {
  return tables(source).selectFrom("participant").select(["commitment", "person"]).where("campaign", "=", campaign).where("commitment", "in", [...commitments]).where("person", "is not", null).$narrowType<{ person: string }>().execute();
}

export interface Block {
  number: number;
  first_commitment: Buffer;
  lines: number;
  hash: Buffer;
}

export async function insertBlocks(tx: Handles, campaign: number, blocks: readonly Block[]): Promise<void> {
  for (let from = 0; from < blocks.length; from += 1_000) {
    await tables(tx).insertInto("participant_block").values(blocks.slice(from, from + 1_000).map((block) => ({ campaign, ...block }))).onConflict((conflict) => conflict.doNothing()).execute();
  }
}

export async function listBlocks(source: Handles, campaign: number): Promise<Block[]> {
  return tables(source).selectFrom("participant_block").select(["number", "first_commitment", "lines", "hash"]).where("campaign", "=", campaign).orderBy("number").execute();
}

/** A block's lines. */
export async function listBlockParticipants(source: Handles, campaign: number, { first_commitment: first, lines }: Block): Promise<Participant[]> {
  return tables(source).selectFrom("participant").select(["commitment", "weight", "reason"]).where("campaign", "=", campaign).where("commitment", ">=", first).orderBy("commitment").limit(lines).execute();
}

export async function insertAwards(tx: Handles, awards: readonly Insertable<AwardTable>[]): Promise<void> {
  if (awards.length > 0) await tables(tx).insertInto("award").values([...awards]).onConflict((conflict) => conflict.doNothing()).execute();
}

/** Everybody drawn, the first first, those in place of others at the end. */
export async function listDrawn(source: Handles, campaign: number, afterRank: number, limit: number): Promise<AwardRow[]> {
  return tables(source).selectFrom("award").selectAll().where("campaign", "=", campaign).where("commitment", "is not", null).where("rank", ">", afterRank).orderBy("rank").limit(limit).execute();
}

export interface Undrawn {
  commitment: Buffer;
  person: string;
  /** Was drawn after all, in place of somebody else. */
  won: boolean;
  /** Why they took no part; null: they did. */
  reason: ExclusionReason | null;
}

/** Everybody who stands in the list and did not withdraw, in the order of their commitments. */
export async function listUndrawn(source: Handles, campaign: number, after: Buffer, limit: number): Promise<Undrawn[]> {
  const { rows } = await sql<Undrawn>`
    select participant.commitment, participant.person, award.person is not null as won, participant.reason
    from booking.participant left join booking.award on award.campaign = participant.campaign and award.person = participant.person
    where participant.campaign = ${campaign} and participant.commitment > ${after} and participant.person is not null and (participant.weight > 0 or participant.reason <> 'withdrawn')
    order by participant.commitment limit ${limit}`.execute(tables(source));
  return rows;
}

/** Gives back what nobody confirmed in time. @returns how many */
export async function returnUnconfirmed(tx: Handles, campaign: number, now: Date): Promise<number> {
  const { numUpdatedRows } = await tables(tx).updateTable("award").set({ returned_at: now }).where("campaign", "=", campaign).where("confirm_by", "<=", now).where("confirmed_at", "is", null).where("returned_at", "is", null).executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Ranks given back in whose place nobody has come yet. */
export async function listUnreplaced(tx: Handles, campaign: number): Promise<{ rank: number; tier: string }[]> {
  return tables(tx)
    .selectFrom("award")
    .select(["rank", "tier"])
    .where("campaign", "=", campaign)
    .where("commitment", "is not", null)
    .where("returned_at", "is not", null)
    .where((row) => row.not(row.exists(row.selectFrom("award as later").select("later.rank").whereRef("later.campaign", "=", "award.campaign").whereRef("later.in_place_of", "=", "award.rank"))))
    .orderBy("rank")
    .execute();
}

/** How far in the order drawn somebody got something; 0: nobody did. */
export async function findLastRank(source: Handles, campaign: number): Promise<number> {
  const { last } = await tables(source).selectFrom("award").select((each) => each.fn.max("rank").as("last")).where("campaign", "=", campaign).where("commitment", "is not", null).executeTakeFirstOrThrow();
  return last ?? 0;
}

export async function countDrawn(source: Handles, campaign: number): Promise<{ confirmed: number; returned: number }> {
  const { rows } = await sql<{ confirmed: number; returned: number }>`
    select count(confirmed_at)::int as confirmed, count(returned_at)::int as returned from booking.award where campaign = ${campaign}`.execute(tables(source));
  return { confirmed: rows[0]?.confirmed ?? 0, returned: rows[0]?.returned ?? 0 };
}

/** The first reason given stands. */
export async function addExclusion(tx: Handles, exclusion: { campaign: number; person: string; reason: ExclusionReason; by_staff: string; at: Date }): Promise<void> {
  await tables(tx).insertInto("exclusion").values(exclusion).onConflict((conflict) => conflict.doNothing()).execute();
}
