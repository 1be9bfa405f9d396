/** drand's signature of a round, from whichever of its relays answers first. */
import { isSignatureOf, QUICKNET } from "@citizen-cloud/draw-verifier";
import type { Log } from "../../../kernel/log.ts";

const TIMEOUT_MS = 5_000;
const LARGEST_REPLY = 4_096;

export interface Drand {
  /** Undefined: no relay can be reached, or none has the round. What a relay says is taken when the league signed it. */
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
          if (said.round !== round || typeof said.signature !== "string") continue;
          const signature = Buffer.from(said.signature, "hex");
          if (isSignatureOf(round, signature)) return signature;
          log.warn({ relay, round }, "a relay of drand gave what drand did not sign");
        } catch (error) {
          log.warn({ err: error, relay }, "a relay of drand does not answer");
        }
      }
      return undefined;
    },
  };
}
