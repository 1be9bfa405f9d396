import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DEMONSTRATION_PEOPLE } from "./demonstration-people.ts";
import { checkCharacter, readIdNumber } from "./id-number.ts";
import { LARGEST_POPULATION } from "./numbering.ts";
import { createPopulation, type Person } from "./population.ts";

const SIZE = 16_000_000;
const SAMPLE = 100_000;
/** Coprime to the twenty places, so that the sample has all of them in equal parts. */
const STEP = 157;

const population = createPopulation({ seed: "test", size: SIZE });
const sample = Array.from({ length: SAMPLE }, (_each, position) => population.personAt(position * STEP));

describe("a hundred thousand of sixteen million people", () => {
  test("have ID numbers of the right form, with the right check character, for the right sex and birth date", () => {
    for (const { idNumber, sex, birthDate, name } of sample) {
      assert.match(idNumber, /^[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/);
      assert.equal(checkCharacter(idNumber.slice(0, 17)), idNumber[17]);
      assert.equal(Number(idNumber[16]) % 2 === 1, sex === "male", `${name} ${idNumber}`);
      assert.equal(idNumber.slice(6, 14), birthDate.replaceAll("-", ""));
    }
  });

  test("have ID numbers that nobody can have: of provinces that never were", () => {
    // GB/T 2260: 41 to 46 and 50 to 54 are the provinces of those regions, and were so since 1981.
    for (const { idNumber } of sample) assert.match(idNumber, /^[45]7/);
  });

  test("share no ID number and no phone number", () => {
    const phones = sample.flatMap(({ phone }) => phone ?? []);
    assert.equal(new Set(sample.map(({ idNumber }) => idNumber)).size, SAMPLE);
    assert.equal(new Set(phones).size, phones.length);
  });

  test("are found by ID number and by phone number", () => {
    for (const person of sample) {
      assert.equal(population.findByIdNumber(person.idNumber)?.index, person.index);
      if (person.phone !== undefined) assert.equal(population.findByPhone(person.phone)?.index, person.index);
    }
  });

  test("have phone numbers that no carrier issues, but for small children", () => {
    for (const { phone, birthDate } of sample) {
      assert.equal(phone === undefined, birthDate >= "2015", birthDate);
      if (phone !== undefined) assert.match(phone, /^154\d{8}$/);
    }
  });

  test("were all born on a day that exists and has passed", () => {
    for (const { birthDate } of sample) {
      assert.equal(new Date(birthDate).toISOString().slice(0, 10), birthDate);
      assert.ok(birthDate > "1930" && birthDate < "2026", birthDate);
    }
  });
});

describe("families", () => {
  const at = (index: number | undefined) => (index === undefined ? undefined : population.personAt(index));
  const yearsBetween = (older: Person, younger: Person) => Number(younger.birthDate.slice(0, 4)) - Number(older.birthDate.slice(0, 4));
  const few = sample.slice(0, 20_000);

  test("agree from both sides and live together", () => {
    for (const person of few) {
      const [spouse, mother, father] = [at(person.spouse), at(person.mother), at(person.father)];
      if (spouse) assert.deepEqual([spouse.spouse, spouse.sex === person.sex], [person.index, false]);
      for (const parent of [mother, father]) if (parent) assert.ok(parent.children.includes(person.index));
      if (mother) assert.equal(mother.sex, "female");
      if (father) assert.equal(father.sex, "male");
      for (const other of person.household) assert.equal(at(other)?.address, person.address);
      assert.ok(person.household.includes(person.index));
    }
  });

  test("have parents old enough, and no two children within nine months", () => {
    for (const person of few) {
      const children = person.children.map((index) => population.personAt(index));
      for (const child of children) assert.ok(yearsBetween(person, child) >= 20 && yearsBetween(person, child) <= 45, `${person.birthDate} ${child.birthDate}`);
      const births = children.map(({ birthDate }) => Date.parse(birthDate)).sort((left, right) => left - right);
      for (const [position, birth] of births.entries()) assert.ok(position === 0 || birth - (births[position - 1] ?? 0) > 270 * 86_400_000);
    }
  });

  test("give children the father's surname, or the mother's where there is no father", () => {
    for (const person of few.filter(({ mother }) => mother !== undefined)) assert.equal(person.name[0], at(person.father ?? person.mother)?.name[0]);
  });
});

describe("the demonstration's people", () => {
  test("are the same under every seed and found by their numbers", () => {
    for (const seed of ["test", "another"]) {
      const { personAt, findByIdNumber } = createPopulation({ seed, size: 100 });
      for (const [index, { name, idNumber }] of DEMONSTRATION_PEOPLE.entries()) {
        assert.equal(personAt(index).name, name);
        assert.equal(findByIdNumber(idNumber)?.index, index);
      }
    }
  });

  test("keep the rules of everybody's ID numbers", () => {
    for (const { idNumber, sex, birthDate } of DEMONSTRATION_PEOPLE) {
      const parts = readIdNumber(idNumber);
      assert.equal(parts?.birthYear, Number(birthDate.slice(0, 4)));
      assert.equal((parts?.order ?? 0) % 2 === 1, sex === "male");
      assert.ok((parts?.order ?? 0) > 0 && (parts?.order ?? 40) < 40, "an order code of somebody else's");
    }
  });
});

describe("a population", () => {
  test("is the same for the same seed and another for another", () => {
    const names = (seed: string) => Array.from({ length: 50 }, (_each, index) => createPopulation({ seed, size: 100 }).personAt(20 + index).idNumber);
    assert.deepEqual(names("one"), names("one"));
    assert.notDeepEqual(names("one"), names("two"));
  });

  test("of any size has nobody beyond it, not even as a relation", () => {
    const small = createPopulation({ seed: "test", size: 3 });
    assert.deepEqual(small.personAt(0).children, [2]);
    assert.throws(() => small.personAt(3), RangeError);
    assert.equal(small.findByIdNumber(population.personAt(3).idNumber), undefined);
    assert.equal(small.findByIdNumber(population.personAt(5_000).idNumber), undefined);
    assert.throws(() => createPopulation({ seed: "test", size: LARGEST_POPULATION + 1 }), RangeError);
  });

  test("finds nobody for numbers that are nobody's", () => {
    for (const text of ["", "470102199405200025", "11010519491231002X", "440524188001010014", "470102199405200024 ", "９"]) assert.equal(population.findByIdNumber(text), undefined, text);
    for (const text of ["", "15400009999", "13800138000", "1541000000"]) assert.equal(population.findByPhone(text), undefined, text);
  });

  test("has enterprises whose people exist and whose codes are found", () => {
    for (let index = 0; index < population.enterprises; index += 97) {
      const enterprise = population.enterpriseAt(index);
      assert.equal(population.findByCreditCode(enterprise.creditCode)?.index, index);
      assert.ok(population.personAt(enterprise.legalRepresentative).birthDate < "2000");
      assert.match(enterprise.name, /示例/);
    }
  });
});
