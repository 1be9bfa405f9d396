import type { Kysely } from "kysely";
import type { CipherName } from "../../../kernel/crypto/cipher.ts";
import type { PersonKeyRow } from "../../../kernel/crypto/vault.ts";
import type { Handles } from "../../../kernel/database.ts";
import type { EnterpriseRow, AgentRow } from "../enterprise/store.ts";
import type { KinshipRow } from "../family/store.ts";
import type { MandateRow, UseRow } from "../mandate/store.ts";

interface Tables {
  kinship: KinshipRow;
  mandate: MandateRow;
  enterprise: EnterpriseRow;
  enterprise_agent: AgentRow;
  acting_use: UseRow;
  person: { id: string; id_number: Buffer | null; closed_at: Date | null };
  person_key: { person: string; version: number; cipher: CipherName; wrapped: Buffer; master_version: number };
  account: { person: string; state: "active" | "locked" | "closing" | "closed" };
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("identity");

export interface KinshipNow {
  kinship: string;
  child: string;
  idNumber: Buffer | null;
  keys: PersonKeyRow[];
}

/** What lets a parent act for a child now, and what says how old the child is; undefined when nothing does. */
export async function findKinshipNow(source: Handles, guardian: string, child: string): Promise<KinshipNow | undefined> {
  const rows = await tables(source)
    .selectFrom("kinship")
    .innerJoin("person", "person.id", "kinship.child")
    .innerJoin("person_key", "person_key.person", "kinship.child")
    .select(["kinship.id as kinship", "person.id_number as idNumber", "person_key.person", "person_key.version", "person_key.cipher", "person_key.wrapped", "person_key.master_version"])
    .where("kinship.guardian", "=", guardian)
    .where("kinship.child", "=", child)
    .where("kinship.ended_at", "is", null)
    .where("person.closed_at", "is", null)
    .execute();
  const [first] = rows;
  return first && { kinship: first.kinship, child, idNumber: first.idNumber, keys: rows.map(({ person, version, cipher, wrapped, master_version }) => ({ person, version, cipher, wrapped, master_version })) };
}

/** A mandate somebody holds, in whatever state, and whether its grantor's account lets anybody act. */
export async function findMandateNow(source: Handles, holder: string, id: string): Promise<(MandateRow & { grantorStands: boolean }) | undefined> {
  const row = await tables(source)
    .selectFrom("mandate")
    .innerJoin("person", "person.id", "mandate.grantor")
    .leftJoin("account", "account.person", "mandate.grantor")
    .selectAll("mandate")
    .select(["person.closed_at as grantorClosedAt", "account.state as grantorState"])
    .where("mandate.id", "=", id)
    .where("mandate.holder", "=", holder)
    .executeTakeFirst();
  if (!row) return undefined;
  const { grantorClosedAt, grantorState, ...mandate } = row;
  // Whoever locked their account stops everything done in their name; who has none granted on paper.
  return { ...mandate, grantorStands: grantorClosedAt === null && grantorState !== "locked" && grantorState !== "closed" };
}

/** A company somebody represents or is an agent of now. */
export async function findEnterpriseNow(source: Handles, person: string, id: string): Promise<{ enterprise: string; city: string; agency?: AgentRow } | undefined> {
  const row = await tables(source)
    .selectFrom("enterprise")
    .leftJoin("enterprise_agent", (join) => join.onRef("enterprise_agent.enterprise", "=", "enterprise.id").on("enterprise_agent.person", "=", person).on("enterprise_agent.ended_at", "is", null))
    .selectAll("enterprise_agent")
    .select(["enterprise.id as enterpriseId", "enterprise.city", "enterprise.representative"])
    .where("enterprise.id", "=", id)
    .where("enterprise.state", "=", "active")
    .where((where) => where.or([where("enterprise.representative", "=", person), where("enterprise_agent.id", "is not", null)]))
    .executeTakeFirst();
  if (!row) return undefined;
  const { enterpriseId, city, representative, ...agency } = row;
  return { enterprise: enterpriseId, city, ...(representative === person || agency.id === null ? {} : { agency: agency as AgentRow }) };
}

export async function insertUse(tx: Handles, use: UseRow): Promise<void> {
  await tables(tx).insertInto("acting_use").values(use).execute();
}
