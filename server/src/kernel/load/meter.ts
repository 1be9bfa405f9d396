import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Pressure } from "./level.ts";

const RESOLUTION_MS = 20;
const NANOSECONDS = 1_000_000;

export interface Meter {
  /** What has weighed on this process since it was read last. */
  read(): Pressure;
  close(): void;
}

/** @param waitMs stands in the queue for a connection to the database, and tells how long that took */
export function createMeter(waitMs: () => Promise<number>): Meter {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let waited = 0;
  /** While somebody of ours still stands in the queue, they have waited at least so long. */
  let standingSince: number | undefined;
  const stand = async () => {
    standingSince = performance.now();
    try {
      waited = await waitMs();
    } catch {
      // None came in time: that is how long the wait is.
      waited = performance.now() - standingSince;
    } finally {
      standingSince = undefined;
    }
  };
  return {
    read() {
      const loopDelayMs = Math.max(0, delays.percentile(99) / NANOSECONDS - RESOLUTION_MS);
      delays.reset();
      const databaseWaitMs = standingSince === undefined ? waited : Math.max(waited, performance.now() - standingSince);
      if (standingSince === undefined) void stand();
      return { loopDelayMs: Number.isFinite(loopDelayMs) ? loopDelayMs : 0, databaseWaitMs };
    },
    close: () => void delays.disable(),
  };
}
