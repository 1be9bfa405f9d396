import Type from "typebox";
import type { EventStreams } from "../../kernel/http/event-stream.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import { toTraditional } from "../catalogue/index.ts";
import { Inbox, InboxQuery, MessageParams, MessagePreferences, Unread } from "./contract.ts";
import { readInbox, readMessage } from "./inbox.ts";
import type { MessagesParts } from "./parts.ts";
import { countUnread, findLanguage, markAllRead, saveLanguage } from "./store.ts";

/** A person's inbox. Nobody acts for another here: what others may know of them is told where it happens. */
export function registerMessagesRoutes(server: HttpServer, parts: MessagesParts & { streams: EventStreams }): void {
  const { identity, database, clock, streams } = parts;
  const tags = ["messages"];
  const config = { weight: "essential" } as const;

  server.get("/api/v1/me/messages", { config, schema: { tags, summary: "Your messages, newest first", querystring: InboxQuery, response: { 200: Inbox } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    const { before, class: wanted, lang } = request.query;
    const inbox = await readInbox(parts, person, { before, class: wanted });
    return reply.header("cache-control", "no-store").send(lang === "zh-Hant" ? toTraditional(inbox) : inbox);
  });

  server.get("/api/v1/me/messages/unread", { config, schema: { tags, summary: "How many you have not read", response: { 200: Unread } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    return reply.header("cache-control", "no-store").send({ unread: await countUnread(database, person) });
  });

  server.get("/api/v1/me/messages/events", { config, schema: { tags, summary: "Live: how many you have not read, each time it changes", description: "Server-sent events named `message`, each with `{\"unread\": 3}`; the first at once. Reconnect when it ends.", produces: ["text/event-stream"], response: { 200: Type.Unsafe<Buffer>({ type: "string" }) } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    return streams.open(reply, { topic: person, owner: person, event: "message", read: async () => ({ unread: await countUnread(database, person) }) });
  });

  server.post("/api/v1/me/messages/:id/read", { config, schema: { tags, summary: "You have read it", params: MessageParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    await readMessage(parts, person, request.params.id);
    return reply.code(204).send(null);
  });

  server.post("/api/v1/me/messages/read-all", { config, schema: { tags, summary: "You have read them all", response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    await database.transaction((tx) => markAllRead(tx, person, clock()));
    return reply.code(204).send(null);
  });

  server.get("/api/v1/me/message-preferences", { schema: { tags, summary: "How you are told", response: { 200: MessagePreferences } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    return reply.header("cache-control", "no-store").send({ language: await findLanguage(database, person) });
  });

  server.put("/api/v1/me/message-preferences", { schema: { tags, summary: "Choose how you are told", body: MessagePreferences, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person } = await identity.requirePerson(request);
    await saveLanguage(database, person, request.body.language);
    return reply.code(204).send(null);
  });
}
