/** How a source fares, in words and figures. */
import { Chip, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { CircleCheck, CircleX, type LucideIcon, TriangleAlert, Unplug } from "lucide-react";
import type { SourceSummary } from "../../api/types.ts";
import { showNumber } from "../../i18n/dates.ts";
import { spokenLocale } from "../../i18n/locale.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";

type SourceState = SourceSummary["state"];

/** The worst first: what somebody has to look at stands on top. */
export const STATES: readonly SourceState[] = ["down", "not-connected", "troubled", "up"];

const LOOKS: Record<SourceState, { tone: Tone; icon: LucideIcon; name(): string }> = {
  up: { tone: "jade", icon: CircleCheck, name: () => w.source_up() },
  troubled: { tone: "gold", icon: TriangleAlert, name: () => w.source_troubled() },
  down: { tone: "cinnabar", icon: CircleX, name: () => w.source_down() },
  "not-connected": { tone: "ink", icon: Unplug, name: () => w.source_not_connected() },
};

export const stateName = (state: SourceState) => LOOKS[state].name();

export function SourceStateChip({ state }: { state: SourceState }) {
  const { tone, icon: Icon } = LOOKS[state];
  return (
    <Chip tone={tone}>
      <Icon size={12} aria-hidden="true" />
      {stateName(state)}
    </Chip>
  );
}

export function guardName(guard: SourceSummary["guard"]): string {
  const names: Record<SourceSummary["guard"], () => string> = { closed: w.guard_closed, open: w.guard_open, "half-open": w.guard_half_open };
  return names[guard]();
}

const wordFor = (prefix: string, key: string) => findRoomWord(`${prefix}_${key.replaceAll("-", "_")}`) ?? key;
export const transportName = (transport: string) => wordFor("transport", transport);
export const sourceFaultName = (fault: string) => wordFor("source_fault", fault);

const NONE = "—";

export function showShare(share: number | undefined): string {
  // Rounded down: 99.96 % of a day is not all of it.
  return share === undefined ? NONE : new Intl.NumberFormat(spokenLocale(), { style: "percent", maximumFractionDigits: 1 }).format(Math.floor(share * 1000) / 1000);
}

export function showMilliseconds(value: number | undefined): string {
  return value === undefined ? NONE : w.milliseconds({ count: showNumber(value) });
}
