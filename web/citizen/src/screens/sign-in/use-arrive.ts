import { useQueryClient } from "@tanstack/react-query";
import { PERSONAL } from "../../account/me.ts";
import { readNext } from "../../account/next.ts";
import { setPresence } from "../../device/presence.ts";
import { useNavigator } from "../../routing/navigator.tsx";
import { useHref, usePlace } from "../../routing/place.tsx";

export type Arrive = (signedIn: { registered?: boolean }) => void;

/** What every way of signing in ends with: the page one came from, or the welcome of somebody new. */
export function useArrive(): Arrive {
  const { search } = usePlace();
  const href = useHref();
  const navigator = useNavigator();
  const queries = useQueryClient();
  return ({ registered = false }) => {
    queries.removeQueries({ queryKey: [PERSONAL] });
    setPresence("in");
    const next = readNext(search);
    const welcome = href(`/welcome${next ? `?next=${encodeURIComponent(next)}` : ""}`);
    void navigator.visit(registered ? welcome : (next ?? href("/me")), { replace: true });
  };
}
