// The link of a reminder's SMS: no sign-in, one tap to say coming, two to give the appointment back; and no more shown than that takes.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { dirname } from "node:path";
import { test } from "node:test";
import pg from "pg";
import type { BrowserContext } from "playwright-core";
import { startEmbeddedPostgres } from "../../../server/src/kernel/embedded-postgres.ts";
import { axeFindings } from "../axe.ts";
import { faultyControls } from "../controls.ts";
import { newestOf } from "../sms.ts";
import { BASE_URL, openContext, withPage } from "./browser.ts";
import { signInQuietly } from "./signed-in.ts";

/** No other journey books here. */
const CALENDAR = "yusha-community-centre-room";
const ROOM = "S247";
const DAY_MS = 24 * 3_600_000;

interface Day {
  slots: { startsAt: string; free: number }[];
}

interface Booked {
  id: string;
  startsAt: string;
}

/** On a day that is not too near to cancel. */
async function book(context: BrowserContext): Promise<Booked> {
  const reply = await context.request.get(`${BASE_URL}/api/v1/cities/haikou/calendars/${CALENDAR}/slots?days=14&kind=room`);
  const { days } = (await reply.json()) as { days: Day[] };
  const slot = days.flatMap(({ slots }) => slots).find(({ startsAt, free }) => free > 0 && Date.parse(startsAt) > Date.now() + 2 * DAY_MS);
  assert.ok(slot, "nothing is free");
  const booked = await context.request.post(`${BASE_URL}/api/v1/me/appointments`, { headers: { origin: BASE_URL }, data: { city: "haikou", calendar: CALENDAR, startsAt: slot.startsAt, kind: "room", services: [ROOM] } });
  assert.equal(booked.status(), 201, await booked.text());
  return (await booked.json()) as Booked;
}

/** As if the evening before had come: nothing else in the appointment is touched, and the worker's own job sends what is due. */
async function makeReminderDue(connectionsFile: string, id: string): Promise<void> {
  const { url } = await startEmbeddedPostgres(dirname(connectionsFile));
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    const { rowCount } = await database.query("update booking.appointment set remind_at = now() where id = $1", [id]);
    assert.equal(rowCount, 1);
    await database.query("select graphile_worker.add_job('booking:send-reminders')");
  } finally {
    await database.end();
  }
}

async function stateOf(context: BrowserContext, id: string): Promise<{ state: string; comingAt?: string }> {
  return (await (await context.request.get(`${BASE_URL}/api/v1/me/appointments/${id}`)).json()) as { state: string; comingAt?: string };
}

test("the SMS leads to one appointment: coming with one tap, given back with two, and then it is over", async () => {
  const connectionsFile = process.env.CONNECTIONS_FILE;
  // Where the server's data are, is told to journeys that run beside it.
  if (connectionsFile === undefined) return;
  const owner = await openContext();
  // Its last four digits are no year and no part of the hotline, which the page may show.
  const phone = `154${String(randomInt(10_000)).padStart(4, "0")}${randomInt(6_000, 10_000)}`;
  await signInQuietly(owner, { phone, name: "", idNumber: "" }, { realName: false });
  const { id, startsAt } = await book(owner);
  await makeReminderDue(connectionsFile, id);
  const link = await newestOf(phone, /\/b\/[A-Za-z0-9_-]{20,}/);

  // Whoever has the telephone in the hand, on whichever device.
  await withPage({}, link, async (page) => {
    await page.getByRole("heading", { level: 1, name: "您的预约" }).waitFor();
    const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(startsAt));
    await page.locator("dd", { hasText: clock }).waitFor();
    assert.equal(await page.getByText(phone.slice(-4)).count(), 0, "it says nothing about whose it is");
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await faultyControls(page), []);
    await page.getByRole("button", { name: "我会去" }).click();
    await page.getByText("已告诉办事单位您会去。").waitFor();
    assert.ok((await stateOf(owner, id)).comingAt, "the office is told");

    await page.getByRole("button", { name: "去不了" }).click();
    await page.getByText("取消后，这个时间马上让给别人，拿不回来。").waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("button", { name: "确定取消" }).click();
    await page.getByText("已取消，时间让给了别人。谢谢您告诉我们。").waitFor();
    assert.equal(await page.getByRole("button", { name: /我会去|去不了|确定取消/ }).count(), 0, "nothing is left to press");
    assert.equal((await stateOf(owner, id)).state, "cancelled");
  });
  await owner.close();
});

test("a link that nobody was sent says so, and leads to one's own appointments", () =>
  withPage({}, "/b/AAAAAAAAAAAAAAAAAAAAAA", async (page) => {
    await page.getByText("这个链接已失效。登录后可以看您的预约。").waitFor();
    await page.getByRole("main").getByRole("link", { name: "我的预约" }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
  }));
