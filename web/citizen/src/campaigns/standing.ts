/** How a campaign stands this second, out of what was published, what the lane says and what the clock says. */
import type { Campaign, CampaignSummary } from "./campaigns.ts";
import type { Snapshot } from "./lane.ts";

export type CampaignNow = "announced" | "open" | "paused" | "sold-out" | "closed" | "drawn" | "confirming" | "finished" | "ended";

type Published = Pick<CampaignSummary, "phase" | "paused" | "ended" | "opensAt" | "closesAt">;

/** @param now the server's time; the published phase is seconds old, and the page may be older */
export function campaignNow({ phase, paused, ended, opensAt, closesAt }: Published, snapshot: Pick<Snapshot, "state"> | undefined, now: number): CampaignNow {
  if (ended || snapshot?.state === "ended") return "ended";
  if (phase === "drawn" || phase === "confirming" || phase === "finished") return phase;
  if (phase === "closed" || snapshot?.state === "closed" || now >= Date.parse(closesAt)) return "closed";
  if (now < Date.parse(opensAt)) return "announced";
  if (snapshot ? snapshot.state === "paused" : paused) return "paused";
  return snapshot?.state === "sold-out" ? "sold-out" : "open";
}

/** The next moment at which that changes by itself. */
export function nextChange({ opensAt, closesAt }: Pick<Campaign, "opensAt" | "closesAt">, now: number): number | undefined {
  return [Date.parse(opensAt), Date.parse(closesAt)].find((moment) => moment > now);
}
