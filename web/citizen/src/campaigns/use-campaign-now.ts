import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem } from "../api/problem.ts";
import { useNow } from "../routing/clock.tsx";
import { usePlace } from "../routing/place.tsx";
import type { CampaignSummary } from "./campaigns.ts";
import { askSnapshot, type Snapshot } from "./lane.ts";
import { afterOpening, untilRetry } from "./patience.ts";
import { serverNow, useServerTime } from "./server-time.ts";
import { useChance } from "./use-chance.ts";
import { campaignNow, type CampaignNow, nextChange } from "./standing.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Longer waits are cut by browsers. */
const LONGEST_TIMER_MS = 2_000_000_000;

/** The lane is looked at while a campaign runs and shortly before; it costs no database, and everybody is told the same for a second. */
export function useSnapshot(campaign: CampaignSummary): Snapshot | undefined {
  const { city } = usePlace();
  const { id, opensAt, closesAt, ended } = campaign;
  const [near, setNear] = useState(false);
  const chance = useChance();
  useEffect(() => {
    const until = Date.parse(opensAt) - 10 * MINUTE_MS - serverNow();
    if (ended || serverNow() > Date.parse(closesAt)) return undefined;
    if (until <= 0) {
      setNear(true);
      return undefined;
    }
    const timer = setTimeout(() => setNear(true), Math.min(until, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [opensAt, closesAt, ended]);
  const { data } = useQuery({
    queryKey: ["campaign-snapshot", city, id],
    queryFn: ({ signal }) => askSnapshot(city, id, signal),
    enabled: near,
    staleTime: 2 * SECOND_MS,
    retry: false,
    refetchInterval: ({ state: { data: last, error, errorUpdateCount } }) => {
      if (error) return untilRetry(Math.min(6, errorUpdateCount), error instanceof ApiProblem && typeof error.members.retryAfterSeconds === "number" ? error.members.retryAfterSeconds : undefined, chance);
      const toOpening = Date.parse(opensAt) - serverNow();
      if (toOpening > 0) return Math.min(MINUTE_MS, toOpening) + afterOpening(chance);
      if (last?.state === "closed" || last?.state === "ended") return false;
      return (15 + chance() * 10) * SECOND_MS;
    },
  });
  return data;
}

/** Changes by itself at the opening and at the end. */
export function useCampaignNow(campaign: CampaignSummary, snapshot: Snapshot | undefined): CampaignNow {
  const minute = useNow().getTime();
  const [now, setNow] = useState<number>();
  // Also when the clock turns out to be wrong: what was waited for by it comes sooner or later.
  const { off = 0 } = useServerTime();
  useEffect(() => setNow(Date.now() - off), [off]);
  useEffect(() => {
    const change = now === undefined ? undefined : nextChange(campaign, now);
    if (change === undefined) return undefined;
    const timer = setTimeout(() => setNow(serverNow()), Math.min(LONGEST_TIMER_MS, Math.max(0, change - serverNow()) + 50));
    return () => clearTimeout(timer);
  }, [campaign, now]);
  return campaignNow(campaign, snapshot, now ?? minute);
}
