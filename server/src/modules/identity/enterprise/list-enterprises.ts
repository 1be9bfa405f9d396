import type { IdentityParts } from "../parts.ts";
import { stateOf } from "../mandate/mandate.ts";
import { countUses } from "../mandate/store.ts";
import { describeAgency, listInvitationsTo, type Membership } from "./agents.ts";
import type { Enterprise } from "./contract.ts";
import { listAgencies, listEnterprises, listRepresented } from "./store.ts";

/** Companies a person represents, acts for or is invited to. */
export async function listOwnEnterprises(parts: IdentityParts, person: string): Promise<Enterprise[]> {
  return Promise.all((await listMemberships(parts, person)).map((membership) => describeEnterprise(parts, membership)));
}

async function listMemberships(parts: IdentityParts, person: string): Promise<Membership[]> {
  const { database, clock } = parts;
  const [represented, agencies, invitations] = await Promise.all([listRepresented(database, person), listAgencies(database, person), listInvitationsTo(parts, database, person)]);
  const now = clock();
  const current = agencies.filter((agency) => stateOf({ ...agency, end_reason: null }, now) === "active");
  const companies = new Map((await listEnterprises(database, [...current, ...invitations].map(({ enterprise }) => enterprise))).map((row) => [row.id, row]));
  const withRole = (role: "agent" | "invited") => (agency: (typeof agencies)[number]): Membership[] => {
    const enterprise = companies.get(agency.enterprise);
    return enterprise ? [{ enterprise, role, agency }] : [];
  };
  return [...represented.map((enterprise): Membership => ({ enterprise, role: "representative" })), ...current.flatMap(withRole("agent")), ...invitations.flatMap(withRole("invited"))];
}

/** A company as one of its people sees it. */
export async function describeEnterprise(parts: IdentityParts, membership: Membership): Promise<Enterprise> {
  const { enterprise, role } = membership;
  const uses = role === "representative" ? undefined : (await countUses(parts.database, [membership.agency.id])).get(membership.agency.id);
  return {
    id: enterprise.id,
    creditCode: enterprise.credit_code,
    name: enterprise.name,
    state: enterprise.state,
    role,
    city: enterprise.city,
    openedAt: enterprise.opened_at.toISOString(),
    checkedAt: enterprise.checked_at.toISOString(),
    ...(role === "representative" ? {} : { agency: await describeAgency(parts, membership.agency, role, uses) }),
  };
}
