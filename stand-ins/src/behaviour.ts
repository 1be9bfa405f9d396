/** How a system is told to misbehave, and the hook that does it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { sendProblem } from "./http.ts";

export const FAULTS = ["none", "unavailable", "hang-up", "wrong-shape", "malformed"] as const;

export const BehaviourSchema = Type.Object(
  {
    /** Waits so long before it answers. */
    slowMs: Type.Integer({ minimum: 0, maximum: 120_000 }),
    /** `unavailable` answers 503; `hang-up` closes the connection; `wrong-shape` answers JSON of another shape; `malformed` answers text that is not JSON. */
    fault: Type.Enum(FAULTS),
    /** Beyond it the answer is 429; null: no limit. */
    requestsPerMinute: Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()]),
  },
  { additionalProperties: false },
);
export type Behaviour = Static<typeof BehaviourSchema>;

export const GOOD_BEHAVIOUR: Readonly<Behaviour> = { slowMs: 0, fault: "none", requestsPerMinute: null };

const WINDOW_MS = 60_000;

/** Makes a hook that behaves as told at the moment of each request. */
export function misbehave(behaviour: () => Readonly<Behaviour>) {
  let windowStart = 0;
  let requests = 0;
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { slowMs, fault, requestsPerMinute } = behaviour();
    const now = Date.now();
    if (now - windowStart >= WINDOW_MS) [windowStart, requests] = [now, 0];
    requests += 1;
    if (slowMs > 0) await sleep(slowMs);
    if (requestsPerMinute !== null && requests > requestsPerMinute) {
      reply.header("retry-after", Math.ceil((windowStart + WINDOW_MS - now) / 1000));
      await sendProblem(reply, 429, "Too Many Requests", `This system answers ${requestsPerMinute} requests a minute.`);
    } else if (fault === "unavailable") {
      await sendProblem(reply, 503, "Service Unavailable", "This system is down for maintenance.");
    } else if (fault === "hang-up") {
      reply.hijack();
      reply.raw.destroy();
    } else if (fault === "wrong-shape") {
      await reply.send({ code: 0, message: "success", data: null });
    } else if (fault === "malformed") {
      await reply.type("application/json").send('{"result": "mat');
    }
  };
}
