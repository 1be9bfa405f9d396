// axe finds nothing on the screens of campaigns, every control has a name and is reached by Tab, sizes hold, nothing leaves a narrow screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { examineScreens } from "./examine-screens.ts";
import { PEOPLE } from "./signed-in.ts";

const CAMPAIGN_SCREENS = {
  campaigns: "/campaigns",
  "a campaign": "/campaigns/red-packet-2027",
  "a draw": "/campaigns/hpv-9-winter-2026/draw",
  "my campaigns": "/me/campaigns",
} as const;

test("axe, controls, sizes and pictures of campaigns", async () => {
  assert.deepEqual(await examineScreens(PEOPLE.watcher, CAMPAIGN_SCREENS), {});
});
