/** A campaign as the public sees it. */
import type { PublishedCities } from "../../catalogue/index.ts";
import type { CampaignSummary, CampaignView } from "./contract.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import { needsPass, placesOf } from "./rules.ts";

export function describeSummary(cities: PublishedCities, campaign: OpenCampaign, now: Date): CampaignSummary {
  const { rules } = campaign;
  const { departments, services, documents } = cities.get(campaign.city);
  return {
    id: campaign.slug, names: rules.names, summary: rules.summary,
    department: { id: rules.department, names: departments.get(rules.department)?.names ?? documents.city.names },
    service: { id: rules.service, names: services.get(rules.service)?.item.names ?? rules.names },
    manner: rules.manner,
    phase: phaseAt(campaign, now),
    paused: campaign.paused_at !== null,
    ended: campaign.ended_at !== null,
    ...(campaign.reason && (campaign.paused_at ?? campaign.ended_at) ? { reason: campaign.reason } : {}),
    opensAt: campaign.opens_at.toISOString(),
    closesAt: campaign.closes_at.toISOString(),
    places: placesOf(rules),
  };
}

export function describeCampaign(cities: PublishedCities, campaign: OpenCampaign, now: Date): CampaignView {
  const { rules, draw } = campaign;
  const kinds = new Map(cities.get(campaign.city).documents.recordKinds.map((kind) => [kind.id, kind.names]));
  return {
    ...describeSummary(cities, campaign, now),
    asOf: now.toISOString(),
    admitPerSecond: rules.admitPerSecond,
    level: rules.eligibility.level,
    needsPass: needsPass(rules),
    records: rules.eligibility.records.map((id) => ({ id, names: kinds.get(id) ?? { zh: id, en: id } })),
    conditions: rules.eligibility.conditions.map(({ refusal }) => refusal),
    groups: rules.groups.map(({ id, names, capacity, weight }) => ({ id, names, weight, ...(capacity === undefined ? {} : { capacity }) })),
    channels: rules.channels.map(({ id, names, capacity }) => ({ id, names, ...(capacity === undefined ? {} : { capacity }) })),
    tiers: rules.tiers,
    ...(rules.budgetFen === undefined ? {} : { budgetFen: rules.budgetFen }),
    ...(rules.draw && draw
      ? {
          draw: {
            at: new Date(rules.draw.at).toISOString(), randomness: draw.randomness, witnesses: rules.draw.witnesses,
            state: draw.published_at ? "drawn" : draw.frozen_at ? "frozen" : "announced",
            ...(draw.commitment ? { commitment: draw.commitment.toString("hex") } : {}),
            ...(draw.round === null ? {} : { round: draw.round }),
          },
        }
      : {}),
    ...(rules.confirmBy === undefined ? {} : { confirmBy: new Date(rules.confirmBy).toISOString() }),
    unclaimed: rules.unclaimed, checkedAtDoor: rules.checkedAtDoor ?? false, rules: rules.rules, afterwards: rules.afterwards, source: rules.source,
  };
}
