import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "../../../kernel/log.ts";
import { eachCampaign } from "./each-campaign.ts";

test("one campaign's trouble is not the others'", async () => {
  const done: string[] = [];
  const campaigns = ["first", "broken", "last"].map((slug) => ({ city: "haikou", slug }));
  await eachCampaign(createLog("silent"), campaigns, "it could not be done", async ({ slug }) => {
    if (slug === "broken") throw new Error("broken");
    done.push(slug);
  });
  assert.deepEqual(done, ["first", "last"]);
});
