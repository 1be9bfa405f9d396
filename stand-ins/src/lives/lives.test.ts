import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { careerOf, carsOf, createWorld, homeLoanOf, homesOf, inspectionOf, monthsBetween, readPlate, type World, workMonths } from "./index.ts";

const TODAY = "2026-11-22";
const world = createWorld({ seed: "test", people: 16_000_000 });
/** Coprime to the twenty places of a neighbourhood. */
const sample = Array.from({ length: 4_000 }, (_each, position) => world.population.personAt(position * 157 + 1_000_003));

/** Everything that is told about somebody. */
function tell(told: World, index: number, today: string): unknown {
  const person = told.population.personAt(index);
  return [careerOf(told, person, today), workMonths(told, person, today, 60), homesOf(told, person, today), homeLoanOf(told, person, today), carsOf(told, person, today)];
}

describe("lives", () => {
  test("are the same whenever they are asked for, and others under another seed", () => {
    const again = createWorld({ seed: "test", people: 16_000_000 });
    const other = createWorld({ seed: "another", people: 16_000_000 });
    const told = sample.map(({ index }) => tell(world, index, TODAY));
    assert.deepEqual(sample.map(({ index }) => tell(again, index, TODAY)), told);
    assert.notDeepEqual(sample.map(({ index }) => tell(other, index, TODAY)), told);
  });

  test("go on from month to month without rewriting what was paid", () => {
    for (const person of sample.slice(0, 500)) {
      if (careerOf(world, person, TODAY).occupation !== "employee" || careerOf(world, person, "2027-02-22").occupation !== "employee") continue;
      const before = new Map(workMonths(world, person, TODAY, 24).map((each) => [each.month, each]));
      const later = workMonths(world, person, "2027-02-22", 24);
      assert.equal(monthsBetween(workMonths(world, person, TODAY, 1)[0]?.month ?? "", later[0]?.month ?? "") >= 2, true);
      for (const each of later) {
        const known = before.get(each.month);
        if (known && known.status !== "missing") assert.deepEqual(each, known);
      }
    }
  });

  test("have homes whose owners' shares agree, and a loan that only one of them owes", () => {
    for (const person of sample) {
      for (const home of homesOf(world, person, TODAY)) {
        const others = home.owners.map((index) => homesOf(world, world.population.personAt(index), TODAY).find(({ certificateNumber }) => certificateNumber === home.certificateNumber));
        assert.deepEqual(others, home.owners.map(() => home));
        if (home.mortgaged) assert.equal(home.owners.filter((index) => homeLoanOf(world, world.population.personAt(index), TODAY)).length, 1);
      }
    }
  });

  test("have cars that are found by their plates", () => {
    let cars = 0;
    for (const person of sample) {
      for (const { plate } of carsOf(world, person, TODAY)) {
        cars += 1;
        assert.match(plate, /^[琼川]N[0-9A-HJ-NP-Z]{5}$/);
        assert.equal(readPlate(person.city, plate), person.index);
      }
    }
    assert.ok(cars > 500, String(cars));
  });

  test("of the demonstration have what is to be shown on any day", () => {
    for (const today of [TODAY, "2027-03-31", "2028-02-29"]) {
      const [mother] = [world.population.personAt(0)];
      const months = workMonths(world, mother, today, 6);
      assert.deepEqual(months.map(({ status }) => status).slice(0, 1), ["missing"]);
      assert.ok(months.some(({ status }) => status === "late"));
      assert.deepEqual(homesOf(world, mother, today)[0]?.owners, [0, 1]);
      assert.equal(homeLoanOf(world, mother, today)?.trouble, "debit-failed");
      const [car] = carsOf(world, mother, today);
      assert.ok(car);
      const { by, overdue } = inspectionOf(car, today, false);
      const days = (Date.parse(by) - Date.parse(today)) / 86_400_000;
      assert.ok(!overdue && days >= 25 && days <= 60, `${today} ${by}`);
    }
  });
});
