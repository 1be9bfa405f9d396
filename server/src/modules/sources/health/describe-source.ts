import type { SourceState, SourceSummary } from "../contract.ts";
import type { OpenSource } from "../source.ts";
import { percentile } from "./latency.ts";
import type { HealthSum } from "./store.ts";

/** Share of failures from which people should know that a source is in trouble, and how many questions tell that. */
const TROUBLED_SHARE = 0.05;
const TELLING_QUESTIONS = 5;

type Performance = SourceSummary["day"];

export function describePerformance(sum: Pick<HealthSum, "answered" | "failed" | "latencies"> | undefined): Performance {
  const { answered, failed, latencies } = sum ?? { answered: 0, failed: 0, latencies: [] };
  const [medianMs, p95Ms] = [percentile(latencies, 0.5), percentile(latencies, 0.95)];
  return {
    answered, failed,
    ...(answered + failed === 0 ? {} : { availability: answered / (answered + failed) }),
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(p95Ms === undefined ? {} : { p95Ms }),
  };
}

/** @param hasAlarm whether any process left the source alone and none has reached it since */
export function stateOf({ connected }: Pick<OpenSource, "connected">, hasAlarm: boolean, quarter: Performance): SourceState {
  if (!connected) return "not-connected";
  if (hasAlarm) return "down";
  const { answered, failed } = quarter;
  return answered + failed >= TELLING_QUESTIONS && failed / (answered + failed) > TROUBLED_SHARE ? "troubled" : "up";
}
