/** Looks at screens of one's own as everybody may have them: axe, controls, sizes, and a picture of each for people to look at. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { axeFindings } from "../axe.ts";
import { faultyControls } from "../controls.ts";
import { PICTURES } from "../pictures.ts";
import { BASE_URL, DESK, LANGUAGE_PREFIXES, openContext, PHONE } from "./browser.ts";
import { signInQuietly, type Somebody, untilOwn } from "./signed-in.ts";

/**
 * What was found, by screen and look; nothing when all is well.
 * @param content what a screen has to hold, by selector: an empty one would be examined in vain
 */
export async function examineScreens(somebody: Somebody, screens: Readonly<Record<string, string>>, content: Readonly<Record<string, string>> = {}): Promise<Record<string, string[]>> {
  await mkdir(PICTURES, { recursive: true });
  const context = await openContext();
  await signInQuietly(context, somebody);
  const page = await context.newPage();
  const found: Record<string, string[]> = {};
  const note = (where: string, findings: string[]) => {
    if (findings.length > 0) found[where] = findings;
  };
  for (const [language, prefix] of Object.entries(LANGUAGE_PREFIXES)) {
    for (const mode of ["normal", "elder"] as const) {
      await context.addCookies([{ name: "cc_mode", value: mode, url: BASE_URL }]);
      for (const [screen, path] of Object.entries(screens)) {
        const where = `${screen}, ${language}, ${mode}`;
        await page.goto(`${BASE_URL}${prefix}/haikou${path}`);
        await untilOwn(page);
        if (content[screen] !== undefined) await page.locator(content[screen]).first().waitFor();
        for (const colorScheme of mode === "elder" ? (["light"] as const) : (["light", "dark"] as const)) {
          await page.emulateMedia({ colorScheme });
          note(`${where}, ${colorScheme}`, await axeFindings(page));
          if (language === "zh-Hans" || (language === "en" && mode === "normal")) await page.screenshot({ path: join(PICTURES, `own-${screen.replaceAll(" ", "-")}-phone-${mode === "elder" ? "elder" : language === "en" ? "english" : colorScheme}.png`), fullPage: true });
        }
        note(`${where}, targets`, await smallTargets(page, mode === "elder" ? 60 : 44));
        await page.setViewportSize({ width: 320, height: 640 });
        note(`${where}, 320 wide`, await offScreen(page));
        await page.setViewportSize(PHONE);
        if (mode === "normal" && language === "zh-Hans") note(`${where}, controls`, await faultyControls(page));
      }
    }
  }
  await context.addCookies([{ name: "cc_mode", value: "normal", url: BASE_URL }]);
  await page.setViewportSize(DESK);
  for (const [screen, path] of Object.entries(screens)) {
    await page.goto(`${BASE_URL}/haikou${path}`);
    await untilOwn(page);
    await page.screenshot({ path: join(PICTURES, `own-${screen.replaceAll(" ", "-")}-desk-light.png`) });
  }
  await context.close();
  return found;
}

function offScreen(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("body *")]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.right > document.documentElement.clientWidth + 1 || box.left < -1) && !element.closest(".filter-chips, .visually-hidden, .skip-link, svg");
      })
      .map((element) => `${element.tagName}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`)
      .slice(0, 5),
  );
}

function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate(
    (wanted) =>
      [...document.querySelectorAll<HTMLElement>("a[href], button, summary, input:not([type=hidden]), select")]
        .filter((element) => {
          const box = (element.closest("label") ?? element).getBoundingClientRect();
          const inText = getComputedStyle(element).display === "inline";
          return box.width > 1 && !inText && !element.closest(".skip-link, .visually-hidden, [hidden]") && (box.height < wanted - 0.5 || box.width < wanted - 0.5);
        })
        .map((element) => `${element.tagName}.${element.className} "${element.textContent?.slice(0, 16) ?? ""}"`)
        .slice(0, 6),
    least,
  );
}
