/** Refusals that only the screens of records meet; all others are said as everywhere. */
import { problemText } from "../account/problem-words.ts";
import { ApiProblem } from "../api/problem.ts";
import { m } from "../paraglide/messages.js";
import { dayOf } from "./values.ts";

const WORDS: Readonly<Record<string, (() => string) | undefined>> = {
  "not-covered": m.record_not_covered,
  "records-of-persons": m.record_problem_company,
  "no-proof-of-this": m.record_problem_no_proof,
  "nothing-to-prove": m.record_problem_nothing_to_prove,
  "record-not-current": m.record_problem_not_current,
  "no-such-proof": m.record_check_unknown,
  "proof-over": m.record_problem_proof_over,
  "malformed-plate": m.record_plate_wrong,
  "no-such-move-request": m.record_move_gone,
  "move-request-over": m.record_move_over,
  "wrong-parameter": m.record_problem_parameter,
};

export function recordProblemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return problemText(error);
  if (error.code === "asking-stopped") return m.record_move_stopped({ date: typeof error.members.until === "string" ? dayOf(error.members.until) : "" });
  return WORDS[error.code]?.() ?? problemText(error);
}
