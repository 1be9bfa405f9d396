/** What a member of staff may do: pure rules over their roles, their place and what they took in an emergency. */

/** Documented in the module's README: who does what, and which roles never come together. */
export const ROLES = ["editor", "reviewer", "operator", "clerk", "department-head", "auditor", "security-officer", "leader", "personnel-officer"] as const;
export type Role = (typeof ROLES)[number];

/** Rights beyond the roles that somebody may take for an hour. */
export const EMERGENCY_RIGHTS = ["whole-city", "person-search", "all-person-fields"] as const;
export type EmergencyRight = (typeof EMERGENCY_RIGHTS)[number];

export interface Emergency {
  id: string;
  right: EmergencyRight;
  endsAt: Date;
}

/** Where something belongs; what is left out belongs to all of them. */
export interface Place {
  city: string;
  department?: string | undefined;
  /** Division code. */
  division?: string | undefined;
}

export interface Staff {
  id: string;
  city: string;
  name: string;
  /** The only department whose things they may touch; undefined: every department of the city. */
  department: string | undefined;
  /** The only division, with what lies in it; undefined: all of the city. */
  division: string | undefined;
  roles: Role[];
  /** What they took in an emergency and has not ended. */
  emergencies: Emergency[];
}

/** Whether somebody has the role at the place. What belongs to a whole city is out of one department's reach. */
export function mayAct(staff: Pick<Staff, "city" | "department" | "division" | "roles" | "emergencies">, role: Role, place: Place): boolean {
  return staff.roles.includes(role) && coversPlace(staff, place);
}

export function mayActInAnyOf(staff: Staff, roles: readonly Role[], place: Place): boolean {
  return roles.some((role) => mayAct(staff, role, place));
}

export function coversPlace(staff: Pick<Staff, "city" | "department" | "division" | "emergencies">, place: Place): boolean {
  if (staff.city !== place.city) return false;
  if (hasTaken(staff, "whole-city")) return true;
  return (staff.department === undefined || staff.department === place.department) && (staff.division === undefined || (place.division !== undefined && liesIn(place.division, staff.division)));
}

export function hasTaken({ emergencies }: Pick<Staff, "emergencies">, right: EmergencyRight): boolean {
  return emergencies.some((each) => each.right === right);
}

/** GB/T 2260 and its extension: a division's code begins with the code it lies in, less that one's closing zeros. */
export function liesIn(division: string, area: string): boolean {
  const stem = area.length > 6 ? area.replace(/(?:000)+$/, "") : area.replace(/(?:00)+$/, "");
  return division === area || (stem.length > 0 && division.startsWith(stem));
}

/** Roles that one person never has together: whoever acts, whoever watches and whoever gives rights are three (GB/T 22239). */
const APART: readonly { one: Role; others: readonly Role[] }[] = [
  { one: "auditor", others: ["operator", "clerk", "editor", "reviewer", "department-head", "security-officer", "personnel-officer"] },
  { one: "security-officer", others: ["operator", "clerk", "editor", "reviewer", "department-head", "personnel-officer"] },
  { one: "personnel-officer", others: ["operator", "clerk"] },
];

/** Two of these roles that one person must not have together; undefined when all may be. */
export function findConflict(roles: readonly Role[]): [Role, Role] | undefined {
  for (const { one, others } of APART) {
    const other = roles.includes(one) ? roles.find((role) => others.includes(role)) : undefined;
    if (other) return [one, other];
  }
  return undefined;
}

const MINUTE_MS = 60_000;
/** GB/T 22239 asks for an end to idle sessions; a working day is the most. */
const SESSION_IDLE_MS = 30 * MINUTE_MS;
export const SESSION_MS = 10 * 60 * MINUTE_MS;
export const LONGEST_EMERGENCY_MINUTES = 60;

export function isSessionOver({ lastSeenAt, expiresAt }: { lastSeenAt: Date; expiresAt: Date }, now: Date): boolean {
  return now >= expiresAt || now.getTime() - lastSeenAt.getTime() > SESSION_IDLE_MS;
}
