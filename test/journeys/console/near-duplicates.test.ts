// What is offered twice is decided pair by pair: kept with a reason on record, or merged, so that the old address leads on.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { assertFocused } from "../controls.ts";
import { eventually } from "../patience.ts";
import { atDesk, axeFindings, BASE_URL, getJson, openDesk } from "./browser.ts";
import { findFreeIds, leaveNothingBehind, publishItem, STAFF_API } from "./own-items.ts";

const ROOM = "/console/near-duplicates";

const [keptId = "", besideId = "", stayingId = "", leavingId = ""] = await findFreeIds("Y", 4);

const FERRY = { names: { zh: "旅程渡轮月票", en: "Journey ferry pass" }, summary: { zh: "渡轮月票怎么买。", en: "How to buy a ferry pass." }, aliases: { zh: ["旅程船票"], en: ["journey boat pass"] } };
const KITE = { names: { zh: "旅程风筝备案", en: "Journey kite record" }, summary: { zh: "放大型风筝先备案。", en: "Record a large kite before it flies." }, aliases: { zh: ["旅程纸鸢"], en: ["journey kites"] } };

const pairCard = (page: Page, id: string): Locator => page.getByRole("listitem").filter({ has: page.getByText(id, { exact: true }) });

describe("two items that seem to be one", () => {
  let operator: BrowserContext;
  before(async () => {
    operator = await openDesk({ staff: "haikou-operator" });
    for (const id of [keptId, besideId]) await publishItem(id, FERRY);
    for (const id of [stayingId, leavingId]) await publishItem(id, KITE);
    await untilFound([keptId, stayingId]);
  });
  after(async () => {
    await operator.close();
    await leaveNothingBehind([keptId, besideId, stayingId, leavingId]);
  });

  /** The search for pairs runs after each publication, in the background. */
  async function untilFound(ids: readonly string[]): Promise<void> {
    await eventually(async () => {
      const { items } = await getJson<{ items: { first: { id: string } }[] }>(operator.request, `${STAFF_API}/near-duplicates`);
      assert.ok(ids.every((id) => items.some((pair) => pair.first.id === id)), "the pairs were not found");
    });
  }

  test("a reviewer may look, and is told why she may not decide", async () => {
    await atDesk({ staff: "haikou-reviewer" }, ROOM, async (page) => {
      await page.getByText("您可以查看，但不能决定：需要“运营”角色。").waitFor();
      const card = pairCard(page, keptId);
      await card.getByRole("button", { name: "并排对照" }).click();
      await card.getByRole("columnheader", { name: FERRY.names.zh }).first().waitFor();
      const keep = card.getByRole("button", { name: "都保留" });
      assert.equal(await keep.getAttribute("aria-disabled"), "true");
      await keep.press("Enter");
      await page.getByText("现在不能这样做").first().waitFor();
      assert.equal(await page.getByRole("dialog").filter({ hasText: "两个事项都保留" }).count(), 0);
      const refused = await page.request.post(`${STAFF_API}/near-duplicates/decide`, { data: { firstId: keptId, secondId: besideId, decision: "merge", note: "不该成功" }, headers: { origin: BASE_URL } });
      assert.equal(refused.status(), 403);
    });
  });

  test("kept: the decision, who took it and why are on record, and the pair asks no more", () =>
    atDesk({ staff: "haikou-operator" }, ROOM, async (page) => {
      await pairCard(page, keptId).getByRole("button", { name: "都保留" }).click();
      const dialog = page.getByRole("dialog", { name: "两个事项都保留" });
      const confirm = dialog.getByRole("button", { name: "都保留" });
      assert.ok(await confirm.isDisabled(), "a decision has a reason");
      await dialog.getByLabel("原因").fill("一个给居民，一个给游客");
      assert.deepEqual(await axeFindings(page), []);
      await confirm.click();
      await dialog.waitFor({ state: "detached" });
      const decided = page.getByRole("region", { name: "已作决定" });
      await pairCard(page, keptId).getByText(/都保留 · 何望舒 He Wangshu · .+ · 一个给居民，一个给游客/).waitFor();
      assert.equal(await decided.getByText(keptId, { exact: true }).count(), 1);
      await pairCard(page, keptId).getByRole("button").first().waitFor({ state: "detached" });
      await assertFocused(page.getByRole("heading", { level: 1 }));
    }));

  test("merged, but not yet carried out: the room says what is left to do", () =>
    atDesk({ staff: "haikou-operator" }, ROOM, async (page) => {
      await pairCard(page, leavingId).getByRole("button", { name: "合并" }).click();
      const dialog = page.getByRole("dialog", { name: "合并两个事项" });
      await dialog.getByRole("radio", { name: new RegExp(stayingId) }).check();
      await dialog.getByLabel("原因").fill("同一件事");
      await dialog.getByRole("button", { name: "记录并去退役页" }).click();
      await page.waitForURL(new RegExp(`/documents/service/${leavingId}/retire`));

      await page.goto(ROOM);
      await pairCard(page, leavingId).getByText("合并尚未完成").waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await pairCard(page, leavingId).getByRole("link", { name: `退役“${KITE.names.zh}”（${leavingId}）` }).click();
      await page.getByRole("heading", { name: "退役" }).waitFor();
    }));

  test("carried out, the old address leads to the one that stays, and the record stays too", async () => {
    const reason = new URLSearchParams({ to: stayingId, zh: "与“旅程风筝备案”合并。", en: "Merged." });
    await atDesk({ staff: "haikou-operator" }, `/console/documents/service/${leavingId}/retire?${reason}`, async (page) => {
      await page.getByText(`旧网址会转到“${KITE.names.zh}”。`).waitFor();
      await page.getByRole("button", { name: "退役这个事项" }).click();
      await page.getByRole("heading", { name: "这个事项已退役" }).waitFor();

      await page.goto(ROOM);
      const record = pairCard(page, leavingId);
      await record.getByText(/合并 · 何望舒/).waitFor();
      await record.getByText("已退役").waitFor();
      assert.equal(await record.getByText("合并尚未完成").count(), 0);

      await page.goto(`/haikou/services/${leavingId}`);
      await page.getByRole("heading", { level: 1, name: KITE.names.zh }).waitFor();
      assert.match(page.url(), new RegExp(`/services/${stayingId}\\?replaces=${leavingId}$`));
    });
  });
});
