// Pictures of the main screens, to be looked at by people: nothing here judges them but that they can be taken.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { PICTURES } from "../pictures.ts";
import { BASE_URL, DESK, openContext, type Person, PHONE, SCREENS, untilReady } from "./browser.ts";

const SHOWN = ["home", "services", "topic", "life event", "guide", "search", "offices", "area", "wallet", "me", "settings"] as const;
const LOOKS: Record<string, { person: Person; prefix: string }> = {
  light: { person: {}, prefix: "" },
  dark: { person: { dark: true }, prefix: "" },
  elder: { person: { elder: true }, prefix: "" },
  english: { person: {}, prefix: "/en" },
};

for (const [look, { person, prefix }] of Object.entries(LOOKS)) {
  test(`pictures: ${look}`, async () => {
    await mkdir(PICTURES, { recursive: true });
    for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
      const context = await openContext({ ...person, viewport });
      const page = await context.newPage();
      for (const screen of SHOWN) {
        await page.goto(`${BASE_URL}${prefix}/haikou${SCREENS[screen]}`);
        await untilReady(page);
        await page.screenshot({ path: join(PICTURES, `${screen.replace(" ", "-")}-${size}-${look}.png`) });
      }
      await context.close();
    }
  });
}
