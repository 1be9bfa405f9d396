import type { Kysely } from "kysely";
import type { Job } from "../../../kernel/jobs.ts";
import type { IdentityParts } from "../parts.ts";
import { deleteExpiredStaffSessions } from "../staff/store.ts";
import { deleteExpiredSessions } from "./store.ts";

/** What is over is refused anyway; here it is swept, so that nobody's devices and addresses are kept longer than they serve. */
export function forgetEndedJob({ database, clock }: Pick<IdentityParts, "database" | "clock">): Job {
  return {
    name: "identity:forget-ended",
    schedule: "29 * * * *",
    async run() {
      const now = clock();
      await deleteExpiredSessions(database, now);
      await deleteExpiredStaffSessions(database, now);
      const codes: Kysely<{ in_person_code: { expires_at: Date } }> = database.handle("identity");
      await codes.deleteFrom("in_person_code").where("expires_at", "<", now).execute();
    },
  };
}
