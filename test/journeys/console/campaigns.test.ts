// Operators watch a campaign live, stop it for a while, and end it: in two steps, with a reason that people read.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { faultyControls } from "../controls.ts";
import { type OwnCampaign, publishCampaign } from "../own-campaigns.ts";
import { atDesk, axeFindings, BASE_URL, untilDrawn } from "./browser.ts";

const HOUR_MS = 3_600_000;
const wallOf = ({ id }: OwnCampaign) => `/console/campaigns/${id}`;

describe("campaigns in the console", { concurrency: 1 }, () => {
  let ended: OwnCampaign;
  let watched: OwnCampaign;
  before(async () => {
    const open = { manner: "first-come", opensAt: Date.now() - HOUR_MS, closesAt: Date.now() + HOUR_MS, places: 1_000 } as const;
    ended = await publishCampaign({ ...open, id: "ended", name: "旅程要终止的活动" });
    watched = await publishCampaign({ ...open, id: "watched", name: "旅程旁观的活动" });
  });

  test("the wall is live, a pause reaches people with its reason, and it goes on", () =>
    atDesk({ staff: "haikou-operator" }, "/console/campaigns", async (page) => {
      await untilDrawn(page);
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("link", { name: ended.name }).click();
      await page.getByRole("heading", { name: "最近两分钟" }).waitFor();
      await page.getByRole("heading", { name: "名额", exact: true }).waitFor();
      // The wall is told, not asked for.
      const told = page.waitForRequest((request) => request.url().endsWith("/wall/events"));
      await page.reload();
      await told;
      await untilDrawn(page);
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(await faultyControls(page), []);

      await page.getByRole("button", { name: "暂停" }).click();
      const dialog = page.getByRole("dialog");
      assert.ok(await dialog.getByRole("button", { name: "暂停" }).isDisabled(), "not without a reason");
      await dialog.getByLabel("给群众看的原因（中文）").fill("系统检修十分钟");
      await dialog.getByLabel("给群众看的原因（English）").fill("Maintenance for ten minutes");
      assert.deepEqual(await axeFindings(page), []);
      await dialog.getByRole("button", { name: "暂停" }).click();
      await page.getByText("系统检修十分钟").waitFor();
      await page.getByRole("button", { name: "恢复" }).waitFor();
      await page.waitForFunction(async (address) => ((await (await fetch(address, { cache: "no-store" })).json()) as { state: string }).state === "paused", `${BASE_URL}/api/v1/rush/haikou/${ended.id}`);

      await page.getByRole("button", { name: "恢复" }).click();
      await dialog.getByLabel("给群众看的原因（中文）").fill("检修完成");
      await dialog.getByLabel("给群众看的原因（English）").fill("Done");
      await dialog.getByRole("button", { name: "恢复" }).click();
      await page.getByRole("button", { name: "暂停" }).waitFor();
    }));

  test("the kill switch takes a reason and then the campaign's id, and neither alone", () =>
    atDesk({ staff: "haikou-operator" }, wallOf(ended), async (page) => {
      await untilDrawn(page);
      await page.getByRole("button", { name: "立即终止" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("第 1 步，共 2 步").waitFor();
      await dialog.getByLabel("给群众看的原因（中文）").fill("演出取消");
      await dialog.getByLabel("给群众看的原因（English）").fill("The concert was cancelled");
      await dialog.getByRole("button", { name: "下一步" }).click();
      await dialog.getByText("第 2 步，共 2 步").waitFor();
      assert.deepEqual(await axeFindings(page), []);
      const end = dialog.getByRole("button", { name: "永久终止" });
      await dialog.getByLabel(/输入活动编号/).fill("journey");
      assert.ok(await end.isDisabled(), "not with another id");
      await dialog.getByLabel(/输入活动编号/).fill(ended.id);
      await end.click();
      // The question repeats the reason; it goes once the campaign is over.
      await dialog.waitFor({ state: "detached" });
      await page.getByText("演出取消").waitFor();
      // What is over has no switches.
      await page.getByRole("button", { name: "立即终止" }).waitFor({ state: "detached" });
      await page.goto(`/haikou/campaigns/${ended.id}`);
      await page.getByText("主办方提前结束了这次活动。").waitFor();
      await page.getByText("演出取消").waitFor();
    }));

  test("whoever may only watch is told why the switches are closed to them", () =>
    atDesk({ staff: "haikou-auditor", locale: "en", dark: true, width: 390 }, wallOf(watched), async (page) => {
      await untilDrawn(page);
      await page.getByRole("button", { name: "End it" }).click({ force: true });
      await page.getByText("This needs the role “Operator”.").first().waitFor();
      assert.equal(await page.getByRole("dialog", { name: "End it" }).count(), 0);
      assert.deepEqual(await axeFindings(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "goes off the screen");
    }));
});
