import { type Generated, type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { Scope } from "./authority.ts";

export type MandateEnd = "grantor" | "holder" | "expired" | "lapsed" | "staff" | "closed";

interface MandateTable {
  id: string;
  grantor: string;
  holder: Generated<string | null>;
  invited_phone: Buffer | null;
  invited_phone_hash: Buffer | null;
  invited_name: Buffer | null;
  city: string;
  scope: Scope["kind"];
  scope_items: string[];
  payment_ceiling_fen: number;
  purpose: Buffer;
  created_at: Date;
  offer_expires_at: Date;
  expires_at: Date;
  accepted_at: Generated<Date | null>;
  declined_at: Generated<Date | null>;
  ended_at: Generated<Date | null>;
  end_reason: Generated<MandateEnd | null>;
  entered_by: string | null;
  paper_digest: Generated<Buffer | null>;
}

interface UseTable {
  id: string;
  relation: string;
  actor: string;
  at: Date;
  act: string;
  city: string;
  topic: string | null;
  service: string | null;
  amount_fen: number | null;
  refused: string | null;
}

interface Tables {
  mandate: MandateTable;
  acting_use: UseTable;
}

export type MandateRow = Selectable<MandateTable>;
export type UseRow = Selectable<UseTable>;

const MOST = 100;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

export const placeOfMandate = {
  invitedPhone: (mandate: string) => `identity.mandate.invited_phone/${mandate}`,
  invitedName: (mandate: string) => `identity.mandate.invited_name/${mandate}`,
  purpose: (mandate: string) => `identity.mandate.purpose/${mandate}`,
};

const NOBODY_INVITED = { invited_phone: null, invited_phone_hash: null, invited_name: null };

export async function insertMandate(tx: Handles, mandate: Omit<MandateRow, "holder" | "accepted_at" | "declined_at" | "ended_at" | "end_reason" | "paper_digest">): Promise<void> {
  await tables(tx).insertInto("mandate").values(mandate).execute();
}

/** Marks what ran out, so that it stands in nobody's way. */
export async function endOverdueMandates(tx: Handles, grantor: string, now: Date): Promise<void> {
  await tables(tx)
    .updateTable("mandate")
    .set((columns) => ({ ended_at: now, end_reason: columns.case().when("accepted_at", "is", null).then("lapsed" as const).else("expired" as const).end(), ...NOBODY_INVITED }))
    .where("grantor", "=", grantor)
    .where("ended_at", "is", null)
    .where((where) => where.or([where("expires_at", "<=", now), where.and([where("accepted_at", "is", null), where("offer_expires_at", "<=", now)])]))
    .execute();
}

interface Pair {
  grantor: string;
  /** Who holds or is to hold it: by the number before acceptance, by the person after it. */
  holder: string | undefined;
  phoneHashes: Buffer[];
  scope: Pick<MandateRow, "scope" | "scope_items">;
  except?: string;
}

/** Whether a mandate of this scope is open between two. Only what the grantor knows anyway decides: their own mandates. */
export async function hasOpenMandate(tx: Handles, { grantor, holder, phoneHashes, scope, except }: Pair): Promise<boolean> {
  let query = tables(tx).selectFrom("mandate").select("id").where("grantor", "=", grantor).where("ended_at", "is", null).where("scope", "=", scope.scope).where("scope_items", "=", sql.val(scope.scope_items));
  query = query.where((where) => where.or([...(phoneHashes.length === 0 ? [] : [where("invited_phone_hash", "in", phoneHashes)]), ...(holder === undefined ? [] : [where("holder", "=", holder)])]));
  if (except !== undefined) query = query.where("id", "!=", except);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function findMandate(source: Handles, id: string): Promise<MandateRow | undefined> {
  return tables(source).selectFrom("mandate").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findMandateByPaper(source: Handles, digest: Buffer): Promise<MandateRow | undefined> {
  return tables(source).selectFrom("mandate").selectAll().where("paper_digest", "=", digest).executeTakeFirst();
}

export async function updatePaperDigest(tx: Handles, id: string, digest: Buffer): Promise<void> {
  await tables(tx).updateTable("mandate").set({ paper_digest: digest }).where("id", "=", id).execute();
}

/** Granted and held ones, newest first. */
export async function listMandates(source: Handles, person: string): Promise<MandateRow[]> {
  return tables(source)
    .selectFrom("mandate")
    .selectAll()
    .where((where) => where.or([where("grantor", "=", person), where("holder", "=", person)]))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(MOST)
    .execute();
}

/** Offers to a number that are still open. */
export async function listOffers(source: Handles, phoneHashes: Buffer[], now: Date): Promise<MandateRow[]> {
  return tables(source)
    .selectFrom("mandate")
    .selectAll()
    .where("invited_phone_hash", "in", phoneHashes)
    .where("accepted_at", "is", null)
    .where("declined_at", "is", null)
    .where("ended_at", "is", null)
    .where("offer_expires_at", ">", now)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(MOST)
    .execute();
}

/** One statement, so that of an acceptance and a revocation at the same moment the later one finds what the earlier left. */
export async function acceptMandate(tx: Handles, id: string, holder: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable("mandate")
    .set({ holder, accepted_at: now, ...NOBODY_INVITED })
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .where("declined_at", "is", null)
    .where("ended_at", "is", null)
    .where("offer_expires_at", ">", now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function declineMandate(tx: Handles, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx).updateTable("mandate").set({ declined_at: now }).where("id", "=", id).where("accepted_at", "is", null).where("declined_at", "is", null).where("ended_at", "is", null).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns the mandate as it was, when it was open and this person's to end */
export async function endMandate(tx: Handles, id: string, side: "grantor" | "holder", person: string, now: Date): Promise<MandateRow | undefined> {
  return tables(tx).updateTable("mandate").set({ ended_at: now, end_reason: side, ...NOBODY_INVITED }).where("id", "=", id).where(side, "=", person).where("ended_at", "is", null).returningAll().executeTakeFirst();
}

/** What was done by a kinship, a mandate or an agency, newest first. */
export async function listUses(source: Handles, relation: string, limit = MOST): Promise<UseRow[]> {
  return tables(source).selectFrom("acting_use").selectAll().where("relation", "=", relation).orderBy("at", "desc").orderBy("id", "desc").limit(limit).execute();
}

export async function countUses(source: Handles, relations: string[]): Promise<Map<string, { uses: number; lastUsedAt: Date }>> {
  if (relations.length === 0) return new Map();
  const rows = await tables(source)
    .selectFrom("acting_use")
    .select(({ fn }) => ["relation", fn.countAll<number>().as("uses"), fn.max("at").as("last")])
    .where("relation", "in", relations)
    .where("refused", "is", null)
    .groupBy("relation")
    .execute();
  return new Map(rows.map(({ relation, uses, last }) => [relation, { uses, lastUsedAt: last }]));
}

/** Offers and acceptances of one grantor take turns. */
export async function lockGrantor(tx: Handles, grantor: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mandates-of:${grantor}`}, 0))`.execute(tables(tx));
}
