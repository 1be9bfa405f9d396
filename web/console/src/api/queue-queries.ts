/** What the queue at an office asks. Keys begin with the city, as all of the console's. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, client } from "./client.ts";

/** Live word makes this needless; without it the room goes on by asking. */
const ASK_EVERY_MS = 10_000;

export const counterOfficesQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "counter-offices"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/counter-offices", { params: { path: { city } }, signal })),
  });

export const staffQueueQuery = (city: string, office: string) =>
  queryOptions({
    queryKey: [city, "queue", office],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/offices/{office}/queue", { params: { path: { city, office } }, signal })),
    refetchInterval: ASK_EVERY_MS,
  });

/** Opening one is on record as a look at the person, so it is not done again by itself. */
export const visitQuery = (city: string, office: string, id: string) =>
  queryOptions({
    queryKey: [city, "visit", office, id],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/offices/{office}/tickets/{id}", { params: { path: { city, office, id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });

export const placeCodesQuery = (city: string, office: string) =>
  queryOptions({
    queryKey: [city, "place-codes", office],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/offices/{office}/place-codes", { params: { path: { city, office } }, signal })),
    staleTime: 0,
  });

export const displaysQuery = (city: string, office: string) =>
  queryOptions({
    queryKey: [city, "displays", office],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/offices/{office}/displays", { params: { path: { city, office } }, signal })),
  });
