// A change travels from the editor's form over a second person's review to the people's API, and back again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { BrowserContext } from "playwright-core";
import { assertFocused } from "../controls.ts";
import { atDesk, getJson, openDesk } from "./browser.ts";
import { findFreeIds, leaveNothingBehind, MODEL_ID } from "./own-items.ts";

const OWN_NAME = "控制台旅程事项";
const FIRST_SUMMARY = "旅程自己的事项，第一版";
const SECOND_SUMMARY = "旅程自己的事项，第二版";

const [ownId = ""] = await findFreeIds("Z", 1);
const api = `/api/v1/cities/haikou/services/${ownId}`;

interface Guide {
  summary: { zh: string };
  version: number;
}

describe("an item's life", () => {
  let reader: BrowserContext;
  before(async () => {
    reader = await openDesk({});
  });
  after(async () => {
    await reader.close();
    await leaveNothingBehind([ownId]);
  });

  test("a new item begins as a copy and is written by the editor", () =>
    atDesk({ staff: "haikou-editor" }, "/console/documents/service/new", async (page) => {
      await page.getByLabel("编号").fill(ownId);
      await page.getByLabel("以哪一份为样本").fill(MODEL_ID);
      await page.getByRole("option", { name: new RegExp(MODEL_ID) }).click();
      await page.getByRole("button", { name: "建立草稿" }).click();
      await page.getByRole("heading", { level: 1, name: "预约挂号" }).waitFor();

      await page.getByRole("textbox", { name: "名称 中文" }).first().fill(OWN_NAME);
      await page.getByRole("textbox", { name: "名称 English" }).first().fill("Console journey item");
      await page.getByRole("textbox", { name: "一句话说明 中文" }).fill(FIRST_SUMMARY);
      // An item whose department runs no counter for it would be at fault; this one is handled online only.
      await page.getByRole("group", { name: "办理渠道" }).getByLabel("窗口").uncheck();
      await page.getByText(/已自动保存/).waitFor();
    }));

  test("a fault is shown at its field, the summary takes the focus, and the link leads back", () =>
    atDesk({ staff: "haikou-editor" }, `/console/documents/service/${ownId}`, async (page) => {
      const english = page.getByRole("textbox", { name: "一句话说明 English" });
      await english.fill("");
      await page.getByText(/已自动保存/).waitFor();
      await page.getByRole("button", { name: "提交审核" }).click();
      const summary = page.getByRole("region", { name: /需要改正/ });
      await summary.waitFor();
      await assertFocused(summary);
      assert.equal(await english.getAttribute("aria-invalid"), "true");
      await summary.getByRole("link", { name: /一句话说明/ }).click();
      await assertFocused(english);

      await english.fill("An item of the journey's own, first version");
      await summary.waitFor({ state: "detached" });
      await page.getByRole("button", { name: "提交审核" }).click();
      const dialog = page.getByRole("dialog", { name: "提交审核" });
      await dialog.getByLabel(/为什么修改/).fill("旅程：新建事项");
      await dialog.getByRole("button", { name: "提交审核" }).click();
      await page.getByText(/正在等待审核/).first().waitFor();
    }));

  test("who wrote in a draft cannot review it, and is told why", () =>
    atDesk({ staff: "haikou-editor" }, `/console/review/service/${ownId}`, async (page) => {
      const approve = page.getByRole("button", { name: "通过并发布" });
      assert.equal(await approve.getAttribute("aria-disabled"), "true");
      await page.getByText(/由另一位审核人员审核/).first().waitFor();
    }));

  test("the reviewer reads it and publishes it; people see it", async () => {
    await publishAsReviewer("全部内容");
    assert.equal((await getJson<Guide>(reader.request, api)).summary.zh, FIRST_SUMMARY);
  });

  test("a second version is reviewed by its difference, sent back once, then published", async () => {
    await atDesk({ staff: "haikou-editor" }, `/console/documents/service/${ownId}`, async (page) => {
      await page.getByRole("textbox", { name: "一句话说明 中文" }).fill(SECOND_SUMMARY);
      await page.getByText(/已自动保存/).waitFor();
      await submit(page, "旅程：改说明");
    });
    await atDesk({ staff: "haikou-reviewer" }, `/console/review/service/${ownId}`, async (page) => {
      await page.getByText("变动 1 处").waitFor();
      assert.equal(await page.locator(".difference-row del").innerText(), "一");
      assert.equal(await page.locator(".difference-row ins").innerText(), "二");
      await page.getByRole("button", { name: "退回修改" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("请写明需要修改什么").fill("请再核对一遍");
      await dialog.getByRole("button", { name: "退回修改" }).click();
      await page.getByRole("heading", { level: 1, name: "审核" }).waitFor();
    });
    await atDesk({ staff: "haikou-editor" }, `/console/documents/service/${ownId}`, async (page) => {
      await page.getByText("请再核对一遍").waitFor();
      await submit(page);
    });
    await publishAsReviewer("与 v1 的差异");
    const guide = await getJson<Guide>(reader.request, api);
    assert.deepEqual([guide.summary.zh, guide.version], [SECOND_SUMMARY, 2]);
  });

  test("rolled back, the first text is a third version", async () => {
    await atDesk({ staff: "haikou-reviewer" }, `/console/documents/service/${ownId}/history`, async (page) => {
      await page.getByRole("heading", { name: "v1 与 v2 的差异" }).waitFor();
      await page.getByRole("button", { name: "恢复到此版本" }).click();
      const dialog = page.getByRole("dialog", { name: "恢复到 v1？" });
      await dialog.getByLabel("原因").fill("旅程：恢复");
      await dialog.getByRole("button", { name: "恢复到此版本" }).click();
      await page.getByText("已恢复 v1，发布为 v3").first().waitFor();
    });
    const guide = await getJson<Guide>(reader.request, api);
    assert.deepEqual([guide.summary.zh, guide.version], [FIRST_SUMMARY, 3]);
  });

  test("an editor sees the way to retire an item, and why it is closed to them", () =>
    atDesk({ staff: "haikou-editor" }, `/console/documents/service/${ownId}/retire`, async (page) => {
      const retire = page.getByRole("button", { name: "退役这个事项" });
      assert.equal(await retire.getAttribute("aria-disabled"), "true");
      await retire.focus();
      await page.keyboard.press("Enter");
      await page.getByText("现在不能这样做").first().waitFor();
    }));

  test("retired, its address leads to the replacement", async () => {
    await atDesk({ staff: "haikou-reviewer" }, `/console/documents/service/${ownId}/retire`, async (page) => {
      await page.getByLabel("替代事项").fill("预约挂号");
      await page.getByRole("option", { name: new RegExp(MODEL_ID) }).click();
      await page.getByLabel("原因（中文）").fill("旅程结束");
      await page.getByLabel("原因（英文）").fill("End of the journey");
      await page.getByRole("button", { name: "退役这个事项" }).click();
      await page.getByRole("heading", { name: "这个事项已退役" }).waitFor();
    });
    const reply = await reader.request.get(api, { maxRedirects: 0 });
    assert.equal(reply.status(), 308);
    assert.match(reply.headers().location ?? "", new RegExp(`/services/${MODEL_ID}`));
  });
});

async function submit(page: Parameters<Parameters<typeof atDesk>[2]>[0], note?: string): Promise<void> {
  await page.getByRole("button", { name: "提交审核" }).click();
  const dialog = page.getByRole("dialog", { name: "提交审核" });
  if (note !== undefined) await dialog.getByLabel(/为什么修改/).fill(note);
  await dialog.getByRole("button", { name: "提交审核" }).click();
  await page.getByText(/正在等待审核/).first().waitFor();
}

function publishAsReviewer(tab: string): Promise<void> {
  return atDesk({ staff: "haikou-reviewer" }, "/console/review", async (page) => {
    await page.getByRole("link", { name: OWN_NAME }).click();
    await page.getByRole("button", { name: tab }).waitFor();
    await page.getByRole("button", { name: "预览" }).click();
    await page.frameLocator("iframe").getByRole("heading", { level: 1, name: OWN_NAME }).waitFor();
    await page.getByRole("button", { name: "通过并发布" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "通过并发布" }).click();
    await page.getByText(/已发布为 v/).first().waitFor();
  });
}
