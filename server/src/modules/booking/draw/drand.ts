/** drand's signature of a round, from whichever of its relays answers first. */
import { QUICKNET } from "@citizen-cloud/draw-verifier";
import type { Log } from "../../../kernel/log.ts";

const TIMEOUT_MS = 5_000;
const LARGEST_REPLY = 4_096;

export interface Drand {
  /** Undefined: no relay can be reached, or none has the round. */
  signatureOf(round: number): Promise<Buffer | undefined>;
}

/** @param relays addresses, asked one after the other */
export function connectDrand(relays: readonly string[], log: Log): Drand {
  return {
    async signatureOf(round) {
      for (const relay of relays) {
        try {
          const reply = await fetch(new URL(`/${QUICKNET.hash}/public/${round}`, relay), { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
          const text = await reply.text();
          if (!reply.ok || text.length > LARGEST_REPLY) continue;
          const said = JSON.parse(text) as { round?: unknown; signature?: unknown };
          if (said.round === round && typeof said.signature === "string" && /^[0-9a-f]{96}$/.test(said.signature)) return Buffer.from(said.signature, "hex");
        } catch (error) {
          log.warn({ err: error, relay }, "a relay of drand does not answer");
        }
      }
      return undefined;
    },
  };
}
