import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ApiProblem } from "../api/problem.ts";
import { actFor } from "../device/acting.ts";
import { type Presence, setPresence, usePresence } from "../device/presence.ts";
import { type Answer, askPersonal } from "./api.ts";

export type Me = Answer<"get", "/api/v1/me">;
export type Level = Me["level"];

/** All personal answers begin so: signing out forgets them together. */
export const PERSONAL = "personal";

export const meQuery = queryOptions({
  queryKey: [PERSONAL, "me"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me", {}, signal),
  retry: (count, error) => count < 1 && !(error instanceof ApiProblem),
  staleTime: 30_000,
});

/** Who is signed in; `presence` is undefined until the browser has looked, and until then nothing is known. */
export function useMe(): { presence: Presence | undefined; me: Me | undefined; failed: boolean; retry(): void } {
  const presence = usePresence();
  const question = useQuery({ ...meQuery, enabled: presence === "in" });
  return { presence, me: presence === "in" ? question.data : undefined, failed: question.isError, retry: () => void question.refetch() };
}

/** Forgets all that belongs to the person who was signed in here. */
export function useForgetPerson(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    setPresence("out");
    actFor(undefined);
    queries.removeQueries({ queryKey: [PERSONAL] });
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith("cc-draft-")) sessionStorage.removeItem(key);
    } catch {
      // Without storage there are no drafts.
    }
  }, [queries]);
}
