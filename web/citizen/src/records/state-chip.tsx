import { CircleSlash, CloudOff, History, Hourglass, ListFilter, Lock } from "lucide-react";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { m } from "../paraglide/messages.js";

const LOOKS = {
  "last-known": { icon: History, tone: "gold", name: m.record_state_last_known },
  "no-record": { icon: CircleSlash, tone: "ink", name: m.record_state_no_record },
  unavailable: { icon: CloudOff, tone: "cinnabar", name: m.record_state_unavailable },
  asked: { icon: Hourglass, tone: "sky", name: m.record_state_asked },
  "level-needed": { icon: Lock, tone: "gold", name: m.record_state_level },
  "not-covered": { icon: CircleSlash, tone: "ink", name: m.record_state_not_covered },
  "parameters-needed": { icon: ListFilter, tone: "sky", name: m.record_state_parameters },
} as const;

/** Says in a word and a picture what is out of the ordinary; a current record needs no mark. */
export function StateChip({ state }: { state: string }) {
  if (!(state in LOOKS)) return null;
  const { icon: Icon, tone, name } = LOOKS[state as keyof typeof LOOKS];
  return (
    <Chip tone={tone}>
      <Icon size={14} strokeWidth={2.25} aria-hidden="true" />
      {name()}
    </Chip>
  );
}
