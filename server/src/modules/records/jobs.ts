import type { Subscription } from "../../kernel/events.ts";
import type { Job } from "../../kernel/jobs.ts";
import { deleteMoveRequestsOf } from "./move-car/store.ts";
import { endMoveRequestsJob, tellOwnerJob } from "./move-car/tell-owner.ts";
import type { RecordsParts } from "./parts.ts";
import { deleteProofsExpiredBefore, deleteProofsOf } from "./proof/store.ts";

/** Whoever was shown a proof may ask a year later what it was. */
const PROOFS_KEPT_MS = 365 * 86_400_000;

/** What the room does behind requests, and the events it does it upon. */
export function recordsWork(parts: RecordsParts): { jobs: Job[]; subscriptions: Subscription[] } {
  const tellOwner = tellOwnerJob(parts) as Job;
  const forgetPerson = forgetPersonJob(parts) as Job;
  return {
    jobs: [tellOwner, forgetPerson, endMoveRequestsJob(parts), forgetProofsJob(parts)],
    subscriptions: [
      { event: "records.move-asked", job: tellOwner },
      { event: "identity.account-closed", job: forgetPerson },
    ],
  };
}

/** Their keys are gone, so nothing of it could be read any more: neither is it kept. */
function forgetPersonJob({ database }: Pick<RecordsParts, "database">): Job<{ person: string }> {
  return {
    name: "records:forget-person",
    run: ({ person }) =>
      database.transaction(async (tx) => {
        await deleteProofsOf(tx, person);
        await deleteMoveRequestsOf(tx, person);
      }),
  };
}

function forgetProofsJob({ database, clock }: Pick<RecordsParts, "database" | "clock">): Job {
  return {
    name: "records:forget-proofs",
    schedule: "41 3 * * *",
    run: () => deleteProofsExpiredBefore(database, new Date(clock().getTime() - PROOFS_KEPT_MS)),
  };
}
