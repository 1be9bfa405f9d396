import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { Router, useLocation, useSearch } from "wouter";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { ApiProvider } from "./api/api-context.tsx";
import type { Client } from "./api/client.ts";
import { everyPartTakenOver } from "./components/part.tsx";
import { type Preferences, PreferencesProvider } from "./device/preferences.tsx";
import { speak } from "./i18n/locale.ts";
import { m } from "./paraglide/messages.js";
import { type Fallback, parseAddress } from "./routing/address.ts";
import { ClockProvider } from "./routing/clock.tsx";
import { type Head, HeadProvider } from "./routing/head.tsx";
import { NavigatorProvider } from "./routing/navigator.tsx";
import { type Place, PlaceProvider } from "./routing/place.tsx";
import { findRoute, loadedScreen, loadScreen, type Route } from "./routing/routes.ts";
import { settleScroll } from "./routing/scroll.ts";
import { Shell } from "./shell/shell.tsx";

interface AppProps {
  queries: QueryClient;
  client: Client;
  preferences: Preferences;
  /** The city and language meant by an address that names none. */
  fallback: Fallback;
  drawnAt: Date;
  head: Head;
  /** The address, when there is no browser to ask. */
  serverLocation?: { path: string; search: string };
}

export function App({ queries, client, preferences, fallback, drawnAt, head, serverLocation }: AppProps) {
  return (
    <Router ssrPath={serverLocation?.path} ssrSearch={serverLocation?.search}>
      <QueryClientProvider client={queries}>
        <ApiProvider client={client}>
          <PreferencesProvider initial={preferences}>
            <ClockProvider drawnAt={drawnAt}>
              <HeadProvider head={head}>
                <NavigatorProvider fallback={fallback}>
                  <CurrentPage fallback={fallback} />
                </NavigatorProvider>
              </HeadProvider>
            </ClockProvider>
          </PreferencesProvider>
        </ApiProvider>
      </QueryClientProvider>
    </Router>
  );
}

const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

function CurrentPage({ fallback }: { fallback: Fallback }) {
  const [pathname] = useLocation();
  const search = useSearch();
  const { locale = fallback.locale, city = fallback.city, path } = parseAddress(pathname);
  const { route } = findRoute(path);
  const place = useMemo((): Place => ({ locale, city, path, params: findRoute(path).params, search: new URLSearchParams(search) }), [locale, city, path, search]);
  const loaded = useScreen(route);
  const page = `${locale} ${city} ${path}`;

  speak(locale);
  useBrowserLayoutEffect(() => {
    // Set anew, even to what it is, the language has the whole page styled again.
    if (document.documentElement.lang !== locale) document.documentElement.lang = locale;
    settleScroll();
  }, [page, search]);

  useEffect(() => void sayWhenReady(), []);

  return (
    <PlaceProvider place={place}>
      <Shell key={`${locale} ${city}`} route={route}>
        {loaded ? <loaded.Screen key={page} /> : <SkeletonScreen label={m.loading()} />}
      </Shell>
    </PlaceProvider>
  );
}

/** Says to whoever tests or measures that the page answers now, in all its parts. */
async function sayWhenReady(): Promise<void> {
  await everyPartTakenOver();
  document.documentElement.dataset.ready = "true";
  performance.mark("app-ready");
}

function useScreen(route: Route) {
  const [, redraw] = useState(0);
  useEffect(() => {
    let wanted = true;
    if (!loadedScreen(route)) void loadScreen(route).then(() => wanted && redraw((count) => count + 1));
    return () => {
      wanted = false;
    };
  }, [route]);
  return loadedScreen(route);
}
