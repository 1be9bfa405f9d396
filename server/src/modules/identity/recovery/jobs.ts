import type { Job } from "../../../kernel/jobs.ts";
import { tellOfChange } from "../notice/tell.ts";
import { deleteChallengesBefore } from "../passkey/store.ts";
import { deleteScansBefore } from "../scan/store.ts";
import { completeDueRecoveries, type CompletingParts } from "./complete-recovery.ts";
import { REMINDER_MS } from "./recovery.ts";
import { deleteRecoveriesBefore, takeToRemind } from "./store.ts";

const AT_ONCE = 200;
const HOUR_MS = 3_600_000;
/** A recovery that ended stays visible to whoever began it, and to whoever looks into a complaint. */
const RECOVERY_KEPT_MS = 30 * 24 * HOUR_MS;

/** Completes what has waited long enough, and tells owners again before. */
export function completeRecoveriesJob(parts: CompletingParts): Job {
  return {
    name: "identity:complete-recoveries",
    schedule: "*/5 * * * *",
    async run() {
      await remindOwners(parts);
      await completeDueRecoveries(parts);
    },
  };
}

async function remindOwners(parts: CompletingParts): Promise<void> {
  const now = parts.clock();
  await parts.database.transaction(async (tx) => {
    const due = await takeToRemind(tx, { endBefore: new Date(now.getTime() + REMINDER_MS), now, limit: AT_ONCE });
    for (const { id, person } of due) await tellOfChange(parts, tx, person, "recovery-soon", { recovery: id });
  });
}

/** What served its purpose or never will. */
export function forgetAttemptsJob({ database, clock }: Pick<CompletingParts, "database" | "clock">): Job {
  return {
    name: "identity:forget-sign-in-attempts",
    schedule: "47 * * * *",
    async run() {
      const anHourAgo = new Date(clock().getTime() - HOUR_MS);
      await deleteChallengesBefore(database, anHourAgo);
      await deleteScansBefore(database, anHourAgo);
      await deleteRecoveriesBefore(database, new Date(clock().getTime() - RECOVERY_KEPT_MS));
    },
  };
}
