import { Chip, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import type { CampaignRow, Wall } from "../../api/types.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";

type Shown = Pick<CampaignRow, "phase" | "paused" | "ended">;

export type CampaignState = CampaignRow["phase"] | "paused" | "ended";

/** In the order in which they want attention. */
export const CAMPAIGN_STATES: readonly CampaignState[] = ["paused", "open", "announced", "closed", "drawn", "confirming", "ended", "finished"];

export function stateOf({ phase, paused, ended }: Shown): CampaignState {
  if (ended) return "ended";
  return paused && (phase === "open" || phase === "announced") ? "paused" : phase;
}

const TONES: Record<CampaignState, Tone> = { announced: "sky", open: "jade", paused: "gold", closed: "gold", drawn: "jade", confirming: "gold", finished: "ink", ended: "cinnabar" };

export function campaignStateName(state: CampaignState): string {
  return { announced: w.campaign_announced, open: w.campaign_open, paused: w.campaign_paused, closed: w.campaign_closed, drawn: w.campaign_drawn, confirming: w.campaign_confirming, finished: w.campaign_finished, ended: w.campaign_ended }[state]();
}

export function CampaignStateChip({ state }: { state: CampaignState }) {
  return <Chip tone={TONES[state]}>{campaignStateName(state)}</Chip>;
}

/** A refusal by its code, in words. */
export function refusalName(code: string): string {
  return findRoomWord(`refusal_${code.replaceAll("-", "_")}`) ?? code;
}

export function drawStepName(state: NonNullable<Wall["draw"]>["state"]): string {
  return { announced: w.draw_announced, freezing: w.draw_freezing, frozen: w.draw_frozen, drawing: w.draw_drawing, drawn: w.draw_drawn }[state]();
}
