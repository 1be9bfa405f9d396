/** Every question the console asks. All keys begin with the city, so that one invalidation refreshes all of it. */
import { queryOptions } from "@tanstack/react-query";
import { answerOf, client } from "./client.ts";
import type { DocumentKey } from "./types.ts";

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/me", { signal })), retry: false, staleTime: 60_000 });

export const demonstrationStaffQuery = queryOptions({
  queryKey: ["demonstration-staff"],
  queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/demonstration-staff", { signal })),
  // Production has no such address.
  retry: false,
  staleTime: Number.POSITIVE_INFINITY,
});

export const colleaguesQuery = (city: string) =>
  queryOptions({ queryKey: [city, "colleagues"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/colleagues", { signal })), staleTime: 60_000 });

export const citiesQuery = queryOptions({
  queryKey: ["cities"],
  queryFn: ({ signal }) => answerOf(client.GET("/api/v1/cities", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const documentsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "documents"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/documents", { params: { path: { city } }, signal })),
  });

export const documentQuery = (city: string, { kind, id }: DocumentKey) =>
  queryOptions({
    queryKey: [city, "document", kind, id],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/documents/{kind}/{id}", { params: { path: { city, kind, id } }, signal })),
  });

/** A published version never changes. */
export const versionQuery = (city: string, { kind, id }: DocumentKey, version: number) =>
  queryOptions({
    queryKey: [city, "version", kind, id, version],
    queryFn: ({ signal }) =>
      answerOf(client.GET("/staff/v1/cities/{city}/documents/{kind}/{id}/versions/{version}", { params: { path: { city, kind, id, version } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const draftsQuery = (city: string) =>
  queryOptions({ queryKey: [city, "drafts"], queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/drafts", { params: { path: { city } }, signal })) });

export const nearDuplicatesQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "near-duplicates"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/near-duplicates", { params: { path: { city } }, signal })),
  });

export const searchMissesQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "search-misses"],
    queryFn: ({ signal }) => answerOf(client.GET("/staff/v1/cities/{city}/search-misses", { params: { path: { city } }, signal })),
  });

/** The published departments, for the credit codes that item codes are made of. */
export const departmentsQuery = (city: string) =>
  queryOptions({
    queryKey: [city, "published-departments"],
    queryFn: ({ signal }) => answerOf(client.GET("/api/v1/cities/{city}/departments", { params: { path: { city } }, signal })),
    staleTime: 300_000,
  });
