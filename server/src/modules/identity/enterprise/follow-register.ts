import { type AuditEntry, record } from "../../audit/index.ts";
import { isSameSecret } from "../../../kernel/crypto/codes.ts";
import type { Handles } from "../../../kernel/database.ts";
import { DomainError } from "../../../kernel/errors.ts";
import { plainCharacters } from "../../../kernel/identifiers/typed.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { findProvenData } from "../account/proven-data.ts";
import type { RegisteredEnterprise } from "../outside/registers.ts";
import type { IdentityParts } from "../parts.ts";
import { announcePersonChanged } from "../session/store.ts";
import { endAgencies, type EnterpriseRow, findEnterprise, listUnchecked, lockCreditCode, updateEnterprise } from "./store.ts";

type FollowingParts = Pick<IdentityParts, "database" | "events" | "vault" | "clock" | "registers">;

/** Each company is asked about once a month; an hour's share at a time, so that the register is not asked for all at once. */
const CHECKED_EVERY_MS = 28 * 86_400_000;
const AT_ONCE = 2_000;
const RECHECKS_BY_DAY = 10;

/** Whether the register names this person. Compared in constant time: the answer's duration must tell nothing of the number. */
export async function isRepresentative(parts: Pick<IdentityParts, "vault">, source: Handles, person: string, { legalRepresentative }: RegisteredEnterprise): Promise<boolean> {
  const { idNumber = "" } = await findProvenData(parts, source, person);
  return idNumber !== "" && isSameSecret(idNumber, plainCharacters(legalRepresentative.idNumber).toUpperCase());
}

/**
 * Brings a company in line with what the register says now. A revoked or cancelled company ends everything. With a
 * representative whom the register no longer names end the agents too: they were this person's choice, and their
 * successor, who may have come because of them, appoints whom they trust.
 */
export async function followRegister(parts: FollowingParts, tx: Handles, row: EnterpriseRow, registered: RegisteredEnterprise, actor: AuditEntry["actor"]): Promise<EnterpriseRow> {
  const now = parts.clock();
  const { id, representative: former } = row;
  const hasEnded = registered.state !== "active";
  const hasChanged = former !== null && !(await isRepresentative(parts, tx, former, registered));
  const change = { name: registered.name, state: registered.state, representative: hasEnded || hasChanged ? null : former, checked_at: now };
  await updateEnterprise(tx, id, change);
  if (hasEnded || hasChanged) {
    const reason = hasEnded ? "enterprise-ended" : "representative-changed";
    const agents = await endAgencies(tx, id, reason, now);
    const concerned = [...agents, ...(former === null ? [] : [former])];
    for (const person of concerned) await announcePersonChanged(tx, person);
    if (former !== null || agents.length > 0) {
      await parts.events.publish(tx, { name: hasEnded ? "identity.enterprise-ended" : "identity.representative-changed", version: 1, payload: { enterprise: id, former } });
      await record(tx, { actor, act: "enterprise.rights-ended", ...(former === null ? {} : { subject: former }), city: row.city, about: { kind: "enterprise", id }, detail: { reason, agents: agents.length } });
    }
  }
  return { ...row, ...change };
}

/**
 * Asks the register about one company and follows it. A register that no longer finds the company has more likely lost
 * it for a day than the company has gone, which it says with a state of its own: nothing is ended by silence.
 * @throws outside-unavailable
 */
async function recheck(parts: FollowingParts, { id, credit_code: creditCode }: EnterpriseRow, actor: AuditEntry["actor"]): Promise<void> {
  const registered = await parts.registers.findEnterprise(creditCode);
  await parts.database.transaction(async (tx) => {
    await lockCreditCode(tx, creditCode);
    const row = await findEnterprise(tx, id);
    if (!row) return;
    if (registered?.creditCode === creditCode) await followRegister(parts, tx, row, registered, actor);
    else await updateEnterprise(tx, id, { checked_at: parts.clock() });
  });
}

/** On demand, by somebody who acts for the company. @throws outside-unavailable, too-many-requests */
export async function recheckOnDemand(parts: FollowingParts, row: EnterpriseRow, actor: AuditEntry["actor"]): Promise<void> {
  await countAttempt(parts.database, [{ bucket: `enterprise-recheck:${row.id}`, limit: RECHECKS_BY_DAY, windowSeconds: 86_400 }]);
  await recheck(parts, row, actor);
}

export function recheckEnterprisesJob(parts: FollowingParts): Job {
  const { database, clock } = parts;
  return {
    name: "identity:recheck-enterprises",
    schedule: "23 * * * *",
    async run() {
      const due = await listUnchecked(database, new Date(clock().getTime() - CHECKED_EVERY_MS), AT_ONCE);
      for (const row of due) {
        try {
          await recheck(parts, row, { kind: "system", id: "recheck-enterprises" });
        } catch (error) {
          // The register does not answer: the next hour asks again, and this one stops asking.
          if (error instanceof DomainError && error.kind === "unavailable") return;
          throw error;
        }
      }
    },
  };
}
