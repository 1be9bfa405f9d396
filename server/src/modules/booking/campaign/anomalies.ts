/** What looks like touts and scripts in a campaign's seconds: figures, and nobody's name. Pure. */
import type { Words } from "./store.ts";
import type { PulseRow } from "./wall-store.ts";

export interface Anomaly {
  kind: "network" | "second" | "refusal";
  at?: Date;
  count: number;
  usual: number;
  note: Words;
}

const MINUTE_MS = 60_000;
/** So many times what is usual, and so many at least, is worth a look. */
const TIMES_USUAL = 8;
const LEAST_IN_A_SECOND = 200;
const LEAST_REFUSALS = 50;
const MOST_SHOWN = 50;

/** Refusals that honest pages do not cause. */
const FORGED = new Set(["pass-refused", "ticket-refused", "challenge-needed", "foreign-origin"]);

export function findAnomalies(pulses: readonly PulseRow[]): Anomaly[] {
  return [...crowdedNetworks(pulses), ...crowdedSeconds(pulses), ...forgedRequests(pulses)].sort((a, b) => b.count / Math.max(1, b.usual) - a.count / Math.max(1, a.usual)).slice(0, MOST_SHOWN);
}

/** Each process counts what came to it in the running minute; of one minute its last word counts. */
function crowdedNetworks(pulses: readonly PulseRow[]): Anomaly[] {
  const counts = new Map<number, Map<string, number>>();
  for (const { second, process, networks } of pulses) {
    const minute = Math.floor(second.getTime() / MINUTE_MS) * MINUTE_MS;
    const ofMinute = counts.get(minute) ?? new Map<string, number>();
    counts.set(minute, ofMinute);
    for (const [network, count] of Object.entries(networks)) ofMinute.set(`${process} ${network}`, Math.max(count, ofMinute.get(`${process} ${network}`) ?? 0));
  }
  return [...counts].flatMap(([minute, ofMinute]) => {
    const byNetwork = new Map<string, number>();
    for (const [key, count] of ofMinute) byNetwork.set(key.slice(key.indexOf(" ") + 1), (byNetwork.get(key.slice(key.indexOf(" ") + 1)) ?? 0) + count);
    const usual = median([...byNetwork.values()]);
    return [...byNetwork.values()].filter((count) => count > 1).map((count): Anomaly => ({
      kind: "network", at: new Date(minute), count, usual,
      note: { zh: `同一网络一分钟内提交 ${count} 次报名。运营商的公共出口也会如此，请结合其他迹象判断。`, en: `${count} registrations within a minute from one network. A mobile operator's gateway looks alike: weigh it with other signs.` },
    }));
  });
}

function crowdedSeconds(pulses: readonly PulseRow[]): Anomaly[] {
  const bySecond = new Map<number, number>();
  for (const { second, accepted } of pulses) bySecond.set(second.getTime(), (bySecond.get(second.getTime()) ?? 0) + accepted);
  const usual = median([...bySecond.values()].filter((count) => count > 0));
  return [...bySecond].filter(([, count]) => count >= LEAST_IN_A_SECOND && count > TIMES_USUAL * usual).map(([second, count]): Anomaly => ({
    kind: "second", at: new Date(second), count, usual, note: { zh: `一秒内接受 ${count} 份报名，通常为 ${Math.round(usual)} 份。`, en: `${count} registrations in one second, where ${Math.round(usual)} are usual.` },
  }));
}

function forgedRequests(pulses: readonly PulseRow[]): Anomaly[] {
  const counts = new Map<string, number>();
  for (const { refused } of pulses) for (const [code, count] of Object.entries(refused)) if (FORGED.has(code)) counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts].filter(([, count]) => count >= LEAST_REFUSALS).map(([code, count]): Anomaly => ({
    kind: "refusal", count, usual: 0, note: { zh: `${count} 次请求因「${code}」被拒绝：正常页面不会发出这样的请求。`, en: `${count} requests were refused with "${code}": pages do not send such.` },
  }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
