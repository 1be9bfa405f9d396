import type { Agreement, Staff } from "../../api/types.ts";
import { hasAnyRole } from "../../staff/permissions.ts";

/** Whether to offer the question. What an agreement covers is decided by the server. */
export function mayAskBy({ consumer, validFrom, validUntil }: Agreement, staff: Staff): boolean {
  const day = today();
  return staff.department === consumer && hasAnyRole(staff, ["clerk", "department-head"]) && day >= validFrom && day <= validUntil;
}

/** The city's day, wherever the screen is. */
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
