import { Type } from "typebox";
import type { Population } from "../population/index.ts";
import { CREDIT_CODE } from "./asked.ts";
import type { System } from "./system.ts";

/** The register of enterprises and who represents them. */
export function createMarketRegister(population: Population, token: string): System {
  return {
    name: "market",
    title: "市场主体库 Market register",
    token,
    routes(http) {
      http.post("/v1/enterprises", { schema: { body: Type.Object({ creditCode: CREDIT_CODE }, { additionalProperties: false }) } }, async ({ body }) => {
        const found = population.findByCreditCode(body.creditCode);
        if (!found) return { result: "not-found" };
        const { name, creditCode, state } = found;
        const representative = population.personAt(found.legalRepresentative);
        return { result: "found", enterprise: { name, creditCode, state, legalRepresentative: { name: representative.name, idNumber: representative.idNumber } } };
      });
    },
  };
}
