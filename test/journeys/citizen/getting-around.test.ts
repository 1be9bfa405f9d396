// Back arrives where one had been, languages and modes switch in place, and what one keeps stays on the device.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../patience.ts";
import { BASE_URL, DESK, untilReady, withPage } from "./browser.ts";

test("back restores the place in a list", () =>
  withPage({}, "/haikou/services", async (page) => {
    await page.getByRole("main").getByRole("link", { name: "法律公证" }).scrollIntoViewIfNeeded();
    const before = await eventually(async () => {
      const [now, noted] = await page.evaluate(() => [Math.round(scrollY), Object.values(JSON.parse(sessionStorage.getItem("cc-scroll") ?? "{}") as Record<string, number>)] as const);
      assert.ok(now > 300 && noted.includes(now), "the place in the list is noted");
      return now;
    });
    await page.getByRole("main").getByRole("link", { name: "法律公证" }).click();
    await page.getByRole("heading", { level: 1, name: "法律公证" }).waitFor();
    await page.waitForFunction(() => scrollY === 0);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "办事" }).waitFor();
    await page.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 4, before);
  }));

test("another language keeps the page", () =>
  withPage({ viewport: DESK }, "/haikou/services/S077", async (page) => {
    await page.getByRole("button", { name: "切换语言" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { level: 1, name: "Driving licence renewal" }).waitFor();
    assert.match(page.url(), /\/en\/haikou\/services\/S077$/);
    await page.waitForFunction(() => document.documentElement.lang === "en");
  }));

test("traditional characters reach catalogue and interface", () =>
  withPage({}, "/zh-Hant/haikou/services/S077", async (page) => {
    await page.getByRole("heading", { level: 1, name: "駕駛證期滿換證" }).waitFor();
    await page.getByRole("heading", { level: 2, name: "辦理流程" }).waitFor();
  }));

test("elder mode switches at once and the server remembers it", () =>
  withPage({}, "/haikou", async (page) => {
    await page.getByRole("button", { name: "长辈版" }).click();
    await page.getByRole("link", { name: "打 12345 问人工" }).waitFor();
    await page.waitForFunction(() => document.documentElement.dataset.mode === "elder");
    await page.reload();
    await untilReady(page);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.mode), "elder");
  }));

test("the city switch leads to the other city", () =>
  withPage({}, "/haikou", async (page) => {
    await page.getByRole("button", { name: /切换城市/ }).click();
    await page.getByRole("dialog").getByRole("link", { name: /成都/ }).click();
    await page.getByRole("heading", { level: 1, name: /成都/ }).waitFor();
    // The bare address speaks the browser's language, which is English here.
    await page.goto(`${BASE_URL}/`);
    await untilReady(page);
    await page.getByRole("heading", { level: 1, name: /Chengdu/ }).waitFor();
  }));

test("a saved guide and a ticked document stay on the device", () =>
  withPage({}, "/haikou/services/S077", async (page) => {
    await page.getByRole("button", { name: "收藏" }).click();
    await page.getByRole("checkbox").first().check({ force: true });
    await page.reload();
    await untilReady(page);
    await page.getByText("已备好 1 /").waitFor();
    await page.goto(`${BASE_URL}/haikou/me`);
    await page.getByRole("region", { name: "我的收藏" }).getByRole("link", { name: /驾驶证期满换证/ }).waitFor();
  }));

test("an unknown page says so kindly, with status 404", async () => {
  const reply = await fetch(`${BASE_URL}/haikou/nothing/here`);
  assert.equal(reply.status, 404);
  assert.match(await reply.text(), /没有找到这个页面/);
});
