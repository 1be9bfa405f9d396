// Somebody who never saw the app finds "换驾照", by touch, by keyboard, and in English.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DESK, withPage } from "./browser.ts";

test("by keyboard: slash, type, arrow, Enter", () =>
  withPage({ viewport: DESK }, "/haikou", async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("换驾照");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "驾驶证期满换证" }).waitFor();
    assert.match(page.url(), /\/haikou\/services\/S077$/);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    assert.match(await page.title(), /驾驶证期满换证/);
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
    await page.getByRole("link", { name: /驾驶证期满换证/ }).first().click();
    await page.getByRole("heading", { level: 1, name: "驾驶证期满换证" }).waitFor();
  }));

test("a search without a result offers ways on", () =>
  withPage({}, "/haikou/search?q=qqqwwwvvv", async (page) => {
    await page.getByText("没有找到“qqqwwwvvv”").waitFor();
    assert.ok((await page.getByRole("main").getByRole("link", { name: "社保服务" }).count()) > 0);
    assert.equal(await page.getByRole("main").getByRole("link", { name: "打 12345 问人工" }).getAttribute("href"), "tel:12345");
  }));
