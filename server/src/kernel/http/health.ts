import Type from "typebox";
import type { HttpServer } from "./server.ts";

const State = Type.Object({ status: Type.Enum(["ok", "unavailable"], { type: "string" }), reason: Type.Optional(Type.String()) });
const CHECK_TIMEOUT_MS = 2_000;

export interface ReadinessCheck {
  name: string;
  /** Resolves when this part can serve. */
  check(): Promise<unknown>;
}

/** `live`: the process answers. `ready`: it can serve people; a load balancer takes it out otherwise. */
export function registerHealth(server: HttpServer, checks: ReadinessCheck[], isStopping: () => boolean): void {
  const tags = ["operations"];
  server.get("/healthz/live", { schema: { tags, summary: "The process answers", response: { 200: State } } }, async (_request, reply) => {
    return reply.header("cache-control", "no-store").send({ status: "ok" });
  });
  server.get("/healthz/ready", { schema: { tags, summary: "The process can serve people", response: { 200: State, 503: State } } }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    if (isStopping()) return reply.code(503).send({ status: "unavailable", reason: "stopping" });
    for (const { name, check } of checks) {
      try {
        await within(check(), CHECK_TIMEOUT_MS);
      } catch (error) {
        request.log.warn({ err: error, check: name }, "a readiness check failed");
        return reply.code(503).send({ status: "unavailable", reason: name });
      }
    }
    return reply.send({ status: "ok" });
  });
}

async function within(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
