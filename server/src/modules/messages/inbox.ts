/** A person's own inbox. To everybody else its messages do not exist. */
import type { Inbox, Message } from "./contract.ts";
import { noSuchMessage } from "./errors.ts";
import { type Content, type MessageClass, placeOf } from "./message.ts";
import type { MessagesParts } from "./parts.ts";
import { countUnread, listMessages, markRead, type MessageRow } from "./store.ts";

const LISTED = 30;

export async function readInbox({ database, identity }: Pick<MessagesParts, "database" | "identity">, person: string, filter: { before?: string | undefined; class?: MessageClass | undefined }): Promise<Inbox> {
  const [rows, unread, cipher] = await Promise.all([listMessages(database, person, { ...filter, limit: LISTED + 1 }), countUnread(database, person), identity.people.cipherOf(person)]);
  const items = cipher ? rows.slice(0, LISTED).map((row) => describeMessage(row, JSON.parse(cipher.open(placeOf.content(row.id), row.content)) as Content)) : [];
  return { items, unread, more: rows.length > LISTED };
}

/** Page by page, so that nobody's many messages are in memory sealed and open at once. */
export async function readEveryMessage(parts: Pick<MessagesParts, "database" | "identity">, person: string): Promise<Message[]> {
  const all: Message[] = [];
  for (let more = true; more; ) {
    const page = await readInbox(parts, person, { before: all.at(-1)?.id });
    all.push(...page.items);
    more = page.more && page.items.length > 0;
  }
  return all;
}

function describeMessage({ id, city, class: messageClass, at, read_at, settled_at, about_kind, about_id }: MessageRow, { title, body, link, actions }: Content): Message {
  return {
    id, city, class: messageClass, at: at.toISOString(), ...(read_at ? { readAt: read_at.toISOString() } : {}), title, body,
    ...(link === undefined ? {} : { link }), ...(actions && !settled_at ? { actions } : {}), about: { kind: about_kind, id: about_id },
  };
}

/** @throws no-such-message */
export async function readMessage({ database, clock }: Pick<MessagesParts, "database" | "clock">, person: string, id: string): Promise<void> {
  const known = await database.transaction((tx) => markRead(tx, person, id, clock()));
  if (!known) throw noSuchMessage("There is no such message of yours.");
}
