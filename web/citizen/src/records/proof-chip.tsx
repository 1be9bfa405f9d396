import { CircleCheck, CircleSlash, TimerOff } from "lucide-react";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { m } from "../paraglide/messages.js";

const LOOKS = {
  valid: { icon: CircleCheck, tone: "jade", name: m.record_proof_valid },
  expired: { icon: TimerOff, tone: "ink", name: m.record_proof_expired },
  revoked: { icon: CircleSlash, tone: "cinnabar", name: m.record_proof_revoked },
} as const;

export function ProofChip({ state }: { state: keyof typeof LOOKS }) {
  const { icon: Icon, tone, name } = LOOKS[state];
  return (
    <Chip tone={tone}>
      <Icon size={14} strokeWidth={2.25} aria-hidden="true" />
      {name()}
    </Chip>
  );
}
