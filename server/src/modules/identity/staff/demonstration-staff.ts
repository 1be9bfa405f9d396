import type { StaffRow } from "./store.ts";

/** Invented people to try the console with: an editor of one department, one of all, a reviewer and an operator in each city. */
export function demonstrationStaff(cities: string[]): StaffRow[] {
  return cities.flatMap((city) => [
    { id: `${city}-editor`, city, name: "程一然 Cheng Yiran", department: null, roles: ["editor"], demonstration: true },
    { id: `${city}-editor-hrss`, city, name: "苏小满 Su Xiaoman", department: "hrss", roles: ["editor"], demonstration: true },
    { id: `${city}-reviewer`, city, name: "陆知秋 Lu Zhiqiu", department: null, roles: ["editor", "reviewer"], demonstration: true },
    { id: `${city}-operator`, city, name: "何望舒 He Wangshu", department: null, roles: ["reviewer", "operator"], demonstration: true },
  ]);
}
