// Every room opens for everybody at every width, passes axe in light and dark, and works by keyboard.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertFocused } from "../controls.ts";
import { eventually } from "../patience.ts";
import { atDesk, axeFindings, type Desk, openDesk, ROOMS, untilDrawn } from "./browser.ts";

/** Between them these show every component, for the second pass of axe, which takes seconds on a long page. */
const TELLING_ROOMS: readonly string[] = ["catalogue", "an item", "an item's history", "retiring an item", "near-duplicates", "an office"];

/** The markup is the same at every width, so axe looks at the wide ones only. */
const DESKS: Record<string, Desk & { axe: readonly string[] }> = {
  "light, simplified": { staff: "haikou-editor", axe: Object.keys(ROOMS) },
  "dark, English": { staff: "haikou-operator", dark: true, locale: "en", axe: TELLING_ROOMS },
  "traditional, 1024 wide": { staff: "haikou-reviewer", locale: "zh-Hant", width: 1024, axe: [] },
  "one department, 390 wide": { staff: "haikou-editor-hrss", width: 390, axe: [] },
};

for (const [name, desk] of Object.entries(DESKS)) {
  test(`rooms: ${name}`, async () => {
    const found: Record<string, string[]> = {};
    await atDesk(desk, "/console/catalogue", async (page) => {
      for (const [room, path] of Object.entries(ROOMS)) {
        await page.goto(path);
        await untilDrawn(page);
        const findings = desk.axe.includes(room) ? await axeFindings(page) : [];
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (tooWide > 0) findings.push(`${tooWide} px wider than the window`);
        if (findings.length > 0) found[room] = findings;
      }
    });
    assert.deepEqual(found, {});
  });
}

describe("by keyboard", () => {
  test("/ searches, j and k step through the rows, Enter opens", () =>
    atDesk({ staff: "haikou-editor" }, "/console/catalogue", async (page) => {
      await page.getByRole("link", { name: "换领驾驶证" }).or(page.locator("[data-row-link]").first()).first().waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("驾驶证");
      await page.waitForURL((url) => url.searchParams.get("q") === "驾驶证");
      const rows = page.locator("[data-row-link]");
      const names = await eventually(async () => {
        const found = await rows.allInnerTexts();
        assert.ok(found.length > 1 && found.every((each) => each.includes("驾驶证")));
        return found;
      });
      await page.keyboard.press("Enter");
      await assertFocused(rows.first());
      await page.keyboard.press("j");
      await assertFocused(rows.nth(1));
      await page.keyboard.press("k");
      await assertFocused(rows.first());
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: names[0] ?? "" }).waitFor();
    }));

  test("? opens the help, Escape closes it and gives the focus back", () =>
    atDesk({ staff: "haikou-editor" }, "/console/review", async (page) => {
      const help = page.getByRole("button", { name: "快捷键与帮助" });
      await help.focus();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "快捷键与帮助" }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await assertFocused(help);
    }));
});

describe("signing in", () => {
  test("without a session the address is kept, and one comes back to it", () =>
    atDesk({}, "/console/usage", async (page) => {
      await page.getByText(/演示环境/).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("region", { name: "海口" }).getByRole("button", { name: /何望舒/ }).click();
      await page.getByRole("heading", { level: 1, name: "使用情况" }).waitFor();
      assert.match(page.url(), /\/console\/usage$/);
    }));

  test("when the session ends, what was typed stays and is saved after signing in again", async () => {
    const path = "/staff/v1/cities/haikou/drafts/topic/transport";
    await atDesk({ staff: "haikou-editor" }, "/console/documents/topic/transport", async (page) => {
      const summary = page.getByRole("textbox", { name: "一句话说明 English" });
      await summary.waitFor();
      await page.context().clearCookies();
      await summary.fill("Typed while the session ended");
      await page.getByRole("dialog", { name: "请重新登录" }).waitFor();
      await page.getByRole("button", { name: /继续/ }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      assert.equal(await summary.inputValue(), "Typed while the session ended");
      await page.getByText(/已自动保存/).waitFor();
    });
    const desk = await openDesk({ staff: "haikou-editor" });
    assert.equal((await desk.request.delete(path)).status(), 204);
    await desk.close();
  });
});

test("two people on one draft: the second is shown the difference and decides", async () => {
  const room = "/console/documents/topic/education";
  await atDesk({ staff: "haikou-editor" }, room, async (page) => {
    await page.getByRole("textbox", { name: "一句话说明 English" }).fill("The first one's sentence");
    await page.getByText(/已自动保存/).waitFor();
    await atDesk({ staff: "haikou-reviewer" }, room, async (other) => {
      await other.getByRole("textbox", { name: "一句话说明 English" }).fill("The second one's sentence");
      await other.getByText(/已自动保存/).waitFor();
    });
    await page.getByRole("textbox", { name: "一句话说明 English" }).fill("The first one again");
    const dialog = page.getByRole("dialog", { name: "有人同时在改" });
    await dialog.getByText("变动 1 处").waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await dialog.getByRole("button", { name: "放弃我的，载入最新" }).click();
    await dialog.waitFor({ state: "detached" });
    await eventually(async () => assert.equal(await page.getByRole("textbox", { name: "一句话说明 English" }).inputValue(), "The second one's sentence"));
    await page.getByRole("button", { name: "放弃草稿" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "放弃草稿" }).click();
    await page.getByText("草稿已放弃").first().waitFor();
  });
});

test("a reviewer who wrote in a draft herself is sent to a colleague, by the room and by the server", async () => {
  const path = "/staff/v1/cities/haikou/drafts/topic/housing";
  await atDesk({ staff: "haikou-reviewer" }, "/console/documents/topic/housing", async (page) => {
    await page.getByRole("textbox", { name: "一句话说明 English" }).fill("Written by the one who would review it");
    await page.getByText(/已自动保存/).waitFor();
    await page.getByRole("button", { name: "提交审核" }).click();
    const dialog = page.getByRole("dialog", { name: "提交审核" });
    await dialog.getByLabel(/为什么修改/).fill("旅程：自己审核自己");
    await dialog.getByRole("button", { name: "提交审核" }).click();
    await page.getByRole("link", { name: "查看审核页" }).click();
    await page.getByRole("button", { name: "通过并发布" }).press("Enter");
    await page.getByText("请由另一位审核人员审核").first().waitFor();
    assert.equal(await page.getByRole("dialog", { name: "通过并发布？" }).count(), 0);
    const reply = await page.request.post(`${path}/publish`);
    assert.deepEqual([reply.status(), ((await reply.json()) as { code: string }).code], [403, "own-review"]);
  });
  const desk = await openDesk({ staff: "haikou-reviewer" });
  assert.equal((await desk.request.delete(path)).status(), 204);
  await desk.close();
});
