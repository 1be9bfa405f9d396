/** The operators' switches. Each is on record with who turned it and why, and reaches every process in a moment. */
import { type AuditEntry, record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { invalidRequest } from "../../../kernel/http/problem.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { addExclusion } from "../draw/store.ts";
import { noEntry } from "../rush/errors.ts";
import type { ExclusionReason } from "./contract.ts";
import { campaignOver, endNotConfirmed, noSuchCampaign, wrongStep } from "./errors.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { announceCampaign, type CampaignRow, findCampaignForUpdate, findDrawForUpdate, findEntry, updateCampaign, type Words } from "./store.ts";
import { wantRate } from "./wall-store.ts";

type Parts = Pick<CampaignParts, "database" | "databaseTime" | "campaigns">;
type Actor = AuditEntry["actor"];

/** @param words why, for the record */
export function actOf(act: string, { city, slug }: Pick<OpenCampaign, "city" | "slug">, actor: Actor, words?: string, detail?: AuditEntry["detail"]): AuditEntry {
  return { actor, act, city, about: { kind: "campaign", id: slug }, ...(words === undefined ? {} : { purpose: words }), ...(detail ? { detail } : {}) };
}

async function change({ database, databaseTime, campaigns }: Parts, campaign: OpenCampaign, entry: AuditEntry, work: (tx: Handles, row: CampaignRow, now: Date) => Promise<void>): Promise<void> {
  await database.transaction(async (tx) => {
    const row = await findCampaignForUpdate(tx, campaign.city, campaign.slug);
    if (!row) throw noSuchCampaign("There is no such campaign here.");
    await work(tx, row, await databaseTime(tx));
    await announceCampaign(tx, row.id);
    await record(tx, entry);
  });
  await campaigns.refresh();
}

/** What is over cannot be switched any more. */
function refuseOver(campaign: OpenCampaign, row: CampaignRow, now: Date): void {
  if (!["announced", "open"].includes(phaseAt({ ...campaign, ...row }, now))) throw campaignOver("Registration is over.");
}

export function pauseCampaign(parts: Parts, campaign: OpenCampaign, { paused, reason }: { paused: boolean; reason: Words }, actor: Actor): Promise<void> {
  return change(parts, campaign, actOf(paused ? "campaign.paused" : "campaign.resumed", campaign, actor, reason.zh), async (tx, row, now) => {
    refuseOver(campaign, row, now);
    await updateCampaign(tx, row.id, { paused_at: paused ? (row.paused_at ?? now) : null, reason });
  });
}

export function guardCampaign(parts: Parts, campaign: OpenCampaign, { guarded, note }: { guarded: boolean; note: string }, actor: Actor): Promise<void> {
  return change(parts, campaign, actOf(guarded ? "campaign.guarded" : "campaign.unguarded", campaign, actor, note), async (tx, row, now) => {
    refuseOver(campaign, row, now);
    await updateCampaign(tx, row.id, { guarded_at: guarded ? (row.guarded_at ?? now) : null });
  });
}

export function paceCampaign(parts: Parts, campaign: OpenCampaign, { perSecond, note }: { perSecond: number; note: string }, actor: Actor): Promise<void> {
  return change(parts, campaign, actOf("campaign.rate-changed", campaign, actor, note, { perSecond }), async (tx, row, now) => {
    refuseOver(campaign, row, now);
    await wantRate(tx, row.id, perSecond);
  });
}

/** For good. What was handed out stays, and a draw goes on with whoever is registered. */
export function endCampaign(parts: Parts, campaign: OpenCampaign, { reason, confirm }: { reason: Words; confirm: string }, actor: Actor): Promise<void> {
  if (confirm !== campaign.slug) throw endNotConfirmed("Type the campaign's id to end it.", { fields: [{ pointer: "/confirm", detail: `must be ${campaign.slug}` }] });
  return change(parts, campaign, actOf("campaign.ended", campaign, actor, reason.zh), async (tx, row, now) => {
    refuseOver(campaign, row, now);
    await updateCampaign(tx, row.id, { ended_at: now, reason });
  });
}

/** Takes somebody out of the list of a draw before it is frozen; they see that it was done, and the list shows why. @throws invalid-request, no-entry, wrong-step */
export async function excludePerson(parts: Parts & Pick<CampaignParts, "identity">, campaign: OpenCampaign, { idNumber, reason, note }: { idNumber: string; reason: ExclusionReason; note: string }, actor: Actor): Promise<void> {
  const { database, databaseTime, identity } = parts;
  const number = readIdNumber(idNumber, await databaseTime(database));
  if (!number.ok) throw invalidRequest("The ID number is not one.", { fields: [{ pointer: "/idNumber", detail: number.reason }] });
  const person = await identity.people.findByIdNumber(number.normalised);
  if (person === undefined) throw noEntry("Nobody with this number has registered here.");
  await database.transaction(async (tx) => {
    const draw = await findDrawForUpdate(tx, campaign.id);
    if (!draw || draw.freezing_at || campaign.rules.manner !== "draw") throw wrongStep("Only before the list of a draw is frozen can somebody be taken out of it.");
    if (!(await findEntry(tx, campaign.id, person))) throw noEntry("Nobody with this number has registered here.");
    await addExclusion(tx, { campaign: campaign.id, person, reason, by_staff: actor.id, at: await databaseTime(tx) });
    await record(tx, { ...actOf("campaign-person.excluded", campaign, actor, note, { reason }), subject: person });
  });
}
