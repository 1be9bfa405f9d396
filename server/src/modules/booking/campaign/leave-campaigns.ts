/** Whoever closes their account gives back what they took part in: nobody could come to it, confirm it, or pass it on. */
import { DomainError } from "../../../kernel/errors.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { withdrawEntry } from "./own-campaign.ts";
import type { CampaignParts } from "./parts.ts";
import { listEntered } from "./store.ts";

/** Upon identity.account-closed. Doing it again changes nothing. */
export function leaveCampaignsJob(parts: Pick<CampaignParts, "database" | "databaseTime" | "messages" | "campaigns">): Job<{ person: string }> {
  return {
    name: "booking:leave-campaigns",
    async run({ person }) {
      await parts.campaigns.refresh();
      for (const id of await listEntered(parts.database, person, parts.campaigns.list().map((campaign) => campaign.id))) {
        const campaign = parts.campaigns.byId(id);
        if (!campaign) continue;
        try {
          await withdrawEntry(parts, campaign, { person, actor: { kind: "system", id: "leave-campaigns" }, actingFor: undefined });
        } catch (error) {
          // Over, or in a list that is frozen: what is drawn there and not confirmed goes to the next.
          if (!(error instanceof DomainError)) throw error;
        }
      }
    },
  };
}
