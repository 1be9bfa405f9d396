import type { Log } from "../../../kernel/log.ts";
import type { CampaignRow } from "./store.ts";

/** One after the other. One campaign's trouble is not the others': it is logged, and its turn comes again when the job's does. @param trouble what is logged then */
export async function eachCampaign<Campaign extends Pick<CampaignRow, "city" | "slug">>(log: Log, campaigns: readonly Campaign[], trouble: string, work: (campaign: Campaign) => Promise<void>): Promise<void> {
  for (const campaign of campaigns) {
    try {
      await work(campaign);
    } catch (error) {
      log.error({ err: error, city: campaign.city, campaign: campaign.slug }, trouble);
    }
  }
}
