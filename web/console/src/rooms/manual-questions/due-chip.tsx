import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { Clock, TriangleAlert } from "lucide-react";
import type { ManualQuestion } from "../../api/types.ts";
import { w } from "../../i18n/room-words.ts";

const HOUR_MS = 3_600_000;
const SOON_HOURS = 8;

/** How long there is, or how long it is too late: in words and by a picture. */
export function DueChip({ question: { dueAt, overdue }, now }: { question: Pick<ManualQuestion, "dueAt" | "overdue">; now: number }) {
  const hours = Math.floor(Math.abs(Date.parse(dueAt) - now) / HOUR_MS);
  if (overdue) {
    return (
      <Chip tone="cinnabar">
        <TriangleAlert size={12} aria-hidden="true" />
        {w.overdue_by({ hours })}
      </Chip>
    );
  }
  return (
    <Chip tone={hours < SOON_HOURS ? "gold" : "ink"}>
      <Clock size={12} aria-hidden="true" />
      {w.due_in({ hours })}
    </Chip>
  );
}
