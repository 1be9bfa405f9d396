// What departments know is seen by whom it is about, honestly when a department is off; it is proven, checked and taken back.
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { axeFindings } from "../axe.ts";
import { eventually } from "../patience.ts";
import { newestOf, STAND_INS_URL } from "../sms.ts";
import { BASE_URL, openContext, untilReady, withPage } from "./browser.ts";
import { PEOPLE, signInQuietly, type Somebody, untilOwn } from "./signed-in.ts";

const SITE = `${BASE_URL}/haikou`;

/** Departments' systems share one stand-in, so whoever switches one off switches it on again. */
const switchedOff = new Set<string>();

async function switchSystem(system: string, on: boolean): Promise<void> {
  const reply = await fetch(`${STAND_INS_URL}/control/systems/${system}`, { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify({ on }) });
  assert.equal(reply.status, 200, `${system} is a stand-in`);
  if (on) switchedOff.delete(system);
  else switchedOff.add(system);
}

afterEach(async () => {
  for (const system of switchedOff) await switchSystem(system, true);
});

async function asSomebody(somebody: Somebody, use: (page: Page, context: BrowserContext) => Promise<void>, options: { realName?: boolean } = {}): Promise<void> {
  const context = await openContext();
  try {
    await signInQuietly(context, somebody, options);
    await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(SITE + path);
  await untilOwn(page);
}

// One after another: a department that is off is off for all of them.
describe("records", { concurrency: 1 }, () => {
  test("raise the level, see all records at a glance; a department goes silent and its last answer stays; the looks are on record", () =>
    asSomebody(
      PEOPLE.driver,
      async (page) => {
        await open(page, "/me/data");
        await page.getByRole("link", { name: "完成实名认证" }).click();
        await page.getByLabel("姓名").fill(PEOPLE.driver.name);
        await page.getByLabel("身份证号").fill(PEOPLE.driver.idNumber);
        await page.getByRole("button", { name: "下一步" }).click();
        await page.getByRole("button", { name: /用手机号核验/ }).click();
        await page.getByRole("heading", { name: "认证成功" }).waitFor();
        await page.getByRole("link", { name: "继续刚才的事" }).click();
        await page.getByRole("heading", { level: 1, name: "我的数据" }).waitFor();
        await eventually(async () => {
          const cards = await page.locator(".record-card").count();
          assert.ok(cards + (await page.locator(".record-empty-list > li").count()) >= 20, "twenty kinds of record are told of");
          assert.ok(cards >= 12, "most of them hold something");
        });

        const search = page.getByRole("searchbox", { name: "在我的数据里查找" });
        await search.fill("licence");
        await page.getByRole("link", { name: "社保参保", exact: true }).waitFor({ state: "detached" });
        await page.getByRole("link", { name: "驾驶证", exact: true }).waitFor();
        await search.fill("");

        await page.getByRole("link", { name: "社保缴费", exact: true }).click();
        await page.getByRole("heading", { level: 1, name: "社保缴费" }).waitFor();
        const total = await page.locator(".record-summary .record-headline-value").textContent();
        await page.getByRole("button", { name: "看表格" }).first().click();
        await page.getByRole("table", { name: "每年缴了多少" }).waitFor();

        await switchSystem("haikou/hrss", false);
        await page.getByRole("button", { name: "重新查询" }).click();
        await page.getByText(/人力资源和社会保障局的系统暂时没有回应/).waitFor();
        await page.getByText("上次结果").waitFor();
        assert.equal(await page.locator(".record-summary .record-headline-value").textContent(), total, "the last answer stays");
        assert.deepEqual(await axeFindings(page), []);
        await switchSystem("haikou/hrss", true);

        await page.getByRole("link", { name: /谁看过这份数据/ }).click();
        await page.getByText("只看与“社保缴费”有关的").waitFor();
        await page.getByText(/查看：社保缴费|查询了 \d+ 项部门数据/).first().waitFor();
        await page.getByText(/原因：查看自己的数据/).first().waitFor();
        assert.deepEqual(await axeFindings(page), []);
      },
      { realName: false },
    ));

  test("a department that never answered says so, the others are there, one tap asks it again and another all of them, not without end", () =>
    asSomebody(PEOPLE.reader, async (page) => {
      await switchSystem("haikou/gas", false);
      await open(page, "/me/data");
      const card = page.locator("#record-gas-account");
      await card.getByText("暂时查不到").waitFor();
      await card.getByText(/系统暂时没有回应/).waitFor();
      await eventually(async () => assert.ok((await page.locator(".record-card-current").count()) >= 10, "the other departments’ records are there"));
      assert.deepEqual(await axeFindings(page), []);
      await switchSystem("haikou/gas", true);
      await card.getByRole("button", { name: /再试一次/ }).click();
      await card.locator(".record-headline-value").waitFor();

      // Refreshing asks all of them again, however fresh their answers.
      const refresh = page.getByRole("button", { name: "刷新" });
      await switchSystem("haikou/gas", false);
      await refresh.click();
      await card.getByText("上次结果").waitFor();
      await switchSystem("haikou/gas", true);
      for (const time of ["second", "third"]) {
        await refresh.click();
        await refresh.waitFor();
        assert.equal(await page.getByText(/请等/).count(), 0, `the ${time} time`);
      }
      await refresh.click();
      await page.getByText(/请等/).waitFor();
      await card.locator(".record-headline-value").waitFor();
      assert.deepEqual(await axeFindings(page), []);
    }));

  test("what identifies somebody shows in part until it is asked for", () =>
    asSomebody(PEOPLE.licensed, async (page) => {
      await open(page, "/me/data/driving-licence");
      const summary = page.locator(".record-summary");
      await summary.getByText(/^\d{4}\*{12}/).waitFor();
      await summary.getByRole("button", { name: "显示完整信息" }).click();
      await summary.getByText(PEOPLE.licensed.idNumber).waitFor();
    }));

  test("a proof: seen before it is made, checked by a stranger, known to its holder, taken back", () =>
    asSomebody(PEOPLE.prover, async (page) => {
      await open(page, "/me/data/social-insurance-contributions");
      await page.getByRole("link", { name: "开具证明" }).click();
      await page.getByText(/开具后 30 天内有效/).waitFor();
      assert.equal(await page.getByText("养老个人账户").count(), 0, "what the proof leaves out is not shown");
      await page.getByRole("button", { name: "开具这份证明" }).click();
      await page.getByRole("heading", { name: "验证码" }).waitFor();
      const code = ((await page.locator(".proof-code").textContent()) ?? "").trim();
      assert.deepEqual(await axeFindings(page), []);
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载 PDF" }).click()]);
      assert.match(file.suggestedFilename(), /\.pdf$/);

      await withPage({}, `/check/${encodeURIComponent(code)}`, async (stranger) => {
        await stranger.getByLabel(/您是谁/).fill("琼崖示例银行");
        await stranger.getByRole("button", { name: "查验" }).click();
        await stranger.getByText(/真实有效/).waitFor();
        assert.equal(await stranger.getByText(PEOPLE.prover.idNumber).count(), 0, "the number is masked");
        assert.deepEqual(await axeFindings(stranger), []);
        await stranger.getByLabel("验证码").fill("AAAAA-AAAAA-AAAAA-AAAAA");
        await stranger.getByRole("button", { name: "查验" }).click();
        await stranger.getByText(/没有这个验证码/).first().waitFor();
      });

      await page.reload();
      await untilOwn(page);
      await page.getByText("琼崖示例银行").waitFor();
      await page.getByRole("button", { name: "收回这份证明" }).click();
      await page.getByRole("button", { name: "确定收回" }).click();
      await page.getByText("已收回").first().waitFor();
      await withPage({}, "/check", async (stranger) => {
        await stranger.getByLabel("验证码").fill(code.toLowerCase());
        await stranger.getByRole("button", { name: "查验" }).click();
        await stranger.getByText(/不再有效/).waitFor();
      });
    }));

  test("an owner is asked to move a car, answers by the link, and neither learns who the other is", () =>
    asSomebody(PEOPLE.carOwner, async (page) => {
      await open(page, "/traffic");
      await page.getByText(/记 \d+ 分 \/ 12 分/).waitFor();
      await page.getByRole("link", { name: /一键挪车/ }).click();
      await page.getByLabel("车牌的字母和数字").fill("N1TFA");
      await page.getByRole("button", { name: "发短信给车主" }).click();
      await page.getByText("车牌号不对：字母开头，后面五位或六位").first().waitFor();
      await page.getByLabel("车牌的字母和数字").fill("琼n1tfa2");
      await page.getByLabel("车停在哪里").fill("龙昆北路小区东门");
      await page.getByRole("radio", { name: "挡住我的车出不去" }).check({ force: true });
      await page.getByRole("button", { name: "发短信给车主" }).click();
      await page.getByText(/已通知|正在通知/).waitFor();

      const link = await newestOf(PEOPLE.carOwner.phone, /\/move\/[A-Za-z0-9_-]+/);
      await withPage({}, link, async (owner) => {
        await owner.getByText("龙昆北路小区东门").waitFor();
        assert.equal(await owner.getByText(PEOPLE.carOwner.name).count(), 0, "who asks stays unknown");
        assert.deepEqual(await axeFindings(owner), []);
        await owner.getByRole("button", { name: "5 分钟内到", exact: true }).click();
        await owner.getByText("已告诉对方：5 分钟内到").waitFor();
      });
      await page.getByText("车主回复：5 分钟内到").waitFor();
    }));
});

describe("public records", () => {
  test("the next bus, without signing in; a guide leads there", () =>
    withPage({}, "/haikou/services/S084", async (page) => {
      await page.getByRole("link", { name: "立即查询" }).first().click();
      await page.getByRole("heading", { level: 1, name: "公交到站" }).waitFor();
      await page.getByRole("button", { name: "查询", exact: true }).click();
      await page.getByText("请填写线路").waitFor();
      await page.getByLabel(/^线路/).fill("4路");
      await page.getByLabel(/^站点/).fill("海口宾馆");
      await page.getByRole("button", { name: "查询", exact: true }).click();
      await page.getByRole("heading", { name: "来车" }).waitFor();
    }));

  test("air quality reads without JavaScript", () =>
    withPage({ javaScript: false }, "/haikou/data/air-quality", async (page) => {
      await page.getByText("空气质量指数").waitFor();
      assert.match((await page.locator(".record-headline-value").first().textContent()) ?? "", /^\d+$/);
    }));

  test("the roads are asked again every minute, and how sources fare is published", () =>
    withPage({}, "/haikou/traffic", async (page) => {
      await page.getByRole("img", { name: /主要道路的示意图/ }).waitFor();
      await page.goto(`${SITE}/status/sources`);
      await untilReady(page);
      await eventually(async () => assert.ok((await page.locator(".source-card").count()) >= 20));
    }));
});
