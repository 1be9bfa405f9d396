// Somebody who never saw the app finds "换驾照", by touch, by keyboard, and in English.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertFocused } from "../controls.ts";
import { eventually } from "../patience.ts";
import { DESK, withPage } from "./browser.ts";

test("by keyboard: slash, type, arrow, Enter", () =>
  withPage({ viewport: DESK }, "/haikou", async (page) => {
    await page.keyboard.press("/");
    // Whoever types slowly sees what each word so far leads to; the arrow is for the list that stays.
    const suggested = page.waitForResponse((reply) => new URL(reply.url()).searchParams.get("q") === "换驾照");
    await page.keyboard.type("换驾照");
    await suggested;
    await page.getByRole("option").first().filter({ hasText: "驾驶证期满换证" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { selected: true }).filter({ hasText: "驾驶证期满换证" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "驾驶证期满换证" }).waitFor();
    assert.match(page.url(), /\/haikou\/services\/S077$/);
    await assertFocused(page.getByRole("heading", { level: 1 }));
    await eventually(async () => assert.match(await page.title(), /驾驶证期满换证/));
  }));

test("by the search page, whose address can be shared", () =>
  withPage({}, "/en/haikou", async (page) => {
    await page.getByRole("combobox").fill("renew licence");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.waitForURL(/\/en\/haikou\/search\?q=renew/);
    const first = page.getByRole("main").getByRole("link", { name: /Driving licence renewal/ });
    await first.first().click();
    await page.getByRole("heading", { level: 1, name: "Driving licence renewal" }).waitFor();
  }));

test("by topic, in three taps", () =>
  withPage({}, "/haikou", async (page) => {
    await page.getByRole("link", { name: "交通出行" }).first().click();
    await page.getByRole("heading", { level: 1, name: "交通出行" }).waitFor();
    await page.getByRole("link", { name: /驾驶证期满换证/ }).first().click();
    await page.getByRole("heading", { level: 1, name: "驾驶证期满换证" }).waitFor();
  }));

test("of two taps in a row the second one counts, also when the first is slow to lead anywhere", () =>
  withPage({}, "/haikou", async (page) => {
    await page.route(/[?&]topic=transport/, () => undefined);
    const linkTo = (path: string) => page.locator(`a[href="/haikou${path}"]:visible`).first();
    // What has the focus is fetched ahead, so that the second tap leads on at once.
    await linkTo("/me").focus();
    await page.waitForLoadState("networkidle");
    const second = await linkTo("/me").elementHandle();
    await linkTo("/topics/transport").evaluate((link, next) => {
      (link as HTMLElement).click();
      (next as HTMLElement).click();
    }, second);
    await page.getByRole("heading", { level: 1, name: "我的" }).waitFor();
    // As long as the first one takes at most until it shows its page, ready or not.
    await page.waitForTimeout(500);
    assert.match(page.url(), /\/haikou\/me$/);
  }));

test("a search without a result offers ways on", () =>
  withPage({}, "/haikou/search?q=qqqwwwvvv", async (page) => {
    await page.getByText("没有找到“qqqwwwvvv”").waitFor();
    assert.ok((await page.getByRole("main").getByRole("link", { name: "社保服务" }).count()) > 0);
    assert.equal(await page.getByRole("main").getByRole("link", { name: "打 12345 问人工" }).getAttribute("href"), "tel:12345");
  }));
