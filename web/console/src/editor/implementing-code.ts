/** 实施编码 of GB/T 39046-2020: credit code, exercise level, base code. The server's lint.ts holds the rule. */
import { type JsonObject, plain } from "../documents/json.ts";
import { valueAt } from "../documents/pointer.ts";

const EXERCISE_LEVELS: Record<string, string | undefined> = { city: "3", district: "4", community: "6" };

/** Undefined while department, level or base code are missing. */
export function implementingCode(item: JsonObject, departments: readonly { id: string; socialCreditCode: string }[]): string | undefined {
  const department = departments.find((each) => each.id === item.department);
  const level = EXERCISE_LEVELS[plain(item.level)];
  const base = valueAt(item, "/codes/base");
  if (!department || level === undefined || typeof base !== "string" || base === "") return undefined;
  return `${department.socialCreditCode}${level}${base}`;
}
