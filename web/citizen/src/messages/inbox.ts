/** A person's messages: what is asked of the API about them, and how the count is told live. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type Answer, askPersonal, type PathOf } from "../account/api.ts";
import { PERSONAL } from "../account/me.ts";
import { usePresence } from "../device/presence.ts";

export type Inbox = Answer<"get", "/api/v1/me/messages">;
export type Message = Inbox["items"][number];
export type MessageClass = Message["class"];
export type MessageAction = NonNullable<Message["actions"]>[number];

export const inboxKey = [PERSONAL, "messages"] as const;

const unreadQuery = queryOptions({
  queryKey: [PERSONAL, "unread-messages"],
  queryFn: async ({ signal }) => (await askPersonal("get", "/api/v1/me/messages/unread", {}, signal)).unread,
  staleTime: 60_000,
});

/** Undefined until it is known. */
export function useUnread(): number | undefined {
  const presence = usePresence();
  return useQuery({ ...unreadQuery, enabled: presence === "in" }).data;
}

/** What one tap does: the API's own address, as the message brought it, and once however often it is sent. */
export async function carryOut({ path }: MessageAction, idempotencyKey: string): Promise<void> {
  await askPersonal("post", path as PathOf<"post">, { idempotencyKey });
}

/**
 * Follows the count while the page is looked at: a connection for each tab that nobody sees would keep others waiting. It
 * begins when the page has been there for a while, since nothing on it waits for this.
 */
export function useLiveUnread(): void {
  const queries = useQueryClient();
  const presence = usePresence();
  useEffect(() => {
    if (presence !== "in" || typeof EventSource === "undefined") return undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = () => {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    };
    const open = () => {
      close();
      if (document.visibilityState !== "visible") return;
      timer = setTimeout(() => {
        source = new EventSource("/api/v1/me/messages/events");
        source.addEventListener("message", ({ data }: MessageEvent<string>) => {
          const { unread } = JSON.parse(data) as { unread: number };
          const before = queries.getQueryData(unreadQuery.queryKey);
          queries.setQueryData(unreadQuery.queryKey, unread);
          if (before !== undefined && before !== unread) void queries.invalidateQueries({ queryKey: inboxKey });
        });
      }, SETTLED_MS);
    };
    open();
    document.addEventListener("visibilitychange", open);
    return () => {
      document.removeEventListener("visibilitychange", open);
      close();
    };
  }, [presence, queries]);
}

const SETTLED_MS = 1_500;
