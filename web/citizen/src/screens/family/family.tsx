import { queryOptions } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { PERSONAL } from "../../account/me.ts";
import { m } from "../../paraglide/messages.js";

export type FamilyMember = Answer<"get", "/api/v1/me/family">["items"][number];
export type Mandate = Answer<"get", "/api/v1/me/mandates">["items"][number];

export const familyQuery = queryOptions({ queryKey: [PERSONAL, "family"], queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/family", {}, signal), staleTime: 10_000 });
export const mandatesQuery = queryOptions({ queryKey: [PERSONAL, "mandates"], queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/mandates", {}, signal), staleTime: 10_000 });
export const mandateQuery = (id: string) =>
  queryOptions({ queryKey: [PERSONAL, "mandates", id], queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/mandates/{id}", { path: { id } }, signal), staleTime: 10_000 });

export function stateChip(state: Mandate["state"], role: Mandate["role"]): ReactNode {
  if (state === "active") return <Chip tone="jade">{m.account_state_active()}</Chip>;
  if (state === "offered") return <Chip tone="gold">{role === "holder" ? m.account_state_offered_you() : m.account_state_offered()}</Chip>;
  return <Chip tone="ink">{{ lapsed: m.account_state_lapsed(), expired: m.account_state_expired(), revoked: m.account_state_revoked() }[state]}</Chip>;
}
