import type { Generated, Kysely, Selectable } from "kysely";
import type { Handles } from "../../../kernel/database.ts";
import type { EmergencyRight } from "./staff.ts";

interface StaffTable {
  id: string;
  city: string;
  name: string;
  department: string | null;
  division: Generated<string | null>;
  roles: string[];
  state: Generated<"invited" | "active" | "left">;
  phone: Generated<Buffer | null>;
  joined_at: Generated<Date>;
  left_at: Generated<Date | null>;
  hand_over_to: Generated<string | null>;
  demonstration: boolean;
}

interface CredentialTable {
  staff: string;
  password_hash: Generated<string | null>;
  totp_secret: Generated<Buffer | null>;
  totp_last_step: Generated<number | null>;
  pending_secret: Generated<Buffer | null>;
  activation_digest: Generated<Buffer | null>;
  activation_expires_at: Generated<Date | null>;
}

interface StaffSessionTable {
  token_digest: string;
  id: string | null;
  staff: string;
  created_at: Generated<Date>;
  last_seen_at: Generated<Date>;
  expires_at: Date;
  means: string[];
}

interface ProposalTable {
  id: string;
  staff: string;
  kind: "roles" | "activation";
  roles: string[] | null;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  decision: Generated<"approved" | "refused" | "lapsed" | null>;
  decided_by: Generated<string | null>;
  decided_at: Generated<Date | null>;
}

interface ChangeTable {
  id: string;
  staff: string;
  at: Date;
  kind: ChangeKind;
  by_staff: string;
  city: string;
  department: string | null;
  division: string | null;
  roles: string[] | null;
  note: string | null;
}

export type ChangeKind = "joined" | "activated" | "moved" | "roles-proposed" | "roles-approved" | "roles-refused" | "reset-proposed" | "reset-approved" | "reset-refused" | "left";

interface EmergencyTable {
  id: string;
  staff: string;
  city: string;
  extra_right: EmergencyRight;
  reason: string;
  taken_at: Date;
  ends_at: Date;
  reviewed_by: Generated<string | null>;
  reviewed_at: Generated<Date | null>;
  finding: Generated<"justified" | "not-justified" | null>;
  review_words: Generated<string | null>;
}

interface Tables {
  staff: StaffTable;
  staff_credential: CredentialTable;
  staff_session: StaffSessionTable;
  staff_proposal: ProposalTable;
  staff_change: ChangeTable;
  staff_emergency: EmergencyTable;
}

export type StaffRow = Selectable<StaffTable>;
export type CredentialRow = Selectable<CredentialTable>;
export type ProposalRow = Selectable<ProposalTable>;
export type ChangeRow = Selectable<ChangeTable>;
export type EmergencyRow = Selectable<EmergencyTable>;
export type StaffSessionRow = Selectable<StaffSessionTable>;

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");
const MOST_STAFF = 5_000;

// Staff

export async function findStaff(source: Handles, id: string): Promise<StaffRow | undefined> {
  return tables(source).selectFrom("staff").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Locks the row, so that changes of one person's rights take turns. */
export async function findStaffForUpdate(tx: Handles, id: string): Promise<StaffRow | undefined> {
  return tables(tx).selectFrom("staff").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function listStaff(source: Handles, city: string): Promise<StaffRow[]> {
  return tables(source).selectFrom("staff").selectAll().where("city", "=", city).orderBy("id").limit(MOST_STAFF).execute();
}

export async function listDemonstrationStaff(source: Handles): Promise<StaffRow[]> {
  return tables(source).selectFrom("staff").selectAll().where("demonstration", "=", true).where("state", "=", "active").orderBy("joined_at").orderBy("id").execute();
}

export async function saveDemonstrationStaff(source: Handles, staff: Pick<StaffRow, "id" | "city" | "name" | "department" | "roles" | "demonstration">): Promise<void> {
  await tables(source).insertInto("staff").values(staff).onConflict((conflict) => conflict.doNothing()).execute();
}

/** @returns false when the id was ever used */
export async function insertStaff(tx: Handles, staff: Omit<StaffRow, "left_at" | "hand_over_to">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx).insertInto("staff").values(staff).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateStaff(tx: Handles, id: string, change: Partial<Omit<StaffRow, "id" | "demonstration" | "joined_at">>): Promise<void> {
  await tables(tx).updateTable("staff").set(change).where("id", "=", id).execute();
}

/** Those who have a role in a city and have not left. */
export async function listStaffWithRole(source: Handles, city: string, role: string): Promise<StaffRow[]> {
  const rows = await listStaff(source, city);
  return rows.filter((each) => each.state !== "left" && each.roles.includes(role));
}

// Credentials

export async function findCredential(source: Handles, staff: string): Promise<CredentialRow | undefined> {
  return tables(source).selectFrom("staff_credential").selectAll().where("staff", "=", staff).executeTakeFirst();
}

/** A new activation code takes the place of every earlier way in. */
export async function resetCredential(tx: Handles, staff: string, activation: { digest: Buffer; expiresAt: Date }): Promise<void> {
  const values = { password_hash: null, totp_secret: null, totp_last_step: null, pending_secret: null, activation_digest: activation.digest, activation_expires_at: activation.expiresAt };
  await tables(tx).insertInto("staff_credential").values({ staff, ...values }).onConflict((conflict) => conflict.column("staff").doUpdateSet(values)).execute();
}

export async function updatePendingSecret(source: Handles, staff: string, digest: Buffer, secret: Buffer): Promise<void> {
  await tables(source).updateTable("staff_credential").set({ pending_secret: secret }).where("staff", "=", staff).where("activation_digest", "=", digest).execute();
}

/** Once: of two at the same moment one finds no activation left. */
export async function activateCredential(tx: Handles, staff: string, { digest, passwordHash, secret, step }: { digest: Buffer; passwordHash: string; secret: Buffer; step: number }): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable("staff_credential")
    .set({ password_hash: passwordHash, totp_secret: secret, totp_last_step: step, pending_secret: null, activation_digest: null, activation_expires_at: null })
    .where("staff", "=", staff)
    .where("activation_digest", "=", digest)
    .where("pending_secret", "=", secret)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function updatePasswordHash(source: Handles, staff: string, passwordHash: string): Promise<void> {
  await tables(source).updateTable("staff_credential").set({ password_hash: passwordHash }).where("staff", "=", staff).execute();
}

/** Uses a time step up: of several with the same code one succeeds, and no older code after it. */
export async function advanceStaffStep(tx: Handles, staff: string, step: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto("staff_credential")
    .values({ staff, totp_last_step: step })
    .onConflict((conflict) => conflict.column("staff").doUpdateSet({ totp_last_step: step }).where((where) => where.or([where("staff_credential.totp_last_step", "is", null), where("staff_credential.totp_last_step", "<", step)])))
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteCredential(tx: Handles, staff: string): Promise<void> {
  await tables(tx).deleteFrom("staff_credential").where("staff", "=", staff).execute();
}

// Sessions

export async function findStaffSession(source: Handles, tokenDigest: string): Promise<{ session: StaffSessionRow; staff: StaffRow } | undefined> {
  const session = await tables(source).selectFrom("staff_session").selectAll().where("token_digest", "=", tokenDigest).executeTakeFirst();
  const staff = session && (await findStaff(source, session.staff));
  return session && staff ? { session, staff } : undefined;
}

export async function insertStaffSession(tx: Handles, session: StaffSessionRow): Promise<void> {
  await tables(tx).insertInto("staff_session").values(session).execute();
}

export async function updateStaffSessionSeen(source: Handles, tokenDigest: string, at: Date): Promise<void> {
  await tables(source).updateTable("staff_session").set({ last_seen_at: at }).where("token_digest", "=", tokenDigest).execute();
}

export async function deleteStaffSession(tx: Handles, tokenDigest: string): Promise<void> {
  await tables(tx).deleteFrom("staff_session").where("token_digest", "=", tokenDigest).execute();
}

/** @returns how many ended */
export async function deleteStaffSessions(tx: Handles, staff: string): Promise<number> {
  const { numDeletedRows } = await tables(tx).deleteFrom("staff_session").where("staff", "=", staff).executeTakeFirst();
  return Number(numDeletedRows);
}

export async function deleteExpiredStaffSessions(source: Handles, now: Date): Promise<void> {
  await tables(source).deleteFrom("staff_session").where("expires_at", "<", now).execute();
}

// Proposals

/** @returns false when one of its kind waits already */
export async function insertProposal(tx: Handles, proposal: Omit<ProposalRow, "decision" | "decided_by" | "decided_at">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto("staff_proposal")
    .values(proposal)
    .onConflict((conflict) => conflict.columns(["staff", "kind"]).where("decision", "is", null).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findOpenProposal(tx: Handles, id: string): Promise<ProposalRow | undefined> {
  return tables(tx).selectFrom("staff_proposal").selectAll().where("id", "=", id).where("decision", "is", null).forUpdate().executeTakeFirst();
}

export async function findProposalPlace(source: Handles, id: string): Promise<Pick<StaffRow, "id" | "city" | "department" | "division"> | undefined> {
  return tables(source).selectFrom("staff_proposal").innerJoin("staff", "staff.id", "staff_proposal.staff").select(["staff.id", "staff.city", "staff.department", "staff.division"]).where("staff_proposal.id", "=", id).executeTakeFirst();
}

export async function listOpenProposals(source: Handles, city: string): Promise<(ProposalRow & { name: string; department: string | null; division: string | null; current: string[] })[]> {
  return tables(source)
    .selectFrom("staff_proposal")
    .innerJoin("staff", "staff.id", "staff_proposal.staff")
    .selectAll("staff_proposal")
    .select(["staff.name", "staff.department", "staff.division", "staff.roles as current"])
    .where("staff.city", "=", city)
    .where("decision", "is", null)
    .orderBy("proposed_at")
    .limit(500)
    .execute();
}

export async function decideProposal(tx: Handles, id: string, decided: { decision: "approved" | "refused"; by: string; at: Date }): Promise<void> {
  await tables(tx).updateTable("staff_proposal").set({ decision: decided.decision, decided_by: decided.by, decided_at: decided.at }).where("id", "=", id).execute();
}

/** What was proposed for another place, or for who leaves, holds no more. */
export async function lapseProposals(tx: Handles, staff: string, by: string, at: Date): Promise<void> {
  await tables(tx).updateTable("staff_proposal").set({ decision: "lapsed", decided_by: by, decided_at: at }).where("staff", "=", staff).where("decision", "is", null).execute();
}

// History

export async function insertChange(tx: Handles, change: ChangeRow): Promise<void> {
  await tables(tx).insertInto("staff_change").values(change).execute();
}

export async function listChanges(source: Handles, staff: string): Promise<ChangeRow[]> {
  return tables(source).selectFrom("staff_change").selectAll().where("staff", "=", staff).orderBy("at", "desc").orderBy("id", "desc").limit(200).execute();
}

// Emergencies

export async function insertEmergency(tx: Handles, emergency: Pick<EmergencyRow, "id" | "staff" | "city" | "extra_right" | "reason" | "taken_at" | "ends_at">): Promise<void> {
  await tables(tx).insertInto("staff_emergency").values(emergency).execute();
}

export async function listRunningEmergencies(source: Handles, staff: string, now: Date): Promise<EmergencyRow[]> {
  return tables(source).selectFrom("staff_emergency").selectAll().where("staff", "=", staff).where("ends_at", ">", now).execute();
}

export async function findEmergency(source: Handles, id: string): Promise<(EmergencyRow & { name: string }) | undefined> {
  return tables(source).selectFrom("staff_emergency").innerJoin("staff", "staff.id", "staff_emergency.staff").selectAll("staff_emergency").select("staff.name").where("staff_emergency.id", "=", id).executeTakeFirst();
}

/** Newest first; those that wait for their review are never left out by older ones. */
export async function listEmergencies(source: Handles, city: string, staff?: string): Promise<(EmergencyRow & { name: string })[]> {
  const rows = tables(source)
    .selectFrom("staff_emergency")
    .innerJoin("staff", "staff.id", "staff_emergency.staff")
    .selectAll("staff_emergency")
    .select("staff.name")
    .where("staff_emergency.city", "=", city)
    .orderBy((order) => order("reviewed_at", "is", null), "desc")
    .orderBy("taken_at", "desc")
    .limit(200);
  return (staff === undefined ? rows : rows.where("staff_emergency.staff", "=", staff)).execute();
}

export async function endEmergencies(tx: Handles, staff: string, now: Date, id?: string): Promise<void> {
  const running = tables(tx).updateTable("staff_emergency").set({ ends_at: now }).where("staff", "=", staff).where("ends_at", ">", now);
  await (id === undefined ? running : running.where("id", "=", id)).execute();
}

/** @returns false when it runs still, or was reviewed */
export async function reviewEmergency(tx: Handles, id: string, review: { by: string; at: Date; finding: "justified" | "not-justified"; words: string }): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable("staff_emergency")
    .set({ reviewed_by: review.by, reviewed_at: review.at, finding: review.finding, review_words: review.words })
    .where("id", "=", id)
    .where("ends_at", "<=", review.at)
    .where("reviewed_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
