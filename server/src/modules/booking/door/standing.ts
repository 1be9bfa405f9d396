/** What somebody's part in a campaign is worth at its door. Pure. */
import type { MyCampaign } from "../campaign/contract.ts";
import type { Standing } from "./contract.ts";

/** By what people are told of their own part, so that door and app never say two things. */
export function standingOf({ entry, result }: Pick<MyCampaign, "entry" | "result">, now: Date): Standing {
  if (!entry) return "not-registered";
  if (entry.withdrawnAt !== undefined) return "returned";
  if (!result) return "not-drawn";
  if (result.state !== "won") return result.state;
  if (result.confirmBy === undefined) return "confirmed";
  // What nobody confirmed goes to somebody else, even if that has not happened yet.
  return now < new Date(result.confirmBy) ? "to-confirm" : "returned";
}
