import type { Handles } from "../../kernel/database.ts";
import { newId } from "../../kernel/ids.ts";
import { checkMessage, type Content, type OutgoingMessage, placeOf, SMS_LASTS_MS } from "./message.ts";
import type { MessagesParts } from "./parts.ts";
import { insertMessage } from "./store.ts";

/**
 * Writes a message, and with an SMS the word to send it, in the caller's transaction: rolled back, nobody is told.
 * @returns its id; undefined when the person has left
 */
export async function sendMessage(parts: Pick<MessagesParts, "identity" | "events" | "clock">, tx: Handles, message: OutgoingMessage): Promise<string | undefined> {
  checkMessage(message);
  const { person, city, class: about, title, body, link, actions, sms, smsUntil } = message;
  const cipher = await parts.identity.people.cipherOf(person, tx);
  if (!cipher) return undefined;
  const [id, at] = [newId(), parts.clock()];
  const content: Content = { title, body, ...(link === undefined ? {} : { link }), ...(actions ? { actions } : {}) };
  await insertMessage(tx, {
    person, id, city, class: about, about_kind: message.about.kind, about_id: message.about.id, at,
    content: cipher.seal(placeOf.content(id), JSON.stringify(content)),
    sms: sms ? cipher.seal(placeOf.sms(id), JSON.stringify(sms)) : null,
    sms_until: sms ? (smsUntil ?? new Date(at.getTime() + SMS_LASTS_MS)) : null,
  });
  if (sms) await parts.events.publish(tx, { name: "messages.message-sent", version: 1, payload: { person, message: id } });
  return id;
}
