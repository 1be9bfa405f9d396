import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { navigate } from "wouter/use-browser-location";
import { useApiClient } from "../api/api-context.tsx";
import { createAsker } from "../api/queries.ts";
import { type Fallback, parseAddress } from "./address.ts";
import { findRoute, loadScreen, type Ask } from "./routes.ts";
import { announceArrival } from "./scroll.ts";

/** A page that is nearly here is worth a moment's wait; after that its skeleton shows. */
const PATIENCE_MS = 250;

interface Navigator {
  /** Fetches a page's code and data ahead of its visit. */
  prepare(href: string): Promise<void>;
  visit(href: string, options?: { replace?: boolean }): Promise<void>;
}

const NavigatorContext = createContext<Navigator | undefined>(undefined);

export function NavigatorProvider({ fallback, children }: { fallback: Fallback; children: ReactNode }) {
  const queries = useQueryClient();
  const client = useApiClient();
  const navigator = useMemo((): Navigator => {
    const ask: Ask = (question) => queries.ensureQueryData(question);
    const prepare = async (href: string) => {
      const url = new URL(href, location.href);
      const { locale, city, path } = parseAddress(url.pathname);
      const { route, params } = findRoute(path);
      const screen = await loadScreen(route);
      await screen.prepare?.(ask, createAsker(client, city ?? fallback.city, locale ?? fallback.locale), { params, search: url.searchParams });
    };
    let visits = 0;
    return {
      // The visit itself says what went wrong; a failed preparation is not worth a word.
      prepare: (href) => prepare(href).catch(() => undefined),
      async visit(href, { replace = false } = {}) {
        const own = ++visits;
        const pause = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
        await Promise.race([prepare(href).catch(() => undefined), pause]);
        // Who chose something else in this moment goes there, and is not led away again by what comes later.
        if (own !== visits) return;
        announceArrival(replace ? "replace" : "push");
        const entry: unknown = history.state;
        navigate(href, { replace, state: replace ? entry : { entry: Date.now().toString(36) } });
      },
    };
  }, [queries, client, fallback]);
  return <NavigatorContext.Provider value={navigator}>{children}</NavigatorContext.Provider>;
}

export function useNavigator(): Navigator {
  const navigator = useContext(NavigatorContext);
  if (!navigator) throw new Error("useNavigator stands outside of NavigatorProvider");
  return navigator;
}
