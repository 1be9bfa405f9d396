/** Every department's system of both cities. */
import type { CityId } from "../population/index.ts";
import type { Department, Surroundings } from "./department.ts";
import { createCdc } from "./departments/cdc.ts";
import { createCredit } from "./departments/credit.ts";
import { createEcology } from "./departments/ecology.ts";
import { createGas } from "./departments/gas.ts";
import { createHrss } from "./departments/hrss.ts";
import { createMeteorology } from "./departments/meteorology.ts";
import { createParking } from "./departments/parking.ts";
import { createPower } from "./departments/power.ts";
import { createPublicSecurity } from "./departments/public-security.ts";
import { createRealEstate } from "./departments/real-estate.ts";
import { createTrafficPolice } from "./departments/traffic-police.ts";
import { createTransit } from "./departments/transit.ts";

/** Each makes one department's system in one city. */
const MAKERS: readonly ((surroundings: Surroundings) => Department)[] = [
  createHrss,
  createRealEstate,
  createTrafficPolice,
  createCdc,
  createCredit,
  createPublicSecurity,
  createPower,
  createGas,
  createTransit,
  createEcology,
  createMeteorology,
  createParking,
];

const CITIES: readonly CityId[] = ["haikou", "chengdu"];

export function createDepartments(common: Omit<Surroundings, "city">): Department[] {
  return CITIES.flatMap((city) => MAKERS.map((make) => make({ ...common, city })));
}
