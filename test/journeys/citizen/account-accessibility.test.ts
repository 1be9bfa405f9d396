// One's own screens: axe finds nothing, each control is named and reached, nothing leaves a narrow screen, targets are large enough.
import assert from "node:assert/strict";
import { test } from "node:test";
import { examineScreens } from "./examine-screens.ts";
import { OWN_SCREENS, PEOPLE } from "./signed-in.ts";

test("axe, controls, sizes and pictures of one's own screens", async () => {
  assert.deepEqual(await examineScreens(PEOPLE.oldest, OWN_SCREENS), {});
});
