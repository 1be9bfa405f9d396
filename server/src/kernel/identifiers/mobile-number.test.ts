import assert from "node:assert/strict";
import { test } from "node:test";
import { type MobileNumberFault, readMobileNumber } from "./mobile-number.ts";

test("a mobile number is read however it is written", () => {
  for (const typed of [
    "15400000001", "154 0000 0001", "154-0000-0001", "154.0000.0001", "+8615400000001", "+86 154 0000 0001", "(+86) 15400000001", "008615400000001", "8615400000001",
    "１５４０００００００１", "＋８６１５４０００００００１", " 15400000001\n", "\u202D15400000001\u202C",
  ]) {
    assert.deepEqual(readMobileNumber(typed), { ok: true, normalised: "15400000001" }, typed);
  }
});

const FAULTY: [number: string, reason: MobileNumberFault][] = [
  ["", "length"], ["1540000000", "length"], ["154000000011", "length"], ["861540000000", "length"], ["12345", "length"],
  ["12400000001", "form"], ["25400000001", "form"], ["08981234567", "form"], ["1540000000a", "form"], ["15400000+01", "form"],
  ["+852 5000 0000", "foreign"], ["+1 202 555 0100", "foreign"], ["0085250000000", "foreign"],
];
for (const [number, reason] of FAULTY) {
  test(`${JSON.stringify(number)} is refused for its ${reason}`, () => assert.deepEqual(readMobileNumber(number), { ok: false, reason }));
}
