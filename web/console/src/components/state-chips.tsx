import { Chip, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { Archive, CircleCheck, Eye, PencilLine, TrendingDown } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { m } from "../i18n/m.ts";
import type { State } from "../rooms/catalogue/catalogue-filter.ts";

const LOOKS: Record<State, { tone: Tone; icon: LucideIcon }> = {
  published: { tone: "jade", icon: CircleCheck },
  draft: { tone: "gold", icon: PencilLine },
  review: { tone: "sky", icon: Eye },
  retired: { tone: "ink", icon: Archive },
  "little-used": { tone: "rose", icon: TrendingDown },
};

export function stateName(state: State): string {
  const names: Record<State, () => string> = {
    published: m.state_published,
    draft: m.state_draft,
    review: m.state_review,
    retired: m.state_retired,
    "little-used": m.state_little_used,
  };
  return names[state]();
}

export function StateChip({ state, version }: { state: State; version?: number }) {
  const { tone, icon: Icon } = LOOKS[state];
  return (
    <Chip tone={tone}>
      <Icon size={12} aria-hidden="true" />
      {stateName(state)}
      {state === "published" && version !== undefined ? ` v${version}` : ""}
    </Chip>
  );
}
