// Registering for what everybody wants: in one tap, once, with a place that outlives the tab, and a draw that the browser recomputes.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import type { BrowserContext, Page, Route } from "playwright-core";
import { createPopulation } from "../../../stand-ins/src/population/index.ts";
import { toHex } from "../../../tools/draw-verifier/src/index.ts";
import { publishDraw } from "../../../tools/draw-verifier/src/testing.ts";
import { axeFindings } from "../axe.ts";
import { BASE_URL, openContext } from "./browser.ts";
import { PEOPLE, signInQuietly, type Somebody, untilOwn } from "./signed-in.ts";

const COUPONS = "ecny-coupons-winter-2026";
const CONCERT = "new-year-concert-2027";
const HPV = "hpv-9-winter-2026";

/** One whom no other run has met: whoever withdrew cannot register again. */
function newcomer(): Somebody {
  const population = createPopulation({ seed: "citizen-cloud", size: 16_000_000 });
  for (;;) {
    const { phone, name, idNumber, birthDate } = population.personAt(randomInt(100_000, population.size));
    const born = Number(birthDate.slice(0, 4));
    // The carrier knows the number as theirs.
    if (phone !== undefined && born > 1960 && born < 2000) return { phone, name, idNumber };
  }
}

async function asSomebody(somebody: Somebody, use: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await openContext();
  try {
    await signInQuietly(context, somebody);
    await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(BASE_URL + path);
  await untilOwn(page);
}

describe("campaigns", () => {
  test("somebody registers for a draw with one tap, finds it among her own, and withdraws", () =>
    asSomebody(newcomer(), async (page) => {
      await open(page, "/chengdu/campaigns");
      await page.getByRole("link", { name: /数字人民币/ }).first().click();
      await page.goto(`${BASE_URL}/chengdu/campaigns/${COUPONS}`);
      await untilOwn(page);
      await page.getByRole("heading", { name: "不用抢，早晚机会一样" }).waitFor();
      await page.getByRole("button", { name: "登记", exact: true }).click();
      await page.getByText("已登记", { exact: true }).waitFor();
      await page.getByText(/先后不影响中签机会/).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      const number = await page.locator(".own-number").textContent();

      await open(page, `/chengdu/campaigns/${COUPONS}`);
      await page.getByText("已登记", { exact: true }).waitFor();
      assert.equal(await page.locator(".own-number").textContent(), number, "the number stays");
      assert.equal(await page.getByRole("button", { name: "登记", exact: true }).count(), 0, "nobody registers twice");
      await page.getByText("您在公开名单里的代号").click();
      assert.match((await page.locator(".commitment-code").textContent()) ?? "", /^([0-9a-f]{8} ){7}[0-9a-f]{8}$/);

      await open(page, "/chengdu/me/campaigns");
      await page.locator(".campaign-card").getByText("等摇号").waitFor();
      await page.locator(".campaign-card-link").first().click();
      await page.getByRole("button", { name: "撤回登记" }).click();
      await page.getByRole("heading", { name: "确定撤回吗？" }).waitFor();
      await page.getByRole("button", { name: "撤回", exact: true }).click();
      await page.getByText("已撤回").waitFor();
    }));

  test("a place in the waiting room outlives the tab, nobody moves back in it, and a lost answer registers once", () =>
    asSomebody(PEOPLE.queuer, async (page, context) => {
      const line = await playLine(context);
      await open(page, `/haikou/campaigns/${CONCERT}`);
      await page.getByRole("button", { name: "登记", exact: true }).click();
      await page.getByRole("heading", { name: "您在等候室" }).waitFor();
      await page.locator(".waiting-ahead").getByText("1,200 人").waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.close();

      // The lane counts more people and a later hour after a change of pace: nobody is told so.
      line.ahead = 5_000;
      const again = await context.newPage();
      await open(again, `/haikou/campaigns/${CONCERT}`);
      await again.getByRole("heading", { name: "您在等候室" }).waitFor();
      await again.locator(".waiting-ahead").getByText("1,200 人").waitFor();
      await line.looked();
      assert.equal(await again.locator(".waiting-ahead").textContent(), "1,200 人");

      line.open = true;
      await again.getByRole("heading", { name: "登记成功" }).or(again.getByText("名额已给您留好")).waitFor();
      assert.deepEqual(new Set(line.tickets), new Set(["signed"]), "always the same place");
      assert.deepEqual(line.entries, ["wait", "lost", "stored"], "the answer that was lost was asked for again");
    }));

  test("the draw is recomputed in the browser, and one finds oneself in it", () =>
    asSomebody(PEOPLE.drawn, async (page, context) => {
      const published = publishDraw({ count: 3_000, tiers: [{ id: "place", count: 200 }] });
      const winner = published.winners.split("\n")[0]?.split(" ")[2] ?? "";
      await showDraw(context, published);
      await open(page, "/haikou/campaigns");
      await page.getByRole("link", { name: /九价HPV/ }).click();
      await page.getByRole("link", { name: /摇号怎么做/ }).click();
      await page.getByLabel(/要找的代号/).fill(winner);
      await page.getByRole("button", { name: "开始验算" }).click();
      await page.getByText("每一步都对得上，结果没有被改动。").waitFor();
      await page.getByText("重算的中签名单一样：通过").waitFor();
      await page.getByText(/找到了：名单第 [\d,]+ 行/).waitFor();
      await page.getByText(/第 1 个抽出/).waitFor();
      assert.deepEqual(await axeFindings(page), []);

      // One line exchanged: every reader of the list sees it.
      published.participants = published.participants.replace(/^[0-9a-f]{64}/, toHex(new Uint8Array(32)));
      await page.getByRole("button", { name: "开始验算" }).click();
      await page.getByText("有一步对不上。", { exact: false }).waitFor();
      await page.getByText("名单的指纹对得上：不通过").waitFor();
    }));
});

/** A lane before which somebody waits until it opens; its first answer about an entry is lost on the way. */
async function playLine(context: BrowserContext) {
  const line = { open: false, ahead: 1_200, tickets: [] as string[], entries: [] as string[], looks: 0, looked: async () => {
    const before = line.looks;
    for (const deadline = Date.now() + 20_000; line.looks === before && Date.now() < deadline; ) await new Promise((resolve) => setTimeout(resolve, 50));
  } };
  const place = () => ({ ticket: "signed", number: 1_301, ahead: line.open ? 0 : line.ahead, turnAt: new Date(Date.now() + (line.open ? 0 : 8_000 + line.ahead)).toISOString(), early: false, canEnter: line.open });
  const json = (route: Route, status: number, body: object) => route.fulfill({ status, contentType: status < 400 ? "application/json" : "application/problem+json", body: JSON.stringify(body) });
  await context.route(`**/api/v1/rush/haikou/${CONCERT}/place`, async (route) => {
    line.tickets.push((route.request().postDataJSON() as { ticket: string }).ticket);
    line.looks += 1;
    await json(route, 200, place());
  });
  await context.route(`**/api/v1/rush/haikou/${CONCERT}/entries`, async (route) => {
    if (!line.open) {
      line.entries.push("wait");
      return json(route, 429, { code: "wait-for-your-turn", status: 429, retryAfterSeconds: 2, ...place() });
    }
    if (!line.entries.includes("lost")) {
      line.entries.push("lost");
      return route.abort("connectionreset");
    }
    line.entries.push("stored");
    return json(route, 201, { number: 1_301, group: "everybody", at: new Date().toISOString() });
  });
  return line;
}

/** The vaccine's draw as if it had been held: what the page asks for is answered from a publication made here. */
async function showDraw(context: BrowserContext, published: ReturnType<typeof publishDraw>): Promise<void> {
  const address = `**/api/v1/cities/haikou/campaigns/${HPV}`;
  await context.route(address, async (route) => {
    const reply = await route.fetch();
    const campaign = (await reply.json()) as { draw: object };
    await route.fulfill({ response: reply, json: { ...campaign, phase: "confirming", draw: { ...campaign.draw, state: "drawn" } } });
  });
  await context.route(`${address}/draw`, (route) => route.fulfill({ json: published.publication }));
  await context.route(`${address}/draw/participants`, (route) => route.fulfill({ contentType: "text/plain", body: published.participants }));
  await context.route(`${address}/draw/winners`, (route) => route.fulfill({ contentType: "text/plain", body: published.winners }));
}
