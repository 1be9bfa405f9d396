/** Addresses: `/haikou/services`, `/zh-Hant/haikou/services`, `/en/haikou/services`. Simplified Chinese has no prefix. */
import { LOCALES, type Locale } from "../i18n/locale.ts";

export interface Address {
  /** Absent only in `/`, which speaks the language the person last chose. */
  locale: Locale | undefined;
  /** Absent in `/`, `/en` and `/zh-Hant`: the home of whichever city the person last chose. */
  city: string | undefined;
  /** Inside the city, beginning with a slash. */
  path: string;
}

export const BASE_LOCALE: Locale = "zh-Hans";

/** What stands in messages and printed codes names no city: it is for whoever holds it, wherever they are. */
const OF_NO_CITY = new Set(["scan", "mandate", "recovery", "check", "move", "b"]);

export function parseAddress(pathname: string): Address {
  const parts = pathname.split("/").filter(Boolean);
  const prefix = LOCALES.find((locale) => locale !== BASE_LOCALE && locale === parts[0]);
  if (prefix) parts.shift();
  const cityless = OF_NO_CITY.has(parts[0] ?? "");
  const [city, ...rest] = cityless ? [undefined, ...parts] : parts;
  return { locale: prefix ?? (city === undefined ? undefined : BASE_LOCALE), city, path: `/${rest.join("/")}` };
}

export function formatAddress(locale: Locale, city: string, path = "/"): string {
  const prefix = locale === BASE_LOCALE ? "" : `/${locale}`;
  return `${prefix}/${city}${path === "/" ? "" : path}`;
}

/** What an address leaves open. */
export interface Fallback {
  city: string;
  locale: Locale;
}
