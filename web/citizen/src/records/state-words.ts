/** How it stands with a record, said so that one knows what it means and what to do. */
import { m } from "../paraglide/messages.js";
import { dayOf, timeOf } from "./values.ts";

export interface Standing {
  state: string;
  reason?: string;
  obtainedAt?: string;
  asOf?: string;
  dueAt?: string;
}

const WHY: Record<string, (inputs: { department: string }) => string> = {
  slow: m.record_why_slow,
  down: m.record_why_down,
  malformed: m.record_why_malformed,
  limited: m.record_why_limited,
  "not-connected": m.record_why_not_connected,
  resting: m.record_why_resting,
};

function whyText(reason: string | undefined, department: string): string {
  return (WHY[reason ?? "down"] ?? m.record_why_down)({ department });
}

/** 截至 11月20日 09:30: as the department says, otherwise as of when it was asked. */
export function asOfText({ asOf, obtainedAt }: Standing): string | undefined {
  if (asOf) return m.record_as_of({ when: timeOf(asOf) });
  return obtainedAt ? m.record_asked_at({ when: timeOf(obtainedAt) }) : undefined;
}

/** Undefined when all is as it should be. */
export function standingText(standing: Standing, department: string): string | undefined {
  const { state, reason, obtainedAt, asOf, dueAt } = standing;
  const since = obtainedAt ?? asOf;
  switch (state) {
    case "last-known":
      return `${whyText(reason, department)}${since ? m.record_last_from({ when: timeOf(since) }) : m.record_last()}`;
    case "no-record":
      return m.record_none_at({ department });
    case "unavailable":
      return `${whyText(reason, department)}${m.record_later()}`;
    case "asked":
      return dueAt ? m.record_clerk_by({ department, when: dayOf(dueAt) }) : m.record_clerk({ department });
    case "level-needed":
      return m.record_level_needed();
    case "not-covered":
      return m.record_not_covered();
    case "parameters-needed":
      return m.record_parameters_needed();
    default:
      return undefined;
  }
}
