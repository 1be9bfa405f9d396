// Operators watch a campaign live, stop it for a while, and end it: in two steps, with a reason that people read.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { faultyControls } from "../controls.ts";
import { atDesk, axeFindings, BASE_URL, untilDrawn } from "./browser.ts";

/** No other journey registers here. */
const CONCERT = "new-year-concert-2027";
const WALL = `/console/campaigns/${CONCERT}`;

describe("campaigns in the console", { concurrency: 1 }, () => {
  test("the wall is live, a pause reaches people with its reason, and it goes on", () =>
    atDesk({ staff: "chengdu-operator" }, "/console/campaigns", async (page) => {
      await untilDrawn(page);
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("link", { name: "成都2027新年公益音乐会" }).click();
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
      await page.waitForFunction(async (address) => ((await (await fetch(address, { cache: "no-store" })).json()) as { state: string }).state === "paused", `${BASE_URL}/api/v1/rush/chengdu/${CONCERT}`);

      await page.getByRole("button", { name: "恢复" }).click();
      await dialog.getByLabel("给群众看的原因（中文）").fill("检修完成");
      await dialog.getByLabel("给群众看的原因（English）").fill("Done");
      await dialog.getByRole("button", { name: "恢复" }).click();
      await page.getByRole("button", { name: "暂停" }).waitFor();
    }));

  test("the kill switch takes a reason and then the campaign's id, and neither alone", () =>
    atDesk({ staff: "chengdu-operator" }, WALL, async (page) => {
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
      await dialog.getByLabel(/输入活动编号/).fill("new-year");
      assert.ok(await end.isDisabled(), "not with another id");
      await dialog.getByLabel(/输入活动编号/).fill(CONCERT);
      await end.click();
      // The question repeats the reason; it goes once the campaign is over.
      await dialog.waitFor({ state: "detached" });
      await page.getByText("演出取消").waitFor();
      // What is over has no switches.
      await page.getByRole("button", { name: "立即终止" }).waitFor({ state: "detached" });
      await page.goto(`/chengdu/campaigns/${CONCERT}`);
      await page.getByText("主办方提前结束了这次活动。").waitFor();
      await page.getByText("演出取消").waitFor();
    }));

  test("whoever may only watch is told why the switches are closed to them", () =>
    atDesk({ staff: "haikou-auditor", locale: "en", dark: true, width: 390 }, WALL, async (page) => {
      await untilDrawn(page);
      await page.getByRole("button", { name: "End it" }).click({ force: true });
      await page.getByText("This needs the role “Operator”.").first().waitFor();
      assert.equal(await page.getByRole("dialog", { name: "End it" }).count(), 0);
      assert.deepEqual(await axeFindings(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "goes off the screen");
    }));
});
