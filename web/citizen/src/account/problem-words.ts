import { ApiProblem } from "../api/problem.ts";
import { m } from "../paraglide/messages.js";

const WORDS: Record<string, () => string> = {
  "wrong-code": m.account_problem_wrong_code,
  "malformed-phone": m.account_problem_phone,
  "malformed-id-number": m.account_problem_id_number,
  "account-locked": m.account_problem_locked,
  "identity-not-confirmed": m.account_problem_not_confirmed,
  "photo-unclear": m.account_problem_photo_unclear,
  "already-verified": m.account_problem_already_verified,
  "already-registered": m.account_problem_already_registered,
  "outside-unavailable": m.account_problem_outside,
  "no-such-session": m.account_problem_gone,
  "not-allowed": m.account_problem_not_allowed,
};

const ID_NUMBER_WORDS: Record<string, () => string> = {
  length: m.account_id_length,
  form: m.account_id_form,
  "fifteen-digits": m.account_id_fifteen,
  "birth-date": m.account_id_birth_date,
  "birth-date-in-future": m.account_id_birth_date,
  "check-character": m.account_id_check,
};

/** What went wrong, said so that one knows what to do. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return m.account_problem_network();
  if (error.status === 429) return m.account_problem_too_many({ wait: waitText(error.members.retryAfterSeconds) });
  return WORDS[error.code]?.() ?? (error.status >= 500 ? m.account_problem_fault() : m.account_problem_refused());
}

/** What is wrong with one field, when the API says so. */
export function faultText(error: ApiProblem, pointer: string): string | undefined {
  const fault = error.faults.find((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`));
  if (!fault) return undefined;
  if (pointer === "/idNumber") return (ID_NUMBER_WORDS[fault.detail] ?? m.account_problem_id_number)();
  return WORDS[error.code]?.() ?? m.account_field_check();
}

export function waitText(seconds: unknown): string {
  const given = typeof seconds === "number" && seconds > 0 ? seconds : 60;
  if (given <= 90) return m.account_wait_seconds({ count: Math.ceil(given) });
  if (given <= 5_400) return m.account_wait_minutes({ count: Math.ceil(given / 60) });
  return m.account_wait_hours({ count: Math.ceil(given / 3_600) });
}
