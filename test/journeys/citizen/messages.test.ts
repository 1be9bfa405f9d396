// What one is told: the bell counts it, one tap answers it; and while something rests, a quiet line says what works.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BrowserContext } from "playwright-core";
import { axeFindings } from "../axe.ts";
import { BASE_URL, openContext, PHONE, untilReady } from "./browser.ts";
import { signInQuietly, type Somebody, untilOwn } from "./signed-in.ts";

const SITE = `${BASE_URL}/haikou`;
const ROOM = "S247";
const CALENDAR = "daoke-community-centre-room";
/** A number is sent one code a minute: each has one of their own. */
const person = (last: number): Somebody => ({ phone: `1549900${String(8_100 + last)}`, name: "", idNumber: "" });

async function as(somebody: Somebody): Promise<BrowserContext> {
  const context = await openContext();
  await signInQuietly(context, somebody, { realName: false });
  return context;
}

async function send<Answer>(context: BrowserContext, path: string, data?: object): Promise<Answer> {
  const reply = await context.request.post(`${BASE_URL}${path}`, { headers: { origin: BASE_URL }, ...(data ? { data } : {}) });
  assert.ok(reply.ok(), `${path}: ${await reply.text()}`);
  return (reply.status() === 204 ? undefined : await reply.json()) as Answer;
}

interface Day {
  date: string;
  slots: { startsAt: string; free: number; capacity: number }[];
}

/** A time on the last day that can be booked, so that no other journey wants it. */
async function lastTime(context: BrowserContext): Promise<{ date: string; startsAt: string; free: number }> {
  const reply = await context.request.get(`${BASE_URL}/api/v1/cities/haikou/calendars/${CALENDAR}/slots?days=14&kind=room`);
  const { days } = (await reply.json()) as { days: Day[] };
  const day = days.findLast(({ slots }) => slots.some(({ free }) => free > 0));
  const slot = day?.slots.findLast(({ free }) => free > 0);
  assert.ok(day && slot, "nothing is free");
  return { date: day.date, startsAt: slot.startsAt, free: slot.free };
}

test("a place that comes back is told on the bell while one looks elsewhere, and one tap in the inbox takes it", async () => {
  const [others, waiting] = [await as(person(1)), await as(person(2))];
  try {
    const { date, startsAt, free } = await lastTime(others);
    const booked = [];
    for (let place = 0; place < free; place += 1) {
      const context = place === 0 ? others : await as(person(10 + place));
      booked.push({ context, id: (await send<{ id: string }>(context, "/api/v1/me/appointments", { city: "haikou", calendar: CALENDAR, startsAt, kind: "room", services: [ROOM] })).id });
    }
    await send(waiting, "/api/v1/me/wishes", { city: "haikou", calendar: CALENDAR, kind: "room", services: [ROOM], from: date, until: date });
    const page = await waiting.newPage();
    await page.goto(SITE);
    await untilReady(page);
    const bell = page.getByRole("link", { name: /^消息/ });
    await bell.waitFor();

    await send(others, `/api/v1/me/appointments/${booked[0]?.id}/cancellation`);
    await page.getByRole("link", { name: "消息 1 条未读" }).waitFor();
    await bell.click();
    await page.getByRole("heading", { name: "消息", exact: true }).waitFor();
    await untilOwn(page);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("button", { name: "接受" }).click();
    await page.getByText("已收到：接受").waitFor();
    assert.deepEqual(await axeFindings(page), []);
    // Read by being answered, and over: nothing is left to press, here or after a reload.
    await page.getByRole("button", { name: /^知道了/ }).waitFor({ state: "detached" });
    await page.reload();
    await untilOwn(page);
    assert.equal(await page.getByRole("button", { name: "接受" }).count(), 0);
    const own = (await (await waiting.request.get(`${BASE_URL}/api/v1/me/appointments?state=coming`)).json()) as { items: { startsAt: string }[] };
    assert.deepEqual(own.items.map((each) => Date.parse(each.startsAt)), [Date.parse(startsAt)]);

    // By the keyboard: the language of the messages to one's telephone.
    const kept = page.waitForResponse((reply) => reply.request().method() === "PUT" && reply.url().endsWith("/message-preferences"));
    await page.getByLabel("短信用什么语言").selectOption("en");
    assert.ok((await kept).ok());
    await page.reload();
    await untilOwn(page);
    assert.equal(await page.getByLabel("短信用什么语言").inputValue(), "en");
    for (const { context } of booked.slice(1)) await context.close();
  } finally {
    await others.close();
    await waiting.close();
  }
});

test("while something rests a quiet line leads to what works, in plain words; it goes when all is well", async () => {
  const context = await openContext({ viewport: PHONE });
  const page = await context.newPage();
  let level = 0;
  // As an overloaded server answers: other journeys meet this one, and are not to be refused anything.
  await page.route("**/api/v1/**", async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ response: reply, headers: { ...reply.headers(), ...(level > 0 ? { "service-level": String(level) } : {}) } });
  });
  await page.goto(`${SITE}/services`);
  await untilReady(page);
  const strip = page.locator(".service-strip");
  assert.equal(await strip.isVisible(), false);
  level = 1;
  // What the next screen asks of the API says it in passing.
  await page.getByRole("link", { name: /社会?保障?|社保/ }).first().click();
  await strip.getByText("现在人很多，少数功能暂时休息。").waitFor();
  assert.deepEqual(await axeFindings(page), []);
  await strip.getByRole("link", { name: "哪些能用" }).click();
  await page.getByRole("heading", { name: "服务状态" }).waitFor();
  await page.getByText("预约、取号和排队").waitFor();
  await page.getByRole("heading", { name: "过去 30 天" }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  level = 0;
  await strip.waitFor({ state: "hidden" });
  // A question may be on its way, and would be answered to a page that is gone.
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
});
