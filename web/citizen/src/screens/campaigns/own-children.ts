/** The children somebody takes part for. */
import { useQuery } from "@tanstack/react-query";
import { m } from "../../paraglide/messages.js";
import { type FamilyMember, familyQuery } from "../family/family.tsx";

/** As the API names whom one acts for. */
export type Child = FamilyMember & { actingFor: string };

export const childOf = (person: string): string => `child:${person}`;

export const nameOf = ({ name }: Child): string => name || m.account_acting_child();

/** @param enabled false for who has not proven enough to have any */
export function useChildren({ enabled = true } = {}): { children: readonly Child[]; pending: boolean } {
  const { data, isLoading } = useQuery({ ...familyQuery, enabled });
  return { children: (data?.items ?? []).flatMap((member) => (member.role === "child" ? [{ ...member, actingFor: childOf(member.person) }] : [])), pending: isLoading };
}
