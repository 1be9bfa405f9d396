import type { Handles } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { Joining } from "../identity/index.ts";
import { placeOf } from "./message.ts";
import { listSealedOf, moveMessage, movePreference } from "./store.ts";

/** What somebody was told before they proved who they are stays theirs; an SMS on its way is sent under the id they have now. */
export async function carryMessagesOver({ events }: { events: Events }, tx: Handles, { from, into, reseal }: Joining): Promise<void> {
  for (const { id, content, sms } of await listSealedOf(tx, from)) {
    await moveMessage(tx, { from, into, id, content: reseal(placeOf.content(id), content), sms: sms && reseal(placeOf.sms(id), sms) });
    if (sms) await events.publish(tx, { name: "messages.message-sent", version: 1, payload: { person: into, message: id } });
  }
  await movePreference(tx, from, into);
}
