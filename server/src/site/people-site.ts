/**
 * Serves the people's app: each page is rendered here as text, so that a weak phone shows it before any script, and
 * then taken over by the same code in the browser. This file knows the app only by the shape of its server bundle.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { ReplyCache, sendEntry } from "../kernel/http/reply-cache.ts";
import { noSuchAddress } from "../kernel/http/problem.ts";
import { contentSecurityPolicy } from "../kernel/http/security-headers.ts";
import type { HttpServer } from "../kernel/http/server.ts";

const LOCALES = ["zh-Hans", "zh-Hant", "en"] as const;
type Locale = (typeof LOCALES)[number];
const MODES = ["normal", "elder"] as const;
const THEMES = ["auto", "light", "dark"] as const;
/** Addresses of programs: what is not there is answered as a problem, never as a page (which would ask the API again). */
const MACHINE_ADDRESSES = /^\/(api|staff|open|open311|oidc|credentials|healthz|metrics|assets|\.well-known)([/?]|$)/;
/** A name or address with a port; anything else somebody put in the header goes nowhere. */
const PLAIN_HOST = /^[a-z0-9.-]+(:[0-9]{1,5})?$|^\[[0-9a-f:.]+\](:[0-9]{1,5})?$/i;
const CACHED_PAGES_BYTES = 32 * 1024 * 1024;
const PAGE_LIFE_MS = 60_000;

interface RenderRequest {
  path: string;
  locale: Locale;
  city: string;
  mode: (typeof MODES)[number];
  theme: (typeof THEMES)[number];
  division?: string;
  /** Scheme and host, for addresses that must be absolute. */
  origin: string;
  fetchJson(apiPath: string): Promise<{ status: number; body: unknown }>;
}

interface RenderReply {
  status: number;
  html: string;
  /** Digests of the style sheets written into the page, for the content security policy. */
  styleHashes: string[];
  redirect?: string;
  headers?: Record<string, string>;
}

/** What `web/citizen` builds for this side. */
export interface PeopleApp {
  render(request: RenderRequest): Promise<RenderReply>;
}

/** @returns undefined when the app has not been built: then only the API is served */
export async function loadPeopleApp(webDir: string): Promise<PeopleApp | undefined> {
  const bundle = join(webDir, "citizen/dist/server/entry-server.js");
  return existsSync(bundle) ? ((await import(pathToFileURL(bundle).href)) as PeopleApp) : undefined;
}

export interface PeopleSiteOptions {
  app: PeopleApp;
  webDir: string;
  cityIds(): string[];
  defaultCity: string | undefined;
  publicUrl: string | undefined;
  /** Moves on when the catalogue changes, so that no page outlives its facts. */
  generation(): number;
}

export async function registerPeopleSite(server: HttpServer, options: PeopleSiteOptions): Promise<void> {
  const clientDir = join(options.webDir, "citizen/dist/client");
  await server.register(fastifyStatic, {
    root: clientDir,
    wildcard: false,
    index: false,
    preCompressed: true,
    schemaHide: true,
    setHeaders: (response, path) => {
      // Names under /assets/ carry a digest of their content.
      response.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate");
    },
  });

  let pages = { state: "", cache: new ReplyCache(CACHED_PAGES_BYTES) };
  server.get("/*", { schema: { hide: true } }, async (request, reply) => {
    if (MACHINE_ADDRESSES.test(request.raw.url ?? "")) throw noSuchAddress(`There is nothing at ${request.raw.url}.`);
    const wish = readWish(request, options);
    // A page also says what is true now: whether an office is open, by when a promise made today is kept.
    const state = `${options.generation()} ${Math.floor(Date.now() / PAGE_LIFE_MS)}`;
    if (pages.state !== state) pages = { state, cache: new ReplyCache(CACHED_PAGES_BYTES) };
    const address = JSON.stringify(wish);
    const known = pages.cache.find(address);
    if (known) return sendPage(request, reply, known);

    const page = await options.app.render({ ...wish, fetchJson: (apiPath) => fetchInProcess(server, apiPath) });
    if (page.redirect !== undefined) return reply.redirect(page.redirect, page.status);
    const headers = { "content-security-policy": contentSecurityPolicy({ styleHashes: page.styleHashes }), ...page.headers };
    if (page.status !== 200) return reply.code(page.status).headers({ "cache-control": "no-cache", ...headers }).type("text/html; charset=utf-8").send(page.html);
    return sendPage(request, reply, pages.cache.store(address, "text/html; charset=utf-8", page.html, headers));
  });
}

/**
 * A draft as the page people would see, for the console's frame: rendered by the same app, but from the draft, which the
 * staff route refuses to whoever may not see it. Still text only, since nothing should be clicked in a preview.
 */
export function registerDraftPreview(server: HttpServer, app: PeopleApp): void {
  const parameters = {
    params: Type.Object({ city: Type.String({ pattern: "^[a-z0-9-]{1,40}$" }), id: Type.String({ pattern: "^[A-Z][0-9]{3,4}$" }) }),
    querystring: Type.Object({
      mode: Type.Optional(Type.Enum([...MODES], { type: "string" })),
      theme: Type.Optional(Type.Enum([...THEMES], { type: "string" })),
      locale: Type.Optional(Type.Enum([...LOCALES], { type: "string" })),
    }),
  };
  server.get("/console/preview/:city/:id", { schema: { hide: true, ...parameters } }, async (request, reply) => {
    const { city, id } = request.params;
    const { mode = "normal", theme = "light", locale = "zh-Hans" } = request.query;
    const address = `/staff/v1/cities/${city}/drafts/service/${id}/guide`;
    const draft = await server.inject({ method: "GET", url: address, headers: { cookie: request.headers.cookie ?? "" } });
    if (draft.statusCode !== 200) return reply.code(draft.statusCode).type("application/problem+json").send(draft.body);
    const page = await app.render({
      path: `${locale === "zh-Hans" ? "" : `/${locale}`}/${city}/services/${id}`,
      city, locale, mode, theme, origin: "",
      fetchJson: async (apiPath) => (apiPath.split("?")[0] === `/api/v1/cities/${city}/services/${id}` ? { status: 200, body: draft.json() } : fetchInProcess(server, apiPath)),
    });
    const policy = contentSecurityPolicy({ styleHashes: page.styleHashes, scripts: "'none'", frameAncestors: "'self'" });
    const html = page.html.replaceAll(/<script type="module"[^>]*><\/script>|<link rel="modulepreload"[^>]*>/g, "");
    return reply.code(page.status).header("content-security-policy", policy).header("cache-control", "no-store").type("text/html; charset=utf-8").send(html);
  });
}

/** The page differs by the person's choices, which are cookies, so shared caches must ask each time. */
function sendPage(request: FastifyRequest, reply: FastifyReply, entry: NonNullable<ReturnType<ReplyCache["find"]>>): FastifyReply {
  return sendEntry(request, reply, entry, "private, no-cache");
}

/** Everything that decides what the page shows. */
function readWish(request: FastifyRequest, options: PeopleSiteOptions): Omit<RenderRequest, "fetchJson"> {
  const { cookies } = request;
  const path = request.raw.url ?? "/";
  const [cityOfCookie, ids] = [cookies.cc_city, options.cityIds()];
  const city = [cityOfCookie, options.defaultCity, ids[0]].find((each) => each !== undefined && ids.includes(each)) ?? "";
  const division = cookies.cc_division && /^[0-9]{6}(-[A-Z0-9]{1,8})?$/.test(cookies.cc_division) ? cookies.cc_division : undefined;
  return {
    path,
    city,
    locale: chooseLocale(path, cookies.cc_locale, request.headers["accept-language"]),
    mode: MODES.find((mode) => mode === cookies.cc_mode) ?? "normal",
    theme: THEMES.find((theme) => theme === cookies.cc_theme) ?? "auto",
    ...(division === undefined ? {} : { division }),
    origin: options.publicUrl ?? (PLAIN_HOST.test(request.host) ? `${request.protocol}://${request.host}` : ""),
  };
}

/** The address decides; only at the bare root, which names no language, do the person's and the browser's wishes count. */
function chooseLocale(path: string, cookie: string | undefined, accepted: string | undefined): Locale {
  const [pathname = "/"] = path.split("?", 1);
  const prefix = LOCALES.find((locale) => pathname === `/${locale}` || pathname.startsWith(`/${locale}/`));
  if (prefix) return prefix;
  if (pathname !== "/") return "zh-Hans";
  const wished = LOCALES.find((locale) => locale === cookie);
  if (wished) return wished;
  const first = accepted?.split(",")[0]?.trim().toLowerCase() ?? "";
  if (/^zh-(hant|tw|hk|mo)/.test(first)) return "zh-Hant";
  return first === "" || first.startsWith("zh") ? "zh-Hans" : "en";
}

async function fetchInProcess(server: HttpServer, apiPath: string): Promise<{ status: number; body: unknown }> {
  const reply = await server.inject({ method: "GET", url: apiPath });
  const { location } = reply.headers;
  if (reply.statusCode === 308 && typeof location === "string") return { status: 308, body: { location } };
  return { status: reply.statusCode, body: reply.json() };
}
