// A department's system is connected by writing, watched, tried, answered for by hand, and asked by another department.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { createPopulation } from "../../../stand-ins/src/population/index.ts";
import { faultyControls } from "../controls.ts";
import { PATIENCE_MS } from "../patience.ts";
import { newestCode, STAND_INS_URL } from "../sms.ts";
import { atDesk, axeFindings, BASE_URL, getJson, openDesk, untilDrawn } from "./browser.ts";
import { STAFF_API } from "./own-items.ts";

const run = Date.now().toString(36);

/** Somebody with the people's app who has proven who they are. */
interface Resident {
  context: BrowserContext;
  name: string;
  idNumber: string;
}

/** One whom no other run has met: a kept record or an open question would change what a journey finds. */
async function findResident(city: "haikou" | "chengdu" = "haikou"): Promise<Resident> {
  const population = createPopulation({ seed: "citizen-cloud", size: 16_000_000 });
  for (let tries = 0; tries < 200; tries += 1) {
    const person = population.personAt(randomInt(1_000, population.size));
    const born = Number(person.birthDate.slice(0, 4));
    // The carrier knows the number as theirs.
    const { phone } = person;
    if (person.city !== city || phone === undefined || born < 1960 || born > 2000) continue;
    const context = await openDesk({});
    assert.equal((await context.request.post("/api/v1/sign-in/codes", { data: { phone, city } })).status(), 202);
    const reply = await context.request.post("/api/v1/sign-in/code", { data: { phone, code: await newestCode(phone), city } });
    assert.equal(reply.status(), 200, await reply.text());
    const proven = await context.request.post("/api/v1/me/real-name", { data: { name: person.name, idNumber: person.idNumber, proof: { kind: "number" } } });
    if (proven.status() === 200) return { context, name: person.name, idNumber: person.idNumber };
    await context.close();
  }
  throw new Error(`nobody of ${city} could prove who they are`);
}

/** Everything the room shows is right to a machine that looks for barriers, light and dark, in both languages, wide and narrow. */
async function assertBarrierFree(staff: string, path: string): Promise<void> {
  for (const desk of [{}, { dark: true, locale: "en", width: 390 }] as const) {
    await atDesk({ staff, ...desk }, path, async (page) => {
      await untilDrawn(page);
      assert.deepEqual(await axeFindings(page), [], path);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} goes off the screen`);
    });
  }
}

async function pick(page: Page, label: string, id: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).fill(id);
  await page.getByRole("option", { name: new RegExp(id) }).first().click();
}

async function fillBoth(scope: Page | Locator, label: string, chinese: string, english: string): Promise<void> {
  await scope.getByRole("textbox", { name: `${label} 中文`, exact: true }).fill(chinese);
  await scope.getByRole("textbox", { name: `${label} English`, exact: true }).fill(english);
}

async function begin(page: Page, id: string): Promise<void> {
  await page.getByLabel("编号").fill(id);
  await page.getByRole("button", { name: "建立草稿" }).click();
  await page.getByRole("heading", { level: 1, name: id }).waitFor();
}

async function submit(page: Page, note: string): Promise<void> {
  await page.getByText(/已自动保存/).waitFor();
  await page.getByRole("button", { name: "提交审核" }).click();
  const dialog = page.getByRole("dialog", { name: "提交审核" });
  await dialog.getByLabel(/为什么修改/).fill(note);
  await dialog.getByRole("button", { name: "提交审核" }).click();
  await page.getByText(/正在等待审核/).first().waitFor();
}

function publish(kind: string, id: string, see: (page: Page) => Promise<void>): Promise<void> {
  return atDesk({ staff: "haikou-reviewer" }, `/console/review/${kind}/${id}`, async (page) => {
    await see(page);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole("button", { name: "通过并发布" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "通过并发布" }).click();
    await page.getByText(/已发布为 v1/).first().waitFor();
  });
}

describe("a source and a record kind from data only", () => {
  const source = `journey-${run}`;
  const kind = `journey-lots-${run}`;

  test("the editor writes the source: what was chosen decides what is asked", () =>
    atDesk({ staff: "haikou-editor" }, "/console/documents/source/new", async (page) => {
      await begin(page, source);
      await fillBoth(page, "名称", "旅程停车系统", "Journey parking system");
      await pick(page, "记录归属部门", "op_parking");
      const means = page.getByLabel("用什么方式取数");
      await means.selectOption({ label: "人工查询" });
      await page.getByLabel("几小时内答复").fill("24");
      // Changed one's mind: what belonged to the other means is gone.
      await means.selectOption({ label: "HTTP 接口（JSON）" });
      await page.getByLabel("几小时内答复").waitFor({ state: "detached" });
      const authentication = page.getByLabel("对方怎样确认是我们");
      await authentication.selectOption({ label: "接口密钥" });
      await page.getByLabel("放密钥的请求头").waitFor();
      await authentication.selectOption({ label: "不确认" });
      await page.getByLabel("放密钥的请求头").waitFor({ state: "detached" });

      await page.getByLabel("操作编号").fill("lots");
      await page.getByLabel(/^请求内容/).fill("{}");
      await page.getByLabel(/^方法/).selectOption("GET");
      await page.getByLabel(/^路径/).fill("/park/list");
      const answer = page.getByLabel("记录（JSONata）");
      await answer.fill("{ \"lots\": [list.{ \"name\": parkName, \"free\": leftNum ]}");
      await page.getByText("表达式写法有误").first().waitFor();
      await answer.fill("{\n  \"lots\": [list.{ \"name\": parkName, \"free\": leftNum }]\n}");
      await page.getByText("表达式写法有误").first().waitFor({ state: "detached" });
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(await faultyControls(page), []);
      await submit(page, "旅程：接入停车系统");
    }));

  test("the reviewer reads it, expressions line by line, and publishes it", () =>
    publish("source", source, async (page) => {
      await page.getByText("HTTP 接口（JSON）").waitFor();
      assert.match(await page.locator(".value-code").filter({ hasText: "leftNum" }).innerText(), /\n/);
    }));

  test("the editor writes the kind of record, choosing among what the source has", () =>
    atDesk({ staff: "haikou-editor" }, "/console/documents/record-kind/new", async (page) => {
      await begin(page, kind);
      await fillBoth(page, "名称", "旅程停车场", "Journey car parks");
      await fillBoth(page, "一句话说明", "停车场还有几个空位。", "How many spaces are free.");
      await pick(page, "主题", "transport");
      await page.getByLabel("公众信息（无需登录）").check({ force: true });
      await page.getByLabel("1 · 手机").check({ force: true });
      await pick(page, "数据源", source);
      await page.getByLabel("操作", { exact: true }).selectOption("lots");

      const fields = page.locator('[data-pointer="/fields"]');
      const lots = fields.locator('[data-pointer="/fields/0"]');
      await lots.getByLabel("数据中的名称").fill("lots");
      await fillBoth(lots, "显示名称", "停车场", "Car parks");
      await lots.locator('[data-pointer="/fields/0/type"]').getByRole("combobox").selectOption({ label: "列表" });
      await lots.locator('[data-pointer="/fields/0/sensitivity"]').getByLabel("一般").check({ force: true });
      const name = lots.locator('[data-pointer="/fields/0/fields/0"]');
      await writeField(name, "/fields/0/fields/0", "name", ["名称", "Name"], "文字");
      await lots.getByRole("button", { name: "添加：列表中的字段" }).click();
      await writeField(lots.locator('[data-pointer="/fields/0/fields/1"]'), "/fields/0/fields/1", "free", ["空位", "Free"], "数字");

      await page.getByRole("button", { name: "添加：图表" }).click();
      const chart = page.locator('[data-pointer="/charts/0"]');
      await fillBoth(chart, "名称", "空位", "Free spaces");
      await chart.getByLabel("柱形").check({ force: true });
      await chart.getByLabel("画哪个列表").selectOption("lots");
      await chart.getByLabel("横轴").selectOption("name");
      await chart.getByLabel(/空位/).last().check();

      await fillBoth(page, "法律依据", "《政府信息公开条例》第十九条", "Regulations on Open Government Information, Article 19");
      await fillBoth(page, "说明", "发现有误请拨打 12345。", "Call 12345 about errors.");
      assert.deepEqual(await axeFindings(page), []);
      await submit(page, "旅程：新增停车场记录");
    }));

  test("the reviewer publishes it", () =>
    publish("record-kind", kind, async (page) => {
      await page.getByText("旅程停车系统").first().waitFor();
      await page.getByText("列表中的字段").first().waitFor();
    }));

  test("the operator finds it not connected, connects it, and tries it", async () => {
    await atDesk({ staff: "haikou-operator" }, `/console/sources/${source}`, async (page) => {
      await page.getByText("运维人员还没有为它配置连接").waitFor();
    });
    const file = process.env.CONNECTIONS_FILE;
    // Where the server's file is, is told to journeys that run beside it.
    if (file === undefined) return;
    const connections = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...connections, [`haikou/${source}`]: connections["haikou/parking"] }));
    await atDesk({ staff: "haikou-operator" }, `/console/sources/${source}`, async (page) => {
      await page.getByText("运维人员还没有为它配置连接").waitFor({ state: "detached" });
      await page.getByLabel("用途").fill("旅程：接入后试用");
      await page.getByRole("button", { name: "发出询问" }).click();
      await page.getByText("查到了记录").waitFor();
      await page.getByText("核对字段").waitFor();
      assert.deepEqual(await axeFindings(page), []);
    });
    const reader = await openDesk({});
    const { record } = await getJson<{ record?: { lots: { name: string }[] } }>(reader.request, `/api/v1/cities/haikou/public-records/${kind}`);
    assert.ok((record?.lots.length ?? 0) > 0);
    await reader.close();
  });
});

async function writeField(field: Locator, pointer: string, name: string, [chinese, english]: [string, string], type: string): Promise<void> {
  await field.getByLabel("数据中的名称").fill(name);
  await fillBoth(field, "显示名称", chinese, english);
  await field.locator(`[data-pointer="${pointer}/type"]`).getByRole("combobox").selectOption({ label: type });
  await field.locator(`[data-pointer="${pointer}/sensitivity"]`).getByLabel("一般").check({ force: true });
}

describe("a system that is switched off", () => {
  // The other city's, for the people of the other journeys look at their records meanwhile.
  const system = `${STAND_INS_URL}/control/systems/chengdu/ecology`;
  const turn = (on: boolean) => fetch(system, { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify({ on }) });
  after(() => turn(true));

  const ask = async ({ request }: Page): Promise<string> => {
    const reply = await request.post("/staff/v1/cities/chengdu/sources/ecology/try", { data: { operation: "air", purpose: "旅程：看它是否中断" }, headers: { origin: BASE_URL } });
    return ((await reply.json()) as { outcome: string }).outcome;
  };

  test("the operator sees the alarm, takes it, and a colleague sees who did", async () => {
    await turn(false);
    await atDesk({ staff: "chengdu-operator" }, "/console/sources", async (page) => {
      const alarm = page.getByRole("listitem").filter({ hasText: "空气质量" });
      for (let tries = 0; tries < 8; tries += 1) assert.equal(await ask(page), "fault");
      await page.reload();
      await alarm.getByText("无人处理").waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("row").filter({ hasText: "空气质量" }).getByText("中断").waitFor();
      await alarm.getByRole("button", { name: /我来处理/ }).press("Enter");
      await alarm.getByText("处理中").waitFor();
      await alarm.getByText(/何望舒.* 接手/).waitFor();
      await alarm.getByRole("link").click();
      await page.getByRole("img", { name: /失败 [1-9]/ }).waitFor();
      await page.getByText("以表格查看").click();
      await page.getByRole("columnheader", { name: "时刻" }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
    });
    await atDesk({ staff: "chengdu-auditor" }, "/console/sources", async (page) => {
      await page.getByRole("listitem").filter({ hasText: "空气质量" }).getByText("处理中").waitFor();
    });
  });

  test("once it answers again the alarm is over, and is still told of", async () => {
    await turn(true);
    await atDesk({ staff: "chengdu-operator" }, "/console/sources", async (page) => {
      // Left alone for a while; then one question probes it.
      for (const deadline = Date.now() + PATIENCE_MS; (await ask(page)) === "fault"; await page.waitForTimeout(1_000)) assert.ok(Date.now() < deadline, "it answers again");
      await page.reload();
      await page.getByText(/已恢复的告警/).click();
      await page.getByRole("listitem").filter({ hasText: "空气质量" }).first().getByText("已恢复").waitFor();
      await page.getByRole("row").filter({ hasText: "空气质量" }).getByText("中断").waitFor({ state: "detached" });
    });
  });

  test("the rooms are barrier-free", async () => {
    await assertBarrierFree("haikou-operator", "/console/sources");
    await assertBarrierFree("haikou-operator", "/console/sources/one-card");
  });
});

describe("a record that only a clerk can look up", () => {
  let person: Resident;
  let question = "";
  before(async () => {
    person = await findResident();
    const clerk = await openDesk({ staff: "haikou-clerk" });
    const openOnes = async () => (await getJson<{ items: { id: string }[] }>(clerk.request, `${STAFF_API}/manual-questions`)).items.map(({ id }) => id);
    const earlier = await openOnes();
    const reply = await getJson<{ state: string }>(person.context.request, "/api/v1/me/records/marriage-record");
    assert.equal(reply.state, "asked");
    // Other journeys' people may have asked in between.
    for (const id of (await openOnes()).filter((each) => !earlier.includes(each))) {
      const { idNumber } = await getJson<{ idNumber: string }>(clerk.request, `${STAFF_API}/manual-questions/${id}`);
      if (idNumber === person.idNumber) question = id;
    }
    assert.notEqual(question, "", "the clerk is asked");
    await clerk.close();
  });
  after(() => person.context.close());

  test("the clerk opens it knowing that this is recorded, mends what is wrong at its field, and answers", () =>
    atDesk({ staff: "haikou-clerk" }, "/console/manual-questions", async (page) => {
      await page.getByText("这次查看会被记录").waitFor();
      assert.deepEqual(await axeFindings(page), []);
      await page.locator(`a[href$="${question}"]`, { hasText: "婚姻登记档案" }).click();
      await page.getByText("已记录，本人可以看到").waitFor();
      await page.getByText(person.name, { exact: true }).waitFor();
      await page.getByText(person.idNumber).waitFor();
      await page.getByLabel("结婚证字号").fill("J460105-2019-001234");
      await page.getByLabel("登记机关").fill("海口市龙华区民政局婚姻登记处");
      await page.getByRole("button", { name: "提交答复" }).click();
      const spouse = page.getByLabel("配偶");
      await page.getByText("有 2 处需要改正").waitFor();
      assert.equal(await spouse.getAttribute("aria-invalid"), "true");
      await page.waitForFunction(() => document.activeElement?.id === "entry/record/spouse");
      assert.deepEqual(await axeFindings(page), []);
      await spouse.fill("周晓");
      await page.getByLabel("登记日期").fill("2019-05-20");
      await page.getByRole("button", { name: "提交答复" }).click();
      await page.getByText("已答复").first().waitFor();
      await page.getByRole("heading", { level: 1, name: "人工查询" }).waitFor();
    }));

  test("the person reads the answer, and that the clerk looked", async () => {
    const answer = await getJson<{ state: string; record?: { office: string } }>(person.context.request, "/api/v1/me/records/marriage-record");
    assert.deepEqual([answer.state, answer.record?.office], ["current", "海口市龙华区民政局婚姻登记处"]);
    const { items } = await getJson<{ items: { act: string }[] }>(person.context.request, "/api/v1/me/accesses");
    assert.ok(items.some(({ act }) => act === "record.given"));
  });

  test("the room is barrier-free, and closed to who is no clerk", async () => {
    await assertBarrierFree("haikou-clerk", "/console/manual-questions");
    await atDesk({ staff: "haikou-editor" }, "/console/manual-questions", (page) => page.getByText("您的角色或部门不能做这件事").waitFor());
  });
});

describe("one department asks another", () => {
  const agreement = "hrss-asks-property";
  const grounds = { zh: "《社会救助暂行办法》第十五条", en: "Interim Measures for Social Assistance, Article 15" };
  let person: Resident;
  before(async () => {
    person = await findResident();
    const [editor, reviewer] = [await openDesk({ staff: "haikou-editor" }), await openDesk({ staff: "haikou-reviewer" })];
    const nextYear = `${new Date().getFullYear() + 1}-12-31`;
    const body = {
      id: agreement, names: { zh: "困难认定核验房产", en: "Property for hardship support" }, provider: "realestate_reg", consumer: "hrss",
      purpose: { zh: "核对申请人名下有几套房，不用再开证明。", en: "Check how many homes an applicant has, so that no certificate is asked for." },
      ground: grounds, grants: [{ kind: "real-estate", fields: ["properties"] }], services: ["S001"], validFrom: "2026-01-01", validUntil: nextYear, requestsPerDay: 1000,
    };
    const path = `${STAFF_API}/drafts/agreement/${agreement}`;
    const known = await editor.request.get(`${STAFF_API}/documents/agreement/${agreement}`);
    if (known.status() === 404) {
      for (const reply of [await editor.request.put(path, { data: { body, note: "旅程：部门共享" } }), await editor.request.post(`${path}/submit`), await reviewer.request.post(`${path}/publish`)]) assert.ok(reply.ok(), await reply.text());
    }
    await Promise.all([editor.close(), reviewer.close()]);
  });
  after(() => person.context.close());

  async function fillQuestion(page: Page, { name, idNumber }: Pick<Resident, "name" | "idNumber">): Promise<void> {
    await page.getByRole("checkbox", { name: "房产" }).or(page.getByRole("group", { name: "需要的字段" }).getByRole("checkbox").first()).first().check();
    await page.getByLabel("办件号").fill(`CASE-${run}`);
    await page.getByLabel("姓名").fill(name);
    await page.getByLabel("身份证号").fill(idNumber);
    await page.getByLabel("用途").fill("核对困难认定申请");
  }

  test("by an agreement with its ground beside it, for the fields it grants, and the person sees it", async () => {
    await atDesk({ staff: "haikou-head-hrss" }, "/console/sharing", async (page) => {
      const card = page.getByRole("listitem").filter({ hasText: "困难认定核验房产" }).first();
      await card.getByText(grounds.zh).waitFor();
      await card.getByRole("link", { name: "按“困难认定核验房产”查询" }).click();
      await fillQuestion(page, person);
      assert.deepEqual(await axeFindings(page), []);
      await page.getByRole("button", { name: "查询", exact: true }).click();
      await page.getByText(/已从部门取得|部门没有此人的这种记录/).waitFor();
      assert.deepEqual(await axeFindings(page), []);
    });
    const { items } = await getJson<{ items: { purpose?: string }[] }>(person.context.request, "/api/v1/me/accesses");
    assert.ok(items.some(({ purpose }) => purpose === "核对困难认定申请"));
  });

  test("whoever is not known by that name is not asked about, and what no agreement covers is refused in plain words", () =>
    atDesk({ staff: "haikou-head-hrss" }, `/console/sharing/${agreement}`, async (page) => {
      await fillQuestion(page, { name: "不是此人", idNumber: person.idNumber });
      const ask = page.getByRole("button", { name: "查询", exact: true });
      await ask.click();
      await page.getByText("姓名和号码与已实名的账号不符").waitFor();
      // The form offers nothing else, so the question is changed on its way.
      await page.route("**/data-requests", (route) => route.continue({ postData: JSON.stringify({ ...(route.request().postDataJSON() as object), kind: "household-register", fields: ["address"] }) }));
      await page.getByLabel("姓名").fill(person.name);
      await ask.click();
      await page.getByText("没有共享协议允许这样查询").waitFor();
      await page.getByText("协议不包括这种记录").waitFor();
      assert.deepEqual(await axeFindings(page), []);
    }));

  test("the rooms are barrier-free; the whole city's clerk reads the agreements and asks by none", async () => {
    await assertBarrierFree("haikou-head-hrss", "/console/sharing");
    await assertBarrierFree("haikou-head-hrss", `/console/sharing/${agreement}`);
    await atDesk({ staff: "haikou-clerk" }, "/console/sharing", async (page) => {
      await page.getByRole("heading", { name: "困难认定核验房产" }).waitFor();
      assert.equal(await page.getByRole("link", { name: /^按“/ }).count(), 0);
    });
  });
});

test("the lists of sources, kinds and agreements are barrier-free", async () => {
  for (const kind of ["source", "record-kind", "agreement"]) await assertBarrierFree("haikou-editor", `/console/documents/${kind}`);
});
