// The server reads of the stand-ins' people what they are: nobody is a hundred and twenty years older in a campaign than at home.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readIdNumber } from "../../server/src/kernel/identifiers/id-number.ts";
import { ageOn } from "../../server/src/modules/identity/family/age.ts";
import { compileConditions } from "../../server/src/modules/booking/campaign/eligibility.ts";
import { createPopulation, DEMONSTRATION_PEOPLE, type Person } from "../../stand-ins/src/population/index.ts";
import { readFolder } from "./support.ts";

const NOW = new Date("2026-11-22T03:30:00Z");

const population = createPopulation({ seed: "test", size: 16_000_000 });
const everyKind = Array.from({ length: 4_000 }, (_each, index) => population.personAt(index * 3_989));

function read(person: Pick<Person, "idNumber">): { birthDate: string; sex: string } {
  const number = readIdNumber(person.idNumber, NOW);
  assert.ok(number.ok && number.kind === "citizen" && number.normalised === person.idNumber, person.idNumber);
  return { birthDate: number.birthDate, sex: number.sex };
}

test("birth date and sex are those that the registers know", () => {
  for (const { idNumber, birthDate, sex } of [...DEMONSTRATION_PEOPLE, ...everyKind]) assert.deepEqual(read({ idNumber }), { birthDate, sex });
});

test("ages are those of the people described in stand-ins/README.md", () => {
  const ages = DEMONSTRATION_PEOPLE.map((person) => ageOn(read(person).birthDate, NOW));
  assert.deepEqual(ages, [32, 34, 7, 3, 70, 51, 28, 20, 46, 47, 76, 77]);
});

test("nobody is older than people become", () => {
  for (const person of everyKind) assert.ok(ageOn(read(person).birthDate, NOW) < 100, person.idNumber);
});

test("of the demonstration's people, the draw of the HPV vaccine is for the two women between 9 and 45", async () => {
  const campaign = readFolder("haikou").campaigns.find(({ id }) => id === "hpv-9-winter-2026");
  assert.ok(campaign);
  const { judge } = compileConditions(campaign);
  const admitted: string[] = [];
  for (const person of DEMONSTRATION_PEOPLE) {
    const { birthDate, sex } = read(person);
    const verdict = await judge({ age: ageOn(birthDate, NOW), sex: sex === "female" ? "female" : "male", division: person.idNumber.slice(0, 6), records: {} });
    if (verdict.eligible) admitted.push(person.name);
  }
  assert.deepEqual(admitted, ["林晓雨", "张可欣"]);
});
