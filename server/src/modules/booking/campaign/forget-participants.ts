/** Who took part in a campaign is known for some years after its close, and then to nobody; what was published of its draw stays. */
import type { Job } from "../../../kernel/jobs.ts";
import { eachCampaign } from "./each-campaign.ts";
import { deleteMakers } from "./maker-store.ts";
import type { CampaignParts } from "./parts.ts";
import { newSealedSalt } from "./salt.ts";
import { announceCampaign, forgetParticipants, listLongOver, updateCampaign } from "./store.ts";

/** As long as somebody may go to court over a claim (Civil Code, article 188). */
const KEPT_YEARS = 3;
const AT_ONCE = 20_000;

type Parts = Pick<CampaignParts, "database" | "vault" | "databaseTime" | "campaigns" | "log">;

export function forgetParticipantsJob({ database, vault, databaseTime, campaigns, log }: Parts): Job {
  return {
    name: "booking:forget-participants",
    schedule: "23 3 * * *",
    async run() {
      const now = await databaseTime(database);
      const closedBefore = new Date(now);
      closedBefore.setUTCFullYear(closedBefore.getUTCFullYear() - KEPT_YEARS);
      await eachCampaign(log, await listLongOver(database, closedBefore), "who took part could not be forgotten", async ({ id, city, slug }) => {
        // Some at a time, so that no statement holds the tables for long.
        while ((await forgetParticipants(database, id, now, AT_ONCE)) > 0);
        await database.transaction(async (tx) => {
          await deleteMakers(tx, id);
          // With the old salt whoever knows everybody's id could tell whose line of the list is whose.
          await updateCampaign(tx, id, { forgotten_at: now, salt: newSealedSalt(vault.service, { city, slug }) });
          await announceCampaign(tx, id);
        });
      });
      await campaigns.refresh();
    },
  };
}
