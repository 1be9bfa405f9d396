import { QueryClient } from "@tanstack/react-query";

const FRESH_MS = 5 * 60_000;
const KEPT_MS = 60 * 60_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The service worker answers when the network does not, so the browser's idea of being offline must not stop a question.
      queries: { staleTime: FRESH_MS, gcTime: KEPT_MS, retry: 1, refetchOnWindowFocus: false, networkMode: "always" },
    },
  });
}
