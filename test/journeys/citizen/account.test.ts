// One account from its first code to its closing: each journey is somebody's own, with the stand-ins for the outside.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { axeFindings } from "../axe.ts";
import { assertFocused } from "../controls.ts";
import { eventually } from "../patience.ts";
import { BASE_URL, DESK, openContext, type Person } from "./browser.ts";
import { PEOPLE, signIn, signInQuietly, type Somebody, untilOwn } from "./signed-in.ts";

async function asSomebody(somebody: Somebody, person: Person, path: string, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await openContext(person);
  try {
    await signInQuietly(context, somebody);
    const page = await context.newPage();
    await page.goto(BASE_URL + path);
    await untilOwn(page);
    await use(page);
  } finally {
    await context.close();
  }
}

test("register, welcome, real name by a photograph; then another device is let in by a scan and put out again", async () => {
  const context = await openContext();
  const page = await context.newPage();
  await signIn(page, PEOPLE.newcomer, "/haikou/services/S077");
  await page.getByRole("heading", { level: 1, name: "欢迎来到海口" }).waitFor();
  await page.getByRole("radio", { name: /刚搬来/ }).check({ force: true });
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("已保存。").waitFor();
  await page.getByRole("link", { name: "继续刚才的事" }).click();
  await page.getByRole("heading", { level: 1, name: "驾驶证期满换证" }).waitFor();

  await page.goto(`${BASE_URL}/haikou/me`);
  await untilOwn(page);
  await page.getByRole("link", { name: /完成实名认证/ }).click();
  await page.getByLabel("姓名").fill(PEOPLE.newcomer.name);
  await page.getByLabel("身份证号").fill("470102199807150155");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: /用手机号核验/ }).click();
  await page.getByRole("link", { name: /有一位数字输错了/ }).click();
  await assertFocused(page.getByLabel("身份证号"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type(PEOPLE.newcomer.idNumber);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: /用照片核验/ }).click();
  await page.getByRole("heading", { name: "比对人脸，需要您单独同意" }).waitFor();
  await page.getByRole("button", { name: "同意，去拍照" }).click();
  await page.getByLabel("从相册选一张").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: await page.screenshot() });
  const asked = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/me/real-name"));
  await page.getByRole("button", { name: "就用这张" }).click();
  const { proof } = (await asked).postDataJSON() as { proof: { photo: string } };
  assert.ok((proof.photo.length * 3) / 4 <= 150 * 1024, "the photograph was made small");
  await page.getByRole("heading", { name: "认证成功" }).waitFor();
  await page.getByRole("link", { name: "去“我的”" }).click();
  await page.waitForURL(/\/me$/);
  await page.getByText("李*").first().waitFor();

  const other = await openContext({ viewport: DESK });
  const desk = await other.newPage();
  const shown = desk.waitForResponse((reply) => reply.url().endsWith("/sign-in/scans"));
  await desk.goto(`${BASE_URL}/haikou/sign-in?way=scan`);
  const { text } = (await (await shown).json()) as { text: string };
  await page.goto(BASE_URL + new URL(text).pathname);
  await page.getByRole("button", { name: "同意登录" }).click();
  await page.getByText("已同意，那台设备正在登录").waitFor();
  await desk.waitForURL(/\/me$/);

  await page.goto(`${BASE_URL}/haikou/me/security`);
  await untilOwn(page);
  await page.getByRole("button", { name: /^结束登录：/ }).click();
  await page.getByRole("button", { name: "结束这台设备的登录" }).click();
  // The button is gone while the question stands in its place; the question goes when the sign-in has ended.
  await page.getByRole("group", { name: /^结束登录：/ }).waitFor({ state: "detached" });
  assert.equal(await page.getByRole("button", { name: /^结束登录：/ }).count(), 0);
  await desk.reload();
  await desk.getByRole("main").getByRole("link", { name: "登录" }).waitFor();
  await Promise.all([context.close(), other.close()]);
});

test("a passkey is added, named, and signs in; a password confirms what asks for a confirmation", async () => {
  // Passkeys belong to a name, never to a number.
  const site = BASE_URL.replace("127.0.0.1", "localhost");
  const context = await openContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await signIn(page, PEOPLE.rare);
  const cookies = await context.cookies();
  await context.addCookies(cookies.map(({ name, value, httpOnly, sameSite }) => ({ name, value, httpOnly, sameSite, url: site })));
  // Once: whoever signed out stays so, also when a page is loaded anew.
  await context.addInitScript(() => {
    if (localStorage.getItem("journey-began")) return;
    localStorage.setItem("journey-began", "1");
    localStorage.setItem("cc-signed-in", "1");
  });

  await page.goto(`${site}/haikou/me/security/password`);
  await untilOwn(page);
  await page.getByLabel("设一个密码").fill("海边的椰子树下等你来");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByRole("heading", { name: "密码已设好" }).waitFor();

  await page.goto(`${site}/haikou/me/security`);
  await untilOwn(page);
  await page.getByRole("button", { name: "在这台设备上添加" }).click();
  await page.getByText("通行密钥已添加").waitFor();
  await page.getByRole("button", { name: /^改名：/ }).click();
  await page.getByLabel("名称").fill("我的手机");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("我的手机").waitFor();

  // Ten minutes later the server would ask again; here it does so once.
  let refused = 0;
  await page.route("**/api/v1/me/export", (route) =>
    refused++ === 0 ? route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify({ status: 403, code: "confirmation-needed" }) }) : route.continue(),
  );
  await page.goto(`${site}/haikou/me/account-data`);
  await untilOwn(page);
  await page.getByRole("button", { name: "查看全部数据" }).click();
  const sheet = page.getByRole("dialog", { name: "确认是您本人" });
  await sheet.getByRole("button", { name: /用密码/ }).click();
  await sheet.getByLabel("密码", { exact: true }).fill("不是这个密码呀");
  await sheet.getByRole("button", { name: "确认" }).click();
  await sheet.getByText(/对不上/).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  await sheet.getByLabel("密码", { exact: true }).fill("海边的椰子树下等你来");
  await sheet.getByRole("button", { name: "确认" }).click();
  await page.getByRole("button", { name: "下载文件" }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载文件" }).click()]);
  assert.match(file.suggestedFilename(), /^citizen-cloud-\d{4}-\d\d-\d\d\.json$/);

  await page.goto(`${site}/haikou/me`);
  await untilOwn(page);
  await page.getByRole("button", { name: "退出登录" }).click();
  // The page that one signs out on is drawn anew meanwhile, and a tap on what goes just then is nobody's: whoever sees nothing happen taps again.
  await eventually(async () => {
    if (!page.url().includes("/sign-in")) await page.getByRole("main").getByRole("link", { name: "登录" }).click({ timeout: 5_000 });
    await page.getByRole("button", { name: /用通行密钥/ }).waitFor({ timeout: 5_000 });
  });
  await page.getByRole("button", { name: /用通行密钥/ }).click();
  await page.waitForURL(/\/me$/);
  await untilOwn(page);
  await page.getByText("154****0009").first().waitFor();
  await context.close();
});

test("a child is added and acted for; a mandate is granted, accepted and revoked", () =>
  asSomebody(PEOPLE.mother, {}, "/haikou/me/family/add-child", async (page) => {
    await page.getByRole("radio", { name: /陈沐阳/ }).check({ force: true });
    await page.getByRole("checkbox", { name: /我是监护人/ }).check({ force: true });
    await page.getByRole("button", { name: "添加", exact: true }).click();
    await page.getByRole("heading", { name: "已添加陈沐阳" }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "家人与代办" }).click();
    await page.getByRole("button", { name: "代 TA 办：陈**" }).click();
    await page.getByText("您正在代 陈** 办理").waitFor();
    await page.goto(`${BASE_URL}/haikou/services`);
    await page.getByText("您正在代 陈** 办理").waitFor();
    await page.getByRole("button", { name: "回到我自己" }).click();
    await page.getByText("您正在代 陈** 办理").waitFor({ state: "detached" });

    await page.goto(`${BASE_URL}/haikou/me/family/new-mandate`);
    await untilOwn(page);
    await page.getByLabel("对方的手机号").fill(PEOPLE.father.phone);
    await page.getByLabel("对方的姓名").fill(PEOPLE.father.name);
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("heading", { name: "能办什么" }).waitFor();
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("heading", { name: "有 2 处需要修改" }).waitFor();
    await page.getByRole("checkbox", { name: "医疗健康", exact: true }).check({ force: true });
    await page.getByLabel("为什么委托").fill("替我办医保报销");
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("heading", { name: "到什么时候" }).waitFor();
    await page.getByRole("button", { name: "下一步" }).click();
    await page.getByRole("heading", { name: "再看一遍" }).waitFor();
    await page.getByRole("button", { name: "发出委托" }).click();
    await page.getByRole("heading", { name: "已发给陈志远" }).waitFor();
    await page.getByRole("link", { name: "查看这份委托" }).click();
    await page.waitForURL(/\/me\/family\/mandates\//);
    await page.getByText("等对方接受").waitFor();
    const address = page.url();

    await asSomebody(PEOPLE.father, {}, new URL(address).pathname, async (his) => {
      await his.getByRole("button", { name: "接受", exact: true }).click();
      await his.getByText("有效", { exact: true }).waitFor();
    });
    await page.goto(address);
    await untilOwn(page);
    await page.getByRole("link", { name: "打印纸质委托书" }).click();
    await page.getByRole("img", { name: "核验二维码" }).waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "收回", exact: true }).click();
    await page.getByRole("group", { name: "收回" }).getByRole("button", { name: "收回" }).click();
    await page.getByText("已收回").waitFor();
  }));

test("a company is opened, and one switches to it and back", () =>
  asSomebody(PEOPLE.owner, { viewport: DESK }, "/haikou/me/companies/open", async (page) => {
    await page.getByLabel("统一社会信用代码").fill("91460102MA9Y1M8X0");
    await page.getByRole("button", { name: "开通", exact: true }).click();
    await page.getByRole("link", { name: /代码应是 18 位/ }).waitFor();
    await page.getByLabel("统一社会信用代码").fill("91460102MA9Y1M8X0C");
    await page.getByRole("button", { name: "开通", exact: true }).click();
    await page.getByRole("heading", { name: "企业账号已开通" }).waitFor();
    await page.getByRole("link", { name: "看这家企业" }).click();
    await page.getByRole("button", { name: "以这家企业办事" }).click();
    await page.getByText("您正在代 海口椰云示例食品有限公司 办理").waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("main").getByRole("button", { name: "回到我自己" }).click();
    await page.getByRole("button", { name: "以这家企业办事" }).waitFor();
  }));

test("in elder mode: who looked is read and disputed; the account is closed, and kept after all", () =>
  asSomebody(PEOPLE.elder, { elder: true }, "/haikou/me/accesses", async (page) => {
    await page.getByRole("button", { name: /^有异议：登录/ }).first().click();
    await page.getByRole("button", { name: "提交异议" }).click();
    await page.getByText("请写一句哪里不对").first().waitFor();
    await page.getByLabel("哪里不对？").fill("我没有登录过");
    await page.getByRole("button", { name: "提交异议" }).click();
    // What somebody wrote stands between marks that nobody sees, so that it turns nothing around it.
    await page.getByText(/您写的：.?我没有登录过/u).waitFor();
    await page.getByText("正在核查").waitFor();

    await page.goto(`${BASE_URL}/haikou/me/closing`);
    await untilOwn(page);
    assert.ok(await page.getByRole("button", { name: "提交注销" }).isDisabled());
    await page.getByRole("checkbox", { name: /我已看完/ }).check({ force: true });
    await page.getByRole("button", { name: "提交注销" }).click();
    await page.getByRole("heading", { name: /账号将在.*注销/ }).waitFor();
    await page.getByRole("button", { name: "不注销了" }).click();
    await page.getByText("已取消注销").waitFor();
  }));

test("a page of one's own holds nothing about anybody until the browser asks, and next leads to no other site", async () => {
  const context = await openContext();
  const page = await context.newPage();
  await signIn(page, PEOPLE.agent, "//evil.example/");
  assert.equal(new URL(page.url()).origin, BASE_URL);
  await page.goto(`${BASE_URL}/haikou/me`);
  await page.getByText("154****0008").first().waitFor();
  const html = await (await context.request.get(`${BASE_URL}/haikou/me`)).text();
  assert.ok(!html.includes("154*"), "the page as the server writes it");
  await context.close();
});
