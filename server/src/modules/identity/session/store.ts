import { type Generated, type Kysely, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { Level, Means, Session, SessionKind } from "./session.ts";

/** Carries the id of a person whose sessions or rights changed. */
export const PERSON_CHANGED_CHANNEL = "identity_person_changed";

interface SessionTable {
  id: string;
  token_digest: Buffer;
  person: string;
  kind: SessionKind;
  means: Means[];
  device: string;
  address: string;
  created_at: Generated<Date>;
  last_seen_at: Generated<Date>;
  expires_at: Date;
  confirmed_at: Generated<Date>;
}

interface Tables {
  session: SessionTable;
  person: { id: string; level: Level };
  account: { person: string; city: string; state: Session["accountState"] };
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

const sessions = (source: Handles) =>
  tables(source)
    .selectFrom("session")
    .innerJoin("person", "person.id", "session.person")
    .innerJoin("account", "account.person", "session.person")
    .select([
      "session.id",
      "session.person",
      "session.kind",
      "session.means",
      "session.device",
      "session.address",
      "session.created_at as createdAt",
      "session.last_seen_at as lastSeenAt",
      "session.expires_at as expiresAt",
      "session.confirmed_at as confirmedAt",
      "person.level",
      "account.city",
      "account.state as accountState",
    ]);

/** @returns the sessions of tokens, in their order, undefined where there is none */
export async function findSessions(source: Handles, tokenDigests: Buffer[]): Promise<(Session | undefined)[]> {
  const rows = await sessions(source).select("session.token_digest as digest").where(sql<boolean>`session.token_digest = any(${tokenDigests}::bytea[])`).execute();
  const found = new Map(rows.map(({ digest, ...session }) => [digest.toString("hex"), session]));
  return tokenDigests.map((digest) => found.get(digest.toString("hex")));
}

/** As much of a session as tells whose it is, and whether it is over. */
export type SessionHolder = Pick<Session, "person" | "kind" | "lastSeenAt" | "expiresAt" | "level" | "accountState">;

/** @returns whose the sessions are, in the order of their tokens, undefined where there is none */
export async function findSessionHolders(source: Handles, tokenDigests: Buffer[]): Promise<(SessionHolder | undefined)[]> {
  const { rows } = await sql<SessionHolder & { place: number }>`select * from identity.session_holders(${tokenDigests}::bytea[])`.execute(tables(source));
  const found: (SessionHolder | undefined)[] = tokenDigests.map(() => undefined);
  for (const { place, ...holder } of rows) found[place - 1] = holder;
  return found;
}

export async function listSessions(source: Handles, person: string, now: Date): Promise<Session[]> {
  return sessions(source).where("session.person", "=", person).where("session.expires_at", ">", now).orderBy("session.last_seen_at", "desc").limit(100).execute();
}

export interface NewSession {
  id: string;
  tokenDigest: Buffer;
  person: string;
  kind: SessionKind;
  means: Means[];
  device: string;
  address: string;
  openedAt: Date;
  expiresAt: Date;
  confirmedAt?: Date;
}

export async function insertSessions(tx: Handles, opened: NewSession[]): Promise<void> {
  const rows = opened.map(({ tokenDigest, openedAt, expiresAt, confirmedAt = openedAt, ...session }) => ({
    ...session, token_digest: tokenDigest, created_at: openedAt, last_seen_at: openedAt, confirmed_at: confirmedAt, expires_at: expiresAt,
  }));
  await tables(tx).insertInto("session").values(rows).execute();
}

export async function hasSession(source: Handles, person: string, id: string): Promise<boolean> {
  return (await tables(source).selectFrom("session").select("id").where("person", "=", person).where("id", "=", id).executeTakeFirst()) !== undefined;
}

/** @returns whether there was such a session of this person */
export async function deleteSession(tx: Handles, person: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tables(tx).deleteFrom("session").where("person", "=", person).where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** @returns how many ended */
export async function deleteSessions(tx: Handles, person: string, except?: string): Promise<number> {
  const ended = tables(tx).deleteFrom("session").where("person", "=", person);
  const { numDeletedRows } = await (except === undefined ? ended : ended.where("id", "!=", except)).executeTakeFirst();
  return Number(numDeletedRows);
}

export async function deleteExpiredSessions(source: Handles, now: Date): Promise<void> {
  await tables(source).deleteFrom("session").where("expires_at", "<", now).execute();
}

export async function updateConfirmedAt(tx: Handles, id: string, confirmedAt: Date): Promise<void> {
  await tables(tx).updateTable("session").set({ confirmed_at: confirmedAt }).where("id", "=", id).execute();
}

export async function updateLastSeen(source: Handles, seen: { tokenDigest: Buffer; at: Date }[]): Promise<void> {
  await sql`
    update identity.session set last_seen_at = seen.at
    from unnest(${seen.map((each) => each.tokenDigest)}::bytea[], ${seen.map((each) => each.at)}::timestamptz[]) as seen (token_digest, at)
    where session.token_digest = seen.token_digest`.execute(tables(source));
}

/** Tells every process, when the transaction commits, to look the person's sessions up anew. */
export async function announcePersonChanged(tx: Handles, person: string): Promise<void> {
  await sql`select pg_notify(${PERSON_CHANGED_CHANNEL}, ${person})`.execute(tables(tx));
}
