// 320 pixels, text at 200 %, wider spacing: nothing leaves the screen. Targets and text are large enough to hit and read.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { BASE_URL, openContext, type Person, SCREENS, untilReady } from "./browser.ts";

/** Rows that are meant to slide sideways. */
const SLIDING = ".event-strip, .filter-chips, .screen-filters, .contents-nav, .browse-tabs";

async function onEveryScreen(person: Person, prefix: string, look: (page: Page) => Promise<string[]>): Promise<Record<string, string[]>> {
  const context = await openContext(person);
  const page = await context.newPage();
  const found: Record<string, string[]> = {};
  for (const [screen, path] of Object.entries(SCREENS)) {
    await page.goto(`${BASE_URL}${prefix}/haikou${path}`);
    await untilReady(page);
    const findings = await look(page);
    if (findings.length > 0) found[screen] = findings;
  }
  await context.close();
  return found;
}

function offScreen(page: Page): Promise<string[]> {
  return page.evaluate((sliding) => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll<HTMLElement>("body *")]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.right > width + 1 || box.left < -1) && !element.closest(`${sliding}, .visually-hidden, .skip-link, svg`);
      })
      .map((element) => `${element.tagName}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`)
      .slice(0, 5);
  }, SLIDING);
}

for (const prefix of ["", "/en"]) {
  test(`320 pixels wide ${prefix}`, async () => {
    assert.deepEqual(await onEveryScreen({ viewport: { width: 320, height: 640 } }, prefix, offScreen), {});
  });

  test(`text at 200 % ${prefix}`, async () => {
    const enlarge = async (page: Page) => {
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
      return offScreen(page);
    };
    assert.deepEqual(await onEveryScreen({ viewport: { width: 390, height: 844 } }, prefix, enlarge), {});
  });
}

test("wider spacing of letters, words and lines", async () => {
  const space = async (page: Page) => {
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>("body *")) {
        element.style.setProperty("letter-spacing", "0.12em");
        element.style.setProperty("word-spacing", "0.16em");
        element.style.setProperty("line-height", "1.5");
      }
    });
    return offScreen(page);
  };
  assert.deepEqual(await onEveryScreen({}, "/en", space), {});
});

/** Links inside running text are exempt, as WCAG 2.5.8 has it. */
function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((wanted) => {
    const targets = [...document.querySelectorAll<HTMLElement>("a[href], button, summary, input:not([type=hidden]), select")];
    return targets
      .filter((element) => {
        const box = (element.closest("label") ?? element).getBoundingClientRect();
        const inText = getComputedStyle(element).display === "inline";
        const shown = box.width > 1 && getComputedStyle(element).visibility !== "hidden" && !element.closest(".skip-link, .visually-hidden, [hidden]");
        return shown && !inText && (box.height < wanted - 0.5 || box.width < wanted - 0.5);
      })
      .map((element) => {
        const box = element.getBoundingClientRect();
        return `${element.tagName}.${element.className} "${element.textContent?.slice(0, 16) ?? ""}" ${Math.round(box.width)}×${Math.round(box.height)}`;
      })
      .slice(0, 6);
  }, least);
}

test("targets are at least 44 pixels", async () => {
  assert.deepEqual(await onEveryScreen({}, "", (page) => smallTargets(page, 44)), {});
});

test("in elder mode targets are at least 60 pixels", async () => {
  assert.deepEqual(await onEveryScreen({ elder: true }, "", (page) => smallTargets(page, 60)), {});
});

test("in elder mode no text is under 18 pixels", async () => {
  const smallText = (page: Page) =>
    page.evaluate(() => {
      const small: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!element || !node.textContent?.trim() || element.closest("svg, script, .visually-hidden, .print-only, [hidden]")) continue;
        if (Number.parseFloat(getComputedStyle(element).fontSize) < 18 && element.getBoundingClientRect().width > 1) small.push(`${element.className}: ${node.textContent.slice(0, 20)}`);
      }
      return small.slice(0, 5);
    });
  assert.deepEqual(await onEveryScreen({ elder: true }, "", smallText), {});
});
