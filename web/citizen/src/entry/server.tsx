import manifest from "virtual:client-manifest";
import "@citizen-cloud/ui/tokens/tokens.css";
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { isMissing } from "../api/problem.ts";
import { createApiClient, type FetchJson } from "../api/client.ts";
import { cityQuery, createAsker } from "../api/queries.ts";
import { App } from "../app.tsx";
import type { Preferences } from "../device/preferences.tsx";
import { type Locale, speak } from "../i18n/locale.ts";
import { formatAddress, parseAddress } from "../routing/address.ts";
import type { Head } from "../routing/head.tsx";
import { findRoute, loadScreen, NOT_FOUND, type Ask } from "../routing/routes.ts";
import { sheetsOf, writeDocument } from "./document.ts";
import { createQueryClient } from "./query-client.ts";

export interface RenderRequest {
  /** Path and query, as asked for. */
  path: string;
  locale: Locale;
  city: string;
  mode: "normal" | "elder";
  theme: "auto" | "light" | "dark";
  division?: string;
  /** The server's own API, answered in process. The body of a redirect is `{ location }`. */
  fetchJson(apiPath: string): Promise<{ status: number; body: unknown }>;
  /** Scheme and host, for addresses that must be absolute. */
  origin?: string;
}

export interface RenderReply {
  status: number;
  html: string;
  /** Digests of the style sheets written into the page, for the content security policy. */
  styleHashes: string[];
  redirect?: string;
  headers?: Record<string, string>;
}

export async function render(request: RenderRequest): Promise<RenderReply> {
  const [path = "/", search = ""] = request.path.split("?", 2);
  const address = parseAddress(path);
  const locale = address.locale ?? request.locale;
  const city = address.city ?? request.city;
  const { route, params } = findRoute(address.path);

  const client = createApiClient(stopAtRedirect(request.fetchJson));
  const queries = createQueryClient();
  const ask: Ask = (question) => queries.fetchQuery({ ...question, retry: false });
  const asker = createAsker(client, city, locale);
  const screen = await loadScreen(route);

  let status = route === NOT_FOUND ? 404 : 200;
  try {
    await ask(cityQuery(asker));
    await screen.prepare?.(ask, asker, { params, search: new URLSearchParams(search), division: request.division });
  } catch (error) {
    if (error instanceof MovedPermanently) return moved(error, locale, city, params.id);
    if (!isMissing(error)) throw error;
    status = 404;
  }

  const preferences: Preferences = { mode: request.mode, theme: request.theme, division: request.division };
  const drawnAt = new Date();
  const head: Head = {};
  await loadScreen(NOT_FOUND);
  speak(locale);
  const body = renderToString(
    <App
      queries={queries}
      client={client}
      preferences={preferences}
      fallback={{ city, locale }}
      drawnAt={drawnAt}
      head={head}
      serverLocation={{ path, search }}
    />,
  );

  const files = manifest.modules[route.source];
  const html = writeDocument({
    locale,
    city,
    cityPath: address.path,
    preferences,
    head,
    body,
    files,
    origin: request.origin,
    data: { address: request.path, fallback: { city, locale }, drawnAt: drawnAt.toISOString(), preferences, answers: answersOf(queries) },
  });
  return { status, html, styleHashes: sheetsOf(files).map(({ cssHash }) => cssHash) };
}

function answersOf(queries: QueryClient): [QueryKey, unknown][] {
  return queries.getQueryCache().getAll().filter((query) => query.state.status === "success").map((query) => [query.queryKey, query.state.data]);
}

/** The API says that what was asked for now lives elsewhere. */
class MovedPermanently extends Error {
  readonly location: string;

  constructor(location: string) {
    super(`Moved to ${location}`);
    this.name = "MovedPermanently";
    this.location = location;
  }
}

function stopAtRedirect(fetchJson: FetchJson): FetchJson {
  return async (apiPath) => {
    const reply = await fetchJson(apiPath);
    if (reply.status === 308) throw new MovedPermanently((reply.body as { location: string }).location);
    return reply;
  };
}

/** A retired item answers with its successor's address in the API; people are sent to the successor's guide and told so. */
function moved({ location }: MovedPermanently, locale: Locale, city: string, retired: string | undefined): RenderReply {
  const successor = /\/services\/([^/?#]+)/.exec(location)?.[1];
  const path = successor ? `/services/${successor}` : "/services";
  const search = successor && retired ? `?replaces=${encodeURIComponent(retired)}` : "";
  return { status: 308, html: "", styleHashes: [], redirect: formatAddress(locale, city, path) + search };
}
