/** What the messages room takes and gives over HTTP. */
import Type, { type Static } from "typebox";
import { Text } from "../catalogue/index.ts";
import { CLASSES, LANGUAGES } from "./message.ts";

const closed = { additionalProperties: false };
const Instant = Type.String({ format: "date-time" });
const MessageId = Type.String({ format: "uuid" });
const MessageClass = Type.Enum([...CLASSES], { type: "string", description: "What it is about. There is no class for advertising" });
const Lang = Type.Enum(["zh-Hans", "zh-Hant"], { type: "string", description: "Script of the `zh` texts" });

export const InboxQuery = Type.Object(
  {
    before: Type.Optional({ ...MessageId, description: "Id of the last message you have: what came before it follows" }),
    class: Type.Optional(MessageClass),
    lang: Type.Optional(Lang),
  },
  closed,
);
export const MessageParams = Type.Object({ id: MessageId });

const Action = Type.Object({
  id: Type.String(),
  label: Text,
  tone: Type.Enum(["go", "stop"], { type: "string", description: "stop ends or gives up something: ask once more" }),
  method: Type.Enum(["POST"], { type: "string" }),
  path: Type.String({ description: "Of this API; takes no body" }),
});
export const Message = Type.Object({
  id: MessageId,
  city: Type.String({ description: "Which city sent it" }),
  class: MessageClass,
  at: Instant,
  readAt: Type.Optional(Instant),
  title: Text,
  body: Text,
  link: Type.Optional(Type.String({ description: "Path in the people's app, below its city" })),
  actions: Type.Optional(Type.Array(Action, { description: "What one tap does; absent once it was answered" })),
  about: Type.Object({ kind: Type.String(), id: Type.String() }),
});
export type Message = Static<typeof Message>;
export const Inbox = Type.Object({ items: Type.Array(Message), unread: Type.Integer({ description: "Of all classes" }), more: Type.Boolean({ description: "Older ones follow" }) });
export type Inbox = Static<typeof Inbox>;
export const Unread = Type.Object({ unread: Type.Integer() });

export const MessagePreferences = Type.Object({ language: Type.Enum([...LANGUAGES], { type: "string", description: "Language of what goes to your telephone" }) }, closed);
