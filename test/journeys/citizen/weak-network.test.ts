// The page reads without JavaScript, weighs what it may, asks no stranger, and opens again without a network.
import assert from "node:assert/strict";
import { brotliCompressSync } from "node:zlib";
import { test } from "node:test";
import { BASE_URL, LANGUAGE_PREFIXES, openContext, SCREENS, untilReady, withPage } from "./browser.ts";

const KILOBYTE = 1024;

test("home and guide read whole without JavaScript", async () => {
  await withPage({ javaScript: false }, "/haikou", async (page) => {
    assert.ok(await page.getByRole("link", { name: "社保服务" }).first().isVisible());
    assert.ok((await page.getByRole("link").count()) > 30);
    await page.getByRole("combobox").fill("驾照");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=/);
    assert.ok(await page.getByRole("link", { name: /驾驶证期满换证/ }).first().isVisible());
  });
  await withPage({ javaScript: false }, "/haikou/services/S077", async (page) => {
    for (const part of ["要带什么", "办理流程", "收费标准", "常见问题"]) assert.ok(await page.getByRole("heading", { name: part }).isVisible());
  });
});

test("the first visit of the home screen stays within its weight", async (journey) => {
  const html = await (await fetch(`${BASE_URL}/haikou`)).text();
  const scripts = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)"/g)].map((match) => match[1] ?? "");
  const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((match) => match[1] ?? "");
  const inline = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
  const weigh = (text: string | ArrayBuffer) => brotliCompressSync(typeof text === "string" ? text : new Uint8Array(text)).byteLength;
  const weighAll = async (paths: string[]) => {
    const bodies = await Promise.all(paths.map(async (path) => (await fetch(BASE_URL + path)).arrayBuffer()));
    return bodies.reduce((sum, body) => sum + weigh(body), 0);
  };
  const [js, css, page] = [await weighAll(scripts), (await weighAll(sheets)) + weigh(inline), weigh(html)];
  journey.diagnostic(`home: ${(js / KILOBYTE).toFixed(1)} KB JavaScript, ${(css / KILOBYTE).toFixed(1)} KB CSS, ${(page / KILOBYTE).toFixed(1)} KB HTML (brotli)`);
  assert.ok(js <= 95 * KILOBYTE, `JavaScript: ${js}`);
  assert.ok(css <= 12 * KILOBYTE, `CSS: ${css}`);
  assert.ok(page <= 15 * KILOBYTE, `HTML: ${page}`);
});

test("no other origin is asked, and no console complains", async () => {
  const context = await openContext();
  const page = await context.newPage();
  const strangers: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(BASE_URL)) strangers.push(request.url());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const expected = /Service Worker registration blocked|status of 404/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !expected) complaints.push(message.text());
  });
  for (const prefix of Object.values(LANGUAGE_PREFIXES)) {
    for (const path of Object.values(SCREENS)) {
      await page.goto(`${BASE_URL}${prefix}/haikou${path}`);
      await untilReady(page);
    }
  }
  await context.close();
  assert.deepEqual({ strangers, complaints }, { strangers: [], complaints: [] });
});

test("a guide once read opens without a network, and so does a page never seen", async () => {
  const context = await openContext({ serviceWorker: true });
  const page = await context.newPage();
  await page.goto(`${BASE_URL}/haikou`);
  await untilReady(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto(`${BASE_URL}/haikou/services/S077`);
  await untilReady(page);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "驾驶证期满换证" }).waitFor();
  await page.getByText("网络断了").waitFor();
  await page.goto(`${BASE_URL}/haikou/settings`);
  await page.getByRole("heading", { level: 1, name: "设置" }).waitFor();
  await context.close();
});
