/** What the rooms about departments' systems ask. Keys begin with the city, as all of the console's. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, client } from "./client.ts";

/** How a system fares is looked at again while the room is seen; a hidden tab asks nothing. */
const WATCH_EVERY_MS = 15_000;

export const sourcesQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "sources"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/sources", { params: { path: { city } }, signal })),
    refetchInterval: WATCH_EVERY_MS,
  });

export const sourceQuery = (city: string, id: string) =>
  queryOptions({
    queryKey: [city, "sources", id],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/sources/{id}", { params: { path: { city, id } }, signal })),
    refetchInterval: WATCH_EVERY_MS,
  });

export const sourceAlarmsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "source-alarms"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/source-alarms", { params: { path: { city } }, signal })),
    refetchInterval: WATCH_EVERY_MS,
  });

export const manualQuestionsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "manual-questions"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/manual-questions", { params: { path: { city } }, signal })),
    refetchInterval: 60_000,
  });

/** Opening one is on record as a look at the person, so it is not done again by itself. */
export const manualQuestionQuery = (city: string, id: string) =>
  queryOptions({
    queryKey: [city, "manual-question", id],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/manual-questions/{id}", { params: { path: { city, id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });

export const agreementsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "agreements"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/agreements", { params: { path: { city } }, signal })),
  });
