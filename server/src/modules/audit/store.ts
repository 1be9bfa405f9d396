/** Queries on this module's tables. Writing goes through `audit.append` and `audit.append_all` alone: the application has no other right. */
import { CompiledQuery, type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../kernel/database.ts";
import { invalidRequest } from "../../kernel/http/problem.ts";
import { type ActorKind, type AuditEntry, type AuditEntryId, type AuditRecord, type ChainedRow, checkEntry } from "./entry.ts";

interface EntryTable {
  lane: number;
  number: number;
  at: Date;
  actor_kind: ActorKind;
  actor: string;
  actor_city: string | null;
  actor_department: string | null;
  act: string;
  subject: string | null;
  acting_for: string | null;
  purpose: string | null;
  ground: string | null;
  fields: string[] | null;
  about_kind: string | null;
  about_id: string | null;
  city: string | null;
  detail: NonNullable<AuditEntry["detail"]> | null;
  previous_hash: Buffer;
  hash: Buffer;
}

interface HeadTable {
  lane: number;
  number: number;
  hash: Buffer;
}

interface Tables {
  entry: EntryTable;
  head: HeadTable;
}

export type HeadRow = Selectable<HeadTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("audit");

const APPEND = "select audit.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as id";
const DEFAULT_LIMIT = 20;
const MOST_AT_ONCE = 100;

/**
 * Writes an entry that stands or falls with the transaction. The lane it went to stays locked until the transaction
 * ends, so record last where that is possible.
 * @returns the entry's public id
 * @throws personal-data-in-record
 */
export async function record(tx: Handles, entry: AuditEntry): Promise<AuditEntryId> {
  checkEntry(entry);
  const { at, actor, act, subject, actingFor, purpose, ground, fields, about, city, detail } = entry;
  const values = [
    at, actor.kind, actor.id, actor.city, actor.department, act, subject, actingFor, purpose, ground, fields, about?.kind, about?.id, city,
    detail === undefined ? undefined : JSON.stringify(detail),
  ];
  const { rows } = await tables(tx).executeQuery<{ id: AuditEntryId }>(CompiledQuery.raw(APPEND, values.map((value) => value ?? null)));
  const [row] = rows;
  if (row === undefined) throw new Error("audit.append returned nothing");
  return row.id;
}

/** Several entries in one statement, in their order. @throws personal-data-in-record */
export async function recordAll(tx: Handles, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  for (const entry of entries) checkEntry(entry);
  await sql`select audit.append_all(${JSON.stringify(entries)}::jsonb)`.execute(tables(tx));
}

export interface AuditPage {
  items: AuditRecord[];
  /** Where the next page starts; undefined after the last entry. */
  next: string | undefined;
}

/** The entries about a person's data, newest first. A cursor is the id of the last entry seen, so no page shifts under a reader. */
export async function listAbout(source: Handles, subject: string, page: { cursor?: string; limit?: number } = {}): Promise<AuditPage> {
  const limit = Math.min(Math.max(Math.trunc(page.limit ?? DEFAULT_LIMIT), 1), MOST_AT_ONCE);
  let query = tables(source).selectFrom("entry").selectAll().where("subject", "=", subject);
  if (page.cursor !== undefined) {
    const place = readId(page.cursor);
    if (!place) throw invalidRequest("The cursor is not one that a page gave.", { fields: [{ pointer: "?cursor", detail: "Take it from the page before." }] });
    query = query.where(sql<boolean>`(at, lane, number) < (select at, lane, number from audit.entry where lane = ${place.lane} and number = ${place.number} and subject = ${subject})`);
  }
  const rows = await query.orderBy("at", "desc").orderBy("lane", "desc").orderBy("number", "desc").limit(limit + 1).execute();
  const items = rows.slice(0, limit).map(toRecord);
  return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
}

/** One entry by its public id. */
export async function findEntry(source: Handles, id: AuditEntryId): Promise<AuditRecord | undefined> {
  const place = readId(id);
  if (!place) return undefined;
  const row = await tables(source).selectFrom("entry").selectAll().where("lane", "=", place.lane).where("number", "=", place.number).executeTakeFirst();
  return row && toRecord(row);
}

function readId(id: AuditEntryId): { lane: number; number: number } | undefined {
  const match = /^(\d{1,2})-([1-9]\d{0,14})$/.exec(id);
  return match ? { lane: Number(match[1]), number: Number(match[2]) } : undefined;
}

function toRecord(row: Selectable<EntryTable>): AuditRecord {
  const { actor_city: actorCity, actor_department: department, subject, acting_for: actingFor, purpose, ground, fields, about_kind: aboutKind, about_id: aboutId, city, detail } = row;
  return {
    id: `${row.lane}-${row.number}`,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor, ...(actorCity === null ? {} : { city: actorCity }), ...(department === null ? {} : { department }) },
    act: row.act,
    ...(subject === null ? {} : { subject }),
    ...(actingFor === null ? {} : { actingFor }),
    ...(purpose === null ? {} : { purpose }),
    ...(ground === null ? {} : { ground }),
    ...(fields === null ? {} : { fields }),
    ...(aboutKind === null || aboutId === null ? {} : { about: { kind: aboutKind, id: aboutId } }),
    ...(city === null ? {} : { city }),
    ...(detail === null ? {} : { detail }),
    hash: row.hash.toString("hex"),
  };
}

export async function listHeads(source: Handles): Promise<HeadRow[]> {
  return tables(source).selectFrom("head").selectAll().orderBy("lane").execute();
}

/** Reads a stretch of a lane in its order, as the exact values that are hashed. */
export async function readChain(source: Handles, lane: number, after: number, last: number, limit: number): Promise<ChainedRow[]> {
  const { rows } = await sql<ChainedRow>`
    select lane, number, trunc(extract(epoch from at) * 1000000)::text as at, actor_kind, actor, actor_city, actor_department, act, subject, acting_for,
      purpose, ground, fields, about_kind, about_id, city, previous_hash, hash,
      case when detail is null then null
        when jsonb_typeof(detail) = 'object' then (select coalesce(json_agg(json_build_array(key, jsonb_typeof(value), value #>> '{}')), '[]') from jsonb_each(detail))
        else json_build_array(json_build_array('', jsonb_typeof(detail), detail::text)) end as detail
    from audit.entry where lane = ${lane} and number > ${after} and number <= ${last} order by number limit ${limit}`.execute(tables(source));
  return rows;
}

/** An entry that no head accounts for: past the end of its lane, or in a lane that does not exist. One statement sees both as they stand together. */
export async function findStrayEntry(source: Handles): Promise<AuditEntryId | undefined> {
  const { rows } = await sql<{ id: string }>`
    select lane || '-' || number as id from (
      (select e.lane, e.number from audit.head h cross join lateral (select lane, number from audit.entry where lane = h.lane and number > h.number order by number limit 1) e)
      union all (select lane, number from audit.entry where lane < 0 order by lane, number limit 1)
      union all (select lane, number from audit.entry where lane > 31 order by lane, number limit 1)
      union all (select e.lane, e.number from audit.head h cross join lateral (select lane, number from audit.entry where lane = h.lane and number < 1 order by number limit 1) e)
    ) stray order by lane, number limit 1`.execute(tables(source));
  return rows[0]?.id;
}

export interface EntryFilter {
  /** Entries in this city's service, or by its staff. */
  city: string;
  subject?: string;
  actor?: string;
  act?: string;
  from?: Date;
  until?: Date;
  limit?: number;
  cursor?: string;
}

/** What an auditor asks for: newest first, a page at a time. A cursor is the id of the last entry seen. */
export async function listEntries(source: Handles, { city, subject, actor, act, from, until, limit = DEFAULT_LIMIT, cursor }: EntryFilter): Promise<AuditPage> {
  const most = Math.min(Math.max(Math.trunc(limit), 1), MOST_AT_ONCE);
  let query = tables(source).selectFrom("entry").selectAll().where((where) => where.or([where("city", "=", city), where("actor_city", "=", city)]));
  if (subject !== undefined) query = query.where("subject", "=", subject);
  if (actor !== undefined) query = query.where("actor", "=", actor);
  if (act !== undefined) query = query.where("act", "=", act);
  if (from) query = query.where("at", ">=", from);
  if (until) query = query.where("at", "<", until);
  if (cursor !== undefined) {
    const place = readId(cursor);
    if (!place) throw invalidRequest("The cursor is not one that a page gave.", { fields: [{ pointer: "?cursor", detail: "Take it from the page before." }] });
    query = query.where(sql<boolean>`(at, lane, number) < (select at, lane, number from audit.entry where lane = ${place.lane} and number = ${place.number})`);
  }
  const rows = await query.orderBy("at", "desc").orderBy("lane", "desc").orderBy("number", "desc").limit(most + 1).execute();
  return { items: rows.slice(0, most).map(toRecord), next: rows.length > most ? rows[most - 1] && `${rows[most - 1]?.lane}-${rows[most - 1]?.number}` : undefined };
}
