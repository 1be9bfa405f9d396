/** The demonstration's people show what the README says they do, on whatever day one looks. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Person } from "../population/index.ts";
import { addMonths, careerOf, creditOf, daysBetween, dosesOf, homeLoanOf, homesOf, householdOf, idCardOf, licenceOf, permitOf, utilityAccountOf, violationsOf, workMonths, createWorld } from "./index.ts";

const world = createWorld({ seed: "any", people: 16_000_000 });
const person = (index: number): Person => world.population.personAt(index);

for (const today of ["2026-11-22", "2027-01-01", "2027-03-31", "2028-02-29"]) {
  describe(`on ${today}`, () => {
    test("林晓雨 has a licence that runs out, two fines unpaid and electricity owed", () => {
      const licence = licenceOf(world, person(0), today);
      assert.deepEqual([licence?.status, daysBetween(today, licence?.validUntil ?? ""), licence?.longTerm], ["valid", 60, false]);
      assert.equal(violationsOf(world, person(0), today).filter(({ status }) => status !== "paid").length, 2);
      assert.ok((utilityAccountOf(world, person(0), "power", today)?.owed ?? 0) > 0);
    });

    test("周建国's enterprise pays late for himself as for 林晓雨", () => {
      assert.deepEqual(workMonths(world, person(5), today, 6).map(({ status }) => status), workMonths(world, person(0), today, 6).map(({ status }) => status));
      assert.equal(creditOf(world, person(5), "2026-11-22")?.breaches.length, 1);
    });

    test("陈志远 has an identity card being made", () => {
      const card = idCardOf(world, person(1), today);
      assert.ok(card && card.acceptedOn <= today && card.expectedBy > today && card.steps.length > 0);
      assert.equal(creditOf(world, person(1), today)?.commendations.length, 1);
    });

    test("陈沐阳 was given every dose of his age, 陈语桐 all but two", () => {
      assert.equal(dosesOf(world, person(2), today)?.length, 22);
      const given = dosesOf(world, person(3), today)?.map(({ vaccine, number }) => `${vaccine} ${number}`) ?? [];
      assert.ok(!given.includes("JE-L 2") && !given.includes("MPSV-AC 1") && given.includes("HepA-L 1"));
    });

    test("李想 must have his permit endorsed and owns no home; 张可欣 is registered with her university", () => {
      const permit = permitOf(world, person(6), today);
      assert.deepEqual([permit?.status, daysBetween(today, permit?.endorsedUntil ?? "")], ["valid", 20]);
      assert.deepEqual([homesOf(world, person(6), today), householdOf(world, person(6)), householdOf(world, person(7))?.type], [[], undefined, "collective"]);
    });

    test("the others live as they are said to", () => {
      assert.deepEqual([4, 7, 8, 9, 10, 11].map((index) => careerOf(world, person(index), today).occupation), ["pensioner", "student", "flexible", "employee", "pensioner", "pensioner"]);
      assert.equal(homeLoanOf(world, person(8), today)?.trouble, "none");
      assert.deepEqual([homesOf(world, person(4), today)[0]?.share, homesOf(world, person(10), today)[0]?.owners], [100, [10, 11]]);
    });
  });
}

test("what was told of a driver one day is not untold the next", () => {
  for (let index = 20; index < 4_000; index += 7) {
    const before = violationsOf(world, person(index), "2026-11-22");
    const later = violationsOf(world, person(index), "2026-12-22");
    const oldest = addMonths("2026-12-22", -24);
    for (const { notice, at } of before) if (at.slice(0, 10) >= oldest) assert.ok(later.some((each) => each.notice === notice), notice);
  }
});
