/** How tests wait: as long as a machine needs that has much else to do. Who waits in vain fails all the same, only later. */
import { setTimeout as sleep } from "node:timers/promises";

/** Far longer than anything takes on a quiet machine. */
export const PATIENCE_MS = 60_000;

const LOOK_EVERY_MS = 10;

/**
 * Looks again until there is something to see: what follows a change follows it a moment later.
 * @param what is waited for, to be told when it does not come
 * @returns what was seen
 */
export async function until<Seen>(look: () => Seen | Promise<Seen>, what: string): Promise<Exclude<Seen, undefined | null | false | 0 | "">> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await sleep(LOOK_EVERY_MS)) {
    const seen = await look();
    if (seen) return seen as Exclude<Seen, undefined | null | false | 0 | "">;
  }
  throw new Error(`Waited in vain: ${what}`);
}

/** How long the process itself worked at it, in milliseconds: what else the machine has to do adds nothing. */
export async function workedMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
