import assert from "node:assert/strict";
import { it } from "node:test";
import { normaliseQuery } from "./normalise.ts";

it("gives one spelling to what means the same", () => {
  const spellings: Record<string, string> = {
    "駕駛執照　續期": "驾驶执照续期",
    "ＨＰＶ預約！": "hpv预约",
    "公积金 提取？": "公积金提取",
    "  Driver's   License ": "drivers license",
    "gōng jī jīn": "gong ji jin",
    "lǜshī": "lvshi",
    "café": "cafe",
    "😀!!": "",
  };
  for (const [typed, expected] of Object.entries(spellings)) assert.equal(normaliseQuery(typed), expected);
});

it("changes nothing when applied again", () => {
  for (const text of ["Gong Ji  Jin 提取", "臺灣", "12345 投訴", "ﬁne", "½"]) {
    assert.equal(normaliseQuery(normaliseQuery(text)), normaliseQuery(text));
  }
});
