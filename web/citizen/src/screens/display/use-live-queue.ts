import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fillIn } from "../../api/client.ts";
import type { Queue } from "../../booking/queries.ts";
import { useAsker, useParam } from "../../routing/place.tsx";

const TRY_AGAIN_MS = 15_000;

/** Follows the queue as it moves. A screen hangs for months: whatever ends the connection, it is made again. */
export function useLiveQueue(key: readonly unknown[]): boolean {
  const queries = useQueryClient();
  const { city, script } = useAsker();
  const office = useParam("office");
  const [live, setLive] = useState(false);
  const address = fillIn("/api/v1/cities/{city}/offices/{office}/queue/events", { path: { city, office }, query: script === "zh-Hant" ? { lang: script } : {} });
  const keyText = JSON.stringify(key);
  useEffect(() => {
    let stream: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      stream = new EventSource(address);
      stream.addEventListener("open", () => setLive(true));
      stream.addEventListener("queue", ({ data }: MessageEvent<string>) => queries.setQueryData(JSON.parse(keyText) as unknown[], JSON.parse(data) as Queue));
      stream.addEventListener("error", () => {
        setLive(false);
        // Refused, as when too many listen: the browser gives up then, and only then.
        if (stream?.readyState === EventSource.CLOSED) again = setTimeout(connect, TRY_AGAIN_MS);
      });
    };
    connect();
    return () => {
      clearTimeout(again);
      stream?.close();
    };
  }, [address, queries, keyText]);
  return live;
}
