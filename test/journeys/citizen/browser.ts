/// <reference lib="dom" />
/** One Chromium for a file of journeys, and pages in it as different people would have them. */
import { after } from "node:test";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { PATIENCE_MS } from "../patience.ts";

export const BASE_URL = process.env.BASE_URL ?? "http://localhost:8080";

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** Every kind of screen, by a path inside a city. */
export const SCREENS = {
  home: "",
  services: "/services",
  "life events": "/services?by=life-event",
  departments: "/services?by=department",
  "all services": "/services?by=all&kind=book",
  topic: "/topics/transport",
  "life event": "/life-events/birth",
  department: "/departments/hrss",
  guide: "/services/S077",
  search: "/search?q=%E9%A9%BE%E7%85%A7",
  "nothing found": "/search?q=qqqwwwvvv",
  offices: "/offices?service=S077",
  areas: "/areas",
  area: "/areas/460106",
  wallet: "/wallet",
  progress: "/progress",
  me: "/me",
  settings: "/settings",
  about: "/about",
  help: "/help",
  "sign in": "/sign-in",
  "sign in by password": "/sign-in?way=password",
  privacy: "/privacy",
  traffic: "/traffic",
  "public records": "/data",
  "air quality": "/data/air-quality",
  "bus arrivals": "/data/bus-arrivals",
  "road state": "/data/road-state",
  "check a proof": "/check",
  "state of sources": "/status/sources",
  "service status": "/status",
  "what can be booked": "/book",
  "places to book": "/book/S103",
  "times to book": "/book/S186?place=five-lords-temple-tickets",
  recovery: "/recovery",
  "not found": "/nothing/here",
} as const;

export const LANGUAGE_PREFIXES = { "zh-Hans": "", "zh-Hant": "/zh-Hant", en: "/en" } as const;

let launched: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: ["--no-sandbox"], timeout: PATIENCE_MS });
  return launched;
}

after(async () => {
  await (await launched)?.close();
});

export interface Person {
  viewport?: { width: number; height: number };
  elder?: boolean;
  dark?: boolean;
  javaScript?: boolean;
  /** Off by default, so that no journey reads what another one cached. */
  serviceWorker?: boolean;
}

export async function openContext({ viewport = PHONE, elder = false, dark = false, javaScript = true, serviceWorker = false }: Person = {}): Promise<BrowserContext> {
  const context = await (await browser()).newContext({
    viewport,
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: javaScript,
    serviceWorkers: serviceWorker ? "allow" : "block",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (elder) await context.addCookies([{ name: "cc_mode", value: "elder", url: BASE_URL }]);
  return context;
}

/** Opens a page, waits until it answers to the person, and closes it after use. */
export async function withPage<Result>(person: Person, path: string, use: (page: Page) => Promise<Result>): Promise<Result> {
  const context = await openContext(person);
  try {
    const page = await context.newPage();
    await page.goto(BASE_URL + path);
    if (person.javaScript !== false) await untilReady(page);
    return await use(page);
  } finally {
    await context.close();
  }
}

export async function untilReady(page: Page): Promise<void> {
  await page.waitForSelector("html[data-ready]");
}
