import Type from "typebox";
import type { ExportPart } from "../identity/index.ts";
import { Message, MessagePreferences } from "./contract.ts";
import { readEveryMessage } from "./inbox.ts";
import type { MessagesParts } from "./parts.ts";
import { findLanguage } from "./store.ts";

export function messagesExport(parts: Pick<MessagesParts, "database" | "identity">): ExportPart {
  return {
    name: "messages",
    schema: Type.Object({ ...MessagePreferences.properties, items: Type.Array(Message) }),
    read: async (person) => ({ language: await findLanguage(parts.database, person), items: await readEveryMessage(parts, person) }),
  };
}
