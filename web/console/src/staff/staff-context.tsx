import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { colleaguesQuery } from "../api/queries.ts";
import type { Role, Staff } from "../api/types.ts";
import { findWord } from "../i18n/words.ts";
import { m } from "../i18n/m.ts";
import { hindranceTo } from "./permissions.ts";

const StaffContext = createContext<Staff | undefined>(undefined);

export function StaffProvider({ staff, children }: { staff: Staff; children: ReactNode }) {
  return <StaffContext.Provider value={staff}>{children}</StaffContext.Provider>;
}

export function useStaff(): Staff {
  const staff = useContext(StaffContext);
  if (!staff) throw new Error("useStaff outside StaffProvider");
  return staff;
}

export function useCity(): string {
  return useStaff().city;
}

/** Why the person may not act in a role, in words; undefined when they may. */
export function useHindrance(): (role: Role, department?: string) => string | undefined {
  const staff = useStaff();
  return (role, department) => {
    const hindrance = hindranceTo(staff, role, department);
    if (hindrance === undefined) return undefined;
    return hindrance === "role" ? m.hindrance_role({ role: roleName(role) }) : m.hindrance_department();
  };
}

export function roleName(role: Role): string {
  return findWord(`role_${role.replaceAll("-", "_")}`) ?? role;
}

/** The name behind the id that history keeps. */
export function useStaffNames(): (id: string) => string {
  const { data } = useQuery(colleaguesQuery(useCity()));
  return (id) => {
    if (id === "import") return m.origin_import();
    return data?.items.find((each) => each.id === id)?.name ?? id;
  };
}
