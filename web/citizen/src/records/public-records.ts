/** Records about nobody: asked without signing in, also by the server for the first page. */
import { queryOptions } from "@tanstack/react-query";
import type { Asker } from "../api/queries.ts";

const FRESH_MS = 60_000;

export function publicRecordQuery({ client, city }: Asker, kind: string, parameter: readonly string[] = []) {
  return queryOptions({
    queryKey: ["public-record", city, kind, ...parameter],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/public-records/{kind}", { path: { city, kind }, query: parameter.length > 0 ? { parameter: [...parameter] } : {} }, signal),
    staleTime: FRESH_MS,
  });
}
