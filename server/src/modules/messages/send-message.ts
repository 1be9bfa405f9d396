import type { Handles } from "../../kernel/database.ts";
import { newId } from "../../kernel/ids.ts";
import { checkMessage, type Content, type OutgoingMessage, placeOf, SMS_LASTS_MS } from "./message.ts";
import type { MessagesParts } from "./parts.ts";
import { insertMessages, type NewMessage } from "./store.ts";

/** A message that is written and not yet delivered: nobody reads it before `deliver`. */
export type SealedMessage = NewMessage;

type Parts = Pick<MessagesParts, "identity" | "events" | "clock">;

/**
 * Writes a message, and with an SMS the word to send it, in the caller's transaction: rolled back, nobody is told.
 * @returns its id; undefined when the person has left
 */
export async function sendMessage(parts: Parts, tx: Handles, message: OutgoingMessage): Promise<string | undefined> {
  const sealed = await sealMessage(parts, message, tx);
  if (sealed) await deliverMessages(parts, tx, [sealed]);
  return sealed?.id;
}

/** Undefined when the person has left. */
export async function sealMessage(parts: Pick<Parts, "identity" | "clock">, message: OutgoingMessage, source?: Handles): Promise<SealedMessage | undefined> {
  checkMessage(message);
  const { person, city, class: about, title, body, link, actions, sms, smsUntil, own = false } = message;
  const cipher = await parts.identity.people.cipherOf(person, source);
  if (!cipher) return undefined;
  const [id, at] = [newId(), parts.clock()];
  const content: Content = { title, body, ...(link === undefined ? {} : { link }), ...(actions ? { actions } : {}) };
  return {
    person, id, city, class: about, about_kind: message.about.kind, about_id: message.about.id, at, read_at: own ? at : null,
    content: cipher.seal(placeOf.content(id), JSON.stringify(content)),
    sms: sms ? cipher.seal(placeOf.sms(id), JSON.stringify(sms)) : null,
    sms_until: sms ? (smsUntil ?? new Date(at.getTime() + SMS_LASTS_MS)) : null,
  };
}

/** All of them in one statement, in the caller's transaction. */
export async function deliverMessages({ events }: Pick<Parts, "events">, tx: Handles, messages: readonly SealedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await insertMessages(tx, messages);
  for (const { person, id, sms } of messages) if (sms) await events.publish(tx, { name: "messages.message-sent", version: 1, payload: { person, message: id } });
}
