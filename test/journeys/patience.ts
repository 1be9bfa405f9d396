/** How journeys wait: as long as a machine needs that has much else to do. Who waits in vain fails all the same, only later. */
import { setTimeout as sleep } from "node:timers/promises";

/** Far longer than anything takes on a quiet machine. */
export const PATIENCE_MS = 90_000;

const LOOK_EVERY_MS = 50;

/** Looks again until nothing is thrown: what a page shows follows a moment after what was done. */
export async function eventually<Seen>(look: () => Seen | Promise<Seen>, patienceMs = PATIENCE_MS): Promise<Seen> {
  for (const deadline = Date.now() + patienceMs; ; await sleep(LOOK_EVERY_MS)) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
