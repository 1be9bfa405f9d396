/** What falls due in campaigns and draws; looked at every minute. */
import type { Job } from "../../../kernel/jobs.ts";
import { eachCampaign } from "../campaign/each-campaign.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { freezeFrom, isReturnDue } from "../campaign/rules.ts";
import { announceCampaign, listReturning, returnPlaces } from "../campaign/store.ts";
import type { Drand } from "./drand.ts";
import { drawLots, publishDraw } from "./draw-lots.ts";
import { freezeList } from "./freeze-list.ts";
import { isRoundThere } from "./randomness.ts";
import { succeedUnclaimed } from "./succeed-unclaimed.ts";

type Parts = CampaignParts & { drand: Drand };

/** Freezes, draws and publishes at the times announced, where no witness has to be there. */
export function followDrawsJob(parts: Parts): Job {
  return {
    name: "booking:follow-draws",
    schedule: "* * * * *",
    async run() {
      await parts.campaigns.refresh();
      const draws = parts.campaigns.list().filter(({ draw, rules }) => draw && rules.manner === "draw");
      await eachCampaign(parts.log, draws, "a draw could not go on", (campaign) => follow(parts, campaign));
    },
  };
}

/** The same for one campaign, when an operator asks for the next step. */
export function takeDrawStepJob(parts: Parts): Job<{ campaign: number }> {
  return {
    name: "booking:take-draw-step",
    async run({ campaign: id }) {
      await parts.campaigns.refresh();
      const campaign = parts.campaigns.byId(id);
      if (campaign?.rules.manner === "draw") await follow(parts, campaign);
    },
  };
}

async function follow(parts: Parts, campaign: OpenCampaign): Promise<void> {
  const { database, databaseTime, campaigns, drand } = parts;
  // Nobody knows any more who took part: nobody comes after anybody.
  if (campaign.forgotten_at) return;
  const now = await databaseTime(database);
  if (now < freezeFrom(campaign.closes_at, campaign.ended_at ?? undefined)) return;
  if (!campaign.draw?.frozen_at) await freezeList(parts, campaign);
  const draw = campaigns.byId(campaign.id)?.draw;
  if (draw?.published_at) {
    await succeedUnclaimed(parts, { ...campaign, draw });
    return;
  }
  const { rules } = campaign;
  if (!draw || now < new Date(rules.draw?.at ?? rules.closesAt)) return;
  if (draw.randomness === "drand") {
    if (draw.round === null || !isRoundThere(draw.round, now)) return;
    const signature = draw.signature ?? (await drand.signatureOf(draw.round));
    if (!signature) return;
    await drawLots(parts, campaign, { signature });
  } else {
    const isWitnessed = (rules.draw?.witnesses.length ?? 0) > 0;
    // Whoever is to witness it is waited for: an operator draws and publishes in their presence.
    if (isWitnessed && !draw.value) return;
    await drawLots(parts, campaign, {});
    if (isWitnessed) return;
  }
  await publishDraw(parts, campaign);
}

/** Places given back go to others at the full hour, all at once. */
export function returnPlacesJob({ database, databaseTime, log }: Pick<CampaignParts, "database" | "databaseTime" | "log">): Job {
  return {
    name: "booking:return-places",
    schedule: "0 * * * *",
    async run() {
      const now = await databaseTime(database);
      const due = (await listReturning(database, now)).filter(({ last }) => isReturnDue(now, last ?? undefined));
      await eachCampaign(log, due, "places given back could not be handed on", ({ id }) =>
        database.transaction(async (tx) => {
          await returnPlaces(tx, id, now);
          await announceCampaign(tx, id);
        }),
      );
    },
  };
}
