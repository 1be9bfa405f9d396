export type { Enterprise, EnterpriseState } from "./enterprises.ts";
export type { Sex } from "./id-number.ts";
export { type CityId, type District, DISTRICTS, STREET_WORDS } from "./places.ts";
export { DEMONSTRATION_PEOPLE } from "./demonstration-people.ts";
export { createPopulation, type Person, type Population } from "./population.ts";
