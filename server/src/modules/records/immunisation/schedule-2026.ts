/**
 * 国家免疫规划疫苗儿童免疫程序及说明（2026年版）, 国疾控卫免发〔2026〕16号 of 2026-06-17: ages, recommended completion and
 * smallest intervals of the free vaccines. A later edition is another such file beside this one.
 */
import type { ImmunisationSchedule } from "./plan-immunisation.ts";

const YEAR = 12;

export const SCHEDULE_2026: ImmunisationSchedule = {
  version: "2026",
  issuedOn: "2026-06-17",
  effectiveOn: "2026-06-17",
  document: "国疾控卫免发〔2026〕16号",
  doses: [
    { vaccine: "HepB", number: 1, fromMonths: 0, by: { days: 1 } },
    // From three months on only after a negative tuberculin test; from the fourth birthday no more.
    { vaccine: "BCG", number: 1, fromMonths: 0, by: { months: 3 }, untilMonths: 4 * YEAR },
    { vaccine: "HepB", number: 2, fromMonths: 1, after: { vaccine: "HepB", number: 1, days: 28 } },
    { vaccine: "IPV", number: 1, fromMonths: 2 },
    { vaccine: "DTaP", number: 1, fromMonths: 2 },
    { vaccine: "IPV", number: 2, fromMonths: 3, after: { vaccine: "IPV", number: 1, days: 28 } },
    { vaccine: "bOPV", number: 3, fromMonths: 4, by: { months: 12 }, after: { vaccine: "IPV", number: 2, days: 28 } },
    { vaccine: "DTaP", number: 2, fromMonths: 4, after: { vaccine: "DTaP", number: 1, days: 28 } },
    { vaccine: "HepB", number: 3, fromMonths: 6, by: { months: 12 }, after: { vaccine: "HepB", number: 2, days: 60 } },
    { vaccine: "DTaP", number: 3, fromMonths: 6, by: { months: 12 }, after: { vaccine: "DTaP", number: 2, days: 28 } },
    // From two years on MPSV-AC takes its place.
    { vaccine: "MPSV-A", number: 1, fromMonths: 6, by: { months: 12 }, untilMonths: 2 * YEAR },
    { vaccine: "MMR", number: 1, fromMonths: 8, by: { months: 12 } },
    { vaccine: "JE-L", number: 1, fromMonths: 8, by: { months: 12 } },
    { vaccine: "MPSV-A", number: 2, fromMonths: 9, by: { months: 24 }, untilMonths: 2 * YEAR, after: { vaccine: "MPSV-A", number: 1, months: 3 } },
    { vaccine: "DTaP", number: 4, fromMonths: 18, by: { months: 24 }, after: { vaccine: "DTaP", number: 3, months: 6 } },
    { vaccine: "MMR", number: 2, fromMonths: 18, by: { months: 24 }, after: { vaccine: "MMR", number: 1, days: 28 } },
    { vaccine: "HepA-L", number: 1, fromMonths: 18, by: { months: 24 } },
    { vaccine: "JE-L", number: 2, fromMonths: 24, by: { months: 3 * YEAR }, after: { vaccine: "JE-L", number: 1, months: 12 } },
    { vaccine: "MPSV-AC", number: 1, fromMonths: 3 * YEAR, by: { months: 4 * YEAR }, after: { vaccine: "MPSV-A", number: 2, months: 12 } },
    { vaccine: "bOPV", number: 4, fromMonths: 4 * YEAR, by: { months: 5 * YEAR }, after: { vaccine: "bOPV", number: 3, days: 28 } },
    { vaccine: "DTaP", number: 5, fromMonths: 6 * YEAR, by: { months: 7 * YEAR }, after: { vaccine: "DTaP", number: 4, months: 12 } },
    { vaccine: "MPSV-AC", number: 2, fromMonths: 6 * YEAR, by: { months: 7 * YEAR }, after: { vaccine: "MPSV-AC", number: 1, months: 36 } },
    // In the programme since 2025-11-10, for girls who were then not yet fourteen.
    { vaccine: "2vHPV", number: 1, fromMonths: 13 * YEAR, by: { months: 14 * YEAR }, only: { sex: "female", bornFrom: "2011-11-10" } },
    { vaccine: "2vHPV", number: 2, fromMonths: 13 * YEAR, by: { monthsAfterPrevious: 12 }, after: { vaccine: "2vHPV", number: 1, months: 6 }, only: { sex: "female", bornFrom: "2011-11-10" } },
  ],
  alternatives: [
    {
      instead: "JE-L",
      vaccine: "JE-I",
      doses: [
        { vaccine: "JE-I", number: 1, fromMonths: 8, by: { months: 12 } },
        { vaccine: "JE-I", number: 2, fromMonths: 8, by: { months: 12 }, after: { vaccine: "JE-I", number: 1, days: 7 } },
        { vaccine: "JE-I", number: 3, fromMonths: 24, by: { months: 3 * YEAR }, after: { vaccine: "JE-I", number: 2, days: 28 } },
        { vaccine: "JE-I", number: 4, fromMonths: 6 * YEAR, by: { months: 7 * YEAR }, after: { vaccine: "JE-I", number: 3, months: 12 } },
      ],
    },
    {
      instead: "HepA-L",
      vaccine: "HepA-I",
      doses: [
        { vaccine: "HepA-I", number: 1, fromMonths: 18, by: { months: 24 } },
        { vaccine: "HepA-I", number: 2, fromMonths: 24, by: { months: 3 * YEAR }, after: { vaccine: "HepA-I", number: 1, months: 6 } },
      ],
    },
  ],
  // The 2021 edition gave DT at six years, where now the fifth DTaP stands; its doses of DTaP at 3, 4 and 5 months count as they are.
  equivalents: [{ given: { vaccine: "DT", number: 1 }, counts: { vaccine: "DTaP", number: 5 } }],
  liveInjected: { vaccines: ["BCG", "MMR", "JE-L", "HepA-L"], apartDays: 28 },
  childhoodMonths: 18 * YEAR,
};
