/// <reference lib="dom" />
/** One Chromium for a file of journeys, and pages in it as different members of staff would have them. */
import assert from "node:assert/strict";
import { after } from "node:test";
import { type APIRequestContext, type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { axeFindings as findWithAxe } from "../axe.ts";
import { PATIENCE_MS } from "../patience.ts";

export const BASE_URL = process.env.BASE_URL ?? "http://localhost:8080";
const LAUNCH_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Every kind of room, by its address. */
export const ROOMS = {
  catalogue: "/console/catalogue?topic=transport",
  "an item": "/console/documents/service/S077",
  "an item's history": "/console/documents/service/S077/history",
  "an item's JSON": "/console/documents/service/S077/json",
  "retiring an item": "/console/documents/service/S077/retire",
  "a new item": "/console/documents/service/new",
  review: "/console/review",
  "near-duplicates": "/console/near-duplicates",
  "search misses": "/console/search-misses",
  usage: "/console/usage",
  departments: "/console/documents/department",
  "a department": "/console/documents/department/hrss",
  "an office": "/console/documents/office/haikou-service-hall",
  "a division": "/console/documents/division/460106",
  "a topic": "/console/documents/topic/transport",
  "a life event": "/console/documents/life-event/birth",
  "a calendar": "/console/documents/calendar-year/2026",
  "the city": "/console/documents/city/haikou",
  "a source": "/console/documents/source/one-card",
  "a record kind": "/console/documents/record-kind/social-insurance-contributions",
  "an agreement": "/console/documents/agreement/housing-asks-property",
  calendars: "/console/calendars",
  "a calendar's week": "/console/calendars/haikou-service-hall-hall",
  "a booking calendar": "/console/documents/booking-calendar/haikou-service-hall-hall",
  "what a calendar does to bookings": "/console/documents/booking-calendar/haikou-service-hall-hall/effect",
  "nothing there": "/console/nothing/here",
} as const;

let launched: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: LAUNCH_FLAGS, timeout: PATIENCE_MS });
  return launched;
}

after(async () => {
  await (await launched)?.close();
});

export interface Desk {
  /** Who sits at it; nobody when left out. */
  staff?: string;
  locale?: "zh-Hans" | "zh-Hant" | "en";
  dark?: boolean;
  width?: number;
}

export async function openDesk({ staff, locale = "zh-Hans", dark = false, width = 1440 }: Desk): Promise<BrowserContext> {
  const context = await (await browser()).newContext({ baseURL: BASE_URL, viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript((chosen) => localStorage.setItem("console.locale", chosen), locale);
  if (staff !== undefined) {
    const reply = await context.request.post("/staff/v1/demonstration-sign-in", { data: { staffId: staff } });
    assert.equal(reply.status(), 200, `sign-in as ${staff}`);
  }
  return context;
}

/** Opens a room, and fails when the browser complained of anything while it was in use. */
export async function atDesk<Result>(desk: Desk, path: string, use: (page: Page) => Promise<Result>): Promise<Result> {
  const context = await openDesk(desk);
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // The browser itself reports every refusal of the server in this way; those are looked at by what the room shows.
      const refusal = message.text().startsWith("Failed to load resource");
      // A preview is text only: that its scripts do not run is what it is for.
      const inPreview = message.location().url.includes("/console/preview/") || message.text().includes("/console/preview/");
      if (message.type() === "error" && !refusal && !inPreview) complaints.push(message.text());
    });
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const result = await use(page);
    assert.deepEqual(complaints, []);
    return result;
  } finally {
    await context.close();
  }
}

export async function untilDrawn(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.locator("[aria-busy=true], .table-skeleton").first().waitFor({ state: "detached" });
}

/** A preview is the people's app, which its own journeys look at. */
export function axeFindings(page: Page): Promise<string[]> {
  return findWithAxe(page, { except: "iframe" });
}

export async function getJson<Body>(request: APIRequestContext, path: string): Promise<Body> {
  const reply = await request.get(path);
  assert.equal(reply.status(), 200, path);
  return (await reply.json()) as Body;
}
