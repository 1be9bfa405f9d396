/** What a campaign's rules say: pure, over the document alone. */
import { hash } from "node:crypto";
import type { Campaign } from "../../catalogue/index.ts";
import type { Phase } from "./contract.ts";

export const APP_CHANNEL = "app";

export interface Course {
  rules: Campaign;
  opensAt: Date;
  closesAt: Date;
  endedAt?: Date | undefined;
  /** When the results of a draw were published. */
  publishedAt?: Date | undefined;
}

/** Where a campaign stands. An end before its time closes it; what was handed out by then stays. */
export function phaseOf({ rules, opensAt, closesAt, endedAt, publishedAt }: Course, now: Date): Phase {
  const isClosed = now >= closesAt || (endedAt !== undefined && endedAt <= now);
  if (!isClosed) return now < opensAt ? "announced" : "open";
  const confirmBy = rules.confirmBy === undefined ? undefined : new Date(rules.confirmBy);
  if (rules.manner === "draw") {
    if (!publishedAt || publishedAt > now) return "closed";
    if (!confirmBy) return "drawn";
  }
  return confirmBy && now < confirmBy ? "confirming" : "finished";
}

/** How many get something. */
export function placesOf({ tiers }: Campaign): number {
  return tiers.reduce((sum, { count }) => sum + count, 0);
}

/** Whether the rush path can admit somebody without asking who they are beyond their level. */
export function needsPass({ eligibility, groups }: Campaign): boolean {
  return eligibility.conditions.length > 0 || eligibility.records.length > 0 || groups.length > 1 || groups.some(({ when }) => when !== undefined);
}

/** By what people are found eligible, as a short digest: until the opening a city may change it, and what was found by then is worth nothing. */
export function conditionsDigest({ eligibility, groups }: Campaign): string {
  const decisive = [eligibility.level, eligibility.records, eligibility.conditions.map(({ when }) => when), groups.map(({ id, when }) => [id, when])];
  return hash("sha256", JSON.stringify(decisive), "hex").slice(0, 16);
}

export interface QuotaRule {
  grp: string;
  channel: string;
  capacity: number | null;
}

/** The rows from which places are handed out. By turn a channel has its own, whatever the group; a draw only counts. */
export function quotasOf({ manner, groups, channels }: Campaign): QuotaRule[] {
  if (manner === "draw") {
    const everywhere = [APP_CHANNEL, ...channels.map(({ id }) => id)];
    return groups.flatMap(({ id }) => everywhere.map((channel) => ({ grp: id, channel, capacity: null })));
  }
  return [
    ...groups.map(({ id, capacity = 0 }) => ({ grp: id, channel: APP_CHANNEL, capacity })),
    ...channels.map(({ id, capacity = 0 }) => ({ grp: "", channel: id, capacity })),
  ];
}

/** Which places somebody of a group takes over a channel. */
export function quotaFor({ manner }: Campaign, group: string, channel: string): Pick<QuotaRule, "grp" | "channel"> {
  return { grp: manner === "first-come" && channel !== APP_CHANNEL ? "" : group, channel };
}

/** What somebody at a place of the order drawn gets; the first tier goes first. Undefined: nothing. */
export function tierOfRank(tiers: Campaign["tiers"], rank: number): Campaign["tiers"][number] | undefined {
  let before = 0;
  for (const tier of tiers) {
    if (rank > before && rank <= before + tier.count) return tier;
    before += tier.count;
  }
  return undefined;
}

const LEAST_CONFIRMING_MS = 24 * 3_600_000;

type ConfirmingRules = Pick<Campaign, "confirmBy" | "draw" | "closesAt">;

const confirmingMs = (confirmBy: string, { draw, closesAt }: ConfirmingRules) => Date.parse(confirmBy) - Date.parse(draw?.at ?? closesAt);

/** Whoever is drawn confirms by the time announced. Lots drawn late leave them a day all the same, or as long as was meant where that is shorter. @param at when lots are drawn */
export function winnerConfirmBy(rules: ConfirmingRules, at: Date): Date | undefined {
  const { confirmBy } = rules;
  if (confirmBy === undefined) return undefined;
  return new Date(Math.max(Date.parse(confirmBy), at.getTime() + Math.min(confirmingMs(confirmBy, rules), LEAST_CONFIRMING_MS)));
}

/** Whoever comes after somebody else has as long to confirm as the first had, and a day at least. */
export function successorConfirmBy(rules: ConfirmingRules, at: Date): Date | undefined {
  const { confirmBy } = rules;
  if (confirmBy === undefined) return undefined;
  return new Date(at.getTime() + Math.max(confirmingMs(confirmBy, rules), LEAST_CONFIRMING_MS));
}

export interface Held {
  rank: number;
  tier: string;
}

/**
 * Who comes in place of those who gave back: the next of the order drawn, in order; the tier of each is the one given back. By "budget" nobody does.
 * @param lastRank the last that got something so far
 * @param participants how many could be drawn at all
 */
export function succeed(unclaimed: Campaign["unclaimed"], returned: readonly Held[], lastRank: number, participants: number): { rank: number; tier: string; inPlaceOf: number }[] {
  if (unclaimed === "budget") return [];
  const inOrder = [...returned].sort((a, b) => a.rank - b.rank);
  return inOrder.slice(0, Math.max(0, participants - lastRank)).map(({ rank, tier }, index) => ({ rank: lastRank + index + 1, tier, inPlaceOf: rank }));
}

/** What all that was handed out costs; given back, it costs nothing. */
export function spentFen({ tiers }: Pick<Campaign, "tiers">, awards: readonly { tier: string; returned: boolean }[]): number {
  const amounts = new Map(tiers.map(({ id, amountFen = 0 }) => [id, amountFen]));
  return awards.reduce((sum, { tier, returned }) => sum + (returned ? 0 : (amounts.get(tier) ?? 0)), 0);
}

/** Places given back go to others at full hours, all of them together, so that nobody gains by asking every second. */
export function isReturnDue(now: Date, lastReturn: Date | undefined): boolean {
  const hour = Math.floor(now.getTime() / 3_600_000) * 3_600_000;
  return lastReturn === undefined || lastReturn.getTime() < hour;
}

const LATEST_ENTRY_MS = 60_000;

/** Whoever pressed the button in the last second is answered before the list is closed. */
export function freezeFrom(closesAt: Date, endedAt?: Date): Date {
  return new Date((endedAt && endedAt < closesAt ? endedAt : closesAt).getTime() + LATEST_ENTRY_MS);
}
