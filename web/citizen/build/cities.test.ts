// Every city of this installation has its seal, and every icon its catalogue names is one that travels with the app.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cities = readdirSync(join(root, "cities")).filter((id) => existsSync(join(root, "cities", id, "city.json")));
const iconTable = readFileSync(join(root, "web/citizen/src/components/named-icon.tsx"), "utf8");

interface Named {
  icon: string;
}

for (const city of cities) {
  test(`${city} has its seal in every size`, () => {
    for (const file of [".svg", "-180.png", "-192.png", "-512.png", "-maskable-512.png"]) {
      assert.ok(existsSync(join(root, "web/citizen/public/icons", city + file)), `public/icons/${city}${file} is missing`);
    }
  });

  test(`${city}'s icons are known`, () => {
    for (const file of ["topics.json", "life-events.json"]) {
      const items = JSON.parse(readFileSync(join(root, "cities", city, file), "utf8")) as Named[];
      for (const { icon } of items) assert.match(iconTable, new RegExp(`\\b"?${icon}"?: [A-Z]`), `add "${icon}" to components/named-icon.tsx`);
    }
  });
}
