/** Queries on this module's tables; nothing else reads or writes them. */
import { type Generated, type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../kernel/database.ts";
import type { DocumentKind } from "./document-kinds.ts";
import type { Retirement } from "./documents.ts";

interface DocumentTable {
  city: string;
  kind: DocumentKind;
  id: string;
  position: number;
  current_version: number;
  imported_digest: string | null;
  changed_at: Generated<Date>;
}

interface VersionTable {
  city: string;
  kind: DocumentKind;
  id: string;
  version: number;
  body: unknown;
  origin: "import" | "review" | "roll-back";
  author: string;
  reviewer: string | null;
  note: string | null;
  published_at: Generated<Date>;
}

interface LoadedFolderTable {
  city: string;
  digest: string;
  loaded_at: Generated<Date>;
}

interface DraftTable {
  city: string;
  kind: DocumentKind;
  id: string;
  body: unknown;
  base_version: number | null;
  state: "open" | "submitted";
  editors: string[];
  note: string | null;
  remark: string | null;
  revision: Generated<number>;
  updated_at: Generated<Date>;
}

interface SearchMissTable {
  city: string;
  query: string;
  asked: number;
  first_at: Generated<Date>;
  last_at: Generated<Date>;
  settled_by: string | null;
  settled_at: Date | null;
}

interface ItemUseTable {
  city: string;
  id: string;
  day: Date;
  views: number;
}

interface NearDuplicateTable {
  city: string;
  first_id: string;
  second_id: string;
  score: number;
  reasons: string[];
  found_at: Generated<Date>;
  decision: "keep-both" | "merge" | null;
  decided_by: string | null;
  decided_at: Date | null;
  note: string | null;
}

interface RetirementTable {
  city: string;
  id: string;
  body: Retirement;
}

interface Tables {
  document: DocumentTable;
  document_version: VersionTable;
  draft: DraftTable;
  retirement: RetirementTable;
  search_miss: SearchMissTable;
  item_use: ItemUseTable;
  near_duplicate: NearDuplicateTable;
  loaded_folder: LoadedFolderTable;
}

export type DocumentRow = Selectable<DocumentTable>;
export type VersionRow = Selectable<VersionTable>;
export type DraftRow = Selectable<DraftTable>;
export type SearchMissRow = Selectable<SearchMissTable>;
export type NearDuplicateRow = Selectable<NearDuplicateTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("catalogue");

/** The channel on which every process hears that a city's published documents changed. */
export const CHANGED_CHANNEL = "catalogue_changed";

export interface DocumentKey {
  city: string;
  kind: DocumentKind;
  id: string;
}

export async function findCityIds(source: Handles): Promise<string[]> {
  const rows = await tables(source).selectFrom("document").select("city").where("kind", "=", "city").orderBy("position").orderBy("city").execute();
  return rows.map((row) => row.city);
}

/** Changes whenever what people see of a city does, so that a copy of it can be told to be current. */
export async function findCityStamp(source: Handles, city: string): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws(' ', sum(current_version), sum(position), max(changed_at), (select string_agg(id || md5(body::text), ',' order by id) from catalogue.retirement where city = ${city})) as stamp
    from catalogue.document where city = ${city}`.execute(tables(source));
  return rows[0]?.stamp ?? "";
}

/** Every document of a city in its current version, retired services included. */
export async function loadCurrentVersions(source: Handles, city: string) {
  return tables(source)
    .selectFrom("document as d")
    .innerJoin("document_version as v", (join) =>
      join.onRef("v.city", "=", "d.city").onRef("v.kind", "=", "d.kind").onRef("v.id", "=", "d.id").onRef("v.version", "=", "d.current_version"),
    )
    .select(["d.kind", "d.id", "d.position", "v.version", "v.body", "v.published_at"])
    .where("d.city", "=", city)
    .orderBy("d.kind")
    .orderBy("d.position")
    .orderBy("d.id")
    .execute();
}

export async function findVersion(source: Handles, key: DocumentKey, version: number): Promise<VersionRow | undefined> {
  return byKey(tables(source).selectFrom("document_version").selectAll().where("version", "=", version), key).executeTakeFirst();
}

/** The version of a document that people see. */
export async function findCurrentVersion(source: Handles, { city, kind, id }: DocumentKey): Promise<VersionRow | undefined> {
  return tables(source)
    .selectFrom("document as d")
    .innerJoin("document_version as v", (join) => join.onRef("v.city", "=", "d.city").onRef("v.kind", "=", "d.kind").onRef("v.id", "=", "d.id").onRef("v.version", "=", "d.current_version"))
    .selectAll("v")
    .where("d.city", "=", city)
    .where("d.kind", "=", kind)
    .where("d.id", "=", id)
    .executeTakeFirst();
}

export async function listVersions(source: Handles, key: DocumentKey): Promise<Omit<VersionRow, "body">[]> {
  return byKey(tables(source).selectFrom("document_version"), key)
    .select(["city", "kind", "id", "version", "origin", "author", "reviewer", "note", "published_at"])
    .orderBy("version", "desc")
    .execute();
}

/** Locks the document until the transaction ends, so that two publications of it take turns. */
export async function findDocumentForUpdate(tx: Handles, key: DocumentKey): Promise<DocumentRow | undefined> {
  return byKey(tables(tx).selectFrom("document").selectAll().forUpdate(), key).executeTakeFirst();
}

export async function listDocuments(source: Handles, city: string): Promise<DocumentRow[]> {
  return tables(source).selectFrom("document").selectAll().where("city", "=", city).execute();
}

/** The city that was last loaded from a folder in just this state. */
export async function findCityLoadedFrom(source: Handles, digest: string): Promise<string | undefined> {
  const row = await tables(source).selectFrom("loaded_folder").select("city").where("digest", "=", digest).executeTakeFirst();
  return row?.city;
}

/** Remembers the folder a city was loaded from; undefined when it came from elsewhere, so that the folder is read again. */
export async function noteLoadedFolder(tx: Handles, city: string, digest: string | undefined): Promise<void> {
  await tables(tx).deleteFrom("loaded_folder").where("city", "=", city).execute();
  if (digest !== undefined) await tables(tx).insertInto("loaded_folder").values({ city, digest }).execute();
}

export interface Publication {
  body: unknown;
  origin: VersionRow["origin"];
  author: string;
  reviewer: string | null;
  note: string | null;
}

/** Adds the next version of a document and lets people see it. @returns its number */
export async function publishVersion(tx: Handles, key: DocumentKey, publication: Publication, placement?: { position: number; importedDigest: string }): Promise<number> {
  const { city, kind, id } = key;
  const row = await tables(tx)
    .insertInto("document")
    .values({ city, kind, id, position: placement?.position ?? 1_000_000, current_version: 1, imported_digest: placement?.importedDigest ?? null })
    .onConflict((conflict) =>
      conflict.columns(["city", "kind", "id"]).doUpdateSet({
        current_version: sql`document.current_version + 1`,
        changed_at: sql`now()`,
        ...(placement ? { position: placement.position, imported_digest: placement.importedDigest } : {}),
      }),
    )
    .returning("current_version")
    .executeTakeFirstOrThrow();
  await tables(tx)
    .insertInto("document_version")
    .values({ ...key, version: row.current_version, ...publication, body: JSON.stringify(publication.body) })
    .execute();
  return row.current_version;
}

export async function placeDocument(tx: Handles, key: DocumentKey, placement: { position: number; importedDigest: string }): Promise<void> {
  await byKey(tables(tx).updateTable("document").set({ position: placement.position, imported_digest: placement.importedDigest }), key).execute();
}

export async function listRetirements(source: Handles, city: string): Promise<Retirement[]> {
  const rows = await tables(source).selectFrom("retirement").select("body").where("city", "=", city).orderBy("id").execute();
  return rows.map((row) => row.body);
}

/** Retirements of a city take turns until the transaction ends. */
export async function lockRetirements(tx: Handles, city: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`catalogue.retirement ${city}`}))`.execute(tables(tx));
}

export async function retireService(tx: Handles, city: string, retirement: Retirement): Promise<void> {
  const body = sql<Retirement>`${JSON.stringify(retirement)}::json`;
  await tables(tx).insertInto("retirement").values({ city, id: retirement.id, body }).onConflict((conflict) => conflict.columns(["city", "id"]).doUpdateSet({ body })).execute();
}

export async function offerAgain(tx: Handles, city: string, id: string): Promise<void> {
  await tables(tx).deleteFrom("retirement").where("city", "=", city).where("id", "=", id).execute();
}

/** Tells every process, when the transaction commits, that a city's documents changed. */
export async function announceChange(tx: Handles, city: string): Promise<void> {
  await sql`select pg_notify(${CHANGED_CHANNEL}, ${city})`.execute(tables(tx));
}

export async function findDraft(source: Handles, key: DocumentKey): Promise<DraftRow | undefined> {
  return byKey(tables(source).selectFrom("draft").selectAll(), key).executeTakeFirst();
}

export async function findDraftForUpdate(tx: Handles, key: DocumentKey): Promise<DraftRow | undefined> {
  return byKey(tables(tx).selectFrom("draft").selectAll().forUpdate(), key).executeTakeFirst();
}

export async function listDrafts(source: Handles, city: string): Promise<DraftRow[]> {
  return tables(source).selectFrom("draft").selectAll().where("city", "=", city).orderBy("updated_at", "desc").limit(500).execute();
}

/** @returns false when there is a draft already */
export async function insertDraft(tx: Handles, draft: Omit<DraftRow, "revision" | "updated_at" | "remark">): Promise<boolean> {
  const result = await tables(tx).insertInto("draft").values({ ...draft, body: JSON.stringify(draft.body), remark: null }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateDraft(tx: Handles, key: DocumentKey, change: Partial<Pick<DraftRow, "body" | "base_version" | "state" | "editors" | "note" | "remark">>): Promise<void> {
  const { body, ...rest } = change;
  const set = { ...rest, ...(body === undefined ? {} : { body: JSON.stringify(body) }), revision: sql`revision + 1`, updated_at: sql`now()` };
  await byKey(tables(tx).updateTable("draft").set(set as never), key).execute();
}

export async function deleteDraft(tx: Handles, key: DocumentKey): Promise<void> {
  await byKey(tables(tx).deleteFrom("draft"), key).execute();
}

const MAX_MISSES_PER_CITY = 5_000;

/** Adds counts of searches that found nothing. A city keeps a bounded number: new queries past it are not written. */
export async function addSearchMisses(source: Handles, misses: { city: string; query: string; asked: number }[]): Promise<void> {
  if (misses.length === 0) return;
  await sql`
    insert into catalogue.search_miss (city, query, asked)
    select city, query, asked from jsonb_to_recordset(${JSON.stringify(misses)}::jsonb) as new (city text, query text, asked int)
    where (select count(*) from catalogue.search_miss existing where existing.city = new.city) < ${MAX_MISSES_PER_CITY}
       or exists (select from catalogue.search_miss existing where existing.city = new.city and existing.query = new.query)
    on conflict (city, query) do update set asked = search_miss.asked + excluded.asked, last_at = now(), settled_by = null, settled_at = null`.execute(tables(source));
}

export async function listSearchMisses(source: Handles, city: string, limit: number): Promise<SearchMissRow[]> {
  return tables(source).selectFrom("search_miss").selectAll().where("city", "=", city).where("settled_at", "is", null).orderBy("asked", "desc").orderBy("last_at", "desc").limit(limit).execute();
}

export async function settleSearchMiss(source: Handles, city: string, query: string, staff: string): Promise<boolean> {
  const result = await tables(source).updateTable("search_miss").set({ settled_by: staff, settled_at: new Date() }).where("city", "=", city).where("query", "=", query).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Forgets what was asked once and not again for a quarter. */
export async function pruneSearchMisses(source: Handles): Promise<void> {
  await tables(source).deleteFrom("search_miss").where("asked", "<", 3).where("last_at", "<", sql<Date>`now() - interval '90 days'`).execute();
}

export async function addItemViews(source: Handles, views: { city: string; id: string; views: number }[]): Promise<void> {
  if (views.length === 0) return;
  await sql`
    insert into catalogue.item_use (city, id, day, views)
    select city, id, current_date, views from jsonb_to_recordset(${JSON.stringify(views)}::jsonb) as new (city text, id text, views int)
    on conflict (city, id, day) do update set views = item_use.views + excluded.views`.execute(tables(source));
}

export async function sumItemViews(source: Handles, city: string, days: number): Promise<Map<string, number>> {
  const rows = await tables(source)
    .selectFrom("item_use")
    .select(["id", sql<number>`sum(views)::int`.as("views")])
    .where("city", "=", city)
    .where("day", ">", sql<Date>`current_date - ${days}::int`)
    .groupBy("id")
    .execute();
  return new Map(rows.map((row) => [row.id, row.views]));
}

/** Searches for pairs of a city write one after another until the transaction ends. */
export async function lockNearDuplicates(tx: Handles, city: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`catalogue.near_duplicate ${city}`}))`.execute(tables(tx));
}

/** Leaves of the undecided pairs of a city those that were found; decisions stay. A pair found again is the same row, for somebody may just be deciding on it. */
export async function replaceNearDuplicates(tx: Handles, city: string, pairs: { a: string; b: string; score: number; reasons: string[] }[]): Promise<void> {
  const rows = pairs.map(({ a, b, score, reasons }) => ({ first_id: a < b ? a : b, second_id: a < b ? b : a, score, reasons }));
  const found = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found (first_id text, second_id text, score real, reasons jsonb)`;
  await sql`
    delete from catalogue.near_duplicate known
    where city = ${city} and decision is null and not exists (select from ${found} where found.first_id = known.first_id and found.second_id = known.second_id)`.execute(tables(tx));
  await sql`
    insert into catalogue.near_duplicate (city, first_id, second_id, score, reasons)
    select ${city}, first_id, second_id, score, reasons from ${found}
    on conflict (city, first_id, second_id) do update set score = excluded.score, reasons = excluded.reasons where near_duplicate.decision is null`.execute(tables(tx));
}

export async function listNearDuplicates(source: Handles, city: string): Promise<NearDuplicateRow[]> {
  return tables(source).selectFrom("near_duplicate").selectAll().where("city", "=", city).orderBy(sql`decision is not null`).orderBy("score", "desc").limit(500).execute();
}

export async function decideNearDuplicate(
  source: Handles,
  pair: { city: string; firstId: string; secondId: string },
  decision: { decision: "keep-both" | "merge"; staff: string; note: string | null },
): Promise<boolean> {
  const result = await tables(source)
    .updateTable("near_duplicate")
    .set({ decision: decision.decision, decided_by: decision.staff, decided_at: new Date(), note: decision.note })
    .where("city", "=", pair.city)
    .where("first_id", "=", pair.firstId)
    .where("second_id", "=", pair.secondId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Narrows any query on a table with this key. Kysely's builders share `where` without sharing a type for it. */
function byKey<Query>(query: Query, { city, kind, id }: DocumentKey): Query {
  type Narrowable = { where(column: string, operator: "=", value: string): Narrowable };
  return (query as unknown as Narrowable).where("city", "=", city).where("kind", "=", kind).where("id", "=", id) as unknown as Query;
}
