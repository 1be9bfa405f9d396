/** Questions that a clerk answers, because the department has no system to ask. */
import type { Clock } from "../../../kernel/clock.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import type { Database } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { digestParameters, type Question } from "../answers/answers.ts";
import type { KindEntry } from "../directory.ts";
import { findDue, openQuestion } from "./store.ts";

const HOUR_MS = 3_600_000;
const QUESTIONS_BY_DAY = 20;

export interface ManualQuestions {
  /** When the answer is due that a clerk has been asked for already. */
  findDue(entry: KindEntry, question: Question): Promise<Date | undefined>;
  /** Puts the question before the department's clerks, unless it is there already. @returns when the answer is due @throws too-many-requests */
  ask(entry: KindEntry, question: Question, cipher: PersonCipher): Promise<Date>;
}

export function createManualQuestions({ database, clock }: { database: Database; clock: Clock }): ManualQuestions {
  return {
    findDue: ({ kind, source: { source }, operation }, { subject, city, parameters }) =>
      findDue(database, { person: subject, city, source: source.id, operation: operation.id, kind: kind.id, parameters_digest: digestParameters(parameters) }),
    async ask({ kind, source: { source }, operation }, { subject, city, parameters }, cipher) {
      if (source.transport.kind !== "manual") throw new Error(`The source ${source.id} is no clerk`);
      // Each is a clerk's time, and their number has no end where parameters tell them apart.
      if (Object.keys(parameters).length > 0) await countAttempt(database, [{ bucket: `manual-questions:${subject}`, limit: QUESTIONS_BY_DAY, windowSeconds: 86_400 }]);
      const now = clock();
      const id = newId();
      const sealed = Object.keys(parameters).length === 0 ? null : cipher.seal(questionPlace(id), JSON.stringify(parameters));
      return openQuestion(database, {
        id, city, source: source.id, operation: operation.id, kind: kind.id, department: source.department, person: subject, parameters: sealed, parameters_digest: digestParameters(parameters),
        asked_at: now, due_at: new Date(now.getTime() + source.transport.promiseHours * HOUR_MS),
      });
    },
  };
}

export function questionPlace(question: string): string {
  return `sources.manual_question.parameters/${question}`;
}
