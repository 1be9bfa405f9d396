import type { IdentityParts } from "../parts.ts";
import { recordByStaff } from "./caller.ts";
import { fourEyes, noSuchProposal, ownRoles } from "./errors.ts";
import { getStaffOf, refuseConflict } from "./people.ts";
import { changeOf, issueActivation } from "./sign-in.ts";
import type { Role, Staff } from "./staff.ts";
import { decideProposal, deleteStaffSessions, endEmergencies, findOpenProposal, findStaffForUpdate, insertChange, updateStaff } from "./store.ts";

/**
 * The second pair of eyes. Approved roles take the place of today's at once, and end the sign-ins that had the old ones.
 * @returns for a new way in, the activation code
 * @throws no-such-proposal, no-such-staff, own-roles, four-eyes for the proposer, conflict-of-duties
 */
export async function decide({ database, clock, events }: IdentityParts, officer: Staff, id: string, approve: boolean): Promise<{ activationCode?: string; expiresAt?: Date }> {
  return database.transaction(async (tx) => {
    const proposal = await findOpenProposal(tx, id);
    if (!proposal) throw noSuchProposal("There is no such proposal, or it is decided.");
    const row = await getStaffOf(tx, officer, proposal.staff, findStaffForUpdate);
    if (row.id === officer.id) throw ownRoles("Nobody decides about her own rights.");
    // Whoever proposed may take it back, but not approve it.
    if (approve && proposal.proposed_by === officer.id) throw fourEyes("Another personnel officer has to approve what you proposed.");
    const now = clock();
    await decideProposal(tx, id, { decision: approve ? "approved" : "refused", by: officer.id, at: now });
    const thing = proposal.kind === "roles" ? "roles" : "reset";
    await insertChange(tx, changeOf(row, { kind: `${thing}-${approve ? "approved" : "refused"}`, by: officer.id, at: now, ...(proposal.roles ? { roles: proposal.roles } : {}) }));
    await recordByStaff(tx, officer, { act: `staff-${thing}.${approve ? "approved" : "refused"}`, about: { kind: "staff", id: row.id }, detail: { proposedBy: proposal.proposed_by } });
    if (!approve) return {};
    if (proposal.kind === "activation") {
      await endEmergencies(tx, row.id, now);
      return issueActivation({ clock }, tx, row.id);
    }
    const roles = (proposal.roles ?? []) as Role[];
    refuseConflict(roles);
    await updateStaff(tx, row.id, { roles });
    await deleteStaffSessions(tx, row.id);
    await endEmergencies(tx, row.id, now);
    await events.publish(tx, { name: "identity.staff-roles-changed", version: 1, payload: { staff: row.id, city: row.city } });
    return {};
  });
}
