/** What the rooms about campaigns ask. Keys begin with the city, as all of the console's. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, client } from "./client.ts";

/** The list is no wall: it is looked at again now and then. */
const WATCH_EVERY_MS = 15_000;

export const campaignsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "campaigns"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/campaigns", { params: { path: { city } }, signal })),
    refetchInterval: WATCH_EVERY_MS,
  });

/** The rules as people read them; they stand still once a campaign has opened. */
export const campaignRulesQuery = (city: string, slug: string) =>
  queryOptions({
    queryKey: [city, "campaigns", slug, "rules"],
    queryFn: ({ signal }) => answerOf(client.GET("/api/v1/cities/{city}/campaigns/{slug}", { params: { path: { city, slug } }, signal })),
  });

export const wallQuery = (city: string, slug: string) =>
  queryOptions({
    queryKey: [city, "campaigns", slug, "wall"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/campaigns/{slug}/wall", { params: { path: { city, slug } }, signal })),
  });

export const anomaliesQuery = (city: string, slug: string) =>
  queryOptions({
    queryKey: [city, "campaigns", slug, "anomalies"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/campaigns/{slug}/anomalies", { params: { path: { city, slug } }, signal })),
    refetchInterval: 60_000,
  });
