// From the door to the counter: a person takes a number with the code on the hall's screen, a clerk calls it, and person, clerk and hall see the same.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { assertFocused, assertFocusReturns, faultyControls } from "../controls.ts";
import { PICTURES } from "../pictures.ts";
import { newestCode } from "../sms.ts";
import { atDesk, axeFindings, BASE_URL, type Desk, openDesk } from "./browser.ts";

const HALL = "haikou-service-hall";
/** Where nobody waits but whom the journey by keyboard brings. */
const QUIET_HALL = "longhua-service-hall";
const apiOf = (hall: string) => `/staff/v1/cities/haikou/offices/${hall}`;
const API = apiOf(HALL);
const LINE = "haikou-service-hall-hall";
const CLERK = { staff: "haikou-clerk-gov-services" };
/** Counters of this file alone: others may be at work in the same hall. */
const COUNTER = 900 + (Date.now() % 90);

let counted = 0;
const freshPhone = () => `154${String(Date.now() % 10_000_000).padStart(7, "0")}${counted++ % 10}`;

/** Somebody with the people's app, on a telephone. */
async function aPerson(): Promise<BrowserContext> {
  const context = await openDesk({ width: 390 });
  const phone = freshPhone();
  assert.equal((await context.request.post("/api/v1/sign-in/codes", { data: { phone, city: "haikou" } })).status(), 202);
  assert.equal((await context.request.post("/api/v1/sign-in/code", { data: { phone, code: await newestCode(phone), city: "haikou" } })).status(), 200);
  await context.addInitScript(() => localStorage.setItem("cc-signed-in", "1"));
  return context;
}

/** A screen in the hall, opened with the key that the clerk got. */
async function aDisplay(page: Page, desk: { width: number; height: number }, path = ""): Promise<{ context: BrowserContext; screen: Page }> {
  const added = await page.request.post(`${BASE_URL}${API}/displays`, { data: { label: "一楼大厅" } });
  assert.equal(added.status(), 201);
  const address = new URL(((await added.json()) as { address: string }).address);
  const context = await openDesk({ width: desk.width });
  const screen = await context.newPage();
  await screen.setViewportSize(desk);
  await screen.goto(`${path}${address.pathname}${address.hash}`);
  await screen.waitForSelector("html[data-ready]");
  await screen.getByRole("img", { name: /扫码|Scan|掃碼/ }).waitFor();
  return { context, screen };
}

/** Whatever an earlier journey left at a counter of this clerk is put away. */
async function clearCounters(page: Page, hall = HALL): Promise<void> {
  const { counters } = (await (await page.request.get(`${BASE_URL}${apiOf(hall)}/queue`)).json()) as { counters: { number: number; mine: boolean; ticket?: { id: string } }[] };
  for (const { number, ticket } of counters.filter(({ mine }) => mine)) {
    if (ticket) await page.request.post(`${BASE_URL}${apiOf(hall)}/tickets/${ticket.id}/served`);
    await page.request.delete(`${BASE_URL}${apiOf(hall)}/counters/${number}`);
  }
}

async function openCounter(page: Page, counter = COUNTER, hall = HALL): Promise<void> {
  await clearCounters(page, hall);
  await page.getByLabel("所在大厅").selectOption(hall);
  await page.getByLabel("窗口号").fill(String(counter));
  await page.getByRole("checkbox", { name: "综合窗口" }).check();
  await page.getByRole("button", { name: "开始叫号" }).click();
  await page.getByRole("heading", { name: "当前" }).waitFor();
}

async function picture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `queue-${name}.png`), fullPage: true });
}

test("a number is taken at the hall, called and served; person, clerk and screen see each step", async () => {
  await atDesk(CLERK, "/console/queue", async (page) => {
    await openCounter(page);
    const { context: hall, screen } = await aDisplay(page, { width: 1920, height: 1080 });
    const person = await aPerson();
    try {
      const code = await screen.locator(".display-digits > strong").innerText();
      const taken = await person.request.post("/api/v1/me/tickets", { data: { city: "haikou", office: HALL, service: "S259", code }, headers: { origin: BASE_URL } });
      assert.equal(taken.status(), 201, await taken.text());
      const { id, number } = (await taken.json()) as { id: string; number: string };
      const own = await person.newPage();
      await own.goto(`/haikou/me/tickets/${id}`);
      await own.getByText(number).first().waitFor();

      await page.locator(".queue-list").getByText(number).waitFor();
      await page.keyboard.press("n");
      await page.getByRole("status").filter({ hasText: number }).getByText("已叫号").waitFor();
      await screen.locator(".display-last").getByText(number).waitFor();
      await screen.locator(".display-last").getByText(`${COUNTER} 号窗口`).waitFor();
      await own.getByText(new RegExp(String(COUNTER))).first().waitFor();
      await picture(own, "person-called");

      await page.keyboard.press("b");
      await page.getByRole("status").filter({ hasText: number }).getByText("办理中").waitFor();
      await page.keyboard.press("s");
      await page.getByText("没有人在等。").first().or(page.getByText("有人在等。")).waitFor();
      await own.getByText(/办完|已办|办结/).first().waitFor();
      await screen.locator(".display").filter({ hasNotText: number }).waitFor();
    } finally {
      await person.close();
      await hall.close();
    }
    await page.getByRole("button", { name: "关闭窗口" }).click();
    await page.getByRole("button", { name: "开始叫号" }).waitFor();
  });
});

test("by the keyboard alone: a number at the desk, missed, called once more, sent on", async () => {
  const counter = COUNTER + 1;
  await atDesk(CLERK, "/console/queue", async (page) => {
    await openCounter(page, counter, QUIET_HALL);
    await page.keyboard.press("w");
    await assertFocused(page.getByLabel("业务").first());
    await page.getByLabel("优先").selectOption({ label: "老年人" });
    await page.getByRole("button", { name: "现场取号" }).press("Enter");
    const given = await page.getByText(/^已取号：/).innerText();
    const number = given.replace("已取号：", "");
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("n");
    const current = page.locator(".queue-number").filter({ hasText: number });
    await current.getByText("已叫号").waitFor();
    await current.getByText("老年人").waitFor();
    await page.keyboard.press("r");
    await current.getByText("已叫 2 次").waitFor();
    await page.keyboard.press("m");
    await page.getByRole("button", { name: `再叫一次 ${number}` }).click();
    await current.getByText("已叫 3 次").waitFor();
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("t");
    const dialog = page.getByRole("dialog", { name: `转办 ${number}` });
    await dialog.getByLabel("业务").selectOption("general");
    assert.deepEqual(await axeFindings(page), []);
    await dialog.getByRole("button", { name: "转办" }).click();
    await dialog.waitFor({ state: "detached" });
    await current.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "关闭窗口" }).click();
    await page.getByRole("button", { name: "开始叫号" }).waitFor();
  });
});

test("a code that is none of ours, and one of another day, are refused with the reason", async () => {
  await atDesk(CLERK, "/console/queue", async (page) => {
    await openCounter(page, COUNTER + 2);
    const person = await aPerson();
    const slots = (await (await person.request.get(`/api/v1/cities/haikou/calendars/${LINE}/slots?days=14`)).json()) as { days: { date: string; slots: { startsAt: string; free: number }[] }[] };
    const tomorrow = Date.now() + 24 * 3_600_000;
    const slot = slots.days.flatMap((day) => day.slots).find(({ startsAt, free }) => free > 0 && Date.parse(startsAt) > tomorrow);
    assert.ok(slot, "the hall has a free place in two weeks");
    const booked = await person.request.post("/api/v1/me/appointments", { data: { city: "haikou", calendar: LINE, startsAt: slot.startsAt, kind: "general" }, headers: { origin: BASE_URL } });
    assert.equal(booked.status(), 201, await booked.text());
    const { code } = (await booked.json()) as { code: string };
    await person.close();
    await page.keyboard.press("c");
    await assertFocused(page.getByLabel("预约码"));
    await page.keyboard.type("A7K9-M4QX");
    await page.keyboard.press("Enter");
    await page.getByText("不是本系统的预约码").waitFor();
    await page.getByLabel("预约码").fill(code);
    await page.keyboard.press("Enter");
    await page.getByText("预约不在今天").waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("button", { name: "关闭窗口" }).click();
    await page.getByRole("button", { name: "开始叫号" }).waitFor();
  });
});

const LOOKS: Record<string, Desk> = { light: { ...CLERK, width: 1280 }, dark: { ...CLERK, width: 1280, dark: true }, english: { ...CLERK, width: 1280, locale: "en" }, narrow: { ...CLERK, width: 390 } };

describe("the room and the screen can be used by everybody", () => {
  for (const [look, desk] of Object.entries(LOOKS)) {
    test(`the console: ${look}`, async () => {
      const counter = COUNTER + 3 + Object.keys(LOOKS).indexOf(look);
      await atDesk(desk, "/console/queue", async (page) => {
        await clearCounters(page);
        const put = await page.request.put(`${BASE_URL}${API}/counters/${counter}`, { data: { lines: [LINE, "general"] } });
        assert.equal(put.status(), 204, await put.text());
        await page.evaluate((office) => localStorage.setItem("console.work-place", JSON.stringify({ office, counter: 1, lines: [] })), HALL);
        for (const priority of [undefined, "pregnant", undefined]) await page.request.post(`${BASE_URL}${API}/tickets`, { data: { line: LINE, ...(priority === undefined ? {} : { priority }) } });
        const next = await page.request.post(`${BASE_URL}${API}/counters/${counter}/next`);
        assert.equal(next.status(), 200);
        await page.reload();
        await page.locator(".queue-number").waitFor();
        await picture(page, `console-${look}`);
        assert.deepEqual(await axeFindings(page), []);
        assert.deepEqual(await faultyControls(page), []);
        if (look === "light") {
          await assertFocusReturns(page, page.getByRole("button", { name: "签到码" }), page.getByRole("dialog", { name: "签到码" }));
          await page.getByRole("button", { name: "签到码" }).click();
          await page.locator(".queue-code").first().waitFor();
          await picture(page, "console-codes");
          assert.deepEqual(await axeFindings(page), []);
          await page.keyboard.press("Escape");
          await page.getByRole("button", { name: "大厅屏幕" }).click();
          await page.getByRole("dialog", { name: "大厅屏幕" }).waitFor();
          assert.deepEqual(await axeFindings(page), []);
          await page.keyboard.press("Escape");
        }
        const { visit } = (await next.json()) as { visit: { ticket: { id: string } } };
        await page.request.post(`${BASE_URL}${API}/tickets/${visit.ticket.id}/served`);
        assert.equal((await page.request.delete(`${BASE_URL}${API}/counters/${counter}`)).status(), 204);
      });
    });
  }

  for (const [look, viewport, path] of [["tv", { width: 1920, height: 1080 }, ""], ["english", { width: 1280, height: 720 }, "/en"], ["phone", { width: 390, height: 844 }, ""]] as const) {
    test(`the display: ${look}`, async () => {
      await atDesk(CLERK, "/console/queue", async (page) => {
        const counter = COUNTER + 8;
        await clearCounters(page);
        assert.equal((await page.request.put(`${BASE_URL}${API}/counters/${counter}`, { data: { lines: [LINE] } })).status(), 204);
        const { context, screen } = await aDisplay(page, viewport, path);
        await page.request.post(`${BASE_URL}${API}/tickets`, { data: { line: LINE, priority: "elder" } });
        const { visit } = (await (await page.request.post(`${BASE_URL}${API}/counters/${counter}/next`)).json()) as { visit: { ticket: { id: string; number: string } } };
        await screen.locator(".display-last").getByText(visit.ticket.number).waitFor();
        await picture(screen, `display-${look}`);
        assert.deepEqual(await axeFindings(screen), []);
        assert.deepEqual(await faultyControls(screen), []);
        const [width, wide] = await screen.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth] as const);
        assert.ok(wide <= width, "something stands off the screen");
        await context.close();
        await page.request.post(`${BASE_URL}${API}/tickets/${visit.ticket.id}/served`);
        await page.request.delete(`${BASE_URL}${API}/counters/${counter}`);
      });
    });
  }
});
