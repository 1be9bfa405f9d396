// Every control of every screen has a name and is reached by Tab, and what opens gives the focus back.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertFocused, assertFocusReturns, faultyControls } from "../controls.ts";
import { BASE_URL, DESK, openContext, type Person, SCREENS, untilReady, withPage } from "./browser.ts";

const LOOKS: Record<string, { person: Person; screens: readonly (keyof typeof SCREENS)[] }> = {
  phone: { person: {}, screens: Object.keys(SCREENS) as (keyof typeof SCREENS)[] },
  // A desk shows other ways around, elder mode another home; the screens between are the same.
  desk: { person: { viewport: DESK }, screens: ["home", "guide", "offices"] },
  elder: { person: { elder: true }, screens: ["home", "guide"] },
};

for (const [look, { person, screens }] of Object.entries(LOOKS)) {
  test(`named, and reached by Tab: ${look}`, async () => {
    const context = await openContext(person);
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    for (const screen of screens) {
      await page.goto(`${BASE_URL}/haikou${SCREENS[screen]}`);
      await untilReady(page);
      const faults = await faultyControls(page);
      if (faults.length > 0) found[screen] = faults;
    }
    await context.close();
    assert.deepEqual(found, {});
  });
}

describe("the focus returns", () => {
  test("from the sheets of the header", () =>
    withPage({ viewport: DESK }, "/haikou", async (page) => {
      for (const name of [/切换城市/, "切换语言"]) await assertFocusReturns(page, page.getByRole("button", { name }), page.getByRole("dialog"));
    }));

  test("from the suggestions, with what was typed", () =>
    withPage({}, "/haikou", async (page) => {
      const field = page.getByRole("combobox");
      await field.focus();
      const suggested = page.waitForResponse((reply) => new URL(reply.url()).searchParams.get("q") === "驾照");
      await page.keyboard.type("驾照");
      await suggested;
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("option").first().waitFor({ state: "detached" });
      await assertFocused(field);
      assert.equal(await field.inputValue(), "驾照");
    }));
});
