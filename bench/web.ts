/**
 * The people's app on a weak phone: bytes, speed at 1.6 Mbit/s with 150 ms round trips and a processor slowed fourfold,
 * Lighthouse's mobile scores, and the console's first load. Each figure stands against its gate in the design.
 *
 *   npm run bench:web [-- --only bytes|speed|lighthouse] [--json]
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { type Browser, chromium, type Page, type Response } from "playwright-core";
import { provideChromium } from "../scripts/chromium.ts";
import { type Figure, figure, median, report, say } from "./support/figures.ts";
import { startServer } from "./support/server.ts";

const ROUNDS = 5;
const THROTTLE = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (0.75 * 1024 * 1024) / 8 };
const SLOWDOWN = 4;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const HOME = "/";
const GUIDE = "/haikou/services/S077";

const { values: { only } } = parseArgs({ options: { only: { type: "string" }, json: { type: "boolean" } } });
const chromiumPath = provideChromium();
const server = await startServer();
const browser = await chromium.launch({ executablePath: chromiumPath, args: FLAGS });
const figures: Figure[] = [];
try {
  if (wants("bytes")) await measureBytes(browser, server.address);
  if (wants("speed")) {
    await measureSpeed(browser, server.address, "home", HOME, 1_000);
    await measureSpeed(browser, server.address, "guide", GUIDE, 1_800);
    await measureSecondVisit(browser, server.address);
  }
  if (wants("lighthouse")) measureLighthouse(server.address);
} finally {
  await browser.close();
  await server.stop();
}
report(figures);

function wants(part: "bytes" | "speed" | "lighthouse"): boolean {
  return only === undefined || only === part;
}

function gate(name: string, value: number, unit: string, limit: number): void {
  figures.push(figure(name, value, unit, limit, `at most ${limit} ${unit}`, (measured) => measured <= limit));
}

/** Bytes of a first visit, compressed as the server sends them. */
async function measureBytes(on: Browser, address: string): Promise<void> {
  for (const [name, path, limits] of [
    ["home", HOME, { script: 95, style: 12, document: 15 }],
    ["console", "/console/", { script: 180 }],
  ] as const) {
    const context = await on.newContext({ ...PHONE, serviceWorkers: "block" });
    const page = await context.newPage();
    const bytes: Record<string, number> = { script: 0, style: 0, document: 0 };
    let foreign = 0;
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== new URL(address).origin && !request.url().startsWith("data:")) foreign += 1;
    });
    const weighed: Promise<void>[] = [];
    const weigh = async (response: Response) => {
      // By what the file is: a preloaded script is of no type yet.
      const { pathname } = new URL(response.url());
      const type = pathname.endsWith(".js") ? "script" : pathname.endsWith(".css") ? "style" : response.request().resourceType() === "document" ? "document" : undefined;
      if (type === undefined) return;
      const size = compressed(await response.body());
      bytes[type] = (bytes[type] ?? 0) + size;
    };
    page.on("response", (response) => void weighed.push(weigh(response)));
    await page.goto(address + path, { waitUntil: "networkidle" });
    await Promise.all(weighed);
    const inlineStyle = await page.evaluate(() => [...document.querySelectorAll("style")].map((each) => each.textContent).join(""));
    bytes.style = (bytes.style ?? 0) + (inlineStyle === "" ? 0 : compressed(Buffer.from(inlineStyle)));
    for (const [type, limit] of Object.entries(limits)) gate(`${name}: ${type}, brotli`, (bytes[type] ?? 0) / 1024, "KB", limit);
    gate(`${name}: requests to other origins`, foreign, "", 0);
    await context.close();
  }
}

function compressed(body: Buffer): number {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

interface Timing {
  lcp: number;
  ready: number;
  tbt: number;
  cls: number;
}

async function measureSpeed(on: Browser, address: string, name: string, path: string, lcpLimit: number): Promise<void> {
  const rounds: Timing[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await on.newContext({ ...PHONE, serviceWorkers: "block" });
    rounds.push(await visit(await context.newPage(), address + path));
    await context.close();
  }
  say(`${name}: LCP ${rounds.map((each) => each.lcp.toFixed(0)).join(" ")} ms`);
  gate(`${name}: largest paint`, median(rounds.map((each) => each.lcp)), "ms", lcpLimit);
  gate(`${name}: ready`, median(rounds.map((each) => each.ready)), "ms", 1_500);
  gate(`${name}: blocking time`, median(rounds.map((each) => each.tbt)), "ms", 150);
  gate(`${name}: layout shift`, median(rounds.map((each) => each.cls)), "", 0.02);
}

/** One visit on the weak phone. Ready: the app has taken over, or its last long task is over, whichever is later. */
async function visit(page: Page, url: string): Promise<Timing> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", THROTTLE);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0, tasks: [] as { end: number; blocking: number }[] };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.lcp = entry.startTime))).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.cls += (entry as unknown as { value: number }).value))).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) =>
      list.getEntries().forEach((entry) => seen.tasks.push({ end: entry.startTime + entry.duration, blocking: Math.max(0, entry.duration - 50) })),
    ).observe({ type: "longtask", buffered: true });
  });
  await page.goto(url, { waitUntil: "networkidle" });
  await page.waitForTimeout(1_000);
  return page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: { lcp: number; cls: number; tasks: { end: number; blocking: number }[] } };
    const firstPaint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const [hydrated] = performance.getEntriesByName("app-ready");
    return {
      lcp: seen.lcp,
      ready: Math.max(hydrated?.startTime ?? 0, ...seen.tasks.map((task) => task.end), performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart),
      // As Lighthouse counts it: what comes before the first paint delays that, and is counted there.
      tbt: seen.tasks.filter((task) => task.end > firstPaint).reduce((sum, task) => sum + task.blocking, 0),
      cls: seen.cls,
    };
  });
}

async function measureSecondVisit(on: Browser, address: string): Promise<void> {
  const paints: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await on.newContext(PHONE);
    const first = await context.newPage();
    await first.goto(address + HOME, { waitUntil: "networkidle" });
    await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await first.close();
    paints.push((await visit(await context.newPage(), address + HOME)).lcp);
    await context.close();
  }
  gate("home, second visit: largest paint", median(paints), "ms", 500);
}

/** Lighthouse lives in a folder of its own, installed the first time it is wanted. */
function measureLighthouse(address: string): void {
  const folder = join(import.meta.dirname, "../tools/lighthouse");
  if (!existsSync(join(folder, "node_modules/lighthouse"))) {
    say("Installing Lighthouse …");
    spawnSync("npm", ["ci", "--loglevel=error"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  }
  for (const [name, path] of [["home", HOME], ["guide", GUIDE], ["topic", "/haikou/topics/transport"]] as const) {
    const scores: Record<string, number[]> = {};
    for (let round = 0; round < 3; round += 1) {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [join(folder, "node_modules/lighthouse/cli/index.js"), address + path, "--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices,seo", `--chrome-flags=--headless=new ${FLAGS.join(" ")}`],
        { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, env: { ...process.env, CHROME_PATH: chromiumPath } },
      );
      if (status !== 0) throw new Error(`Lighthouse failed: ${stderr}`);
      const { categories } = JSON.parse(stdout) as { categories: Record<string, { score: number }> };
      for (const [category, { score }] of Object.entries(categories)) (scores[category] ??= []).push(Math.round(score * 100));
    }
    for (const [category, values] of Object.entries(scores)) {
      const least = category === "performance" ? 95 : 100;
      figures.push(figure(`Lighthouse ${name}: ${category}`, median(values), "", least, `at least ${least}`, (value) => value >= least));
    }
  }
}
