/** What a person may do, by the server's rule (identity/staff.ts): asked here to explain before refusing, never to decide. */
import type { Role, Staff } from "../api/types.ts";

export type Hindrance = "role" | "department";

/** @param department whose document it is; undefined for what belongs to the whole city */
export function hindranceTo(staff: Pick<Staff, "roles" | "department">, role: Role, department?: string): Hindrance | undefined {
  if (!staff.roles.includes(role)) return "role";
  if (staff.department !== undefined && staff.department !== department) return "department";
  return undefined;
}

/** Whose document it is, read from its body. */
export function departmentOf(kind: string, body: { id?: unknown; department?: unknown } | undefined): string | undefined {
  const owner = kind === "department" ? body?.id : kind === "service" ? body?.department : undefined;
  return typeof owner === "string" ? owner : undefined;
}
