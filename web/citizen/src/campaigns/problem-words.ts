import { problemText } from "../account/problem-words.ts";
import { ApiProblem } from "../api/problem.ts";
import { m } from "../paraglide/messages.js";

const WORDS: Record<string, () => string> = {
  "no-such-campaign": m.campaign_problem_gone,
  "campaign-closed": m.campaign_closed_text,
  "campaign-ended": m.campaign_ended_text,
  "no-entry": m.campaign_not_registered,
  "already-admitted": m.campaign_problem_used,
  "records-unavailable": m.campaign_problem_records,
  "try-again": m.campaign_problem_busy,
  "resting-under-load": m.campaign_problem_busy,
};

/** What stopped something about a campaign, said so that one knows what to do. */
export function campaignProblemText(error: unknown): string {
  const own = error instanceof ApiProblem ? WORDS[error.code] : undefined;
  return own?.() ?? problemText(error);
}
