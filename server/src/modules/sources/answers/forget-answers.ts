import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { deleteOutdatedAnswers } from "./store.ts";

/** Deletes the answers that may be shown no more. */
export function forgetAnswersJob({ database, clock }: { database: Database; clock: Clock }): Job {
  return { name: "sources:forget-answers", schedule: "23 * * * *", run: () => deleteOutdatedAnswers(database, clock()) };
}
