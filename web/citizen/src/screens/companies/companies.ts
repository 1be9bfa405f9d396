import { queryOptions } from "@tanstack/react-query";
import { type Answer, askPersonal } from "../../account/api.ts";
import { PERSONAL } from "../../account/me.ts";
import { m } from "../../paraglide/messages.js";

export type Enterprise = Answer<"get", "/api/v1/me/enterprises/{id}">;
export type Agency = Answer<"get", "/api/v1/me/enterprises/{id}/agents">["items"][number];

export const enterprisesQuery = queryOptions({ queryKey: [PERSONAL, "enterprises"], queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/enterprises", {}, signal), staleTime: 10_000 });
export const enterpriseQuery = (id: string) =>
  queryOptions({ queryKey: [PERSONAL, "enterprises", id], queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/enterprises/{id}", { path: { id } }, signal), staleTime: 10_000 });
export const agentsQuery = (id: string) =>
  queryOptions({ queryKey: [PERSONAL, "enterprises", id, "agents"], queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/enterprises/{id}/agents", { path: { id } }, signal), staleTime: 10_000 });

export function roleText(role: Enterprise["role"]): string {
  return { representative: m.account_role_representative(), agent: m.account_role_agent(), invited: m.account_role_invited() }[role];
}

export function agencyStateText(state: Agency["state"]): string {
  return { invited: m.account_state_offered(), active: m.account_state_active(), lapsed: m.account_state_lapsed(), expired: m.account_state_expired(), ended: m.account_state_revoked() }[state];
}
