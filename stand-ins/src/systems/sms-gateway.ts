import { Type } from "typebox";
import type { System } from "./system.ts";

export interface Message {
  id: string;
  to: string;
  text: string;
  receivedAt: string;
}

export interface SmsGateway extends System {
  /** Newest first. */
  messages(to?: string): Message[];
}

const MESSAGES_KEPT = 500;

export function createSmsGateway(token: string): SmsGateway {
  /** By id, oldest first: the same id twice is sent once. */
  const kept = new Map<string, Message>();
  return {
    name: "sms-gateway",
    title: "短信网关 SMS gateway",
    token,
    messages: (to) => [...kept.values()].filter((message) => to === undefined || message.to === to).reverse(),
    reset: () => kept.clear(),
    routes(http) {
      http.post("/v1/messages", { schema: { body: MessageSchema } }, async ({ body }, reply) => {
        if (!kept.has(body.id)) kept.set(body.id, { ...body, receivedAt: new Date().toISOString() });
        const [oldest] = kept.keys();
        if (kept.size > MESSAGES_KEPT && oldest !== undefined) kept.delete(oldest);
        return reply.code(202).send({ id: body.id });
      });
    },
  };
}

const MessageSchema = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 100 }), to: Type.String({ pattern: String.raw`^\+?\d{5,15}$` }), text: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { additionalProperties: false },
);
