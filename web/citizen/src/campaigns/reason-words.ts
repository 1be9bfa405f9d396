import { m } from "../paraglide/messages.js";

const REASONS: Record<string, () => string> = {
  "not-eligible": m.campaign_reason_not_eligible,
  deceased: m.campaign_reason_deceased,
  "false-identity": m.campaign_reason_false_identity,
  organiser: m.campaign_reason_organiser,
  "other-channel": m.campaign_reason_other_channel,
  withdrawn: m.campaign_reason_withdrawn,
};

/** Why a participant was left out of a draw: published as a code. */
export function reasonText(code: string): string {
  return REASONS[code]?.() ?? code;
}
