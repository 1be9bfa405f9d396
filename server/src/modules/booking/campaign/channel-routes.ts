import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { invalidRequest } from "../../../kernel/http/problem.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { record } from "../../audit/index.ts";
import type { Committer } from "../rush/committer.ts";
import { campaignClosed, campaignNotOpen, campaignPaused, campaignSoldOut, entryWithdrawn, tryAgain } from "../rush/errors.ts";
import { checkEligibility } from "./check-eligibility.ts";
import { isSignedByChannel } from "./channel-signature.ts";
import { CampaignParams, ChannelEntryBody, ChannelEntryReply, ChannelHeaders } from "./contract.ts";
import { channelRefused, notEligible } from "./errors.ts";
import { phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { quotaFor } from "./rules.ts";
import { findCampaign, findEntry, listQuotas } from "./store.ts";

/** Registering through a partner: its own places, the same conditions, and the same once for each person. */
export function registerChannelRoutes(server: HttpServer, parts: CampaignParts & Pick<Committer, "register">): void {
  const { database, databaseTime, identity, campaigns, keys, register } = parts;
  const schema = {
    tags: ["booking"], summary: "Register somebody through a partner's channel", params: CampaignParams, headers: ChannelHeaders, body: ChannelEntryBody, response: { 200: ChannelEntryReply, 201: ChannelEntryReply },
    description: "Signed with the channel's secret (docs/campaign-channels.md). The same request again gives the same answer; whoever has registered elsewhere gets that entry.",
  };

  server.post("/open/v1/campaigns/:city/:slug/entries", { schema, config: { weight: "essential" } }, async (request, reply) => {
    const { city, slug } = request.params;
    const { "citizen-cloud-channel": channel, "citizen-cloud-time": time, "citizen-cloud-signature": signature } = request.headers;
    const { name, idNumber } = request.body;
    const now = await databaseTime(database);
    // Whether campaign or channel exist is told to whoever has its secret.
    if (!isSignedByChannel(keys, { city, campaign: slug, channel, time, name, idNumber }, signature, now)) throw channelRefused("The signature is not the channel's, or its time is not the present.");
    const campaign = campaigns.get(city, slug);
    const { rules } = campaign;
    if (!rules.channels.some(({ id }) => id === channel)) throw channelRefused("This is no channel of the campaign.");
    const phase = phaseAt(campaign, now);
    if (phase === "announced") throw campaignNotOpen("Registration has not opened yet.", { extensions: { opensAt: campaign.opens_at.toISOString() } });
    if (phase !== "open") throw campaignClosed("Registration is closed.");
    if (campaign.paused_at) throw campaignPaused("Registration is paused.");
    if (rules.eligibility.level > 2) throw notEligible("Whoever takes part proves in the app who they are.");
    const read = readIdNumber(idNumber, now);
    if (!read.ok) throw invalidRequest("The ID number is not one.", { fields: [{ pointer: "/idNumber", detail: read.reason }] });

    const person = await identity.people.findOrAdd({ name, idNumber: read.normalised, ground: `campaign ${slug} over ${channel}` });
    const verdict = await checkEligibility(parts, rules, { city, person, actor: { kind: "partner", id: channel, city } });
    if (!verdict.eligible) throw notEligible("A condition is not fulfilled.", { extensions: { refusal: verdict.refusal } });
    const wanted = quotaFor(rules, verdict.group, channel);
    const quotas = await listQuotas(database, campaign.id);
    const quota = quotas.find(({ grp, channel: over }) => grp === wanted.grp && over === wanted.channel);
    if (!quota) throw new Error(`The campaign ${campaign.id} has no places for the channel ${channel}`);
    const outcome = await register({ campaign: campaign.id, person, quota: quota.id });
    if (outcome.kind === "sold-out") throw campaignSoldOut("Every place of this channel is taken.");
    if (outcome.kind === "shut") throw (await findCampaign(database, city, slug))?.paused_at ? campaignPaused("Registration is paused.") : campaignClosed("Registration is closed.");
    if (outcome.kind !== "entered") throw tryAgain("It could not be stored in time.", { extensions: { retryAfterSeconds: 2 } });
    if (outcome.repeated && (await findEntry(database, campaign.id, person))?.ended_at) throw entryWithdrawn("They have registered here before, and withdrawn.");
    if (!outcome.repeated) {
      await database.transaction((tx) => record(tx, { actor: { kind: "partner", id: channel, city }, act: "campaign-entry.made", subject: person, city, about: { kind: "campaign", id: slug }, fields: ["name", "idNumber"] }));
    }
    const group = quotas.find(({ id }) => id === outcome.quota)?.grp;
    return reply.code(outcome.repeated ? 200 : 201).header("cache-control", "no-store").send({ number: outcome.number, at: new Date(outcome.at).toISOString(), repeated: outcome.repeated, ...(group ? { group } : {}) });
  });
}
