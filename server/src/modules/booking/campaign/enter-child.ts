/**
 * A parent registers their child in a draw. Not through the lane, which knows a session's own person alone: in a draw nobody gains
 * by being quick, so nobody is overtaken by that; by turn everybody stands in the line in their own name.
 */
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { record } from "../../audit/index.ts";
import type { Committer } from "../rush/committer.ts";
import { campaignClosed, campaignNotOpen, campaignPaused, tryAgain } from "../rush/errors.ts";
import { checkEligibility } from "./check-eligibility.ts";
import type { Entrant } from "./entrant.ts";
import { noChildByTurn, notEligible } from "./errors.ts";
import { insertMaker } from "./maker-store.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { APP_CHANNEL, quotaFor } from "./rules.ts";
import { findEntry, listQuotas } from "./store.ts";

const TRIES_BY_HOUR = 20;

/** Doing it again changes nothing. @throws no-child-by-turn, campaign-not-open, campaign-closed, campaign-paused, not-eligible, eligibility-unknown, try-again, too-many-requests */
export async function enterChild(parts: CampaignParts & Pick<Committer, "register">, campaign: OpenCampaign, { person, actor, actingFor, ground }: Entrant): Promise<void> {
  const { database, clock, register } = parts;
  const { id, city, slug, rules } = campaign;
  if (rules.manner !== "draw" || actingFor === undefined) throw noChildByTurn("By turn everybody registers in their own name.");
  const now = clock();
  const phase = phaseAt(campaign, now);
  if (phase === "announced") throw campaignNotOpen("Registration has not opened yet.", { extensions: { opensAt: campaign.opens_at.toISOString() } });
  if (phase !== "open") throw campaignClosed("Registration is closed.");
  if (campaign.paused_at) throw campaignPaused("Registration is paused.");
  if (await findEntry(database, id, person)) return;
  await countAttempt(database, [{ bucket: `campaign-child:${actor.id}/${id}`, limit: TRIES_BY_HOUR, windowSeconds: 3_600 }]);
  const verdict = await checkEligibility(parts, rules, { city, person, actor, actingFor, ground });
  if (!verdict.eligible) throw notEligible("A condition is not fulfilled.", { extensions: { refusal: verdict.refusal } });
  const wanted = quotaFor(rules, verdict.group, APP_CHANNEL);
  const quota = (await listQuotas(database, id)).find(({ grp, channel }) => grp === wanted.grp && channel === wanted.channel);
  if (!quota) throw new Error(`The campaign ${id} has no places for the group ${verdict.group}`);
  // First, so that whoever is registered in a moment that ends badly is told all the same.
  await insertMaker(database, { campaign: id, person, made_by: actor.id, at: now });
  const outcome = await register({ campaign: id, person, quota: quota.id });
  if (outcome.kind === "shut") throw campaignPaused("Registration is paused.");
  if (outcome.kind !== "entered") throw tryAgain("It could not be stored in time.", { extensions: { retryAfterSeconds: 2 } });
  if (!outcome.repeated) await database.transaction((tx) => record(tx, { actor, act: "campaign-entry.made", subject: person, actingFor, city, about: { kind: "campaign", id: slug } }));
}
