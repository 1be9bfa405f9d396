/** Every department's system of both cities. */
import type { CityId } from "../population/index.ts";
import type { Department, Surroundings } from "./department.ts";
import { createCdc } from "./departments/cdc.ts";
import { createCredit } from "./departments/credit.ts";
import { createEcology } from "./departments/ecology.ts";
import { createEducation } from "./departments/education.ts";
import { createGas } from "./departments/gas.ts";
import { createHealth } from "./departments/health.ts";
import { createHousingFund } from "./departments/housing-fund.ts";
import { createHrss } from "./departments/hrss.ts";
import { createLibrary } from "./departments/library.ts";
import { createMedicalInsurance } from "./departments/medical-insurance.ts";
import { createMeteorology } from "./departments/meteorology.ts";
import { createOneCard } from "./departments/one-card.ts";
import { createParking } from "./departments/parking.ts";
import { createPower } from "./departments/power.ts";
import { createPublicSecurity } from "./departments/public-security.ts";
import { createRealEstate } from "./departments/real-estate.ts";
import { createTax } from "./departments/tax.ts";
import { createTrafficPolice } from "./departments/traffic-police.ts";
import { createTransit } from "./departments/transit.ts";
import { createWater } from "./departments/water.ts";

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
  createMedicalInsurance,
  createHealth,
  createTax,
  createHousingFund,
  createEducation,
  createLibrary,
  createOneCard,
  createWater,
];

const CITIES: readonly CityId[] = ["haikou", "chengdu"];

export function createDepartments(common: Omit<Surroundings, "city">): Department[] {
  return CITIES.flatMap((city) => MAKERS.map((make) => make({ ...common, city })));
}
