export { type Car, carsOf, inspectionOf } from "./cars.ts";
export { addDays, addMonths, addToMonth, ageOn, type Day, dayIn, dayOfMonth, daysBetween, lastDayOf, lengthOfMonth, type Month, monthAt, monthNumber, monthsBetween, timeIn } from "./dates.ts";
export { baseIn, type Career, careerOf, FLEXIBLE_EMPLOYER, type Job, type Occupation, pensionOf, retiredSince, type WorkMonth, workMonths } from "./employment.ts";
export { type Home, type HomeLoan, homeLoanOf, homesOf } from "./homes.ts";
export { readPlate, writePlate } from "./plates.ts";
export { accountNumber, chance, choose, createWorld, type World } from "./world.ts";
