/** A city's campaign documents become the campaigns that people register in; once one has opened, its rules stand still. */
import { randomBytes } from "node:crypto";
import { commitToSeed } from "@citizen-cloud/draw-verifier";
import type { Handles } from "../../../kernel/database.ts";
import type { Job } from "../../../kernel/jobs.ts";
import type { Campaign } from "../../catalogue/index.ts";
import { roundFor } from "../draw/randomness.ts";
import type { CampaignParts } from "./parts.ts";
import { quotasOf } from "./rules.ts";
import { newSealedSalt } from "./salt.ts";
import { announceCampaign, findCampaignForUpdate, findDrawForUpdate, insertCampaign, insertDraw, putQuotas, updateCampaign, updateDraw } from "./store.ts";

type Parts = Pick<CampaignParts, "database" | "cities" | "vault" | "databaseTime" | "log" | "campaigns">;

/** Doing it again changes nothing. @param city left out: every city's */
export async function takeOverCampaigns(parts: Parts, city?: string): Promise<void> {
  for (const { documents } of city === undefined ? parts.cities.list() : [parts.cities.get(city)]) {
    for (const rules of documents.campaigns) await takeOver(parts, documents.city.id, rules);
  }
  await parts.campaigns.refresh();
}

async function takeOver({ database, vault, databaseTime, log }: Parts, city: string, rules: Campaign): Promise<void> {
  await database.transaction(async (tx) => {
    const times = { opens_at: new Date(rules.opensAt), closes_at: new Date(rules.closesAt) };
    const known = await findCampaignForUpdate(tx, city, rules.id);
    const now = await databaseTime(tx);
    if (!known) {
      const added = await insertCampaign(tx, { city, slug: rules.id, rules, ...times, salt: newSealedSalt(vault.service, { city, slug: rules.id }) });
      if (!added) return;
      await putQuotas(tx, added.id, quotasOf(rules));
      await promiseDraw(tx, vault.service, { id: added.id, city }, rules, now);
      await announceCampaign(tx, added.id);
      return;
    }
    if (isSame(known.rules, rules)) return;
    if (known.opens_at <= now) {
      log.warn({ city, campaign: rules.id }, "a campaign that has opened keeps the rules it opened with; its document says something else");
      return;
    }
    await updateCampaign(tx, known.id, { rules, ...times });
    await putQuotas(tx, known.id, quotasOf(rules));
    await promiseDraw(tx, vault.service, { id: known.id, city }, rules, now);
    await announceCampaign(tx, known.id);
  });
}

type Service = CampaignParts["vault"]["service"];

/** What the draw's random value will be made from, published long before anybody could profit from knowing it. */
async function promiseDraw(tx: Handles, service: Service, { id, city }: { id: number; city: string }, { id: slug, draw }: Campaign, now: Date): Promise<void> {
  if (!draw) return;
  const round = draw.randomness === "drand" ? roundFor(new Date(draw.at)) : null;
  const promised = await findDrawForUpdate(tx, id);
  if (promised?.randomness === draw.randomness && promised.round === round) return;
  const seed = draw.randomness === "committed" ? randomBytes(32) : undefined;
  const promise = {
    randomness: draw.randomness, announced_at: now, announced_round: round, round,
    seed: seed ? service.seal(seedPlace(city, slug), seed.toString("base64url")) : null,
    commitment: seed ? Buffer.from(commitToSeed(seed)) : null,
  };
  if (promised) await updateDraw(tx, id, promise);
  else await insertDraw(tx, { campaign: id, ...promise });
}

export function seedPlace(city: string, slug: string): string {
  return `booking.draw.seed/${city}/${slug}`;
}

export function takeOverCampaignsJob(parts: Parts): Job<{ city: string }> {
  return {
    name: "booking:take-over-campaigns",
    async run({ city }) {
      // Word of the change may reach this process after the job.
      await parts.cities.reload(city);
      await takeOverCampaigns(parts, city);
    },
  };
}

/** jsonb keeps members in an order of its own. */
function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));
}
