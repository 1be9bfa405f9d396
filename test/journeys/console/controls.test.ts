// Every control of every room has a name and is reached by Tab, and what opens gives the focus back.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertFocusReturns, faultyControls } from "../controls.ts";
import { atDesk, openDesk, ROOMS, untilDrawn } from "./browser.ts";

test("named, and reached by Tab", async () => {
  const found: Record<string, string[]> = {};
  await atDesk({ staff: "haikou-editor" }, "/console/catalogue?topic=transport", async (page) => {
    for (const [room, path] of Object.entries(ROOMS)) {
      await page.goto(path);
      await untilDrawn(page);
      const faults = await faultyControls(page);
      if (faults.length > 0) found[room] = faults;
    }
  });
  await atDesk({}, "/console/catalogue", async (page) => {
    await page.getByRole("button", { name: /程一然/ }).first().waitFor();
    const faults = await faultyControls(page);
    if (faults.length > 0) found["sign-in"] = faults;
  });
  assert.deepEqual(found, {});
});

describe("the focus returns", () => {
  test("from the help, the person's menu and, on a narrow screen, the rooms", async () => {
    await atDesk({ staff: "haikou-editor" }, "/console/review", async (page) => {
      await assertFocusReturns(page, page.getByRole("button", { name: "快捷键与帮助" }), page.getByRole("dialog"));
      await assertFocusReturns(page, page.getByRole("button", { name: /程一然/ }), page.getByRole("menu"));
    });
    await atDesk({ staff: "haikou-editor", width: 390 }, "/console/review", (page) => assertFocusReturns(page, page.getByRole("button", { name: "打开菜单" }), page.getByRole("dialog")));
  });

  test("from the questions about a draft", async () => {
    await atDesk({ staff: "haikou-editor" }, "/console/documents/topic/family", async (page) => {
      await page.getByRole("textbox", { name: "一句话说明 English" }).fill("A sentence that is thrown away again");
      await page.getByText(/已自动保存/).waitFor();
      for (const name of ["提交审核", "放弃草稿"]) await assertFocusReturns(page, page.getByRole("button", { name }), page.getByRole("dialog"));
    });
    const desk = await openDesk({ staff: "haikou-editor" });
    assert.equal((await desk.request.delete("/staff/v1/cities/haikou/drafts/topic/family")).status(), 204);
    await desk.close();
  });
});
