/** What a person may do, by the server's rule (identity/staff/staff.ts): asked here to explain before refusing, never to decide. */
import type { Role, Staff } from "../api/types.ts";

export type Hindrance = "role" | "department";

/** @param department whose document it is; undefined for what belongs to the whole city */
export function hindranceTo(staff: Pick<Staff, "roles" | "department"> & Partial<Pick<Staff, "emergencies">>, role: Role, department?: string): Hindrance | undefined {
  if (!staff.roles.includes(role)) return "role";
  if (staff.emergencies?.some(({ right }) => right === "whole-city")) return undefined;
  if (staff.department !== undefined && staff.department !== department) return "department";
  return undefined;
}

/** Whether somebody has one of the roles: which rooms they find in the list. */
export function hasAnyRole(staff: Pick<Staff, "roles">, roles: readonly Role[]): boolean {
  return roles.some((role) => staff.roles.includes(role));
}

/** Whose document it is, read from its body. */
export function departmentOf(kind: string, body: { id?: unknown; department?: unknown; provider?: unknown } | undefined): string | undefined {
  const member = ownerMember(kind);
  const owner = kind === "department" ? body?.id : member && body?.[member];
  return typeof owner === "string" ? owner : undefined;
}

const OWNED_BY_DEPARTMENT = new Set(["service", "source", "booking-calendar", "campaign"]);

/** The member that says whose a document is, in kinds that belong to departments. */
export function ownerMember(kind: string): "department" | "provider" | undefined {
  if (kind === "agreement") return "provider";
  return OWNED_BY_DEPARTMENT.has(kind) ? "department" : undefined;
}
