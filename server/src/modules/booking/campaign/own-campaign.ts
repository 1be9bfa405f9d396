/** What somebody does about their own registration: confirm, withdraw, give back. */
import { type AuditEntry, record } from "../../audit/index.ts";
import { refuseUsed } from "../door/used-place.ts";
import { noEntry } from "../rush/errors.ts";
import type { Entrant } from "./entrant.ts";
import { campaignOver, nothingToConfirm } from "./errors.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { findAwardForUpdate, findCampaign, findEntry, insertAward, insertEntryEnd, lockPart, updateAward } from "./store.ts";

type Parts = Pick<CampaignParts, "database" | "databaseTime" | "messages">;
type Doer = Pick<Entrant, "person" | "actor" | "actingFor">;

const aboutOf = ({ id }: OpenCampaign) => ({ kind: "campaign", id: String(id) });

const actOf = (act: string, { city, slug }: OpenCampaign, { person, actor, actingFor }: Doer): AuditEntry => ({ actor, act, subject: person, city, about: { kind: "campaign", id: slug }, ...(actingFor === undefined ? {} : { actingFor }) });

/** Doing it again changes nothing. @throws no-entry, nothing-to-confirm */
export async function confirmAward({ database, databaseTime, messages }: Parts, campaign: OpenCampaign, doer: Doer): Promise<void> {
  const { person } = doer;
  const { id, rules, draw } = campaign;
  await database.transaction(async (tx) => {
    await lockPart(tx, id, person);
    const entry = await findEntry(tx, id, person);
    if (!entry) throw noEntry("You have not registered here.");
    const award = await findAwardForUpdate(tx, id, person);
    if (award?.confirmed_at) return;
    const due = rules.manner === "draw" ? award?.confirm_by : rules.confirmBy === undefined ? undefined : new Date(rules.confirmBy);
    const [tier] = rules.tiers;
    const isThere = rules.manner === "draw" ? award !== undefined && Boolean(draw?.published_at) : entry.ended_at === null && tier !== undefined;
    if (!isThere || !due || award?.returned_at) throw nothingToConfirm("Nothing of yours waits to be confirmed.");
    const now = await databaseTime(tx);
    if (now >= due) throw nothingToConfirm("The time to confirm is over.", { extensions: { confirmBy: due.toISOString() } });
    if (award) await updateAward(tx, id, person, { confirmed_at: now });
    else if (tier) await insertAward(tx, { campaign: id, person, rank: entry.number, tier: tier.id, commitment: null, in_place_of: null, at: entry.at, confirm_by: due, confirmed_at: now, returned_at: null });
    await messages.settle(tx, person, aboutOf(campaign));
    await record(tx, actOf("campaign-award.confirmed", campaign, doer));
  });
}

/** Before the close the registration ends; afterwards what somebody got goes back. @throws no-entry, campaign-over, already-admitted */
export async function withdrawEntry({ database, databaseTime, messages }: Parts, campaign: OpenCampaign, doer: Doer): Promise<void> {
  const { person } = doer;
  const { id, city, slug, rules, draw } = campaign;
  await database.transaction(async (tx) => {
    await lockPart(tx, id, person);
    const now = await databaseTime(tx);
    const [row, entry] = await Promise.all([findCampaign(tx, city, slug), findEntry(tx, id, person)]);
    if (!entry || !row) throw noEntry("You have not registered here.");
    if (entry.ended_at) return;
    await refuseUsed(tx, id, person);
    // The list of a draw is made a minute after the close, which is longer than any transaction lasts.
    if (phaseAt({ ...campaign, ...row }, now) === "open") {
      await insertEntryEnd(tx, id, person, now);
      // By turn it may be confirmed already.
      await updateAward(tx, id, person, { returned_at: now, confirmed_at: null });
      await messages.settle(tx, person, aboutOf(campaign));
      await record(tx, actOf("campaign-entry.withdrawn", campaign, doer));
      return;
    }
    const award = await findAwardForUpdate(tx, id, person);
    // What was drawn is known to nobody before it is published.
    const isKnown = rules.manner !== "draw" || Boolean(draw?.published_at);
    if (isKnown && award?.returned_at) return;
    if (!award || !isKnown || (award.confirm_by === null && award.confirmed_at === null)) throw campaignOver("After the close nothing can be withdrawn but what somebody got.");
    await updateAward(tx, id, person, { returned_at: now, confirmed_at: null });
    await messages.settle(tx, person, aboutOf(campaign));
    await record(tx, actOf("campaign-award.given-back", campaign, doer));
  });
}
