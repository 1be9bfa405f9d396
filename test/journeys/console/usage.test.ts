// What hardly anybody reads is seen in the figures and retired from there, by those who may.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { eventually } from "../patience.ts";
import { atDesk, BASE_URL, getJson, openDesk } from "./browser.ts";
import { findFreeIds, leaveNothingBehind, MODEL_ID, publishItem, STAFF_API } from "./own-items.ts";

const ROOM = "/console/usage";
/** Fewer readings in all, and the room calls nothing little used (catalogue-filter.ts). */
const ENOUGH_READINGS = 1_000;

const [unreadId = ""] = await findFreeIds("X", 1);
const NAME = { zh: "旅程无人问津事项", en: "Journey item nobody reads" };

const itemRow = (page: Page, id: string) => page.getByRole("row").filter({ has: page.getByText(id, { exact: true }) });

describe("an item nobody reads", () => {
  before(async () => {
    await publishItem(unreadId, { names: NAME, summary: { zh: "没有人看。", en: "Nobody looks." }, aliases: { zh: ["旅程冷门"], en: ["journey unpopular"] } });
    for (let read = 0; read < ENOUGH_READINGS; read += 50) {
      await Promise.all(Array.from({ length: 50 }, async () => (await fetch(`${BASE_URL}/api/v1/cities/haikou/services/${MODEL_ID}`)).arrayBuffer()));
    }
    const desk = await openDesk({ staff: "haikou-editor" });
    // Readings are written every other second.
    await eventually(async () => {
      const { items } = await getJson<{ items: { id: string; views?: number }[] }>(desk.request, `${STAFF_API}/documents?kind=service`);
      assert.ok((items.find(({ id }) => id === MODEL_ID)?.views ?? 0) >= ENOUGH_READINGS, "the readings were not written");
    });
    await desk.close();
  });
  after(() => leaveNothingBehind([unreadId]));

  test("the figures say how often each was read, the least read first, and which are little used", () =>
    atDesk({ staff: "haikou-editor" }, ROOM, async (page) => {
      await itemRow(page, unreadId).getByText("少人使用").waitFor();
      const readings = async (id: string) => Number((await itemRow(page, id).getByRole("cell").nth(3).innerText()).replaceAll(/\D/g, ""));
      assert.equal(await readings(unreadId), 0);
      assert.ok((await readings(MODEL_ID)) >= ENOUGH_READINGS);
      assert.equal(await itemRow(page, MODEL_ID).getByText("少人使用").count(), 0);
      await page.getByRole("button", { name: "90 天浏览" }).click();
      await page.getByRole("row").filter({ has: page.getByRole("cell") }).first().filter({ hasText: MODEL_ID }).waitFor();
    }));

  test("an editor comes to the decision and is told who takes it", () =>
    atDesk({ staff: "haikou-editor" }, ROOM, async (page) => {
      await itemRow(page, unreadId).getByRole("link", { name: `考虑退役：${NAME.zh}` }).click();
      const retire = page.getByRole("button", { name: "退役这个事项" });
      await retire.press("Enter");
      await page.getByText("需要“审核”角色。").first().waitFor();
      assert.equal(await page.getByRole("heading", { name: "这个事项已退役" }).count(), 0);
    }));

  test("the reviewer retires it: it leaves the figures, and its address leads on", () =>
    atDesk({ staff: "haikou-reviewer" }, ROOM, async (page) => {
      await itemRow(page, unreadId).getByRole("link", { name: /考虑退役/ }).click();
      await page.getByLabel("替代事项").fill(MODEL_ID);
      await page.getByRole("option", { name: new RegExp(MODEL_ID) }).click();
      await page.getByLabel("原因（中文）").fill("没有人用");
      await page.getByLabel("原因（英文）").fill("Nobody uses it");
      await page.getByRole("button", { name: "退役这个事项" }).click();
      await page.getByRole("heading", { name: "这个事项已退役" }).waitFor();

      await page.goto(ROOM);
      await itemRow(page, MODEL_ID).waitFor();
      assert.equal(await itemRow(page, unreadId).count(), 0);
      await page.goto(`/haikou/services/${unreadId}`);
      assert.match(page.url(), new RegExp(`/services/${MODEL_ID}\\?replaces=${unreadId}$`));
    }));
});
