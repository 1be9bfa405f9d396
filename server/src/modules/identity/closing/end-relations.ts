import type { Kysely } from "kysely";
import type { Handles } from "../../../kernel/database.ts";

interface Ended {
  ended_at: Date | null;
  end_reason: string | null;
}

interface Tables {
  kinship: Ended & { guardian: string; child: string };
  mandate: Ended & { grantor: string; holder: string | null; invited_phone: Buffer | null; invited_phone_hash: Buffer | null; invited_name: Buffer | null };
  enterprise: { id: string; representative: string | null };
  enterprise_agent: Ended & { enterprise: string; person: string | null; invited_phone: Buffer | null; invited_phone_hash: Buffer | null; invited_name: Buffer | null };
}

const NOBODY_INVITED = { invited_phone: null, invited_phone_hash: null, invited_name: null };

/**
 * Whoever leaves acts for nobody any more, and nobody for them; a company whose representative leaves waits for the
 * register to name another, and its agents wait too.
 * @returns the others, whose rights changed by it
 */
export async function endRelations(tx: Handles, person: string, now: Date): Promise<string[]> {
  const tables: Kysely<Tables> = tx.handle<Tables>("identity");
  const kinships = await tables
    .updateTable("kinship")
    .set({ ended_at: now, end_reason: "closed" })
    .where((where) => where.or([where("guardian", "=", person), where("child", "=", person)]))
    .where("ended_at", "is", null)
    .returning(["guardian", "child"])
    .execute();
  const mandates = await tables
    .updateTable("mandate")
    .set({ ended_at: now, end_reason: "closed", ...NOBODY_INVITED })
    .where((where) => where.or([where("grantor", "=", person), where("holder", "=", person)]))
    .where("ended_at", "is", null)
    .returning(["grantor", "holder"])
    .execute();
  const companies = await tables.updateTable("enterprise").set({ representative: null }).where("representative", "=", person).returning("id").execute();
  const agencies = await tables
    .updateTable("enterprise_agent")
    .set({ ended_at: now, end_reason: "closed", ...NOBODY_INVITED })
    .where((where) => where.or([where("person", "=", person), where("enterprise", "in", ["00000000-0000-0000-0000-000000000000", ...companies.map(({ id }) => id)])]))
    .where("ended_at", "is", null)
    .returning("person")
    .execute();
  const others = [...kinships.flatMap(({ guardian, child }) => [guardian, child]), ...mandates.flatMap(({ grantor, holder }) => [grantor, holder]), ...agencies.map((agency) => agency.person)];
  return [...new Set(others)].filter((other): other is string => other !== null && other !== person);
}
