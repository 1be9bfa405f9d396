/** Campaigns and their draws, put together. */
import type { Subscription } from "../../../kernel/events.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { connectDrand } from "../draw/drand.ts";
import { followDrawsJob, returnPlacesJob, takeDrawStepJob } from "../draw/jobs.ts";
import { registerDoorRoutes } from "../door/routes.ts";
import { tellResultsJob } from "../draw/tell-results.ts";
import { createDatabaseTime } from "../database-time.ts";
import { campaignsExport } from "../export.ts";
import type { Committer } from "../rush/committer.ts";
import { registerChannelRoutes } from "./channel-routes.ts";
import { leaveCampaignsJob } from "./leave-campaigns.ts";
import { openCampaigns } from "./open-campaigns.ts";
import { forgetParticipantsJob } from "./forget-participants.ts";
import type { CampaignParts } from "./parts.ts";
import { registerCampaignRoutes } from "./routes.ts";
import { registerCampaignStaffRoutes } from "./staff-routes.ts";
import { tellEnteredJob } from "./tell-entered.ts";
import { takeOverCampaigns, takeOverCampaignsJob } from "./take-over.ts";

export interface CampaignRoom {
  jobs: Job[];
  subscriptions: Subscription[];
  registerRoutes(server: HttpServer): void;
}

export interface CampaignNeeds extends Omit<CampaignParts, "campaigns" | "databaseTime"> {
  /** Stores an entry that comes from a channel. */
  register: Committer["register"];
  /** drand's relays. */
  drandRelays: readonly string[];
}

export function openCampaignRoom({ register, drandRelays, ...needs }: CampaignNeeds): CampaignRoom {
  const parts: CampaignParts = { ...needs, campaigns: openCampaigns(needs.database, needs.notifications), databaseTime: createDatabaseTime(needs.clock) };
  parts.identity.people.addToExport(campaignsExport(parts));
  const takeOver = takeOverCampaignsJob(parts) as Subscription["job"];
  const tellResults = tellResultsJob(parts) as unknown as Subscription["job"];
  const leave = leaveCampaignsJob(parts) as Subscription["job"];
  const drawing = { ...parts, drand: connectDrand(drandRelays, parts.log) };
  const takeDrawStep = takeDrawStepJob(drawing) as unknown as Subscription["job"];
  return {
    jobs: [takeOver, tellResults, leave, takeDrawStep, followDrawsJob(drawing), returnPlacesJob(parts), tellEnteredJob(parts), forgetParticipantsJob(parts)],
    subscriptions: [
      { event: "catalogue.city-imported", job: takeOver },
      { event: "catalogue.document-published", job: takeOver },
      { event: "identity.account-closed", job: leave },
      { event: "booking.draw-step-due", job: takeDrawStep },
      { event: "booking.draw-published", job: tellResults },
    ],
    registerRoutes(server) {
      // Before the first request; a process that only works behind requests hears of new documents by their events.
      server.addHook("onReady", () => takeOverCampaigns(parts));
      registerCampaignRoutes(server, parts);
      registerCampaignStaffRoutes(server, parts);
      registerDoorRoutes(server, parts);
      registerChannelRoutes(server, { ...parts, register });
    },
  };
}
