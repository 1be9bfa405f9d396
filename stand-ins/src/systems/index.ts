/** Every department's system of both cities. */
import type { CityId } from "../population/index.ts";
import type { Department, Surroundings } from "./department.ts";

/** Each makes one department's system in one city. */
const MAKERS: readonly ((surroundings: Surroundings) => Department)[] = [];

const CITIES: readonly CityId[] = ["haikou", "chengdu"];

export function createDepartments(common: Omit<Surroundings, "city">): Department[] {
  return CITIES.flatMap((city) => MAKERS.map((make) => make({ ...common, city })));
}
