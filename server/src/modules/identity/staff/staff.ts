/** What a member of staff may do: pure rules over their roles and department. */
export const ROLES = ["editor", "reviewer", "operator"] as const;
export type Role = (typeof ROLES)[number];

export interface Staff {
  id: string;
  city: string;
  name: string;
  /** The only department whose documents they may touch; undefined: every department of the city. */
  department: string | undefined;
  roles: Role[];
}

/** Whether somebody has the role in the city, for documents of the department when one is given. */
export function mayAct(staff: Staff, role: Role, city: string, department?: string): boolean {
  return staff.city === city && staff.roles.includes(role) && (staff.department === undefined || staff.department === department);
}
