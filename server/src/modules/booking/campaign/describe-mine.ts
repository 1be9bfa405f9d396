/** One's own part of campaigns, or a child's. */
import { commitmentOf, toHex } from "@citizen-cloud/draw-verifier";
import type { Handles } from "../../../kernel/database.ts";
import { findAdmission } from "../door/store.ts";
import { saltOf } from "../draw/participant-salt.ts";
import { findParticipant } from "../draw/store.ts";
import type { MyCampaign } from "./contract.ts";
import type { Entrant } from "./entrant.ts";
import { nextWords, type ResultState } from "./next-words.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { type AwardRow, findAward, findEntry, listEntered } from "./store.ts";

type Parts = { database: Handles } & Pick<CampaignParts, "vault" | "clock">;
type Whose = Pick<Entrant, "person" | "actingFor">;

/** Everything of a city that somebody is in, the newest first. */
export async function describeAllMine(parts: Parts & Pick<CampaignParts, "campaigns">, city: string, whose: Whose): Promise<MyCampaign[]> {
  const all = parts.campaigns.list(city);
  const entered = new Set(await listEntered(parts.database, whose.person, all.map(({ id }) => id)));
  const newestFirst = all.filter(({ id }) => entered.has(id)).sort((a, b) => b.opens_at.getTime() - a.opens_at.getTime());
  return Promise.all(newestFirst.map((campaign) => describeMine(parts, campaign, whose)));
}

export async function describeMine({ database, vault, clock }: Parts, campaign: OpenCampaign, { person, actingFor }: Whose): Promise<MyCampaign> {
  const { id, city, slug, rules, draw } = campaign;
  const ofChild = actingFor !== undefined;
  const now = clock();
  const phase = phaseAt(campaign, now);
  const [entry, award, admission] = await Promise.all([findEntry(database, id, person), findAward(database, id, person), rules.checkedAtDoor ? findAdmission(database, id, person) : undefined]);
  const withdrawn = entry?.ended_at ?? undefined;
  const base = { campaign: slug, phase };
  if (!entry) return { ...base, next: nextWords(rules, { ofChild, phase, entered: false, withdrawn: false, toConfirm: false }) };
  const isDraw = rules.manner === "draw";
  const salt = isDraw ? saltOf(vault.service, campaign, person) : undefined;
  const commitment = salt && commitmentOf({ city, campaign: slug }, salt);
  const group = rules.groups.find((each) => each.id === entry.grp);
  const listed = commitment && draw?.frozen_at ? await findParticipant(database, id, Buffer.from(commitment)) : undefined;
  const result = withdrawn ? undefined : isDraw ? resultOfDraw(campaign, award, listed?.reason ?? undefined) : resultByTurn(campaign, award, now);
  return {
    ...base,
    entry: {
      number: entry.number, channel: entry.channel, at: entry.at.toISOString(),
      ...(group ? { group: { id: group.id, names: group.names } } : {}),
      ...(withdrawn ? { withdrawnAt: withdrawn.toISOString() } : {}),
      ...(salt && commitment ? { commitment: toHex(commitment), salt: toHex(salt) } : {}),
    },
    ...(result ? { result: { ...result, ...(admission ? { admittedAt: admission.at.toISOString() } : {}) } } : {}),
    next: nextWords(rules, { ofChild, phase, entered: true, withdrawn: withdrawn !== undefined, result: result?.state, toConfirm: result?.confirmBy !== undefined, used: admission !== undefined }),
  };
}

type Result = NonNullable<MyCampaign["result"]>;

function resultOfDraw({ rules, draw }: OpenCampaign, award: AwardRow | undefined, reason: string | undefined): Result {
  if (reason !== undefined) return { state: "excluded", reason };
  if (!draw?.published_at) return { state: "not-drawn" };
  if (!award) return { state: "not-won" };
  return { ...tierOf(rules.tiers, award.tier), state: stateOf(award), rank: award.rank, ...timesOf(award, stateOf(award) === "won" ? award.confirm_by : null) };
}

/** By turn whoever has a number has the thing, until the time to confirm it is over. */
function resultByTurn({ rules }: OpenCampaign, award: AwardRow | undefined, now: Date): Result {
  const [tier] = rules.tiers;
  const confirmBy = rules.confirmBy === undefined ? null : new Date(rules.confirmBy);
  const state = award ? stateOf(award) : confirmBy && now >= confirmBy ? "returned" : "won";
  const due = state === "won" ? confirmBy : null;
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
