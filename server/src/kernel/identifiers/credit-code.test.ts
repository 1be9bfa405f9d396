import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { bodyCheckCharacter, creditCheckCharacter, type CreditCodeFault, isCreditCode, readCreditCode } from "./credit-code.ts";

test("the check characters follow the standards' own examples", () => {
  assert.equal(creditCheckCharacter("91350100M000100Y4"), "3");
  assert.equal(bodyCheckCharacter("D2143569"), "X");
  assert.equal(bodyCheckCharacter("M000100Y"), "4");
});

/** The standard's example, two organs that exist, and codes nobody has. */
const RIGHT = [
  "91350100M000100Y43", "11100000000013338W", "11100000MB03271699", "11460100MB9999A02E", "11460100MB9999B09R", "11460100MB9999C053", "125101004509999072",
  "52460100MJ99990AXT", "91460100MA9999D08P", "91460100MA9999E12U", "92460105MA9999F00F", "93510100MA9999G07H",
];
for (const code of RIGHT) {
  test(`${code} is right`, () => {
    assert.deepEqual(readCreditCode(code), { ok: true, normalised: code, body: code.slice(8, 17), warnings: [] });
    assert.ok(isCreditCode(code));
  });
}

const FAULTY: [code: string, reason: CreditCodeFault][] = [
  ["91350100M000100Y44", "check-character"], ["91350100M000100Y4", "length"], ["", "length"], ["91350100M000100Y433", "length"],
  ...["I", "O", "S", "V", "Z"].map((letter): [string, CreditCodeFault] => [`91350100M000100${letter}43`, "form"]), ["9135010AM000100Y43", "form"],
];
for (const [code, reason] of FAULTY) {
  test(`${JSON.stringify(code)} is refused for its ${reason}`, () => {
    assert.deepEqual(readCreditCode(code), { ok: false, reason });
    assert.ok(!isCreditCode(code));
  });
}

test("what people type is what they mean; only the plain form is a code as written", () => {
  for (const typed of ["91350100m000100y43", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100 M000100Y4 3", "91350100-M000100Y4-3"]) {
    const read = readCreditCode(typed);
    assert.ok(read.ok && read.normalised === "91350100M000100Y43", typed);
    assert.ok(!isCreditCode(typed));
  }
});

test("a body whose own check is wrong is a warning, because not every registry enforced it", () => {
  const code = "91350100M000100Y5";
  const read = readCreditCode(code + creditCheckCharacter(code));
  assert.deepEqual(read.ok && read.warnings, ["body-check"]);
});

test("any one wrong character makes a right code wrong", () => {
  const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (const code of RIGHT) {
    for (let place = 0; place < 18; place += 1) {
      const other = code.slice(0, place) + alphabet.charAt((alphabet.indexOf(code.charAt(place)) + randomInt(1, 31)) % 31) + code.slice(place + 1);
      assert.ok(!isCreditCode(other), `${code} → ${other}`);
    }
  }
});
