// At the door: a card is read, whoever has a place is let in once, whoever has none is told why, and the person sees all of it.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { asSomebody, PEOPLE, untilOwn } from "../citizen/signed-in.ts";
import { assertFocused, faultyControls } from "../controls.ts";
import { type OwnCampaign, publishCampaign, succeed } from "../own-campaigns.ts";
import { PICTURES } from "../pictures.ts";
import { atDesk, axeFindings, BASE_URL, untilDrawn } from "./browser.ts";

const HOUR_MS = 3_600_000;
const CLERK = { staff: "haikou-clerk" };
/** Of somebody who has registered nowhere. */
const STRANGERS = "470104197411253310";

let concert: OwnCampaign;
const doorOf = ({ id }: OwnCampaign) => `/console/doors/${id}`;

const register = (context: BrowserContext) => succeed(context.request.post(`${BASE_URL}/api/v1/rush/haikou/${concert.id}/entries`, { headers: { origin: BASE_URL }, data: {} }));

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${BASE_URL}/haikou${path}`);
  await untilOwn(page);
}

const field = (page: Page) => page.getByRole("textbox", { name: /身份证号|ID number/ });

/** As a card reader does it: it types where the focus is, and ends with Enter. */
async function read(page: Page, idNumber: string): Promise<void> {
  await assertFocused(field(page));
  await page.keyboard.type(idNumber);
  await page.keyboard.press("Enter");
}

async function told(page: Page, words: RegExp | string): Promise<void> {
  await page.getByRole("status").filter({ hasText: words }).waitFor();
}

async function picture(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `door-${name}.png`), fullPage: true });
}

describe("the door of a campaign", { concurrency: 1 }, () => {
  before(async () => {
    concert = await publishCampaign({ id: "door", name: "旅程验票音乐会", manner: "first-come", opensAt: Date.now() - HOUR_MS, closesAt: Date.now() + HOUR_MS, places: 10, checkedAtDoor: true });
  });

  test("whoever has a place is told what to bring, let in once by the keyboard alone, and sees when and by whom", () =>
    asSomebody(PEOPLE.concertgoer, async (page, context) => {
      await register(context);
      await open(page, `/campaigns/${concert.id}`);
      await page.getByRole("heading", { name: "入场须知" }).waitFor();
      await page.getByText("带本人身份证原件").waitFor();
      await picture(page, "what-to-bring");
      assert.deepEqual(await axeFindings(page), []);

      await atDesk(CLERK, "/console/doors", async (door) => {
        await untilDrawn(door);
        assert.deepEqual(await axeFindings(door), []);
        await door.getByRole("link", { name: concert.name }).click();
        await door.getByRole("heading", { level: 1, name: concert.name }).waitFor();
        await read(door, PEOPLE.concertgoer.idNumber);
        await told(door, "可以入场");
        await told(door, "吴**");
        await picture(door, "yes");
        assert.deepEqual(await axeFindings(door), []);
        assert.deepEqual(await faultyControls(door), []);
        assert.equal(await field(door).inputValue(), "", "the field waits for the next card, and no number stands on the screen");

        await field(door).focus();
        await door.keyboard.press("Enter");
        await told(door, "可以入场");
        assert.match((await door.locator(".door-count").textContent()) ?? "", /已入场 0/, "a reader's second Enter lets nobody in");
        await door.keyboard.type("47");
        await told(door, "请读身份证");
        await door.keyboard.press("Control+Enter");
        assert.equal(await door.getByRole("button", { name: "放行" }).count(), 0, "the next number begins, and nobody is let in on the one before");
        await field(door).fill("");
        await read(door, PEOPLE.concertgoer.idNumber);
        await told(door, "可以入场");
        await door.keyboard.press("Control+Enter");
        await told(door, "已放行");
        await door.getByText(/已入场 1/).waitFor();
        await assertFocused(field(door));
        await picture(door, "let-in");

        await read(door, PEOPLE.concertgoer.idNumber);
        await told(door, /不能入场.*名额已用过：\d{4}/);
        assert.equal(await door.getByRole("button", { name: "放行" }).count(), 0);
        await picture(door, "used");
        assert.deepEqual(await axeFindings(door), []);
        await read(door, STRANGERS);
        await told(door, "这个证件没有报名");
        await read(door, "47010419741125331");
        await told(door, "身份证号不正确");
      });

      await open(page, `/campaigns/${concert.id}`);
      await page.locator(".own-state").getByText("已入场", { exact: true }).waitFor();
      await page.getByText(/在入口核验身份证入场，名额已使用，不能再退回/).waitFor();
      assert.equal(await page.getByRole("button", { name: "退回名额" }).count(), 0, "what was used is not given back");
      await picture(page, "used-by-me");
      assert.deepEqual(await axeFindings(page), []);
      await open(page, "/me/campaigns");
      await page.locator(".campaign-card").filter({ hasText: concert.name }).getByText("已入场", { exact: true }).waitFor();
      await open(page, "/me/accesses");
      await page.getByText("入口核验后放行").first().waitFor();
      await page.getByText(/入口验票/).first().waitFor();
      await picture(page, "accesses");
    }));

  test("of two doors that have both looked, the second is told that somebody was let in", () =>
    asSomebody(PEOPLE.late, async (_page, context) => {
      await register(context);
      await atDesk(CLERK, doorOf(concert), async (one) => {
        await read(one, PEOPLE.late.idNumber);
        await told(one, "可以入场");
        // An operator comes by the campaign's own page.
        await atDesk({ staff: "haikou-operator" }, `/console/campaigns/${concert.id}`, async (other) => {
          await other.locator("main").getByRole("link", { name: "验票" }).click();
          await read(other, PEOPLE.late.idNumber);
          await told(other, "可以入场");
          await one.getByRole("button", { name: "放行" }).click();
          await told(one, "已放行");
          await other.getByRole("button", { name: "放行" }).click();
          await told(other, /不能入场.*名额已用过/);
          await assertFocused(field(other));
        });
      });
    }));

  test("on a telephone, in the dark and in English, large enough for the thumb and nothing off the screen", () =>
    atDesk({ ...CLERK, locale: "en", dark: true, width: 390 }, doorOf(concert), async (page) => {
      await read(page, STRANGERS);
      await told(page, /May not enter.*Nobody has registered with this card/);
      await picture(page, "phone-dark-english");
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(await faultyControls(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "goes off the screen");
    }));

  test("whose door it is not finds none", () =>
    atDesk({ staff: "haikou-clerk-vehicle" }, doorOf(concert), async (page) => {
      await page.getByText("没有这个活动，或属于其他部门").waitFor();
      await page.getByRole("link", { name: "验票" }).first().click();
      await page.getByText("您的部门没有需要在入口验票的活动。").waitFor();
      assert.deepEqual(await axeFindings(page), []);
    }));
});
