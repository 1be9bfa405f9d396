import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { checkCharacter, type IdNumberFault, type IdNumberKind, readIdNumber, type Sex } from "./id-number.ts";

const NOW = new Date("2026-11-21T12:00:00Z");

/** The standard's own samples, and numbers that cannot be a living person's: born before 1900, or in a division retired before. */
const RIGHT: [number: string, birthDate: string, sex: Sex][] = [
  ["11010519491231002X", "1949-12-31", "female"],
  ["440524188001010014", "1880-01-01", "male"],
  ["460105188503140014", "1885-03-14", "male"],
  ["510181189107010029", "1891-07-01", "female"],
  ["51190218950505777X", "1895-05-05", "male"],
  ["500103189009091231", "1890-09-09", "male"],
  ["460102202001050018", "2020-01-05", "male"],
  ["510122201912310023", "2019-12-31", "female"],
  ["510104189602290037", "1896-02-29", "male"],
];
for (const [number, birthDate, sex] of RIGHT) {
  test(`${number} is right: born ${birthDate}, ${sex}`, () => {
    assert.deepEqual(readIdNumber(number, NOW), { ok: true, normalised: number, kind: "citizen", birthDate, sex });
  });
}

const FAULTY: [number: string, reason: IdNumberFault][] = [
  ["460105188502290014", "birth-date"],
  ["460105188513010014", "birth-date"],
  ["460105188500010014", "birth-date"],
  ["460105188503000014", "birth-date"],
  ["460105188503320014", "birth-date"],
  ["460105178503140014", "birth-date"],
  ["460105210003140014", "birth-date"],
  ["460105190002290014", "birth-date"],
  ["460105188503140015", "check-character"],
  ["46010518850314001", "length"],
  ["4601051885031400140", "length"],
  ["", "length"],
  ["060105188503140014", "form"],
  ["46010518850314001Y", "form"],
  ["4601O5188503140014", "form"],
  ["X60105188503140014", "form"],
  ["٤٦٠١٠٥١٨٨٥٠٣١٤٠٠١٤", "form"],
  ["460105850314001", "fifteen-digits"],
];
for (const [number, reason] of FAULTY) {
  test(`${JSON.stringify(number)} is refused for its ${reason}`, () => assert.deepEqual(readIdNumber(number, NOW), { ok: false, reason }));
}

test("what people type is what they mean: small x, full-width forms, spaces, hyphens and invisible marks", () => {
  for (const typed of ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２ｘ", "110105 19491231 002X", " 110105-19491231-002X\n", "\u200E110105–19491231　002X\uFEFF"]) {
    const read = readIdNumber(typed, NOW);
    assert.ok(read.ok && read.normalised === "11010519491231002X", typed);
  }
});

test("a birth date is in the future by the calendar of China", () => {
  const born = withCheck("46010220261122001");
  assert.deepEqual(readIdNumber(born, new Date("2026-11-21T15:59:59Z")), { ok: false, reason: "birth-date-in-future" });
  assert.ok(readIdNumber(born, new Date("2026-11-21T16:00:00Z")).ok);
});

test("the reasons come in the standard's order: the date before the check character", () => {
  assert.deepEqual(readIdNumber("460105188502290010", NOW), { ok: false, reason: "birth-date" });
  assert.deepEqual(readIdNumber("460102203001010010", NOW), { ok: false, reason: "birth-date-in-future" });
});

test("residence permits and foreigners' permanent residence cards have the same layout", () => {
  const kinds: [division: string, kind: IdNumberKind][] = [
    ["810000", "hong-kong-resident"], ["820000", "macao-resident"], ["830000", "taiwan-resident"], ["911156", "foreign-resident"], ["999999", "foreign-resident"],
    ["710000", "citizen"], ["460999", "citizen"],
  ];
  for (const [division, kind] of kinds) {
    const read = readIdNumber(withCheck(`${division}18850314001`), NOW);
    assert.ok(read.ok && read.kind === kind, division);
  }
});

test("every number made by the rules is right, and any one wrong digit or two swapped neighbours make it wrong", () => {
  for (let round = 0; round < 500; round += 1) {
    const number = anInventedNumber();
    assert.ok(readIdNumber(number, NOW).ok, number);
    for (let place = 0; place < 18; place += 1) {
      const other = `${number.slice(0, place)}${(Number(number.charAt(place).replace("X", "0")) + randomInt(1, 10)) % 10}${number.slice(place + 1)}`;
      if (other !== number) assert.ok(!readIdNumber(other, NOW).ok, `${number} → ${other}`);
      const swapped = `${number.slice(0, place)}${number.charAt(place + 1)}${number.charAt(place)}${number.slice(place + 2)}`;
      if (swapped !== number) assert.ok(!readIdNumber(swapped, NOW).ok, `${number} → ${swapped}`);
    }
  }
});

test("no text makes it fail", () => {
  const alphabet = ["0", "1", "9", "X", "x", "-", " ", "市", "\uD800", "\u0000", "１"];
  for (let round = 0; round < 2_000; round += 1) {
    const text = Array.from({ length: randomInt(30) }, () => alphabet[randomInt(alphabet.length)]).join("");
    assert.equal(typeof readIdNumber(text, NOW).ok, "boolean");
  }
});

/** Born before 1900, so nobody's. */
function anInventedNumber(): string {
  const birth = new Date(Date.UTC(randomInt(1800, 1900), 0, 1 + randomInt(365))).toISOString().slice(0, 10).replaceAll("-", "");
  return withCheck(`${randomInt(100_000, 1_000_000)}${birth}${String(randomInt(1000)).padStart(3, "0")}`);
}

function withCheck(digits: string): string {
  return digits + checkCharacter(digits);
}
