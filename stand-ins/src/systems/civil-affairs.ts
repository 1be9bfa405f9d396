import { Type } from "typebox";
import type { Person, Population } from "../population/index.ts";
import { ID_NUMBER } from "./asked.ts";
import type { System } from "./system.ts";

/** The register of births: whose children are whose, whatever their age. */
export function createCivilAffairsRegister(population: Population, token: string): System {
  return {
    name: "civil-affairs",
    title: "民政出生登记库 Civil affairs register",
    token,
    routes(http) {
      http.post("/v1/children", { schema: { body: Type.Object({ idNumber: ID_NUMBER }, { additionalProperties: false }) } }, async ({ body }) => {
        const parent = population.findByIdNumber(body.idNumber);
        return { children: parent ? parent.children.map((index) => writeRecord(population.personAt(index), parent)) : [] };
      });
    },
  };
}

function writeRecord({ name, idNumber, birthDate, index, mother }: Person, parent: Person) {
  return { name, idNumber, birthDate, relation: mother === parent.index ? "mother" : "father", recordNumber: `BR${String(index).padStart(9, "0")}` };
}
