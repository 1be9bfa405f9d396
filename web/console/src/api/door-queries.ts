/** What the rooms about doors ask. Keys begin with the city, as all of the console's. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, client } from "./client.ts";

/** Colleagues at other doors let people in too. */
const COUNT_EVERY_MS = 10_000;

export const doorsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "doors"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/doors", { params: { path: { city } }, signal })),
  });

export const doorQuery = (city: string, slug: string) =>
  queryOptions({
    queryKey: [city, "doors", slug],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/campaigns/{slug}/door", { params: { path: { city, slug } }, signal })),
    refetchInterval: COUNT_EVERY_MS,
  });
