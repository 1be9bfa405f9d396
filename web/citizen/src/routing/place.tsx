import { createContext, type ReactNode, useContext, useMemo } from "react";
import { createAsker, type Asker } from "../api/queries.ts";
import type { Locale } from "../i18n/locale.ts";
import { formatAddress } from "./address.ts";
import { useApiClient } from "../api/api-context.tsx";

/** Where the person stands: in which city, in which language, on which screen. */
export interface Place {
  locale: Locale;
  city: string;
  path: string;
  params: Record<string, string>;
  search: URLSearchParams;
}

const PlaceContext = createContext<Place | undefined>(undefined);

export function PlaceProvider({ place, children }: { place: Place; children: ReactNode }) {
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>;
}

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error("usePlace stands outside of PlaceProvider");
  return place;
}

/** A value of the address, such as the id in /services/:id. */
export function useParam(name: string): string {
  return usePlace().params[name] ?? "";
}

export function useAsker(): Asker {
  const client = useApiClient();
  const { city, locale } = usePlace();
  return useMemo(() => createAsker(client, city, locale), [client, city, locale]);
}

/** The full address of a path in this language, and in this city unless another is named. */
export function useHref(): (path: string, city?: string) => string {
  const { locale, city: here } = usePlace();
  return (path, city = here) => {
    const [pathname, rest] = splitAtSearch(path);
    return formatAddress(locale, city, pathname) + rest;
  };
}

function splitAtSearch(path: string): [string, string] {
  const at = path.search(/[?#]/);
  return at === -1 ? [path, ""] : [path.slice(0, at), path.slice(at)];
}
