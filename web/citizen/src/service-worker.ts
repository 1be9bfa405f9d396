/// <reference lib="webworker" />
/**
 * Keeps the app usable without a network: the app's own files, the pages and guides that were visited, and the last
 * answers of the public API. The build fills in the version and the list of files; a new version drops the old files and
 * keeps what people have read.
 */
declare const self: ServiceWorkerGlobalScope;
declare const __VERSION__: string;
declare const __FILES__: string[];

const FILES = `files-${__VERSION__}`;
const PAGES = "pages";
const ANSWERS = "answers";
const KEPT_PAGES = 60;
const KEPT_ANSWERS = 200;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(__FILES__)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("files-") && name !== FILES).map((name) => caches.delete(name)));
    await self.clients.claim();
    await keepOpenPages();
  };
  event.waitUntil(drop());
});

/** A queue of an hour ago misleads, a live connection never ends, and the code on the wall is worth nothing a minute later. */
const OF_THIS_MOMENT = /\/(?:queue|queue\/events|place-code)$/;
/** Millions of lines. */
const LISTS_OF_A_DRAW = /\/draw\/(?:participants|winners)$/;

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (isPeoplesPage(url)) event.respondWith(page(request, url));
  } else if (url.pathname.startsWith("/assets/") || url.pathname.startsWith("/icons/")) {
    event.respondWith(file(request));
  } else if (url.pathname.startsWith("/api/v1/cities") && !OF_THIS_MOMENT.test(url.pathname) && !LISTS_OF_A_DRAW.test(url.pathname) && !url.pathname.endsWith("/suggestions") && !url.searchParams.has("near") && !url.searchParams.has("at")) {
    // Where somebody stood is not kept on the device.
    event.respondWith(freshOrKept(request, ANSWERS, KEPT_ANSWERS));
  }
});

/** The first visit was drawn before this worker was there to see it. */
async function keepOpenPages(): Promise<void> {
  const open = await self.clients.matchAll({ type: "window" });
  await Promise.allSettled(open.filter(({ url }) => isPeoplesPage(new URL(url))).map(({ url }) => freshOrKept(new Request(url), PAGES, KEPT_PAGES)));
}

/**
 * The console and the machine's own addresses are none of this worker's business; neither are addresses that are
 * themselves a key, such as a scanned code: they are not kept on the device.
 */
function isPeoplesPage({ pathname }: URL): boolean {
  return !/\/(scan|mandate|recovery|b)\//.test(pathname) && !/^\/(console|api|staff|open|open311|oidc|healthz|metrics|credentials|\.well-known)(\/|$)/.test(pathname);
}

async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const reply = await fetch(request);
  if (reply.ok) await keep(FILES, request, reply.clone(), Number.POSITIVE_INFINITY);
  return reply;
}

/** A page never seen is drawn by the app itself from any kept page: its script reads the address, not the page. */
async function page(request: Request, url: URL): Promise<Response> {
  try {
    return await freshOrKept(request, PAGES, KEPT_PAGES);
  } catch (error) {
    const pages = await caches.open(PAGES);
    const keys = await pages.keys();
    const language = /^\/(en|zh-Hant)(\/|$)/.exec(url.pathname)?.[1] ?? "";
    const alike = keys.find((key) => (/^\/(en|zh-Hant)(\/|$)/.exec(new URL(key.url).pathname)?.[1] ?? "") === language) ?? keys[0];
    const shell = alike && (await pages.match(alike));
    if (shell) return markedAsKept(shell);
    throw error;
  }
}

/** The network, as long as it answers in good time; otherwise what was kept. */
async function freshOrKept(request: Request, name: string, limit: number): Promise<Response> {
  const kept = await caches.match(request, { cacheName: name });
  const fresh = fetch(request).then(async (reply) => {
    if (reply.ok && !reply.redirected) await keep(name, request, reply.clone(), limit);
    return reply;
  });
  if (!kept) return fresh;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fresh.catch(() => markedAsKept(kept)), late]);
}

/** Lets the page tell the person that the network is gone. */
async function markedAsKept(reply: Response): Promise<Response> {
  const headers = new Headers(reply.headers);
  headers.set("x-kept", "true");
  const text = await reply.text();
  return new Response(text.replace("<html ", '<html data-kept="true" '), { status: reply.status, headers });
}

async function keep(name: string, request: Request, reply: Response, limit: number): Promise<void> {
  const cache = await caches.open(name);
  // A fresh copy goes to the end, so that the first key is always the one longest unused.
  await cache.delete(request);
  await cache.put(request, reply);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - limit)).map((key) => cache.delete(key)));
}
