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
  "wrong-password": m.account_problem_wrong_password,
  "wrong-totp": m.account_problem_totp,
  "weak-password": m.account_problem_weak_password,
  overloaded: m.account_problem_overloaded,
  "passkey-refused": m.account_problem_passkey,
  "passkey-known": m.account_passkey_known,
  "too-many-passkeys": m.account_problem_many_passkeys,
  "no-such-passkey": m.account_problem_gone,
  "scan-expired": m.account_scan_expired,
  "scan-refused": m.account_scan_refused,
  "number-in-use": m.account_problem_number_in_use,
  "no-such-recovery": m.account_problem_recovery_ended,
  "proof-refused": m.account_problem_proof,
  "recovery-under-way": m.account_problem_recovering,
  "malformed-credit-code": m.account_problem_credit_code,
  "no-such-enterprise": m.account_problem_no_enterprise,
  "enterprise-not-active": m.account_problem_enterprise_ended,
  "not-legal-representative": m.account_problem_not_representative,
  "enterprise-already-open": m.account_problem_enterprise_open,
  "already-agent": m.account_problem_already_agent,
  "no-such-agent": m.account_problem_gone,
  "no-such-mandate": m.account_problem_gone,
  "already-mandated": m.account_problem_already_mandated,
  "adults-only": m.account_problem_adults_only,
  "own-number": m.account_problem_own_number,
  "no-such-child": m.account_problem_no_child,
  "already-in-family": m.account_problem_child_added,
  "under-fourteen": m.account_problem_under_fourteen,
  "already-disputed": m.account_problem_disputed,
  "no-such-access": m.account_problem_gone,
  "no-such-consent": m.account_problem_gone,
  "not-closing": m.account_problem_gone,
  "not-allowed": m.account_problem_not_allowed,
  "resting-under-load": m.account_problem_resting,
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

function waitText(seconds: unknown): string {
  const given = typeof seconds === "number" && seconds > 0 ? seconds : 60;
  if (given <= 90) return m.account_wait_seconds({ count: Math.ceil(given) });
  if (given <= 5_400) return m.account_wait_minutes({ count: Math.ceil(given / 60) });
  return m.account_wait_hours({ count: Math.ceil(given / 3_600) });
}
