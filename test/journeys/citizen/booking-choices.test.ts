// What can be booked on a day one has time, from the hub to the time of that day; and an appointment that moves to another place.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import { axeFindings } from "../axe.ts";
import { assertFocused } from "../controls.ts";
import { eventually } from "../patience.ts";
import { BASE_URL, openContext, withPage } from "./browser.ts";
import { signInQuietly, untilOwn } from "./signed-in.ts";

const API = `${BASE_URL}/api/v1/cities/haikou`;
/** Rooms of community centres, of which there are several. */
const ROOM = "S247";

async function get<Answer>(path: string): Promise<Answer> {
  const reply = await fetch(API + path);
  assert.equal(reply.status, 200, path);
  return (await reply.json()) as Answer;
}

interface Bookables {
  items: { service: string; places: number }[];
  total: number;
}
interface Slots {
  days: { date: string; slots: { startsAt: string; free: number }[] }[];
}

/** One of the next days on which less can be booked than on others, and rooms can. */
async function aSparseDay(): Promise<{ day: string; that: Bookables }> {
  const all = await get<Bookables>("/bookables");
  for (let ahead = 2; ahead < 10; ahead += 1) {
    const day = new Date(Date.now() + (8 + ahead * 24) * 3_600_000).toISOString().slice(0, 10);
    const that = await get<Bookables>(`/bookables?day=${day}`);
    if (that.total < all.total && that.items.some(({ service }) => service === ROOM)) return { day, that };
  }
  throw new Error("every day of the next week has everything");
}

const chooseDay = (page: Page, day: string) => page.getByLabel("我哪天有空").selectOption(day);

describe("what is free on a day", { concurrency: true }, () => {
  test("the hub shows what has something free then, the places are those that do, and the day is chosen at the end", async () => {
    const { day, that } = await aSparseDay();
    await withPage({}, "/haikou/book", async (page) => {
      await chooseDay(page, day);
      await page.waitForURL((url) => url.searchParams.get("day") === day);
      await page.getByText("这天").first().waitFor();
      await eventually(async () => assert.equal(await page.locator(".book-row").count(), that.total));
      assert.deepEqual(await axeFindings(page), []);
      const rooms = that.items.find(({ service }) => service === ROOM)?.places;
      const row = page.locator(`a.book-row[href*="/book/${ROOM}?day=${day}"]`);
      assert.match((await row.textContent()) ?? "", new RegExp(`这天 ${rooms ?? ""} 个地点有空位`));
      await row.click();
      await page.locator(".booking").getByRole("heading", { name: "去哪里办" }).waitFor();
      await eventually(async () => assert.equal(await page.locator("a.book-place").count(), rooms));
      assert.deepEqual(await axeFindings(page), []);
      await page.locator("a.book-place").first().click();
      await page.getByRole("heading", { name: "选时间" }).waitFor();
      await eventually(async () => assert.ok(await page.locator(`input[name=day][value="${day}"]`).isChecked()));
    });
  });

  test("the address alone shows it, without JavaScript too, and a day on which nothing is free leads back to all", async () => {
    const { day, that } = await aSparseDay();
    await withPage({ javaScript: false }, `/haikou/book?day=${day}`, async (page) => assert.equal(await page.locator(".book-row").count(), that.total));
    await withPage({}, "/haikou/book?day=2199-01-01", async (page) => {
      await page.getByText("没有空位了").waitFor();
      await page.getByRole("link", { name: "看所有日子" }).click();
      await page.locator(".book-row").first().waitFor();
      assert.equal(new URL(page.url()).searchParams.get("day"), null);
    });
  });

  test("a topic is one tap away, and its heading has the focus", () =>
    withPage({}, "/haikou/book", async (page) => {
      const link = page.getByRole("navigation", { name: "跳到主题" }).getByRole("link").last();
      const name = (await link.textContent()) ?? "";
      await link.click();
      const heading = page.getByRole("heading", { level: 2, name });
      await assertFocused(heading);
      await eventually(async () => assert.ok(await heading.evaluate((element) => element.getBoundingClientRect().top < innerHeight)));
    }));
});

test("an appointment moves to another place where the same is done, and keeps its code", async () => {
  const context = await openContext();
  try {
    await signInQuietly(context, { phone: `154${String(randomInt(100_000_000)).padStart(8, "0")}`, name: "", idNumber: "" }, { realName: false });
    const [here, there] = ["xiuhua-community-centre-room", "yusha-community-centre-room"];
    const { days } = await get<Slots>(`/calendars/${here}/slots?days=14&kind=room`);
    const startsAt = days.slice(2).flatMap(({ slots }) => slots).find(({ free }) => free > 0)?.startsAt;
    const booked = await context.request.post(`${BASE_URL}/api/v1/me/appointments`, { headers: { origin: BASE_URL }, data: { city: "haikou", calendar: here, startsAt, kind: "room", services: [ROOM] } });
    assert.equal(booked.status(), 201, await booked.text());
    const { id, code } = (await booked.json()) as { id: string; code: string };
    const page = await context.newPage();
    await page.goto(`${BASE_URL}/haikou/me/appointments/${id}/time`);
    await untilOwn(page);
    const answered = page.waitForResponse((reply) => reply.url().includes(`/calendars/${there}/slots`));
    await page.getByLabel("地点").selectOption(there);
    await answered;
    await page.locator("button.time:enabled").first().click();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("button", { name: /^改到/ }).click();
    await page.waitForURL(/\/me\/appointments\/[0-9a-f-]+$/);
    const moved = (await (await context.request.get(`${BASE_URL}/api/v1/me/appointments/${id}`)).json()) as { calendar: string; code: string; office: { names: { zh: string } } };
    assert.deepEqual([moved.calendar, moved.code], [there, code]);
    await page.getByText(moved.office.names.zh).first().waitFor();
  } finally {
    await context.close();
  }
});
