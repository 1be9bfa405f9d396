/** Every campaign as it stands, in memory: read anew upon word of a change, so that its pages ask the database for nothing. */
import type { Database } from "../../../kernel/database.ts";
import type { Notifications } from "../../../kernel/notifications.ts";
import { noSuchCampaign } from "./errors.ts";
import { phaseOf } from "./rules.ts";
import type { Phase } from "./contract.ts";
import { CAMPAIGN_CHANNEL } from "../notification-channels.ts";
import { type CampaignRow, type DrawRow, listCampaigns, listDraws } from "./store.ts";

export interface OpenCampaign extends CampaignRow {
  draw?: DrawRow;
}

export interface OpenCampaigns {
  /** @throws no-such-campaign */
  get(city: string, slug: string): OpenCampaign;
  byId(id: number): OpenCampaign | undefined;
  /** Those that open first come first. */
  list(city?: string): OpenCampaign[];
  /** Counts readings: whoever keeps something made from a campaign throws it away when this moves on. */
  generation(): number;
  /** Reads them now, without waiting for word of a change. */
  refresh(): Promise<void>;
}

export function openCampaigns(database: Database, notifications: Notifications): OpenCampaigns {
  let all: OpenCampaign[] = [];
  let byPlace = new Map<string, OpenCampaign>();
  let generation = 0;
  const read = async () => {
    const [rows, draws] = await Promise.all([listCampaigns(database), listDraws(database)]);
    const drawOf = new Map(draws.map((draw) => [draw.campaign, draw]));
    all = rows.map((row) => {
      const draw = drawOf.get(row.id);
      return draw ? { ...row, draw } : row;
    });
    byPlace = new Map(all.map((each) => [`${each.city}/${each.slug}`, each]));
    generation += 1;
  };
  // One after the other, so that what was read first never replaces what was read later; word that comes meanwhile is heard once.
  let reading: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  const refresh = (): Promise<void> => {
    if (!reading) return (reading = read().finally(() => (reading = undefined)));
    return (again ??= reading.catch(() => undefined).then(() => {
      again = undefined;
      return refresh();
    }));
  };
  notifications.on(CAMPAIGN_CHANNEL, refresh);
  notifications.onListening(refresh);
  return {
    get(city, slug) {
      const found = byPlace.get(`${city}/${slug}`);
      if (!found) throw noSuchCampaign("There is no such campaign here.");
      return found;
    },
    byId: (id) => all.find((each) => each.id === id),
    list: (city) => (city === undefined ? all : all.filter((each) => each.city === city)),
    generation: () => generation,
    refresh,
  };
}

export function phaseAt({ rules, opens_at: opensAt, closes_at: closesAt, ended_at: endedAt, draw }: OpenCampaign, now: Date): Phase {
  return phaseOf({ rules, opensAt, closesAt, endedAt: endedAt ?? undefined, publishedAt: draw?.published_at ?? undefined }, now);
}
