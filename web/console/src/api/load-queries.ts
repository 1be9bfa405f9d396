/** How busy the service is, for the room of load. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, client } from "./client.ts";

const LOOK_AGAIN_MS = 3_000;

export const loadQuery = (city: string) =>
  queryOptions({ queryKey: [city, "load"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/load", { signal })), refetchInterval: LOOK_AGAIN_MS });
