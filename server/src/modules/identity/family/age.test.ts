import assert from "node:assert/strict";
import { test } from "node:test";
import { ageOn, isOfAge, yearOfAge } from "./age.ts";

/** Midnight in China. */
const day = (date: string) => new Date(`${date}T00:00:00+08:00`);

test("a person comes of age on the eighteenth birthday, as it begins in China", () => {
  assert.equal(isOfAge("2008-11-22", day("2026-11-21")), false);
  assert.equal(isOfAge("2008-11-22", new Date(day("2026-11-22").getTime() - 1)), false);
  assert.equal(isOfAge("2008-11-22", day("2026-11-22")), true);
});

test("born on 29 February, one is older on 1 March where there is no such day", () => {
  assert.equal(ageOn("2008-02-29", day("2026-02-28")), 17);
  assert.equal(ageOn("2008-02-29", day("2026-03-01")), 18);
  assert.equal(ageOn("2008-02-29", day("2028-02-29")), 20);
});

test("age never falls as time passes, and comes up to eighteen within the year that the record names", () => {
  for (let birth = Date.UTC(2003, 0, 1); birth < Date.UTC(2012, 0, 1); birth += 37 * 86_400_000) {
    const birthDate = new Date(birth).toISOString().slice(0, 10);
    let age = 0;
    for (let now = birth; now < birth + 20 * 366 * 86_400_000; now += 61 * 86_400_000) {
      const next = ageOn(birthDate, new Date(now));
      assert.ok(next >= age, `${birthDate} grew younger`);
      age = next;
    }
    const year = yearOfAge(birthDate);
    assert.equal(isOfAge(birthDate, day(`${year}-01-01`)), birthDate.endsWith("-01-01"));
    assert.equal(isOfAge(birthDate, day(`${year}-12-31`)), true);
  }
});
