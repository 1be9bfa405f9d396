import { type Generated, type Kysely, type Selectable, sql } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { Scope } from "../mandate/authority.ts";

export type AgentEnd = "representative" | "agent" | "expired" | "lapsed" | "representative-changed" | "enterprise-ended" | "closed";

interface EnterpriseTable {
  id: string;
  credit_code: string;
  name: string;
  state: "active" | "revoked" | "cancelled";
  representative: string | null;
  city: string;
  opened_at: Date;
  checked_at: Date;
}

interface AgentTable {
  id: string;
  enterprise: string;
  person: Generated<string | null>;
  invited_phone: Buffer | null;
  invited_phone_hash: Buffer | null;
  invited_name: Buffer | null;
  scope: Scope["kind"];
  scope_items: string[];
  payment_ceiling_fen: number;
  appointed_by: string;
  created_at: Date;
  offer_expires_at: Date;
  expires_at: Date;
  accepted_at: Generated<Date | null>;
  declined_at: Generated<Date | null>;
  ended_at: Generated<Date | null>;
  end_reason: Generated<AgentEnd | null>;
}

interface Tables {
  enterprise: EnterpriseTable;
  enterprise_agent: AgentTable;
}

export type EnterpriseRow = Selectable<EnterpriseTable>;
export type AgentRow = Selectable<AgentTable>;

const MOST = 100;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

export const placeOfAgent = {
  invitedPhone: (agent: string) => `identity.enterprise_agent.invited_phone/${agent}`,
  invitedName: (agent: string) => `identity.enterprise_agent.invited_name/${agent}`,
};

const NOBODY_INVITED = { invited_phone: null, invited_phone_hash: null, invited_name: null };

/** Until the transaction ends nobody else opens or changes the company with this code. */
export async function lockCreditCode(tx: Handles, creditCode: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`enterprise:${creditCode}`}, 0))`.execute(tables(tx));
}

export async function findEnterpriseByCode(source: Handles, creditCode: string): Promise<EnterpriseRow | undefined> {
  return tables(source).selectFrom("enterprise").selectAll().where("credit_code", "=", creditCode).executeTakeFirst();
}

export async function findEnterprise(source: Handles, id: string): Promise<EnterpriseRow | undefined> {
  return tables(source).selectFrom("enterprise").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertEnterprise(tx: Handles, enterprise: EnterpriseRow): Promise<void> {
  await tables(tx).insertInto("enterprise").values(enterprise).execute();
}

export async function updateEnterprise(tx: Handles, id: string, change: Partial<Omit<EnterpriseRow, "id" | "credit_code">>): Promise<void> {
  await tables(tx).updateTable("enterprise").set(change).where("id", "=", id).execute();
}

export async function findAgentById(source: Handles, id: string): Promise<AgentRow | undefined> {
  return tables(source).selectFrom("enterprise_agent").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Companies that somebody represents, in order of name. */
export async function listRepresented(source: Handles, person: string): Promise<EnterpriseRow[]> {
  return tables(source).selectFrom("enterprise").selectAll().where("representative", "=", person).orderBy("name").limit(MOST).execute();
}

export async function listEnterprises(source: Handles, ids: string[]): Promise<EnterpriseRow[]> {
  return ids.length === 0 ? [] : tables(source).selectFrom("enterprise").selectAll().where("id", "in", ids).execute();
}

/** Companies not asked about since, the longest waiting first; what is cancelled stays so. */
export async function listUnchecked(source: Handles, before: Date, limit: number): Promise<EnterpriseRow[]> {
  return tables(source).selectFrom("enterprise").selectAll().where("checked_at", "<", before).where("state", "!=", "cancelled").orderBy("checked_at").limit(limit).execute();
}

export async function insertAgent(tx: Handles, agent: Omit<AgentRow, "person" | "accepted_at" | "declined_at" | "ended_at" | "end_reason">): Promise<void> {
  await tables(tx).insertInto("enterprise_agent").values(agent).execute();
}

export async function findAgent(source: Handles, enterprise: string, id: string): Promise<AgentRow | undefined> {
  return tables(source).selectFrom("enterprise_agent").selectAll().where("enterprise", "=", enterprise).where("id", "=", id).executeTakeFirst();
}

export async function listAgents(source: Handles, enterprise: string): Promise<AgentRow[]> {
  return tables(source).selectFrom("enterprise_agent").selectAll().where("enterprise", "=", enterprise).orderBy("created_at", "desc").orderBy("id", "desc").limit(MOST).execute();
}

/** What somebody may do for companies and has not ended, also when its time is over. */
export async function listAgencies(source: Handles, person: string): Promise<AgentRow[]> {
  return tables(source).selectFrom("enterprise_agent").selectAll().where("person", "=", person).where("ended_at", "is", null).orderBy("created_at", "desc").limit(MOST).execute();
}

export async function listInvitations(source: Handles, phoneHashes: Buffer[], now: Date): Promise<AgentRow[]> {
  return tables(source)
    .selectFrom("enterprise_agent")
    .selectAll()
    .where("invited_phone_hash", "in", phoneHashes)
    .where("accepted_at", "is", null)
    .where("declined_at", "is", null)
    .where("ended_at", "is", null)
    .where("offer_expires_at", ">", now)
    .orderBy("created_at", "desc")
    .limit(MOST)
    .execute();
}

export async function hasOpenInvitation(tx: Handles, enterprise: string, phoneHashes: Buffer[]): Promise<boolean> {
  return (await tables(tx).selectFrom("enterprise_agent").select("id").where("enterprise", "=", enterprise).where("ended_at", "is", null).where("invited_phone_hash", "in", phoneHashes).executeTakeFirst()) !== undefined;
}

export async function hasOpenAgency(tx: Handles, enterprise: string, person: string): Promise<boolean> {
  return (await tables(tx).selectFrom("enterprise_agent").select("id").where("enterprise", "=", enterprise).where("ended_at", "is", null).where("person", "=", person).executeTakeFirst()) !== undefined;
}

/** Marks what ran out, so that it stands in nobody's way. */
export async function endOverdueAgents(tx: Handles, enterprise: string, now: Date): Promise<void> {
  await tables(tx)
    .updateTable("enterprise_agent")
    .set((columns) => ({ ended_at: now, end_reason: columns.case().when("accepted_at", "is", null).then("lapsed" as const).else("expired" as const).end(), ...NOBODY_INVITED }))
    .where("enterprise", "=", enterprise)
    .where("ended_at", "is", null)
    .where((where) => where.or([where("expires_at", "<=", now), where.and([where("accepted_at", "is", null), where("offer_expires_at", "<=", now)])]))
    .execute();
}

export async function acceptAgency(tx: Handles, id: string, person: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable("enterprise_agent")
    .set({ person, accepted_at: now, ...NOBODY_INVITED })
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .where("declined_at", "is", null)
    .where("ended_at", "is", null)
    .where("offer_expires_at", ">", now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function declineAgency(tx: Handles, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx).updateTable("enterprise_agent").set({ declined_at: now }).where("id", "=", id).where("accepted_at", "is", null).where("declined_at", "is", null).where("ended_at", "is", null).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns the agency as it was, when it was open */
export async function endAgency(tx: Handles, enterprise: string, id: string, reason: "representative" | "agent", now: Date): Promise<AgentRow | undefined> {
  return tables(tx).updateTable("enterprise_agent").set({ ended_at: now, end_reason: reason, ...NOBODY_INVITED }).where("enterprise", "=", enterprise).where("id", "=", id).where("ended_at", "is", null).returningAll().executeTakeFirst();
}

/** @returns whose agencies ended */
export async function endAgencies(tx: Handles, enterprise: string, reason: "representative-changed" | "enterprise-ended", now: Date): Promise<string[]> {
  const rows = await tables(tx).updateTable("enterprise_agent").set({ ended_at: now, end_reason: reason, ...NOBODY_INVITED }).where("enterprise", "=", enterprise).where("ended_at", "is", null).returning("person").execute();
  return rows.flatMap(({ person }) => (person === null ? [] : [person]));
}
