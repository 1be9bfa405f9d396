// A record is found by its name, its department and its fields, in either language, by parts of words.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecordKind } from "../../records/kinds.ts";
import { matches, wordsOf } from "./search-records.ts";

const text = (zh: string, en: string) => ({ zh, en });
const kind = {
  names: text("公积金账户", "Housing fund account"), summary: text("余额和月缴", "Balance"),
  department: { id: "housing_fund", names: text("市住房公积金管理中心", "Housing Fund Centre") },
  fields: [
    { name: "employer", names: text("缴存单位", "Employer"), type: "text", sensitivity: "personal" },
    { name: "balances", names: text("每月余额", "By month"), type: "list", sensitivity: "personal", fields: [{ name: "month", names: text("月份", "Month"), type: "month", sensitivity: "personal" }] },
  ],
} as unknown as RecordKind;

test("found by what it is, whose it is and what stands in it", () => {
  for (const query of ["公积金", "housing", "FUND  account", "缴存单位", "月份", "管理中心", "ｈousing"]) assert.ok(matches(wordsOf(kind), query), query);
});

test("not by something else, and not by half of what was asked", () => {
  for (const query of ["驾驶证", "公积金 驾驶证"]) assert.ok(!matches(wordsOf(kind), query), query);
});

test("nothing asked finds all", () => assert.ok(matches(wordsOf(kind), "  ")));
