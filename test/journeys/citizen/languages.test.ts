// On English pages what is kept in Chinese alone says so, so that it is read aloud and drawn as Chinese.
/// <reference lib="dom" />
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { createPopulation } from "../../../stand-ins/src/population/index.ts";
import { BASE_URL, openContext, untilReady, withPage } from "./browser.ts";
import { signInQuietly, untilOwn } from "./signed-in.ts";

const SITE = `${BASE_URL}/en/haikou`;

/** Texts that are Chinese in the main and stand in an element that is said to be English. */
function unsaid(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? "";
      const around = node.parentElement;
      const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
      if (chinese === 0 || chinese < (text.match(/\p{Script=Latin}/gu)?.length ?? 0) || !around || around.closest("script, style, noscript, title")) continue;
      if (!(around.closest("[lang]")?.getAttribute("lang") ?? "").startsWith("zh")) found.push(`${around.className || around.tagName}: ${text.trim()}`);
    }
    return found;
  });
}

/** Somebody of the population whom no other journey knows. */
async function signInAsSomebody(context: BrowserContext): Promise<void> {
  const population = createPopulation({ seed: "citizen-cloud", size: 16_000_000 });
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { phone, name, idNumber, birthDate, city } = population.personAt(randomInt(1_000, population.size));
    const born = Number(birthDate.slice(0, 4));
    if (city !== "haikou" || phone === undefined || born < 1960 || born > 2000) continue;
    await signInQuietly(context, { phone, name, idNumber });
    return;
  }
  throw new Error("nobody of Haikou was found");
}

test("what people and departments call things in Chinese is marked as Chinese on the English pages of one's own", async () => {
  const context = await openContext();
  try {
    await signInAsSomebody(context);
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    for (const path of ["/me", "/me/data", "/me/data/social-insurance-contributions", "/me/data/household-register", "/me/accesses", "/me/messages", "/me/account-data", "/me/family"]) {
      await page.goto(SITE + path);
      await untilOwn(page);
      const texts = await unsaid(page);
      if (texts.length > 0) found[path] = texts;
    }
    assert.deepEqual(found, {});
  } finally {
    await context.close();
  }
});

test("and on those of the city", async () => {
  for (const path of ["/data/road-state", "/data/bus-arrivals", "/book", "/book/S103", "/status"]) {
    await withPage({}, `/en/haikou${path}`, async (page) => {
      await untilReady(page);
      assert.deepEqual(await unsaid(page), [], path);
    });
  }
});
