/** How a system is told to misbehave, and the hooks that do it over HTTP. */
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { type Fault, FAULTS, spoil } from "./faults.ts";
import { type Http, sendProblem } from "./http.ts";

export const BehaviourSchema = Type.Object(
  {
    /** Switched off, it closes every connection. */
    on: Type.Boolean(),
    /** Waits so long before it answers. */
    slowMs: Type.Integer({ minimum: 0, maximum: 120_000 }),
    /** Waits up to so long more, by chance. */
    jitterMs: Type.Integer({ minimum: 0, maximum: 120_000 }),
    fault: Type.Enum(FAULTS),
    /** Of a hundred answers so many are 503. */
    errorPercent: Type.Integer({ minimum: 0, maximum: 100 }),
    /** Beyond it the answer is 429; null: no limit. */
    requestsPerMinute: Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()]),
  },
  { additionalProperties: false },
);
export type Behaviour = Static<typeof BehaviourSchema>;

export const GOOD_BEHAVIOUR: Readonly<Behaviour> = { on: true, slowMs: 0, jitterMs: 0, fault: "none", errorPercent: 0, requestsPerMinute: null };

const WINDOW_MS = 60_000;
/** Coprime to a hundred: the errors among a hundred answers are spread over them, and exactly so many. */
const ERROR_STEP = 61;

/** What a system does with the next question. Whatever it speaks asks this once a question. */
export interface Verdict {
  waitMs: number;
  fault: Fault | "off" | "limited";
  /** How long whoever is `limited` should wait. */
  retryAfterSeconds: number;
}

/** Follows one system's behaviour from question to question. */
export class Conduct {
  readonly #behaviour: () => Readonly<Behaviour>;
  #windowStart = 0;
  #requests = 0;
  #questions = 0;
  /** Ends what hangs. */
  readonly #held = new Set<() => void>();

  constructor(behaviour: () => Readonly<Behaviour>) {
    this.#behaviour = behaviour;
  }

  next(): Verdict {
    const { on, slowMs, jitterMs, fault, errorPercent, requestsPerMinute } = this.#behaviour();
    if (!on) return { waitMs: 0, fault: "off", retryAfterSeconds: 0 };
    const now = Date.now();
    if (now - this.#windowStart >= WINDOW_MS) [this.#windowStart, this.#requests] = [now, 0];
    this.#requests += 1;
    this.#questions += 1;
    const waitMs = slowMs + (jitterMs === 0 ? 0 : Math.floor(Math.random() * (jitterMs + 1)));
    if (requestsPerMinute !== null && this.#requests > requestsPerMinute) return { waitMs, fault: "limited", retryAfterSeconds: Math.ceil((this.#windowStart + WINDOW_MS - now) / 1000) };
    const failing = (this.#questions * ERROR_STEP) % 100 < errorPercent;
    return { waitMs, fault: failing ? "unavailable" : fault, retryAfterSeconds: 0 };
  }

  /** Keeps a question that is never answered until the behaviour changes. */
  hold(end: () => void): void {
    this.#held.add(end);
  }

  /** The behaviour changed: what hung is let go. */
  release(): void {
    for (const end of this.#held) end();
    this.#held.clear();
  }
}

/** In the configuration of routes that give out tokens: what spoils answers leaves them alone, and nobody needs a token for them. */
export const GIVES_TOKENS = { givesTokens: true };

/** Every route added to this scope afterwards behaves as told at the moment of each request. */
export function misbehave(scope: Http, conduct: Conduct, innerAddress: () => string): void {
  const spoiled = new WeakMap<FastifyRequest, Fault>();

  scope.addHook("onRequest", async (request, reply) => {
    const { waitMs, fault, retryAfterSeconds } = conduct.next();
    if (waitMs > 0) await sleep(waitMs);
    switch (fault) {
      case "none": return undefined;
      case "limited": return sendProblem(reply.header("retry-after", retryAfterSeconds), 429, "Too Many Requests", "This system answers no more requests in this minute.");
      case "unavailable": return sendProblem(reply, 503, "Service Unavailable", "This system is down for maintenance.");
      case "redirect": return reply.redirect(`${innerAddress()}/control/messages`, 302);
      case "off":
      case "hang-up": return void hijack(reply).destroy();
      case "hang": return holdUntilReleased(reply);
      // The certificate was shown before anything could be asked.
      case "expired-certificate": return undefined;
      default: return void spoiled.set(request, fault);
    }
  });

  scope.addHook("onSend", async (request, reply, payload) => {
    const fault = spoiled.get(request);
    if (fault === undefined || givesTokens(request)) return payload;
    const good = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === "string" ? payload : "");
    const { status, contentType, body, length } = spoil(fault, good, String(reply.getHeader("content-type") ?? "application/json"));
    reply.removeHeader("content-length").header("content-type", contentType);
    if (status !== undefined) reply.code(status);
    if (length !== undefined) reply.header("content-length", length);
    return Buffer.isBuffer(body) ? body : Readable.from(body, { objectMode: false });
  });

  /** @returns the connection, which nobody else touches from now on */
  function hijack(reply: FastifyReply) {
    reply.hijack();
    return reply.raw;
  }

  function holdUntilReleased(reply: FastifyReply): undefined {
    const connection = hijack(reply);
    conduct.hold(() => connection.destroy());
  }
}

export function givesTokens(request: FastifyRequest): boolean {
  return "givesTokens" in request.routeOptions.config;
}
