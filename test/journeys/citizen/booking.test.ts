// Booking in three taps, also for whoever signs in on the way; change and cancel; a time that somebody else got; a place that comes back.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { axeFindings } from "../axe.ts";
import { newestCode } from "../sms.ts";
import { BASE_URL, openContext, untilReady } from "./browser.ts";
import { signInQuietly, untilOwn } from "./signed-in.ts";

const SITE = `${BASE_URL}/haikou`;
/** Rooms of community centres: two places at a time, and a telephone number is enough. */
const ROOM = "S247";

/** A number of one's own for each and each time: one is sent one code a minute, and may have only so many appointments. */
const numbers = randomInt(1_000_000);
const phoneOf = (last: number) => `154${String(numbers * 10 + last).padStart(8, "0")}`;
const CENTRES = { three: "jinshan-community-centre-room", race: "jindian-community-centre-room", waiting: "liushuipo-community-centre-room" };

async function as(last: number, use: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await openContext();
  try {
    await signInQuietly(context, { phone: phoneOf(last), name: "", idNumber: "" }, { realName: false });
    await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

/** By the API, for those who are only there so that somebody else meets them. */
async function book(context: BrowserContext, calendar: string, startsAt: string): Promise<string> {
  const reply = await context.request.post(`${BASE_URL}/api/v1/me/appointments`, { headers: { origin: BASE_URL }, data: { city: "haikou", calendar, startsAt, kind: "room", services: [ROOM] } });
  assert.equal(reply.status(), 201, await reply.text());
  return ((await reply.json()) as { id: string }).id;
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(SITE + path);
  await untilOwn(page);
}

interface Day {
  date: string;
  slots: { startsAt: string; free: number }[];
}

/** A day nobody has booked yet, and not so near that a time of it passes meanwhile. */
async function quietDay(calendar: string): Promise<string> {
  const reply = await fetch(`${BASE_URL}/api/v1/cities/haikou/calendars/${calendar}/slots?days=14&kind=room`);
  const { days } = (await reply.json()) as { days: Day[] };
  const later = Date.now() + 24 * 3_600_000;
  const day = days.find(({ slots }) => slots.length > 3 && slots.every(({ startsAt, free }) => free === 2 && Date.parse(startsAt) > later));
  assert.ok(day, `${calendar} has no quiet day in two weeks`);
  return day.date;
}

/** The first time of such a day, on a page that shows the day, and when it is. */
async function firstTime(page: Page, date: string): Promise<{ at: string; link: Locator }> {
  const href = await page.locator(`a.time[href*="date=${date}"]`).first().getAttribute("href");
  const at = new URL(href ?? "", BASE_URL).searchParams.get("at");
  assert.ok(at !== null, "a time says when it is");
  return { at, link: page.locator(`a.time[href*="${encodeURIComponent(at)}"]`) };
}

describe("booking", { concurrency: true }, () => {
  test("a visitor chooses a place, a day and a time, signs in without losing them, and one more tap books it; it is changed and cancelled", async () => {
    const context = await openContext();
    try {
      const page = await context.newPage();
      await page.goto(`${SITE}/services/${ROOM}`);
      await untilReady(page);
      await page.locator(".action-bar").getByRole("link", { name: "立即预约" }).click();
      // The guide has a heading of the same words.
      await page.locator(".booking").getByRole("heading", { name: "去哪里办" }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.locator(`a[href*="place=${CENTRES.three}"]`).click();
      await page.getByRole("heading", { name: "选时间" }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      const date = await quietDay(CENTRES.three);
      await page.locator(`input[name=day][value="${date}"]`).click({ force: true });
      const { at, link } = await firstTime(page, date);
      await link.click();
      await page.getByText("登录后马上为您保留这个时间").waitFor();
      await page.locator("main").getByRole("link", { name: "登录", exact: true }).click();
      const phone = phoneOf(1);
      await page.getByLabel("手机号", { exact: true }).fill(phone);
      await page.getByRole("button", { name: "获取验证码" }).click();
      await page.getByLabel("短信验证码").fill(await newestCode(phone));
      // Somebody new is welcomed on the way.
      await page.getByRole("link", { name: "继续刚才的事" }).click();
      await page.getByText(/这个时间为您保留 \d+:\d\d/).waitFor();
      assert.equal(new URL(page.url()).searchParams.get("at"), at, "what was chosen is still chosen");
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("button", { name: /^约 / }).click();
      await page.getByRole("heading", { level: 1, name: "约好了" }).waitFor();
      await page.getByRole("img", { name: /签到二维码/ }).waitFor();
      assert.deepEqual(await axeFindings(page), []);

      await page.getByRole("button", { name: "我会去" }).click();
      await page.getByText("已告诉办事单位您会去。").waitFor();

      await page.getByRole("link", { name: "改期" }).click();
      await page.getByRole("heading", { level: 1, name: "改期" }).waitFor();
      await page.locator(`input[name=day][value="${date}"]`).check({ force: true });
      const other = page.locator("button.time:enabled").nth(2);
      const clock = (await other.locator(".time-clock").textContent()) ?? "";
      await other.click();
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("button", { name: /^改到/ }).click();
      await page.locator(".pass-clock", { hasText: clock }).waitFor();

      await page.getByRole("button", { name: "取消预约" }).click();
      await page.getByRole("button", { name: "确定取消" }).click();
      await page.getByText("这个预约已取消。").waitFor();
      assert.deepEqual(await axeFindings(page), []);
    } finally {
      await context.close();
    }
  });

  test("a time that went meanwhile is refused plainly, with the nearest that are free", () =>
    as(2, (page) =>
      as(3, (_ofThird, third) =>
        as(4, async (_ofFourth, fourth) => {
          const date = await quietDay(CENTRES.race);
          await open(page, `/book/${ROOM}?place=${CENTRES.race}&date=${date}`);
          const { at, link } = await firstTime(page, date);
          // Between the tap and the server: the page shows the time as free until then.
          await page.route("**/api/v1/me/holds", async (route) => {
            for (const other of [third, fourth]) await book(other, CENTRES.race, at);
            await route.continue();
          }, { times: 1 });
          await link.click();
          await page.getByText("这个时间刚刚被别人约走了。").waitFor();
          assert.deepEqual(await axeFindings(page), []);
          await page.locator("a.time").first().click();
          await page.getByText(/这个时间为您保留 \d+:\d\d/).waitFor();
          await page.getByRole("button", { name: /^约 / }).click();
          await page.getByRole("heading", { level: 1, name: "约好了" }).waitFor();
        }),
      ),
    ));

  test("whoever holds places in other forms is told to finish one of them", () =>
    as(7, async (page) => {
      const date = await quietDay(CENTRES.race);
      await open(page, `/book/${ROOM}?place=${CENTRES.race}&date=${date}`);
      const { link } = await firstTime(page, date);
      const refusal = { type: "/problems/booking-limit", title: "No more appointments for one person here", status: 409, code: "booking-limit", detail: "You hold as many places as one may at a time.", limit: "held" };
      await page.route("**/api/v1/me/holds", (route) => route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify(refusal) }), { times: 1 });
      await link.click();
      await page.getByText("您同时占的位太多了。请先填完或退出一个，或者等几分钟。").waitFor();
      assert.deepEqual(await axeFindings(page), []);
    }));

  test("what somebody gives back is offered to whoever waits, for a while, and taken with one tap", () =>
    as(5, async (page) => {
      const date = await quietDay(CENTRES.waiting);
      await open(page, `/book/${ROOM}?place=${CENTRES.waiting}&date=${date}`);
      const { at } = await firstTime(page, date);
      await as(6, async (_other, context) => {
        const id = await book(context, CENTRES.waiting, at);
        await page.getByRole("link", { name: /登记候补/ }).click();
        await page.getByRole("button", { name: "开始候补" }).click();
        await page.getByText(/候补登记好了/).waitFor();
        assert.deepEqual(await axeFindings(page), []);
        const cancelled = await context.request.post(`${BASE_URL}/api/v1/me/appointments/${id}/cancellation`, { headers: { origin: BASE_URL }, data: {} });
        assert.equal(cancelled.status(), 200);
      });
      await page.getByRole("heading", { name: "有人退号，轮到您了" }).waitFor();
      await page.getByText(/为您留着：\d+:\d\d/).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("button", { name: "要", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: "约好了" }).waitFor();
    }));
});
