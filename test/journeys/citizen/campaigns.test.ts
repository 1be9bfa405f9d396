// Registering for what everybody wants: in one tap, once, with a place that outlives the tab, and a draw that the browser recomputes.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { before, describe, test } from "node:test";
import type { BrowserContext, Page, Response } from "playwright-core";
import { createPopulation } from "../../../stand-ins/src/population/index.ts";
import { axeFindings } from "../axe.ts";
import { atDesk } from "../console/browser.ts";
import { type OwnCampaign, publishCampaign, signInStaff, succeed } from "../own-campaigns.ts";
import { eventually, PATIENCE_MS } from "../patience.ts";
import { BASE_URL } from "./browser.ts";
import { asSomebody, type Somebody, untilOwn } from "./signed-in.ts";

const SITE = `${BASE_URL}/haikou`;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOTARY = { zh: "市公证处公证员", en: "A notary of the city" };

const population = createPopulation({ seed: "citizen-cloud", size: 16_000_000 });
const bornIn = ({ birthDate }: { birthDate: string }) => Number(birthDate.slice(0, 4));

/** One whom no other run has met: whoever withdrew cannot register again. */
function newcomer(): Somebody {
  return newcomerWithChildren(0).parent;
}

/** @param least so many of them, none of age for a good while */
function newcomerWithChildren(least: number): { parent: Somebody; children: string[] } {
  for (;;) {
    const person = population.personAt(randomInt(100_000, population.size));
    const { phone, name, idNumber } = person;
    const children = person.children.map((index) => population.personAt(index)).filter((child) => bornIn(child) > new Date().getFullYear() - 14);
    // The carrier knows the number as theirs.
    if (phone !== undefined && bornIn(person) > 1960 && bornIn(person) < 2000 && children.length >= least) return { parent: { phone, name, idNumber }, children: children.map((child) => child.name) };
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(SITE + path);
  await untilOwn(page);
}

/** By the API, for those who are only there so that somebody is not alone. */
async function post(context: BrowserContext, campaign: OwnCampaign, act: "place" | "entries"): Promise<void> {
  const ask = () => context.request.post(`${BASE_URL}/api/v1/rush/haikou/${campaign.id}/${act}`, { headers: { origin: BASE_URL }, data: {} });
  let reply = await ask();
  // A busy server asks to come again, as it asks the browser's page.
  for (let tries = 0; reply.status() === 503 && tries < 20; tries += 1) reply = await ask();
  await succeed(Promise.resolve(reply));
}

/**
 * What has to be done before a moment that comes by itself: when the machine took longer, anew with three times as long.
 * @param attempt is told the moment, and what tells its campaign from that of an earlier attempt
 */
async function doneBefore<Result>(afterMs: number, attempt: (moment: number, which: string) => Promise<Result>, which = ""): Promise<Result> {
  const moment = Date.now() + afterMs;
  const isLate = () => Date.now() >= moment;
  try {
    const result = await attempt(moment, which);
    assert.ok(!isLate(), `it took longer than ${Math.round(afterMs / 1_000)} s`);
    return result;
  } catch (error) {
    if (!isLate() || which.length === 2) throw error;
    return await doneBefore(3 * afterMs, attempt, `${which}x`);
  }
}

// At once: the draw's list is frozen a minute after the close at the soonest, which the others use.
describe("campaigns", { concurrency: true }, () => {
  let forCoupons: OwnCampaign;
  /** How long it takes here until people find a campaign: whatever has to happen in time is given some of it. */
  let paceMs: number;
  before(async () => {
    const now = Date.now();
    forCoupons = await publishCampaign({ id: "coupons", name: "旅程消费券登记", manner: "draw", opensAt: now - HOUR_MS, closesAt: now + HOUR_MS, places: 10 });
    paceMs = Date.now() - now;
  });

  test("somebody registers for a draw with one tap, finds it among her own, and withdraws", () =>
    asSomebody(newcomer(), async (page) => {
      await open(page, "/campaigns");
      await page.getByRole("link", { name: new RegExp(forCoupons.name) }).click();
      await page.getByRole("heading", { level: 1, name: forCoupons.name }).waitFor();
      await page.getByRole("heading", { name: "不用抢，早晚机会一样" }).waitFor();
      await page.getByRole("button", { name: "登记", exact: true }).click();
      await page.getByText("已登记", { exact: true }).waitFor();
      await page.getByText(/先后不影响中签机会/).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      const number = await page.locator(".own-number").textContent();

      await open(page, `/campaigns/${forCoupons.id}`);
      await page.getByText("已登记", { exact: true }).waitFor();
      assert.equal(await page.locator(".own-number").textContent(), number, "the number stays");
      assert.equal(await page.getByRole("button", { name: "登记", exact: true }).count(), 0, "nobody registers twice");
      await page.getByText("您在公开名单里的代号").click();
      assert.match((await page.locator(".commitment-code").textContent()) ?? "", /^([0-9a-f]{8} ){7}[0-9a-f]{8}$/);

      await open(page, "/me/campaigns");
      await page.locator(".campaign-card").getByText("等摇号").waitFor();
      await page.locator(".campaign-card-link").first().click();
      await page.getByRole("button", { name: "撤回登记" }).click();
      await page.getByRole("heading", { name: "确定撤回吗？" }).waitFor();
      await page.getByRole("button", { name: "撤回", exact: true }).click();
      await page.getByText("已撤回").waitFor();
    }));

  test("a place taken before the opening outlives the tab, nobody moves back in the line, and a lost answer registers once", () =>
    asSomebody(newcomer(), (_page, context) =>
      asSomebody(newcomer(), async (_ofOther, other) => {
        const { line, lost, first, again, opening } = await doneBefore(25_000 + 6 * paceMs, async (opensAt, which) => {
          const concert = await publishCampaign({ id: `concert${which}`, name: `旅程音乐会门票${which}`, manner: "first-come", opensAt, closesAt: opensAt + HOUR_MS, places: 5, admitPerSecond: 1 });
          const [ofLine, ofAnswer] = [watchLine(context, concert), await loseAnswer(context, concert)];
          await post(other, concert, "place");
          const page = await context.newPage();
          await open(page, `/campaigns/${concert.id}`);
          await page.getByRole("button", { name: "进等候室" }).click();
          await page.getByRole("heading", { name: "您在等候室" }).waitFor();
          await page.getByText(/开放时先到的人一起随机排顺序/).waitFor();
          assert.deepEqual(await axeFindings(page), []);
          const place = await eventually(() => ofLine.last());
          await page.close();
          const later = await context.newPage();
          await open(later, `/campaigns/${concert.id}`);
          await later.getByRole("heading", { name: "您在等候室" }).waitFor();
          return { line: ofLine, lost: ofAnswer, first: place, again: later, opening: opensAt };
        });
        assert.ok(first.early && first.number === null, "came before the opening, when nobody has a number");
        await again.getByText("名额已给您留好").waitFor({ timeout: opening - Date.now() + PATIENCE_MS });
        assert.deepEqual(new Set(line.places.map(({ earlyNumber }) => earlyNumber)), new Set([first.earlyNumber]), "always the same place");
        const numbers = line.places.flatMap(({ number }) => (number === null ? [] : [number]));
        assert.ok(new Set(numbers).size <= 1, "one number from the opening on");
        const ahead = line.places.flatMap((place) => (place.ahead === null ? [] : [place.ahead]));
        assert.deepEqual(ahead, ahead.toSorted((a, b) => b - a), "never more people ahead");
        assert.ok(lost.number !== undefined, "the first answer was lost");
        assert.equal(await again.locator(".own-number").textContent(), String(lost.number), "what was stored then is what there is");
      }),
    ));

  test("a page left open learns that the opening was moved", () =>
    asSomebody(newcomer(), async (page) => {
      const opensAt = Date.now() + 8 * MINUTE_MS;
      const wanted = { id: "moved", name: "旅程改时间的活动", manner: "first-come", closesAt: opensAt + HOUR_MS, places: 5 } as const;
      const { id } = await publishCampaign({ ...wanted, opensAt });
      await open(page, `/campaigns/${id}`);
      const begins = page.getByText(/\d\d:\d\d 开始/);
      const told = await begins.textContent();
      await publishCampaign({ ...wanted, opensAt: opensAt - 3 * MINUTE_MS });
      await eventually(async () => assert.notEqual(await begins.textContent(), told), 2 * PATIENCE_MS);
    }));

  test("lots are drawn before a witness; the browser recomputes them and finds whose they are, and one line exchanged is seen", () =>
    asSomebody(newcomer(), (page, first) =>
      asSomebody(newcomer(), (pageOfOther, second) =>
        asSomebody(newcomer(), async (_ofThird, third) => {
          const { vaccine, closedAt } = await doneBefore(10_000 + 3 * paceMs, async (closesAt, which) => {
            const campaign = await publishCampaign({ id: `vaccine${which}`, name: `旅程疫苗摇号${which}`, manner: "draw", opensAt: closesAt - HOUR_MS, closesAt, places: 2, witnesses: [NOTARY] });
            await Promise.all([first, second, third].map((each) => post(each, campaign, "entries")));
            return { vaccine: campaign, closedAt: closesAt };
          });
          await new Promise((resolve) => setTimeout(resolve, closedAt + 60_000 - Date.now()));
          await drawAtDesk(vaccine);

          const [winner, own] = (await wonBy(first, vaccine)) ? [page, first] as const : [pageOfOther, second] as const;
          assert.ok(await wonBy(own, vaccine), "of three people with two places one of the first two has one");
          await open(winner, `/campaigns/${vaccine.id}`);
          await winner.getByText("中签了", { exact: true }).waitFor();
          await winner.getByRole("link", { name: /摇号怎么做/ }).click();
          await winner.getByText("会同时找您的代号。").waitFor();
          await winner.getByRole("button", { name: "开始验算" }).click();
          await winner.getByText("每一步都对得上，结果没有被改动。").waitFor();
          await winner.getByText("重算的中签名单一样：通过").waitFor();
          await winner.getByText(/找到了：名单第 [1-3] 行/).waitFor();
          await winner.getByText(/第 [12] 个抽出：入场票/).waitFor();
          assert.deepEqual(await axeFindings(winner), []);

          // One line exchanged: every reader of the list sees it.
          await own.route(`**/campaigns/${vaccine.id}/draw/participants`, async (route) => {
            const reply = await route.fetch();
            await route.fulfill({ response: reply, body: (await reply.text()).replace(/^[0-9a-f]{64}/, "0".repeat(64)) });
          });
          await winner.getByRole("button", { name: "开始验算" }).click();
          await winner.getByText("有一步对不上。", { exact: false }).waitFor();
          await winner.getByText("名单的指纹对得上：不通过").waitFor();
        }),
      ),
    ));

  test("a parent's child takes part in its own name: found among the parent's own, drawn under its own number, and withdrawn by the parent", async () => {
    const { parent, children } = newcomerWithChildren(1);
    const [name = ""] = children;
    await asSomebody(parent, async (page, context) => {
      await addChild(context, name);
      const register = async (campaign: OwnCampaign) => {
        await open(page, `/campaigns/${campaign.id}`);
        await page.getByRole("radio", { name: new RegExp(`^${name}`) }).check({ force: true });
        await page.getByRole("button", { name: `为${name}登记` }).click();
        await page.getByText(`${name}的号`).waitFor();
      };
      const { camp, closedAt } = await doneBefore(20_000 + 6 * paceMs, async (closesAt, which) => {
        const campaign = await publishCampaign({ id: `camp${which}`, name: `旅程夏令营摇号${which}`, manner: "draw", opensAt: closesAt - HOUR_MS, closesAt, places: 2, witnesses: [NOTARY] });
        await post(context, campaign, "entries");
        await register(campaign);
        return { camp: campaign, closedAt: closesAt };
      });
      await register(forCoupons);
      assert.deepEqual(await axeFindings(page), []);

      const card = (campaign: OwnCampaign, whose: string) => page.locator(".campaign-card").filter({ has: page.getByRole("link", { name: `${campaign.name}${whose}`, exact: true }) });
      await open(page, "/me/campaigns");
      await card(camp, "").getByText("等摇号").waitFor();
      await card(camp, `（${name}）`).getByText("等摇号").waitFor();
      assert.equal(await card(forCoupons, "").count(), 0, "the parent is not registered there");
      assert.deepEqual(await axeFindings(page), []);
      await card(forCoupons, `（${name}）`).getByRole("link").click();
      await page.getByRole("button", { name: "撤回登记" }).click();
      await page.getByRole("button", { name: "撤回", exact: true }).click();
      await page.getByText("已撤回", { exact: true }).waitFor();
      await open(page, "/me/campaigns");
      await card(forCoupons, `（${name}）`).getByText("已撤回", { exact: true }).waitFor();

      await new Promise((resolve) => setTimeout(resolve, closedAt + 60_000 - Date.now()));
      await drawAtDesk(camp);
      await open(page, "/me/campaigns");
      for (const [whose, label, number] of [["", "您的号", "1"], [`（${name}）`, `${name}的号`, "2"]] as const) {
        await card(camp, whose).getByText("中签了", { exact: true }).waitFor();
        assert.deepEqual(await card(camp, whose).locator("dl > div").first().allInnerTexts(), [`${label}\n${number}`]);
      }
      await card(camp, `（${name}）`).getByRole("link").click();
      await page.locator(".own-won:visible").getByText("中签了", { exact: true }).waitFor();
      assert.ok(await page.getByRole("radio", { name: new RegExp(`^${name}`) }).isChecked(), "the child was chosen on the way");
      assert.equal(await page.locator(".own-number:visible").textContent(), "2");
    });
  });

  test("by turn a parent has a place for the child beside their own", async () => {
    const { parent, children } = newcomerWithChildren(1);
    const [name = ""] = children;
    await asSomebody(parent, async (page, context) => {
      await addChild(context, name);
      const now = Date.now();
      const pool = await publishCampaign({ id: "pool", name: "旅程游泳课名额", manner: "first-come", opensAt: now - HOUR_MS, closesAt: now + HOUR_MS, places: 5 });
      await open(page, `/campaigns/${pool.id}`);
      await page.getByRole("button", { name: "为孩子参加" }).click();
      await page.getByRole("radio", { name: new RegExp(`^${name}`) }).check({ force: true });
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("button", { name: `为${name}登记` }).click();
      await page.getByText(`名额已给${name}留好`).waitFor();
      await page.getByText(`${name}的号`).waitFor();
      await page.getByRole("radio", { name: "自己" }).check({ force: true });
      await page.getByRole("button", { name: "登记", exact: true }).click();
      await page.getByText("名额已给您留好").waitFor();
      assert.deepEqual(await page.locator(".own-number").allTextContents(), ["2", "1"], "the parent's own, and the child's behind it");
      assert.deepEqual(await axeFindings(page), []);
    });
  });
});

/** As a parent does it on the page of the family. */
async function addChild({ request }: BrowserContext, name: string): Promise<void> {
  const family = `${BASE_URL}/api/v1/me/family`;
  const registered = (await (await request.get(`${family}/registered-children`)).json()) as { items: { name: string; recordNumber: string }[] };
  const child = registered.items.find((each) => each.name === name);
  assert.ok(child, "the register knows the child");
  await succeed(request.post(`${family}/children`, { headers: { origin: BASE_URL }, data: { recordNumber: child.recordNumber, consent: true } }));
}

/** What the lane said of somebody's place, in whichever tab. */
interface Place {
  number: number | null;
  ahead: number | null;
  early: boolean;
  earlyNumber: number;
}

function watchLine(context: BrowserContext, { id }: OwnCampaign) {
  const places: Place[] = [];
  const last = () => {
    const place = places.at(-1);
    assert.ok(place, "the lane was not asked");
    return place;
  };
  context.on("response", (reply: Response) => {
    if (!reply.url().endsWith(`/rush/haikou/${id}/place`) || reply.status() !== 200) return;
    // A tab that is closed takes what it was told with it.
    void reply.json().then((place: Place) => places.push(place), () => undefined);
  });
  return { places, last };
}

/** The server stores the entry, and its answer is lost on the way. */
async function loseAnswer(context: BrowserContext, { id }: OwnCampaign): Promise<{ number?: number }> {
  const lost: { number?: number } = {};
  await context.route(`**/rush/haikou/${id}/entries`, async (route) => {
    const reply = await route.fetch();
    if (reply.status() !== 201 || lost.number !== undefined) return route.fulfill({ response: reply });
    ({ number: lost.number } = (await reply.json()) as { number: number });
    await route.abort("connectionreset");
  });
  return lost;
}

/** The list is frozen by itself or when an operator asks; the lots are drawn before the witness, and then published. */
async function drawAtDesk({ id }: OwnCampaign): Promise<void> {
  const operator = await signInStaff("haikou-operator");
  await eventually(() => succeed(operator.post(`/staff/v1/cities/haikou/campaigns/${id}/freeze`)));
  await operator.dispose();
  await atDesk({ staff: "haikou-operator" }, `/console/campaigns/${id}`, async (page) => {
    await page.getByRole("button", { name: "摇号" }).click();
    const dialog = page.getByRole("dialog", { name: "摇号" });
    await dialog.getByLabel(`${NOTARY.zh}说的话`).fill("椰风海韵");
    await dialog.getByRole("button", { name: "摇号" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "公布结果" }).click();
    await page.getByRole("dialog", { name: "公布结果" }).getByRole("button", { name: "公布结果" }).click();
    await page.getByText("结果已公布").first().waitFor();
  });
}

async function wonBy(context: BrowserContext, { id }: OwnCampaign): Promise<boolean> {
  const reply = await context.request.get(`${BASE_URL}/api/v1/me/campaigns/haikou/${id}`);
  assert.equal(reply.status(), 200, await reply.text());
  return ((await reply.json()) as { result?: { state: string } }).result?.state === "won";
}
