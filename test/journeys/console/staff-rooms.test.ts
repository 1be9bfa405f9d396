// Staff sign in with password and app, get rights by four eyes, reach people only in their sight, and answer for it.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import { Secret, TOTP } from "otpauth";
import type { BrowserContext, Page } from "playwright-core";
import { createPopulation } from "../../../stand-ins/src/population/index.ts";
import { assertFocusReturns, faultyControls } from "../controls.ts";
import { newestCode } from "../sms.ts";
import { atDesk, axeFindings, type Desk, getJson, openDesk, untilDrawn } from "./browser.ts";

const PASSWORD = "bamboo-river-lantern";
const run = Date.now().toString(36);
/** Numbers no carrier issues, fresh for each run. */
let counted = 0;
const freshPhone = () => `154${String(Date.now() % 10_000_000).padStart(7, "0")}${counted++ % 10}`;

const HALL = "haikou-service-hall";
const REFERENCE = `CASE-${run}`;

/** Somebody with the people's app, asked through its interface. */
async function registerPerson(): Promise<{ context: BrowserContext; phone: string; person: string }> {
  const context = await openDesk({});
  const phone = freshPhone();
  assert.equal((await context.request.post("/api/v1/sign-in/codes", { data: { phone, city: "haikou" } })).status(), 202);
  const reply = await context.request.post("/api/v1/sign-in/code", { data: { phone, code: await newestCode(phone), city: "haikou" } });
  assert.equal(reply.status(), 200, await reply.text());
  return { context, phone, person: ((await reply.json()) as { person: string }).person };
}

const appCode = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

async function fillSearch(page: Page, phone: string): Promise<void> {
  await page.getByLabel("按什么查").selectOption({ label: "手机号" });
  await page.getByLabel("完整号码").fill(phone);
  await page.getByLabel("用途").selectOption({ label: "窗口办理" });
  await page.getByLabel("理由").fill("窗口核对申请人身份");
  await page.getByLabel("办件号或工单号").fill(REFERENCE);
}

test("a joiner: proposed by one officer, approved by another, signs in with password and app", async () => {
  const id = `clerk-${run}`;
  let activationCode = "";
  await atDesk({ staff: "haikou-personnel" }, "/console/people", async (page) => {
    await page.getByRole("button", { name: "新人入职" }).click();
    const dialog = page.getByRole("dialog", { name: "新人入职" });
    await dialog.getByLabel("工号").fill(id);
    await dialog.getByLabel("名称").fill("温如言");
    await dialog.getByRole("checkbox", { name: "窗口人员" }).check();
    await dialog.getByLabel("原因").fill("新到岗");
    assert.deepEqual(await axeFindings(page), []);
    await dialog.getByRole("button", { name: "新人入职" }).click();
    activationCode = await page.getByRole("dialog", { name: "激活码" }).locator("code").innerText();
    await page.getByRole("button", { name: "已记下，关闭" }).click();
    const approve = page.getByRole("button", { name: "批准：温如言" });
    await approve.press("Enter");
    await page.getByText("这是您提出的").first().waitFor();
  });
  await atDesk({}, "/console/people", async (page) => {
    await page.getByRole("button", { name: "首次登录" }).click();
    await page.getByLabel("工号").fill(id);
    await page.getByLabel("激活码").fill(activationCode);
    await page.keyboard.press("Enter");
    await page.getByRole("img", { name: "身份验证器二维码" }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    const secret = await page.locator(".sign-in-secret").innerText();
    await page.getByLabel("身份验证器验证码").fill(appCode(secret));
    await page.getByLabel("新密码").fill(PASSWORD);
    await page.getByRole("button", { name: "完成并登录" }).click();
    await page.getByRole("button", { name: /温如言/ }).waitFor();

    await atDesk({ staff: "haikou-personnel-2" }, "/console/people", async (other) => {
      await other.getByRole("button", { name: "批准：温如言" }).press("Enter");
      await other.getByText("已批准").first().waitFor();
      await other.getByRole("link", { name: "温如言" }).click();
      await other.getByText("批准角色").waitFor();
    });

    // The new rights ended the old sign-in; the next one asks for password and app. The code shown at the activation is
    // used up, so it takes the next half minute's.
    const used = appCode(secret);
    await page.context().clearCookies();
    await page.goto("/console/counter");
    await page.getByLabel("工号").fill(id);
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "下一步" }).click();
    const field = page.getByLabel("身份验证器验证码");
    await field.waitFor();
    while (appCode(secret) === used) await new Promise((resolve) => setTimeout(resolve, 500));
    await field.fill(appCode(secret));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "窗口核验" }).waitFor();
  });
});

test("a person search needs a purpose, shows one person masked, and is seen by that person", async () => {
  const { context, phone, person } = await registerPerson();
  await atDesk({ staff: "haikou-clerk" }, "/console/persons", async (page) => {
    await fillSearch(page, phone);
    await page.getByLabel("理由").fill("");
    await page.getByRole("button", { name: "查询" }).click();
    assert.equal(await page.getByText(person).count(), 0, "without a reason nothing is asked");
    await page.getByLabel("理由").fill("窗口核对申请人身份");
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByText(`${phone.slice(0, 3)}****${phone.slice(-4)}`).waitFor();
    assert.equal(await page.getByText(phone).count(), 0);
    await page.getByRole("checkbox", { name: "账号状态" }).check();
    await page.getByRole("button", { name: "查看所选字段" }).press("Enter");
    await page.getByText("正常").waitFor();
    assert.deepEqual(await axeFindings(page), []);
  });
  const { items } = await getJson<{ items: { act: string; purpose?: string; fields: string[]; actor: { name?: string } }[] }>(context.request, "/api/v1/me/accesses");
  assert.deepEqual(items.slice(0, 2).map(({ act, purpose, fields, actor }) => [act, purpose, fields, actor.name?.slice(0, 3)]), [
    ["person.read", "窗口核对申请人身份", ["accountState"], "林听雨"],
    ["person.searched", "窗口核对申请人身份", ["name", "idNumber", "phone", "level"], "林听雨"],
  ]);
  await context.close();
});

test("verified in person: the clerk types the digits, sees the account, and a wrong card is refused", async () => {
  const { context } = await registerPerson();
  const { code } = await getJson<{ code: string }>(context.request, "/api/v1/me/in-person-code");
  const own = inventedPerson();
  await atDesk({ staff: "haikou-clerk" }, "/console/counter", async (page) => {
    await page.getByLabel("所在大厅").selectOption(HALL);
    await page.getByLabel("八位核验码").fill(code);
    await page.getByRole("button", { name: "查看账号" }).click();
    await page.getByText("此账号尚未实名").waitFor();
    await page.getByLabel("证件上的姓名").fill("查无此人");
    await page.getByLabel("证件上的号码").fill(own.idNumber);
    await page.getByRole("checkbox", { name: /我已核对/ }).check();
    await page.getByRole("button", { name: "确认核验" }).click();
    await page.getByText("公安登记未能核对").waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByLabel("证件上的姓名").fill(own.name);
    await page.getByRole("button", { name: "确认核验" }).click();
    await page.getByText("已完成当面核验").first().waitFor();
  });
  const me = await getJson<{ level: number }>(context.request, "/api/v1/me");
  assert.equal(me.level, 3);
  await context.close();
});

/** Somebody whom the registers' stand-in knows, another one in each run. */
function inventedPerson(): { name: string; idNumber: string } {
  const population = createPopulation({ seed: "citizen-cloud", size: 16_000_000 });
  for (;;) {
    const person = population.personAt(randomInt(1_000, population.size));
    // Grown up: a child's ID number says the year it was born in.
    if (Number(person.birthDate.slice(0, 4)) < 2000) return person;
  }
}

test("an emergency right: taken by an operator, over every room while it lasts, ended and reviewed by the security officer", async () => {
  const reason = `旅程：抢修 ${run}`;
  await atDesk({ staff: "haikou-operator" }, "/console/emergency", async (page) => {
    await page.getByLabel("权限", { exact: true }).selectOption({ label: "人员核查" });
    await page.getByLabel(/^理由/).fill(reason);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("button", { name: "启用紧急权限" }).click();
    await page.getByText(/紧急权限“人员核查”生效至/).waitFor();
    assert.deepEqual(await axeFindings(page), []);
  });
  await atDesk({ staff: "haikou-security" }, "/console/security", async (page) => {
    const alarm = page.getByRole("listitem").filter({ hasText: reason });
    await alarm.getByText("进行中").waitFor();
    await alarm.getByRole("button", { name: /立即终止/ }).press("Enter");
    await alarm.getByText("待审查").waitFor();
    await alarm.getByRole("button", { name: /审查/ }).press("Enter");
    const dialog = page.getByRole("dialog", { name: /紧急权限/ });
    await dialog.getByLabel("结论").selectOption({ label: "确有必要" });
    await dialog.getByLabel("核查情况").fill("已核实工单");
    await dialog.getByRole("button", { name: "记录结论" }).click();
    await alarm.getByText("已审查").waitFor();
  });
  await atDesk({ staff: "haikou-operator" }, "/console/emergency", async (page) => {
    await page.getByText(reason).waitFor();
    assert.equal(await page.getByText(/生效至/).count(), 0);
  });
});

test("a dispute is answered in the console, and the person reads the answer", async () => {
  const { context, phone } = await registerPerson();
  await atDesk({ staff: "haikou-clerk" }, "/console/persons", async (page) => {
    await fillSearch(page, phone);
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByText(`${phone.slice(0, 3)}****${phone.slice(-4)}`).waitFor();
  });
  const before = await getJson<{ items: { id: string }[] }>(context.request, "/api/v1/me/accesses");
  const words = `我没有去过窗口 ${run}`;
  assert.equal((await context.request.post(`/api/v1/me/accesses/${before.items[0]?.id}/dispute`, { data: { words } })).status(), 204);
  await atDesk({ staff: "haikou-security" }, "/console/security", async (page) => {
    await page.getByRole("button", { name: `答复：${words}` }).click();
    const dialog = page.getByRole("dialog", { name: "答复" });
    await dialog.getByLabel(/答复内容/).fill("已核实，属误查，已批评教育。");
    await dialog.getByRole("button", { name: "发送答复" }).click();
    // While the dialog stands the list behind it is out of reach, and looks empty to whoever asks by role.
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: `答复：${words}` }).waitFor({ state: "detached" });
  });
  const after = await getJson<{ items: { id: string; dispute?: { answer?: string } }[] }>(context.request, "/api/v1/me/accesses");
  assert.equal(after.items.find(({ id }) => id === before.items[0]?.id)?.dispute?.answer, "已核实，属误查，已批评教育。");
  await context.close();
});

test("the auditor finds who looked, by actor and act", () =>
  atDesk({ staff: "haikou-auditor" }, "/console/audit", async (page) => {
    await page.getByLabel("操作人").fill("haikou-clerk");
    await page.getByLabel("行为").fill("person.searched");
    await page.getByRole("button", { name: "查询" }).click();
    await page.waitForURL(/actor=haikou-clerk/);
    await page.getByRole("row").filter({ hasText: REFERENCE }).first().waitFor();
  }));

/** Each room, by who uses it. */
const ROOMS: readonly [staff: string, path: string][] = [
  ["haikou-clerk", "/console/counter"], ["haikou-clerk", "/console/persons"], ["haikou-operator", "/console/emergency"], ["haikou-personnel", "/console/people"], ["haikou-personnel", "/console/people/haikou-clerk"],
  ["haikou-security", "/console/security"], ["haikou-auditor", "/console/audit"], ["haikou-editor", "/console/audit"],
];

describe("the rooms about people", () => {
  const looks: Desk[] = [{}, { dark: true, locale: "en" }, { width: 390, locale: "en" }, { width: 390, locale: "zh-Hant" }];
  for (const look of looks) {
    test(`pass axe, name every control and fit: ${JSON.stringify(look)}`, async () => {
      const found: Record<string, string[]> = {};
      for (const [staff, path] of ROOMS) {
        await atDesk({ ...look, staff }, path, async (page) => {
          await untilDrawn(page);
          const findings = [...(await axeFindings(page)), ...(await faultyControls(page))];
          const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (tooWide > 0) findings.push(`${tooWide} px wider than the window`);
          if (findings.length > 0) found[`${staff} ${path}`] = findings;
          if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${path.replaceAll("/", "-")}-${staff}-${look.width ?? 1440}${look.dark ? "-dark" : ""}-${look.locale ?? "zh"}.png` });
        });
      }
      assert.deepEqual(found, {});
    });
  }

  test("give the focus back where they ask something", () =>
    atDesk({ staff: "haikou-personnel" }, "/console/people/haikou-clerk", async (page) => {
      for (const name of ["调整角色", "调岗", "重置登录", "离职"]) await assertFocusReturns(page, page.getByRole("button", { name, exact: true }), page.getByRole("dialog"));
    }));

  test("the sign-in fits and passes axe, in light and dark", async () => {
    for (const look of looks) {
      await atDesk(look, "/console/", async (page) => {
        await page.getByText(/Cheng Yiran/).first().waitFor();
        assert.deepEqual(await axeFindings(page), []);
        assert.equal(await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)), 0);
        if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/sign-in-${look.width ?? 1440}${look.dark ? "-dark" : ""}-${look.locale ?? "zh"}.png` });
      });
    }
  });
});
