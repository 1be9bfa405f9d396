/** One's own part of a campaign. */
import { commitmentOf, toHex } from "@citizen-cloud/draw-verifier";
import { saltOf } from "../draw/participant-salt.ts";
import { findParticipant } from "../draw/store.ts";
import type { MyCampaign } from "./contract.ts";
import { nextWords, type ResultState } from "./next-words.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { type AwardRow, findAward, findEntry } from "./store.ts";

export async function describeMine({ database, vault, clock }: Pick<CampaignParts, "database" | "vault" | "clock">, campaign: OpenCampaign, person: string): Promise<MyCampaign> {
  const { id, city, slug, rules, draw } = campaign;
  const phase = phaseAt(campaign, clock());
  const [entry, award] = await Promise.all([findEntry(database, id, person), findAward(database, id, person)]);
  const withdrawn = entry?.ended_at ?? undefined;
  const base = { campaign: slug, phase };
  if (!entry) return { ...base, next: nextWords(rules, { phase, entered: false, withdrawn: false, toConfirm: false }) };
  const isDraw = rules.manner === "draw";
  const salt = isDraw ? saltOf(vault.service, campaign, person) : undefined;
  const commitment = salt && commitmentOf({ city, campaign: slug }, salt);
  const group = rules.groups.find((each) => each.id === entry.grp);
  const listed = commitment && draw?.frozen_at ? await findParticipant(database, id, Buffer.from(commitment)) : undefined;
  const result = withdrawn ? undefined : isDraw ? resultOfDraw(campaign, award, listed?.reason ?? undefined) : resultByTurn(campaign, award);
  return {
    ...base,
    entry: {
      number: entry.number, channel: entry.channel, at: entry.at.toISOString(),
      ...(group ? { group: { id: group.id, names: group.names } } : {}),
      ...(withdrawn ? { withdrawnAt: withdrawn.toISOString() } : {}),
      ...(salt && commitment ? { commitment: toHex(commitment), salt: toHex(salt) } : {}),
    },
    ...(result ? { result } : {}),
    next: nextWords(rules, { phase, entered: true, withdrawn: withdrawn !== undefined, result: result?.state, toConfirm: result?.confirmBy !== undefined }),
  };
}

type Result = NonNullable<MyCampaign["result"]>;

function resultOfDraw({ rules, draw }: OpenCampaign, award: AwardRow | undefined, reason: string | undefined): Result {
  if (reason !== undefined) return { state: "excluded", reason };
  if (!draw?.published_at) return { state: "not-drawn" };
  if (!award) return { state: "not-won" };
  return { ...tierOf(rules.tiers, award.tier), state: stateOf(award), rank: award.rank, ...timesOf(award, stateOf(award) === "won" ? award.confirm_by : null) };
}

/** By turn whoever has a number has the thing. */
function resultByTurn({ rules, closes_at: closesAt }: OpenCampaign, award: AwardRow | undefined): Result {
  const [tier] = rules.tiers;
  const state = award ? stateOf(award) : "won";
  const due = rules.confirmBy === undefined || state !== "won" ? null : new Date(Math.max(Date.parse(rules.confirmBy), closesAt.getTime()));
  return { state, ...(tier ? tierOf(rules.tiers, tier.id) : {}), ...timesOf(award, due) };
}

function stateOf({ confirmed_at: confirmed, returned_at: returned }: AwardRow): ResultState {
  return returned ? "returned" : confirmed ? "confirmed" : "won";
}

function tierOf(tiers: OpenCampaign["rules"]["tiers"], id: string): Pick<Result, "tier" | "amountFen"> {
  const tier = tiers.find((each) => each.id === id);
  return tier ? { tier: { id: tier.id, names: tier.names }, ...(tier.amountFen === undefined ? {} : { amountFen: tier.amountFen }) } : {};
}

function timesOf(award: AwardRow | undefined, due: Date | null): Pick<Result, "confirmBy" | "confirmedAt"> {
  return { ...(due ? { confirmBy: due.toISOString() } : {}), ...(award?.confirmed_at ? { confirmedAt: award.confirmed_at.toISOString() } : {}) };
}
