import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { ProofContent } from "../proof.ts";
import { drawProof } from "./draw-proof.ts";
import { printable } from "./fonts.ts";

const text = (zh: string, en: string) => ({ zh, en });
const CONTENT: ProofContent = {
  title: text("缴存证明", "Certificate of deposits"), statement: text("兹证明缴存情况如下。", "Deposits are as follows."), city: { names: text("海口市", "Haikou"), seal: "椰" }, department: text("公积金管理局", "Housing fund"),
  name: "周䶮", idNumber: "460105188503140014", obtainedAt: "2026-11-22T03:00:00Z", code: "7KX2M-0QD4H-ABCDE-12345",
  fields: [{ name: "balance", names: text("余额", "Balance"), type: "money" }, { name: "deposits", names: text("缴存", "Deposits"), type: "list", fields: [{ name: "month", names: text("月份", "Month"), type: "month" }, { name: "employer", names: text("单位", "Employer"), type: "text" }] }],
  record: { balance: 88_050, deposits: [{ month: "2026-10", employer: "海口云舟科技有限公司" }] },
};
const DATES = { id: "0198aaaa-0000-7000-8000-000000000000", issuedAt: new Date("2026-11-22T03:00:00Z"), expiresAt: new Date("2026-12-22T03:00:00Z"), digest: createHash("sha256").update("x").digest(), checkAddress: "https://cloud.example.org/check/7KX2M-0QD4H-ABCDE-12345" };

async function draw(change: Partial<ProofContent> = {}): Promise<{ bytes: Buffer; told: string; pages: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of drawProof({ ...CONTENT, ...change }, DATES) as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const told = bytes.toString("latin1");
  return { bytes, told, pages: Number(/\/Type \/Pages\s+\/Count (\d+)/.exec(told)?.[1] ?? /\/Count (\d+)/.exec(told)?.[1]) };
}

test("the same proof gives the same bytes whenever it is drawn, another gives others", async (t) => {
  const first = await draw();
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2001-02-03T04:05:06Z") });
  const [second, other] = [await draw(), await draw({ name: "周望舒" })];
  assert.ok(first.bytes.equals(second.bytes));
  assert.ok(!first.bytes.equals(other.bytes));
});

test("a screen reader is told its language, its title, its tables and their headings", async () => {
  const { told, pages } = await draw();
  assert.equal(pages, 1);
  for (const mark of ["/Lang (zh-CN)", "/MarkInfo", "/Marked true", "/StructTreeRoot", "/S /H1", "/S /Table", "/S /TH", "/S /Figure", "/DisplayDocTitle true", "pdfuaid:part"]) assert.ok(told.includes(mark), mark);
});

test("a character without a type is printed as its number, and rare ones that have one stay", () => {
  assert.equal(printable("周䶮"), "周䶮");
  assert.equal(printable("𠮷"), "〓(U+20BB7)");
  assert.equal(printable("a\u0000b\u202ec\ud800"), "a b c ");
});

test("long lists go over pages with their headings, and whatever stands in a field is only text", async () => {
  const deposits = Array.from({ length: 200 }, (_each, index) => ({ month: `20${10 + (index % 16)}-01`, employer: index % 2 ? "海".repeat(200) : ") Tj ET \\( endobj \n 1 0 obj" }));
  const { pages, told } = await draw({ record: { balance: "not a number", deposits } });
  assert.ok(pages > 5 && pages < 60, String(pages));
  assert.ok(told.trimEnd().endsWith("%%EOF"));
  assert.equal((await draw({ record: {} })).pages, 1);
  assert.equal((await draw({ record: { deposits: "none" } })).pages, 1);
});
