/** A campaign as its operators watch it, second by second. */
import { countDrawn } from "../draw/store.ts";
import type { Wall } from "./contract.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { countEnded, type DrawRow, listQuotas } from "./store.ts";
import { findLine, listPulses, type PulseRow } from "./wall-store.ts";

const SHOWN_MS = 120_000;
const MOST_PULSES = 5_000;

export type DrawStep = "announced" | "freezing" | "frozen" | "drawing" | "drawn";

export function stepOf(draw: DrawRow): DrawStep {
  if (draw.drawn_at) return "drawn";
  if (draw.drawing_at) return "drawing";
  if (draw.frozen_at) return "frozen";
  return draw.freezing_at ? "freezing" : "announced";
}

export async function describeWall({ database, clock }: Pick<CampaignParts, "database" | "clock">, campaign: OpenCampaign): Promise<Wall> {
  const { id, rules, draw } = campaign;
  const now = clock();
  const [pulses, line, quotas, withdrawn, drawn] = await Promise.all([
    listPulses(database, id, new Date(now.getTime() - SHOWN_MS), MOST_PULSES), findLine(database, id), listQuotas(database, id), countEnded(database, id), countDrawn(database, id),
  ]);
  const [joined, serving] = [Math.floor(line?.joined ?? 0), Math.floor(line?.serving ?? 0)];
  return {
    now: now.toISOString(),
    phase: phaseAt(campaign, now),
    paused: campaign.paused_at !== null,
    ended: campaign.ended_at !== null,
    ...(campaign.reason ? { reason: campaign.reason } : {}),
    guarded: campaign.guarded_at !== null,
    perSecond: line?.per_second ?? rules.admitPerSecond,
    rates: ratesOf(pulses),
    queue: Math.max(0, joined - serving),
    joined,
    serving: Math.min(serving, joined),
    stock: quotas.map(({ grp, channel, capacity, taken }) => ({ group: grp, channel, taken, ...(capacity === null ? {} : { capacity }) })),
    entries: quotas.reduce((sum, { taken }) => sum + taken, 0),
    withdrawn,
    errors: errorsOf(pulses),
    processes: processesOf(pulses),
    ...(draw && rules.draw
      ? {
          draw: {
            state: stepOf(draw), at: new Date(rules.draw.at).toISOString(), confirmed: drawn.confirmed, returned: drawn.returned,
            ...(draw.participants === null ? {} : { participants: draw.participants }), ...(draw.root ? { root: draw.root.toString("hex") } : {}), ...(draw.winners === null ? {} : { winners: draw.winners }),
            ...(draw.published_at ? { publishedAt: draw.published_at.toISOString() } : {}),
          },
        }
      : {}),
  };
}

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

function ratesOf(pulses: readonly PulseRow[]): Wall["rates"] {
  const seconds = new Map<number, { accepted: number; repeated: number; refused: number; p99: number }>();
  for (const { second, accepted, repeated, refused, p99_ms: p99 } of pulses) {
    const sum = seconds.get(second.getTime()) ?? { accepted: 0, repeated: 0, refused: 0, p99: 0 };
    seconds.set(second.getTime(), { accepted: sum.accepted + accepted, repeated: sum.repeated + repeated, refused: sum.refused + total(refused), p99: Math.max(sum.p99, p99) });
  }
  return [...seconds].map(([second, { p99, ...sums }]) => ({ second: new Date(second).toISOString(), ...sums, ...(p99 > 0 ? { p99Ms: Math.round(p99 * 10) / 10 } : {}) }));
}

function errorsOf(pulses: readonly PulseRow[]): Wall["errors"] {
  const counts = new Map<string, number>();
  for (const { refused } of pulses) for (const [code, count] of Object.entries(refused)) counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}

function processesOf(pulses: readonly PulseRow[]): Wall["processes"] {
  const processes = new Map<string, Wall["processes"][number]>();
  for (const { second, process, accepted, queue } of pulses) processes.set(process, { id: process, accepted: (processes.get(process)?.accepted ?? 0) + accepted, queue, seenAt: second.toISOString() });
  return [...processes.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
