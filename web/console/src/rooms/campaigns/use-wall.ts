import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { wallQuery } from "../../api/campaign-queries.ts";
import type { Wall } from "../../api/types.ts";
import { useCity } from "../../staff/staff-context.tsx";

/** Told each second; when it is silent for longer, what stands there is old and is said to be. */
const SILENT_AFTER_MS = 5_000;

/** A campaign as it goes, for as long as somebody watches. */
export function useWall(slug: string) {
  const city = useCity();
  const queries = useQueryClient();
  const question = useQuery(wallQuery(city, slug));
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    const stream = new EventSource(`/staff/v1/cities/${encodeURIComponent(city)}/campaigns/${encodeURIComponent(slug)}/wall/events`);
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setSilent(true), SILENT_AFTER_MS);
    };
    wait();
    stream.addEventListener("wall", ({ data }: MessageEvent<string>) => {
      // The server checks its own answers against the description that the types come from.
      queries.setQueryData(wallQuery(city, slug).queryKey, JSON.parse(data) as Wall);
      setSilent(false);
      wait();
    });
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [city, slug, queries]);
  return { ...question, silent };
}
