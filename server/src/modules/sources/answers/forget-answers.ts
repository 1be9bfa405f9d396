import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { DomainEvent } from "../../../kernel/events.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { endQuestionsOf } from "../manual/store.ts";
import type { Answers } from "./answers.ts";
import { deleteAnswersOf, deleteOutdatedAnswers } from "./store.ts";

/** Deletes the answers that may be shown no more. */
export function forgetAnswersJob({ database, clock }: { database: Database; clock: Clock }): Job {
  return { name: "sources:forget-answers", schedule: "23 * * * *", run: () => deleteOutdatedAnswers(database, clock()) };
}

/** Deletes what was kept of somebody who left; without their key nobody could read it any more. Nor can a clerk answer them. */
export function forgetPersonJob({ database, answers, clock }: { database: Database; answers: Pick<Answers, "forget">; clock: Clock }): Job<DomainEvent["payload"]> {
  return {
    name: "sources:forget-person",
    async run({ person }) {
      if (typeof person !== "string") return;
      answers.forget(person);
      await deleteAnswersOf(database, person);
      await endQuestionsOf(database, person, clock());
    },
  };
}
