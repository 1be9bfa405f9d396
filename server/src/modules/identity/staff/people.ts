/** Joining, moving and leaving. */
import type { Database } from "../../../kernel/database.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { record } from "../../audit/index.ts";
import { readPhone } from "../account/phone.ts";
import { notAllowed } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { recordByStaff } from "./caller.ts";
import { alreadyProposed, conflictOfDuties, noSuchColleague, officersEnough, ownRoles, staffHasLeft, staffIdTaken } from "./errors.ts";
import { changeOf, issueActivation } from "./sign-in.ts";
import { coversPlace, findConflict, mayAct, type Place, type Role, type Staff } from "./staff.ts";
import {
  deleteCredential, deleteStaffSessions, endEmergencies, findStaff, findStaffForUpdate, insertChange, insertProposal, insertStaff, lapseProposals, listStaffWithRole, type StaffRow, updateStaff,
} from "./store.ts";

export const staffPhonePlace = (staff: string) => `identity.staff.phone/${staff}`;

export const placeOfRow = ({ city, department, division }: Pick<StaffRow, "city" | "department" | "division">): Place => ({ city, department: department ?? undefined, division: division ?? undefined });

/**
 * Somebody whom the personnel officer may look after.
 * @throws no-such-staff alike for who does not exist and who belongs to others
 */
export async function getStaffOf(source: Handles, officer: Staff, id: string, find: typeof findStaff = findStaff): Promise<StaffRow> {
  const row = await find(source, id);
  if (!row || !coversPlace(officer, placeOfRow(row))) throw noSuchColleague(`There is no member of staff "${id}" in your place.`);
  return row;
}

export interface Joiner {
  id: string;
  name: string;
  department?: string | undefined;
  division?: string | undefined;
  /** Work number for alarms, as typed. */
  phone?: string | undefined;
  roles: Role[];
  reason: string;
}

/**
 * Makes an account. It has no rights: the roles are a proposal that another officer has to approve.
 * @returns the activation code, which the officer hands over
 * @throws not-allowed for another place, staff-id-taken, conflict-of-duties, malformed-phone
 */
export async function addStaff({ database, vault, clock, events }: IdentityParts, officer: Staff, joiner: Joiner): Promise<{ activationCode: string; expiresAt: Date }> {
  const { id, name, department = null, division = null, roles, reason } = joiner;
  const place = { city: officer.city, department, division };
  if (!mayAct(officer, "personnel-officer", placeOfRow(place))) throw notAllowed("This place is another personnel officer's.");
  refuseConflict(roles);
  const phone = joiner.phone === undefined ? null : vault.service.seal(staffPhonePlace(id), readPhone(joiner.phone));
  return database.transaction(async (tx) => {
    const now = clock();
    const row = { id, name, ...place, roles: [], state: "invited" as const, phone, joined_at: now, demonstration: false };
    if (!(await insertStaff(tx, row))) throw staffIdTaken(`The id "${id}" was given already.`);
    await insertChange(tx, changeOf(row, { kind: "joined", by: officer.id, at: now, note: reason }));
    if (roles.length > 0) await propose({ clock }, tx, officer, row, { kind: "roles", roles, reason });
    const activation = await issueActivation({ clock }, tx, id);
    await events.publish(tx, { name: "identity.staff-joined", version: 1, payload: { staff: id, city: officer.city } });
    await recordByStaff(tx, officer, { act: "staff.added", about: { kind: "staff", id } });
    return activation;
  });
}

/**
 * Moves somebody. The rights of the old place end at once; those of the new one are a proposal.
 * @throws no-such-staff, own-roles, not-allowed, staff-has-left, conflict-of-duties
 */
export async function moveStaff({ database, clock, events }: IdentityParts, officer: Staff, id: string, move: { city?: string | undefined; department?: string | undefined; division?: string | undefined; roles: Role[]; reason: string; handOverTo?: string | undefined }): Promise<void> {
  if (officer.id === id) throw ownRoles("Nobody moves herself.");
  refuseConflict(move.roles);
  await database.transaction(async (tx) => {
    const row = await getStaffOf(tx, officer, id, findStaffForUpdate);
    if (row.state === "left") throw staffHasLeft("This member of staff has left.");
    const now = clock();
    const place = { city: move.city ?? row.city, department: move.department ?? null, division: move.division ?? null };
    await endRights(tx, row, officer.id, now);
    await updateStaff(tx, id, { ...place, roles: [] });
    const moved = { ...row, ...place };
    await insertChange(tx, changeOf(moved, { kind: "moved", by: officer.id, at: now, roles: row.roles, note: move.reason }));
    // Into another officer's place the officers there propose.
    if (move.roles.length > 0 && coversPlace(officer, placeOfRow(place))) await propose({ clock }, tx, officer, moved, { kind: "roles", roles: move.roles, reason: move.reason });
    await events.publish(tx, { name: "identity.staff-moved", version: 1, payload: { staff: id, city: place.city, fromCity: row.city, fromDepartment: row.department } });
    await recordByStaff(tx, officer, { act: "staff.moved", about: { kind: "staff", id } });
  });
}

/**
 * Somebody leaves: sessions, rights and ways in end at once, and the id is never given again. What they worked on is
 * flagged for whoever takes it over.
 * @throws no-such-staff, own-roles, staff-has-left
 */
export async function removeStaff({ database, clock, events }: IdentityParts, officer: Staff, id: string, { reason, handOverTo }: { reason: string; handOverTo?: string | undefined }): Promise<void> {
  if (officer.id === id) throw ownRoles("Nobody removes herself.");
  await database.transaction(async (tx) => {
    const row = await getStaffOf(tx, officer, id, findStaffForUpdate);
    if (row.state === "left") throw staffHasLeft("This member of staff has left already.");
    const successor = handOverTo === undefined ? undefined : await getStaffOf(tx, officer, handOverTo);
    if (successor && (successor.state === "left" || successor.id === id)) throw noSuchColleague("The work has to go to somebody who is there.");
    const now = clock();
    await endRights(tx, row, officer.id, now);
    await deleteCredential(tx, id);
    await updateStaff(tx, id, { state: "left", left_at: now, roles: [], phone: null, hand_over_to: successor?.id ?? null });
    await insertChange(tx, changeOf(row, { kind: "left", by: officer.id, at: now, roles: row.roles, note: reason }));
    await events.publish(tx, { name: "identity.staff-left", version: 1, payload: { staff: id, city: row.city, department: row.department, handOverTo: successor?.id ?? null } });
    await recordByStaff(tx, officer, { act: "staff.removed", about: { kind: "staff", id } });
  });
}

async function endRights(tx: Handles, row: StaffRow, by: string, now: Date): Promise<void> {
  await deleteStaffSessions(tx, row.id);
  await endEmergencies(tx, row.id, now);
  await lapseProposals(tx, row.id, by, now);
}

/** @throws conflict-of-duties */
export function refuseConflict(roles: Role[]): void {
  const conflict = findConflict(roles);
  if (conflict) throw conflictOfDuties(`${conflict[0]} and ${conflict[1]} must be two people.`, { extensions: { roles: conflict } });
}

/** Writes a proposal down, for another officer to decide. @throws already-proposed, own-roles */
export async function propose({ clock }: Pick<IdentityParts, "clock">, tx: Handles, officer: Staff, row: Pick<StaffRow, "id" | "city" | "department" | "division">, { kind, roles, reason }: { kind: "roles" | "activation"; roles?: Role[]; reason: string }): Promise<string> {
  if (officer.id === row.id) throw ownRoles("Nobody changes her own rights.");
  const id = newId();
  const now = clock();
  const proposal = { id, staff: row.id, kind, roles: kind === "roles" ? (roles ?? []) : null, reason, proposed_by: officer.id, proposed_at: now };
  if (!(await insertProposal(tx, proposal))) throw alreadyProposed("Something is proposed for this person already.");
  await insertChange(tx, changeOf(row, { kind: kind === "roles" ? "roles-proposed" : "reset-proposed", by: officer.id, at: now, ...(roles ? { roles } : {}), note: reason }));
  await recordByStaff(tx, officer, { act: kind === "roles" ? "staff-roles.proposed" : "staff-reset.proposed", about: { kind: "staff", id: row.id }, ...(roles && roles.length > 0 ? { detail: { roles: roles.join(" ") } } : {}) });
  return id;
}

const FIRST_OFFICERS = 2;

/**
 * The operators' command: a city's first two personnel officers, who then add everybody else, each for the other's
 * approval. Also when of two only one is left.
 * @throws officers-enough, staff-id-taken
 */
export async function addFirstOfficer({ database, clock }: { database: Database; clock: Clock }, { id, city, name }: { id: string; city: string; name: string }): Promise<{ activationCode: string; expiresAt: Date }> {
  return database.transaction(async (tx) => {
    const officers = (await listStaffWithRole(tx, city, "personnel-officer")).filter((each) => !each.demonstration);
    if (officers.length >= FIRST_OFFICERS) throw officersEnough(`${city} has two personnel officers already: they add staff in the console.`);
    const now = clock();
    const row = { id, city, name, department: null, division: null, roles: ["personnel-officer"], state: "invited" as const, phone: null, joined_at: now, demonstration: false };
    if (!(await insertStaff(tx, row))) throw staffIdTaken(`The id "${id}" was given already.`);
    await insertChange(tx, changeOf(row, { kind: "joined", by: "command", at: now, roles: row.roles }));
    const activation = await issueActivation({ clock }, tx, id);
    await record(tx, { actor: { kind: "system", id: "staff-add-command" }, act: "staff.added", city, about: { kind: "staff", id }, detail: { roles: "personnel-officer" } });
    return activation;
  });
}
