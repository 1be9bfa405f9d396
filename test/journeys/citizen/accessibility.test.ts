// axe finds nothing on any screen, in normal, elder and dark, in three languages, and with what opens over it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeFindings } from "../axe.ts";
import { assertFocused } from "../controls.ts";
import { BASE_URL, LANGUAGE_PREFIXES, openContext, type Person, SCREENS, untilReady, withPage } from "./browser.ts";

type ColorScheme = "light" | "dark";
const LOOKS: Record<string, { person: Person; schemes: readonly ColorScheme[] }> = {
  // Dark is a matter of colours alone, so one opening of a screen serves both.
  "normal and dark": { person: {}, schemes: ["light", "dark"] },
  elder: { person: { elder: true }, schemes: ["light"] },
};

// Two at once: while one page is being fetched and drawn, axe is at work in the other.
describe("axe on every screen", { concurrency: 2 }, () => {
  for (const [look, { person, schemes }] of Object.entries(LOOKS)) {
    for (const [language, prefix] of Object.entries(LANGUAGE_PREFIXES)) {
      test(`${look}, ${language}`, async () => {
        const context = await openContext(person);
        const page = await context.newPage();
        const found: Record<string, string[]> = {};
        for (const [screen, path] of Object.entries(SCREENS)) {
          await page.goto(`${BASE_URL}${prefix}/haikou${path}`);
          await untilReady(page);
          for (const colorScheme of schemes) {
            await page.emulateMedia({ colorScheme });
            const findings = await axeFindings(page);
            if (findings.length > 0) found[`${screen}, ${colorScheme}`] = findings;
          }
        }
        await context.close();
        assert.deepEqual(found, {});
      });
    }
  }
});

describe("axe with something open", () => {
  test("suggestions", () =>
    withPage({}, "/haikou", async (page) => {
      await page.getByRole("combobox").fill("驾照");
      await page.getByRole("option").first().waitFor();
      assert.deepEqual(await axeFindings(page), []);
    }));

  test("the language sheet", () =>
    withPage({}, "/haikou", async (page) => {
      await page.getByRole("button", { name: "切换语言" }).click();
      await page.getByRole("dialog", { name: "切换语言" }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await assertFocused(page.getByRole("button", { name: "切换语言" }));
    }));

  test("questions unfolded", () =>
    withPage({}, "/haikou/services/S077", async (page) => {
      for (const summary of await page.locator("details > summary").all()) await summary.click();
      assert.deepEqual(await axeFindings(page), []);
    }));
});
