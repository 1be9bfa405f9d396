import assert from "node:assert/strict";
import { it } from "node:test";
import { workedMs } from "../../../testing/patience.ts";
import type { ComparedItem } from "./index.ts";
import { nearDuplicates } from "./index.ts";

function anItem(id: string, name: string, aliases: string[], summary: string, changes: Partial<ComparedItem> = {}): ComparedItem {
  return {
    id,
    names: { zh: name, en: `Item ${id}` },
    summary: { zh: summary, en: `Summary ${id}` },
    aliases: { zh: aliases, en: [] },
    department: "civil-affairs",
    kind: "handle",
    ...changes,
  };
}

const CATALOGUE = [
  anItem("S174", "老年优待证申领", ["老年证", "老年卡", "老人证"], "六十岁以上的老人申领优待证，乘公交、进公园优惠"),
  anItem("S173", "高龄津贴申领", ["高龄补贴", "长寿金"], "八十岁以上老人按月领取津贴"),
  anItem("S118", "水费查询", ["水费账单"], "查每月的水费和用水量", { kind: "query", department: "water" }),
  anItem("S119", "水费缴纳", ["交水费"], "在线交自来水费，交完自动销账", { kind: "pay", department: "water" }),
  anItem("S200", "养犬登记", ["狗证"], "给家里的狗登记领证", { department: "police" }),
  anItem("S138", "结婚登记预约", ["领结婚证"], "预约去登记处领结婚证", { kind: "book" }),
];

it("leaves a clean catalogue alone: two doings with one thing are no duplicates", () => {
  assert.deepEqual(nearDuplicates(CATALOGUE), []);
});

it("finds the second entry for one thing, by what people call it, and says why", () => {
  const twin = anItem("S900", "老年证办理", ["老年证", "老年卡"], "六十岁以上老人办理老年证，乘公交有优惠");
  const [pair, ...others] = nearDuplicates([...CATALOGUE, twin]);
  assert.deepEqual(others, []);
  assert.deepEqual([pair?.a, pair?.b], ["S174", "S900"]);
  assert.ok(pair?.reasons.includes("shared-aliases"));
  assert.ok(pair?.reasons.includes("similar-name"));
});

it("does not depend on the order of the items", () => {
  const twin = anItem("S900", "水费账单查询", ["水费账单"], "查每个月的水费", { kind: "query", department: "water" });
  const items = [...CATALOGUE, twin];
  assert.deepEqual(nearDuplicates(items), nearDuplicates(items.toReversed()));
  assert.equal(nearDuplicates(items)[0]?.b, "S900");
});

it("compares a crowd of alike items only with their neighbours", async () => {
  const crowd = Array.from({ length: 2000 }, (_, number) => anItem(`N${number}`, `事项${number}登记`, [`别名${number}`], `第${number}件事`));
  assert.ok((await workedMs(() => nearDuplicates(crowd))) < 8_000);
});
