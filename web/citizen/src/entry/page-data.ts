/** What the server hands to the browser beside the drawn page, so that the browser need not ask again. */
import type { QueryKey } from "@tanstack/react-query";
import type { Preferences } from "../device/preferences.tsx";
import type { Fallback } from "../routing/address.ts";

export interface PageData {
  /** Path and query of the drawn page: a page the service worker hands out for another address is drawn anew. */
  address: string;
  fallback: Fallback;
  drawnAt: string;
  preferences: Preferences;
  answers: [QueryKey, unknown][];
}

export const PAGE_DATA_ID = "data";
