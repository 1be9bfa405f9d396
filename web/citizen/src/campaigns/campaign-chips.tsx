import { AlarmClock, CircleCheck, CirclePause, Clock, Dices, DoorOpen, ListOrdered, OctagonX, TicketX, Trophy } from "lucide-react";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { m } from "../paraglide/messages.js";
import type { CampaignSummary } from "./campaigns.ts";
import type { CampaignNow } from "./standing.ts";

const LOOKS = {
  announced: { icon: Clock, tone: "sky", name: m.campaign_now_announced },
  open: { icon: DoorOpen, tone: "jade", name: m.campaign_now_open },
  paused: { icon: CirclePause, tone: "gold", name: m.campaign_now_paused },
  "sold-out": { icon: TicketX, tone: "ink", name: m.campaign_now_sold_out },
  closed: { icon: AlarmClock, tone: "gold", name: m.campaign_now_closed },
  drawn: { icon: Trophy, tone: "jade", name: m.campaign_now_drawn },
  confirming: { icon: Trophy, tone: "gold", name: m.campaign_now_confirming },
  finished: { icon: CircleCheck, tone: "ink", name: m.campaign_now_finished },
  ended: { icon: OctagonX, tone: "cinnabar", name: m.campaign_now_ended },
} as const;

export function NowChip({ now }: { now: CampaignNow }) {
  const { icon: Icon, tone, name } = LOOKS[now];
  return (
    <Chip tone={tone}>
      <Icon size={14} aria-hidden="true" />
      {name()}
    </Chip>
  );
}

export function MannerChip({ manner }: Pick<CampaignSummary, "manner">) {
  const Icon = manner === "draw" ? Dices : ListOrdered;
  return (
    <Chip tone="ink">
      <Icon size={14} aria-hidden="true" />
      {manner === "draw" ? m.campaign_manner_draw() : m.campaign_manner_turn()}
    </Chip>
  );
}
