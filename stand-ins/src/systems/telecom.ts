import { Type } from "typebox";
import type { Population } from "../population/index.ts";
import { ID_NUMBER, NAME, PHONE } from "./asked.ts";
import type { System } from "./system.ts";

/** The carriers' register of who a number was issued to (运营商三要素). */
export function createTelecomRegister(population: Population, token: string): System {
  return {
    name: "telecom",
    title: "运营商实名库 Telecom register",
    token,
    routes(http) {
      http.post("/v1/number-checks", { schema: { body: NumberCheck } }, async ({ body }) => {
        const holder = population.findByPhone(body.phone);
        if (!holder) return { result: "not-found" };
        return { result: holder.name === body.name && holder.idNumber === body.idNumber ? "match" : "mismatch" };
      });
    },
  };
}

const NumberCheck = Type.Object({ name: NAME, idNumber: ID_NUMBER, phone: PHONE }, { additionalProperties: false });
