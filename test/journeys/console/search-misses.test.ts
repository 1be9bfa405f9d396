// What people looked for in vain becomes a name of the item they meant, or is marked as dealt with.
import assert from "node:assert/strict";
import { before, after, describe, test } from "node:test";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { assertFocused } from "../controls.ts";
import { eventually } from "../patience.ts";
import { atDesk, axeFindings, getJson, openDesk } from "./browser.ts";
import { MODEL_ID, STAFF_API } from "./own-items.ts";

const ROOM = "/console/search-misses";
const UNKNOWN_NAME = "龘靐齉";
const NONSENSE = "qzxvbn";

const missRow = (page: Page, query: string): Locator => page.getByRole("row").filter({ has: page.getByText(query, { exact: true }) });

describe("a search that found nothing", () => {
  let editor: BrowserContext;
  before(async () => {
    editor = await openDesk({ staff: "haikou-editor" });
    for (const query of [UNKNOWN_NAME, NONSENSE]) await editor.request.get(`/api/v1/cities/haikou/services?q=${encodeURIComponent(query)}`);
    await untilCounted([UNKNOWN_NAME, NONSENSE]);
  });
  after(async () => {
    await editor.request.delete(`${STAFF_API}/drafts/service/${MODEL_ID}`);
    for (const query of [UNKNOWN_NAME, NONSENSE]) await editor.request.post(`${STAFF_API}/search-misses/settle`, { data: { query } });
    await editor.close();
  });

  /** Counts are written every other second. */
  async function untilCounted(queries: readonly string[]): Promise<void> {
    await eventually(async () => {
      const { items } = await getJson<{ items: { query: string }[] }>(editor.request, `${STAFF_API}/search-misses`);
      assert.ok(queries.every((query) => items.some((miss) => miss.query === query)), "the searches were not counted");
    });
  }

  test("the operator, who does not write, is told so; the editor of any department may", async () => {
    await atDesk({ staff: "haikou-operator" }, ROOM, async (page) => {
      const name = missRow(page, UNKNOWN_NAME).getByRole("button", { name: `把“${UNKNOWN_NAME}”加为别名` });
      assert.equal(await name.getAttribute("aria-disabled"), "true");
      await name.press("Enter");
      await page.getByText("需要“编辑”角色。").first().waitFor();
      assert.equal(await page.getByRole("dialog", { name: /加为别名/ }).count(), 0);
    });
    await atDesk({ staff: "haikou-editor-hrss" }, ROOM, async (page) => {
      assert.equal(await missRow(page, UNKNOWN_NAME).getByRole("button", { name: /加为别名/ }).getAttribute("aria-disabled"), null);
    });
  });

  test("the editor gives the word to the item people meant: it stands in the draft, ready for review", () =>
    atDesk({ staff: "haikou-editor" }, ROOM, async (page) => {
      await missRow(page, UNKNOWN_NAME).getByRole("button", { name: /加为别名/ }).click();
      const dialog = page.getByRole("dialog", { name: `把“${UNKNOWN_NAME}”加为别名` });
      const open = dialog.getByRole("button", { name: "打开草稿" });
      assert.ok(await open.isDisabled());
      await dialog.getByLabel("人们想找的是哪个事项").fill(MODEL_ID);
      await page.getByRole("option", { name: new RegExp(MODEL_ID) }).click();
      assert.deepEqual(await axeFindings(page), []);
      await open.click();
      await page.getByText(`已把“${UNKNOWN_NAME}”加为别名`).first().waitFor();
      await page.getByText(/已自动保存/).waitFor();
      const { draft } = await getJson<{ draft: { body: { aliases: { zh: string[] } } } }>(editor.request, `${STAFF_API}/documents/service/${MODEL_ID}`);
      assert.ok(draft.body.aliases.zh.includes(UNKNOWN_NAME));
    }));

  test("settled, it is off the list, and comes back when people ask again", async () => {
    await atDesk({ staff: "haikou-operator" }, ROOM, async (page) => {
      await missRow(page, NONSENSE).getByRole("button", { name: `将“${NONSENSE}”标为已处理` }).press("Enter");
      await page.getByText("已标为处理").first().waitFor();
      await missRow(page, NONSENSE).waitFor({ state: "detached" });
      // It goes on from there.
      await assertFocused(page.getByRole("heading", { level: 1 }));
    });
    await editor.request.get(`/api/v1/cities/haikou/services?q=${NONSENSE}`);
    await untilCounted([NONSENSE]);
  });
});
