/** What the rooms of calendars ask and change. */
import type { paths } from "@citizen-cloud/api-client";
import { queryOptions } from "@tanstack/react-query";
import type { JsonObject } from "../documents/json.ts";
import { answerOf, client } from "./client.ts";

const WATCH_EVERY_MS = 30_000;
const WEEK = 7;

export const calendarsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "calendars"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/calendars", { params: { path: { city } }, signal })),
    refetchInterval: WATCH_EVERY_MS,
  });

export const calendarWeekQuery = (city: string, calendar: string, from: string) =>
  queryOptions({
    queryKey: [city, "calendars", calendar, "week", from],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/calendars/{calendar}/days", { params: { path: { city, calendar }, query: { from, days: WEEK } }, signal })),
    refetchInterval: WATCH_EVERY_MS,
  });

/** Each look at who comes is on record for each of them, so it is not taken again by itself. */
export const dayAppointmentsQuery = (city: string, calendar: string, date: string) =>
  queryOptions({
    queryKey: [city, "calendars", calendar, "appointments", date],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/appointments", { params: { path: { city }, query: { calendar, date } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });

type Sent<Path extends keyof paths, Method extends "put" | "post"> = paths[Path] extends { [Key in Method]: { requestBody: { content: { "application/json": infer Content } } } } ? Content : never;

export type ClosureWanted = Sent<"/staff/v1/cities/{city}/calendars/{calendar}/closures", "put">;
export const closeDay = (city: string, calendar: string, body: ClosureWanted) => answerOf(client.PUT("/staff/v1/cities/{city}/calendars/{calendar}/closures", { params: { path: { city, calendar } }, body }));
export const reopenDay = (city: string, calendar: string, id: string) => answerOf(client.DELETE("/staff/v1/cities/{city}/calendars/{calendar}/closures/{id}", { params: { path: { city, calendar, id } } }));

type PreviewBody = Sent<"/staff/v1/cities/{city}/calendars/{calendar}/preview", "post">;
/** A draft may still lack what the shape asks for: then the server says what. */
export const previewCalendar = (city: string, calendar: string, body: JsonObject) => answerOf(client.POST("/staff/v1/cities/{city}/calendars/{calendar}/preview", { params: { path: { city, calendar } }, body: { body } as unknown as PreviewBody }));
