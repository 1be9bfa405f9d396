/** Messages: what people are told, in their inbox and on their telephones. What other rooms may use of it. */
import type { Handles } from "../../kernel/database.ts";
import type { Subscription } from "../../kernel/events.ts";
import { createEventStreams } from "../../kernel/http/event-stream.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import type { Job } from "../../kernel/jobs.ts";
import { carryMessagesOver } from "./carry-over.ts";
import { messagesExport } from "./export.ts";
import { messagesWork } from "./jobs.ts";
import type { OutgoingMessage } from "./message.ts";
import type { MessagesParts } from "./parts.ts";
import { registerMessagesRoutes } from "./routes.ts";
import { deliverMessages, type SealedMessage, sealMessage, sendMessage } from "./send-message.ts";
import { INBOX_CHANGED_CHANNEL, settleMessages } from "./store.ts";

export type { Action as MessageAction, OutgoingMessage } from "./message.ts";
export type { SealedMessage } from "./send-message.ts";

export interface Messages {
  jobs: Job[];
  subscriptions: Subscription[];
  registerRoutes(server: HttpServer): void;
  /**
   * Writes a message, and with an SMS the word to send it, in the caller's transaction: rolled back, nobody is told.
   * @returns its id; undefined when the person has left
   */
  send(tx: Handles, message: OutgoingMessage): Promise<string | undefined>;
  /** The first half of `send`, for whoever writes many in one transaction and lets nobody wait in it. Undefined when the person has left. */
  seal(message: OutgoingMessage): Promise<SealedMessage | undefined>;
  /** The other half: all of them at once, in the caller's transaction. */
  deliver(tx: Handles, messages: readonly SealedMessage[]): Promise<void>;
  /** What a person's messages about a thing ask was answered, here or elsewhere: their actions are taken away. */
  settle(tx: Handles, person: string, about: OutgoingMessage["about"]): Promise<void>;
}

export function openMessages(parts: MessagesParts): Messages {
  const streams = createEventStreams({ log: parts.log });
  parts.notifications.on(INBOX_CHANGED_CHANNEL, (person) => streams.tell(person));
  parts.notifications.onListening(() => streams.tellAll());
  // A sign-in that ended, or a right that changed: whoever may still listen asks again.
  parts.identity.people.onChanged((person) => streams.endOwner(person));
  parts.identity.people.addToExport(messagesExport(parts));
  parts.identity.people.onJoining((tx, joining) => carryMessagesOver(parts, tx, joining));
  return {
    ...messagesWork(parts),
    registerRoutes(server) {
      server.addHook("preClose", async () => streams.close());
      registerMessagesRoutes(server, { ...parts, streams });
    },
    send: (tx, message) => sendMessage(parts, tx, message),
    seal: (message) => sealMessage(parts, message),
    deliver: (tx, messages) => deliverMessages(parts, tx, messages),
    settle: (tx, person, about) => settleMessages(tx, person, about, parts.clock()),
  };
}
