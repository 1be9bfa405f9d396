/** What the rooms about people ask. Keys begin with the city, as all of the console's. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answerOf, client } from "./client.ts";

export const peopleQuery = (city: string) => queryOptions({ queryKey: [city, "people"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/people", { signal })) });

export const staffMemberQuery = (city: string, id: string) =>
  queryOptions({ queryKey: [city, "people", id], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/people/{id}", { params: { path: { id } }, signal })) });

export const proposalsQuery = (city: string) => queryOptions({ queryKey: [city, "people", "proposals"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/proposals", { signal })) });

/** An alarm is seen within half a minute, wherever in the console one is. */
export const emergenciesQuery = (city: string) =>
  queryOptions({ queryKey: [city, "emergencies"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/emergency-access", { signal })), refetchInterval: 30_000 });

/** Reading them is recorded, so it is not done again by itself. */
export const disputesQuery = (city: string) =>
  queryOptions({ queryKey: [city, "disputes"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/disputes", { signal })), staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false });

export interface AuditFilter {
  subject?: string;
  actor?: string;
  act?: string;
  from?: string;
  until?: string;
}

export const auditQuery = (city: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [city, "audit", filter],
    queryFn: ({ signal, pageParam }) => answerOf(client.GET("/staff/v1/audit-entries", { params: { query: { ...filter, limit: 50, ...(pageParam === "" ? {} : { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
